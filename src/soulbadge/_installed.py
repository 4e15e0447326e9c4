"""Where the Solidity is that other people's contracts import."""

from importlib import resources
from pathlib import Path


def contracts_path() -> Path:
    """The folder with `contracts/Gated.sol`, `interfaces/IBadges.sol` and `interfaces/IBadgeSource.sol`.

    For a compiler's remappings: with `soulbadge/=<this folder>/` a contract says

        import {Gated} from "soulbadge/contracts/Gated.sol";
        import {IBadges} from "soulbadge/interfaces/IBadges.sol";

    In a checkout it is the repository's own folder.
    """
    installed = Path(str(resources.files("soulbadge"))) / "solidity"
    return installed if installed.is_dir() else Path(__file__).parents[2]
