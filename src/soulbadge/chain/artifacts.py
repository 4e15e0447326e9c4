"""The compiled contracts that travel in the wheel: written by scripts/compile.py, read here."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from .abi import Abi


@dataclass(frozen=True, slots=True)
class Artifact:
    """One contract of this release."""

    name: str
    abi: tuple[dict[str, Any], ...]
    bytecode: bytes
    """Creation code, without constructor arguments; empty for an interface."""
    runtime: bytes
    """The code that a deployed one has. There are no immutables, so it is the same everywhere."""

    @property
    def codec(self) -> Abi:
        """Its functions, encoded and decoded."""
        return Abi(self.abi)


@cache
def artifact(name: str) -> Artifact:
    """The contract `name` of this release; FileNotFoundError if it ships none of that name."""
    text = resources.files("soulbadge").joinpath("abi").joinpath(f"{name}.json").read_text(encoding="utf-8")
    data = json.loads(text)
    code, runtime = (bytes.fromhex(data.get(key, "0x")[2:]) for key in ("bytecode", "runtime"))
    return Artifact(data["contractName"], tuple(data["abi"]), code, runtime)


@cache
def releases() -> dict[str, str]:
    """Contract and version by the hash of the deployed code, as "Badges 0.1.0"."""
    text = resources.files("soulbadge").joinpath("releases.json").read_text(encoding="utf-8")
    every: dict[str, dict[str, str]] = json.loads(text)
    return {digest: f"{name} {version}" for version, found in every.items() for name, digest in found.items()}


@cache
def storage_layout() -> dict[str, int]:
    """The slot of each state variable of a collection, by its name in `BadgeStorage.sol`."""
    text = resources.files("soulbadge").joinpath("abi/Badges.json").read_text(encoding="utf-8")
    return {entry["label"]: entry["slot"] for entry in json.loads(text)["storageLayout"]}


@cache
def badges_abi() -> Abi:
    """The functions of a collection."""
    return artifact("Badges").codec


@cache
def interface_id() -> bytes:
    """The ERC-165 id of `IBadges`: its own functions, without those that it inherits from `IBadgeSource`."""
    inherited = {entry["name"] for entry in artifact("IBadgeSource").abi if entry["type"] == "function"}
    functions = Abi(artifact("IBadges").abi)
    combined = 0
    for name in functions.names:
        if name not in inherited:
            combined ^= int.from_bytes(functions.selector(name), "big")
    return combined.to_bytes(4, "big")
