"""What every act needs: the chain, people with names, programmes, and words for what is on the chain."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from soulbadge.catalog import Catalog
from soulbadge.contract import Collection, connect
from soulbadge.demo.chain import Chain
from soulbadge.deployment import deploy
from soulbadge.issuer import Issuer
from soulbadge.models import Badge

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

YEAR = 31_557_600
"""365.25 days in seconds, the year of every catalog."""


@dataclass(frozen=True)
class Programme:
    """An issuer's collection with its catalog applied."""

    account: "LocalAccount"
    badges: Collection
    issuer: Issuer
    made: tuple[int, ...]
    """Numbers of the achievements, as they were created."""


@dataclass
class Stage:
    """The chain and the people on it."""

    chain: Chain
    names: dict[str, str] = field(default_factory=dict)

    def person(self, name: str) -> "LocalAccount":
        """Somebody new, with a wallet and a little ether."""
        account = self.chain.person()
        self.names[account.address] = name
        return account

    def programme(self, catalog: str) -> Programme:
        """Deploy a collection for an example catalog and create its achievements."""
        plan = Catalog.load(catalog_file(catalog))
        account = self.person(plan.name)
        badges = connect(
            self.chain.web3, deploy(self.chain.web3, account, plan.name, plan.symbol, plan.profile).address
        )
        issuer = Issuer(badges, account)
        issuer.appoint_issuer(account.address)
        return Programme(account, badges, issuer, tuple(receipt.achievement_id for receipt in plan.apply(issuer)))


def catalog_file(name: str) -> Path:
    """An example catalog: from the installed package, or from the repository that this is."""
    installed = Path(str(resources.files("soulbadge"))) / "examples" / f"{name}.toml"
    return installed if installed.is_file() else Path(__file__).parents[3] / "examples" / f"{name}.toml"


def listed(badges: Collection, found: Iterable[Badge]) -> str:
    """Badges as `cka ACTIVE, cks EXPIRED`."""
    return ", ".join(f"{badges.achievement(badge.achievement_id).slug} {badge.status.name}" for badge in found)


def told(badge: Badge) -> str:
    """A badge's status and times."""
    end = f"until {date(badge.end_time)}" if badge.end_time else "for ever"
    return f"{badge.status.name} {end}"


def date(moment: int) -> str:
    """Unix seconds as a day."""
    return datetime.fromtimestamp(moment, timezone.utc).date().isoformat()
