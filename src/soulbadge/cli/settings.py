"""What was typed, the environment and the configuration file, put together.

What is typed comes first. A network that is typed comes next, so that `--network sepolia` never means another node
that a variable names; then the environment, then the network that the file has as its default.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from .config import LOCAL, Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which chain and collection are meant, and who signs."""

    network: str
    rpc_url: str = field(repr=False)  # it may hold a key
    chain_id: int | None = None
    """What it must be; None for whichever the node serves."""
    collection: str | None = None
    """Address, or symbol as recorded."""
    deployments: str = "deployments"
    keystore: str | None = None
    password_file: str | None = None
    max_fee_gwei: float | None = None
    confirmations: int | None = None


def settle(given: Mapping[str, Any], typed: AbstractSet[str]) -> Settings:
    """The settings that hold.

    Args:
        given: Options that were typed or have a variable, by name.
        typed: Which of them were typed.

    Raises:
        ConfigError: The configuration file is wrong, or lacks the network.
    """
    options = dict(given)
    config = Config.find(options.pop("config", None))
    name = options.pop("network", None) or config.default or LOCAL
    network = config.network(name)
    first = {key: value for key, value in options.items() if key in typed}
    layers = (options, network, first) if "network" in typed else (network, options)
    merged: dict[str, Any] = {}
    for layer in layers:
        merged |= layer
    return Settings(network=name, **merged)
