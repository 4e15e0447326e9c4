"""The forms of evidence documents and disclosures: what a field is, how all is spelled, what is refused. Pure."""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from soulbadge.errors import EvidenceMalformedError, SoulbadgeError
from soulbadge.forms.canonical import canonical
from soulbadge.forms.keccak import keccak
from soulbadge.forms.strict_json import parse_strictly
from soulbadge.ids import parse_caip19
from soulbadge.merkle import leaf_of

FORMAT = "soulbadge/1"

SALT = 32
FEWEST, MOST = 8, 1024
DEPTHS = range(FEWEST.bit_length() - 1, MOST.bit_length())
_MOST_PATH = 32
_MOST_NAME = 200
_MOST_VALUE = 65_536
_MOST_TEXT = 4_194_304
_FIELD, _PADDING, _DOCUMENT = (
    keccak(f"soulbadge evidence {what} v1".encode()) for what in ("field", "padding", "document")
)


@dataclass(frozen=True, slots=True)
class Field:
    """One fact: its name, the canonical text of its value, its salt."""

    name: str
    text: str
    salt: bytes

    def __post_init__(self) -> None:
        if value_text(self.name, self.value) != self.text:
            raise EvidenceMalformedError(self.name, "its value is not in its canonical form")

    @property
    def value(self) -> Any:  # noqa: ANN401 (JSON)
        """The fact."""
        return json.loads(self.text)

    @property
    def leaf(self) -> bytes:
        """What stands for it in the tree."""
        return leaf_of(_FIELD + self.salt + f"[{canonical(self.name)},{self.text}]".encode())


def padding_leaf(salt: bytes) -> bytes:
    """What fills the tree up, and can be opened as no field."""
    return leaf_of(_PADDING + salt)


def commitment_of(depth: int, root: bytes) -> bytes:
    """What is written on chain for a tree of this depth with this root."""
    return keccak(_DOCUMENT + depth.to_bytes(32, "big") + root)


def check_fields(fields: tuple[Field, ...]) -> None:
    """Raises `EvidenceMalformedError` for names that a reader could take for others."""
    if not 0 < len(fields) <= MOST:
        raise EvidenceMalformedError("fields", f"expected 1 to {MOST} facts, found {len(fields)}")
    names = set()
    for field in fields:
        name = field.name
        # Two spellings of one name would be two names to a machine and one to a reader.
        plain = name.isprintable() and name.strip() == name and unicodedata.is_normalized("NFC", name)
        if not 0 < len(name) <= _MOST_NAME or not plain:
            raise EvidenceMalformedError(name[:_MOST_NAME], f"a name has 1 to {_MOST_NAME} characters that show (NFC)")
        if name in names:
            raise EvidenceMalformedError(name, "it stands there twice")
        names.add(name)


def check_place(badge: str, path: tuple[bytes, ...]) -> None:
    """Raises `EvidenceMalformedError` for what names no badge, or is no path."""
    if badge:
        try:
            parse_caip19(badge)
        except SoulbadgeError as error:
            raise EvidenceMalformedError("badge", str(error)) from error
    if len(path) > _MOST_PATH or any(len(each) != SALT for each in path):
        raise EvidenceMalformedError("path", f"expected at most {_MOST_PATH} hashes")


def value_text(name: object, value: object) -> str:
    """The canonical text of a value. Raises `EvidenceMalformedError`."""
    if not isinstance(name, str):
        raise EvidenceMalformedError(str(name)[:_MOST_NAME], "a name is a text")
    try:
        text = canonical(value)
        canonical(name)
    except ValueError as error:
        raise EvidenceMalformedError(name[:_MOST_NAME], str(error)) from error
    if len(text) > _MOST_VALUE:
        raise EvidenceMalformedError(name[:_MOST_NAME], f"it has {len(text)} characters, at most {_MOST_VALUE} may be")
    return text


def parsed(text: str, names: tuple[str, ...]) -> dict[str, Any]:
    """A document of exactly these members, the first of which says its format."""
    try:
        data = parse_strictly(text, _MOST_TEXT)
    except ValueError as error:
        raise EvidenceMalformedError("the file", str(error)) from error
    found = members(data, names, "the file")
    if found[names[0]] != FORMAT:
        raise EvidenceMalformedError(names[0], f"expected {FORMAT!r}, which this release knows")
    return found


def members(data: object, names: tuple[str, ...], where: str) -> dict[str, Any]:
    """An object of exactly these members."""
    found = object_of(data, where)
    if set(found) != set(names):
        raise EvidenceMalformedError(where, f"expected an object of {', '.join(names)}")
    return found


def object_of(data: object, where: str) -> dict[str, Any]:
    """An object."""
    if not isinstance(data, dict):
        raise EvidenceMalformedError(where, "expected an object")
    return data


def list_of(data: object, where: str) -> list[Any]:
    """A list."""
    if not isinstance(data, list):
        raise EvidenceMalformedError(where, "expected a list")
    return data


def badge_of(data: dict[str, Any]) -> str:
    """The member `badge`."""
    if not isinstance(data["badge"], str):
        raise EvidenceMalformedError("badge", "expected a text")
    return str(data["badge"])


def path_of(data: object, where: str) -> tuple[bytes, ...]:
    """A list of hashes."""
    return tuple(hash_of(each, where) for each in list_of(data, where))


def hash_of(data: object, where: str) -> bytes:
    """A hash in its one spelling."""
    try:
        found = bytes.fromhex(data[2:]) if isinstance(data, str) and data.startswith("0x") else b""
    except ValueError:
        found = b""
    if len(found) != SALT or hex_of(found) != data:
        raise EvidenceMalformedError(where, "expected 0x and 64 lower-case hexadecimal digits")
    return found


def hex_of(data: bytes) -> str:
    """Its spelling."""
    return "0x" + data.hex()


def hexes_of(data: Iterable[bytes]) -> list[str]:
    """A list of them."""
    return [hex_of(each) for each in data]
