"""`soulbadge.toml`: several networks in one file.

    default = "sepolia"

    [network.sepolia]
    rpc_url = "https://sepolia.example/v3/${SOULBADGE_RPC_KEY}"   # secrets stay in .env
    chain_id = 11155111                                  # what it must be
    collection = "CNCF"                                  # address, or symbol as recorded at deployment
    keystore = "keys/issuer.json"                        # paths count from the folder of this file
    password_file = "keys/password"
    deployments = "deployments"
    confirmations = 3                                    # blocks before something counts as done
    max_fee_gwei = 40                                    # the most that a unit of gas may cost

Variables that may stand there begin with SOULBADGE_: a file that somebody else left in a folder must not be able to
send the rest of the environment to a node of its own. A local chain on port 8545 needs no file: it is the network
`local`.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from soulbadge.errors import ConfigError
from soulbadge.forms.strict_toml import read_toml

FILE = "soulbadge.toml"
LOCAL = "local"
LOCAL_URL = "http://127.0.0.1:8545"

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_PREFIX = "SOULBADGE_"
_RAW_KEY = "SOULBADGE_KEY"
_MOST_TEXT = 65_536
_PATHS = ("keystore", "password_file", "deployments")
_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "rpc_url": str,
    "chain_id": int,
    "collection": str,
    "keystore": str,
    "password_file": str,
    "deployments": str,
    "confirmations": int,
    "max_fee_gwei": (int, float),
}
_NEEDED = ("rpc_url", "chain_id")
_WORDS: Mapping[type | tuple[type, ...], str] = {str: "a text", int: "a whole number", (int, float): "a number"}


@dataclass(frozen=True, slots=True)
class Config:
    """The networks of a file, each as settings by name."""

    file: Path = Path(FILE)
    networks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)  # its URLs may hold keys
    default: str | None = None

    @classmethod
    def find(cls, named: str | None) -> "Config":
        """The file that was named, else `soulbadge.toml` in the working directory, else one without networks.

        Raises:
            ConfigError: It was named and is not there, or does not say what it must; the error names the key.
        """
        if named:
            return cls.load(Path(named))
        return cls.load(Path(FILE)) if Path(FILE).is_file() else cls()

    @classmethod
    def load(cls, file: Path) -> "Config":
        """Read a file. Raises `ConfigError`."""
        data = read_toml(file, _MOST_TEXT, partial(ConfigError, str(file), "file"))
        _allow(file, "", data, ("default", "network"))
        networks = data.get("network", {})
        if not isinstance(networks, dict):
            raise ConfigError(str(file), "network", "expected tables such as [network.sepolia]")
        for name, settings in networks.items():
            _check(file, f"network.{name}", settings)
        default = data.get("default")
        if default is not None and not isinstance(default, str):
            raise ConfigError(str(file), "default", "expected the name of a network")
        found = cls(file, networks, default)
        if default is not None:
            found.network(default, where="default", fill=False)
        return found

    def network(self, name: str, *, where: str = "network", fill: bool = True) -> dict[str, Any]:
        """The settings of a network, its variables filled in and its paths counted from the file's folder.

        Args:
            name: As the file calls it; `local` is known without a file.
            where: What to name in a complaint.
            fill: Whether to fill in `${VARIABLES}`; a network that is not used may lack them.

        Raises:
            ConfigError: There is no such network, or a variable is not set.
        """
        if name not in self.networks:
            if name == LOCAL:
                return {"rpc_url": LOCAL_URL}
            known = ", ".join(dict.fromkeys([*self.networks, LOCAL]))
            raise ConfigError(str(self.file), where, f"there is no network {name!r}; there are: {known}")
        if not fill:
            return dict(self.networks[name])
        settings = {key: self._filled(f"network.{name}.{key}", value) for key, value in self.networks[name].items()}
        for key in _PATHS:
            if key in settings:
                settings[key] = str(self.file.parent / Path(settings[key]).expanduser())
        return settings

    def _filled(self, where: str, value: Any) -> Any:  # noqa: ANN401 (TOML)
        if not isinstance(value, str):
            return value

        def found(match: "re.Match[str]") -> str:
            name = match[1]
            if not name.startswith(_PREFIX) or name == _RAW_KEY:
                raise ConfigError(
                    str(self.file), where, f"only variables called {_PREFIX}… may stand there, not {name}"
                )
            text = os.environ.get(name)
            if not text:
                raise ConfigError(str(self.file), where, f"the environment variable {name} is not set")
            return text

        return _VARIABLE.sub(found, value)


def _allow(file: Path, where: str, found: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    for key in found:
        if key not in keys:
            raise ConfigError(str(file), f"{where}.{key}".strip("."), f"unknown; expected {', '.join(keys)}")


def _check(file: Path, where: str, settings: Any) -> None:  # noqa: ANN401 (TOML)
    if not isinstance(settings, dict):
        raise ConfigError(str(file), where, "expected a table of settings")
    _allow(file, where, settings, tuple(_KINDS))
    for key in _NEEDED:
        if key not in settings:
            raise ConfigError(str(file), f"{where}.{key}", "missing; a network is a node and the chain that it must be")
    for key, value in settings.items():
        kind = _KINDS[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ConfigError(str(file), f"{where}.{key}", f"expected {_WORDS[kind]}")
        if isinstance(value, int | float) and not 0 < value < 1 << 63:
            raise ConfigError(str(file), f"{where}.{key}", "expected more than zero")
