"""The list of trusted collections: `trust.toml`, or made in Python. Pure.

>>> cncf = ListedCollection(1, "0x5FbDB2315678afecb367f032d93F642f64180aa3", name="cncf", domain="cncf.example")
>>> Trust((cncf,)).on(1).addresses()
{'cncf': '0x5FbDB2315678afecb367f032d93F642f64180aa3'}

The file has one table for each collection; `chain_id` and `address` are all that must be there:

    [[collection]]
    chain_id = 1
    address = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
    name = "cncf"                  # for policies and people
    domain = "cncf.example"        # whose collection it is said to be; `vouches` finds out
    code_hash = "0x96f6…"          # Keccak-256 of its code; `connect_trusted` and `verify_bundle` compare
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from soulbadge.errors import AddressInvalidError, ValueInvalidError
from soulbadge.forms.json import Value
from soulbadge.ids import parse_address
from soulbadge.trust._file import Row, rows

MOST: Final = 1000
"""Collections in a list."""

MOST_CHAIN_ID: Final = 10**32 - 1
"""CAIP-2 has at most 32 digits for a chain."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}")
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"(?=[^:]{{1,253}}(?::|$)){_LABEL}(?:\.{_LABEL})*(?::[1-9][0-9]{{0,4}})?")
_HASH: Final = re.compile(r"0x[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ListedCollection(Value):
    """A collection that a verifier trusts.

    Attributes:
        chain_id: EIP-155 chain that it is on.
        address: Where it is there; kept with its checksum.
        name: What policies and people call it; empty for none.
        domain: Host of the issuer's site, in small letters, with a port if it is not 443; empty for none.
        code_hash: Keccak-256 of its runtime code as 0x and 64 small hex digits; empty if any code will do.

    Raises:
        ValueInvalidError: A field is not of that form.
    """

    chain_id: int
    address: str
    name: str = ""
    domain: str = ""
    code_hash: str = ""

    def __post_init__(self) -> None:
        if type(self.chain_id) is not int or not 0 < self.chain_id <= MOST_CHAIN_ID:
            raise ValueInvalidError(
                "chain_id", f"expected a chain's number (EIP-155), from 1, found {self.chain_id!r:.80}"
            )
        try:
            object.__setattr__(self, "address", parse_address(self.address))
        except (AddressInvalidError, TypeError) as error:
            problem = error.problem if isinstance(error, AddressInvalidError) else "expected a text"
            raise ValueInvalidError("address", f"{self.address!r:.80}: {problem}") from error
        _must_match("name", self.name, _NAME, "1 to 64 letters, digits, spaces, '.', '_' and '-'")
        _must_match("domain", self.domain, _DOMAIN, "a host in small letters such as cncf.example, without https://")
        _must_match("code_hash", self.code_hash, _HASH, "0x and 64 small hexadecimal digits")

    @property
    def caip10(self) -> str:
        """Its name in the world (CAIP-10): `eip155:<chain>:<address>`."""
        return f"eip155:{self.chain_id}:{self.address}"


@dataclass(frozen=True, slots=True)
class Trust(Value):
    """The collections whose badges count. All others are unlisted, whatever they say of themselves.

    Raises:
        ValueInvalidError: There are none, or two are the same, or have the same name on one chain.
    """

    collections: tuple[ListedCollection, ...]

    def __post_init__(self) -> None:
        if not self.collections:
            raise ValueInvalidError("collections", "the list is empty, so nothing could count; name whom you trust")
        if len(self.collections) > MOST:
            raise ValueInvalidError("collections", f"there are {len(self.collections)}, at most {MOST} may be listed")
        seen: set[tuple[int, str]] = set()
        for one in self.collections:
            for key in (one.address, one.name):
                if key and (one.chain_id, key) in seen:
                    raise ValueInvalidError("collections", f"{key} stands twice on chain {one.chain_id}")
                seen.add((one.chain_id, key))

    def __iter__(self) -> Iterator[ListedCollection]:
        return iter(self.collections)

    @classmethod
    def read(cls, path: "Path | str") -> "Trust":
        """The list in a TOML file.

        Raises:
            TrustFileError: It cannot be read, or does not say what it must; the error names the line.
        """
        return cls._of(rows(Path(path)))

    @classmethod
    def parse(cls, text: str, file: str = "trust.toml") -> "Trust":
        """The list in a TOML text; `file` is what complaints call it. Raises `TrustFileError`."""
        return cls._of(rows(text, file))

    @classmethod
    def _of(cls, every: "list[Row]") -> "Trust":
        trust: Trust | None = None
        for row in every:
            with row.explained():
                one = ListedCollection(**row.values())
                trust = cls((*(trust or ()), one))
        if trust is None:
            raise ValueInvalidError("collections", "the list is empty, so nothing could count; name whom you trust")
        return trust

    def on(self, chain_id: int) -> "Trust":
        """Those of one chain.

        Raises:
            ValueInvalidError: There are none.
        """
        return Trust(tuple(one for one in self.collections if one.chain_id == chain_id))

    def addresses(self) -> dict[str, str]:
        """Addresses by name, as policies in files want them; of one chain: `trust.on(1).addresses()`.

        Raises:
            ValueInvalidError: A name means two collections, on two chains.
        """
        found: dict[str, str] = {}
        for one in self.collections:
            if one.name and found.setdefault(one.name, one.address) != one.address:
                raise ValueInvalidError("collections", f"{one.name} is on several chains; ask for one: trust.on(…)")
        return {name: found[name] for name in sorted(found)}


def _must_match(field: str, text: object, rule: re.Pattern[str], expected: str) -> None:
    if not isinstance(text, str) or (text and rule.fullmatch(text) is None):
        raise ValueInvalidError(field, f"expected {expected}, found {text!r:.80}")
