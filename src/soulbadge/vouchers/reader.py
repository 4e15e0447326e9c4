"""Rows of a table of vouchers, a million of them in seconds. Pure."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from soulbadge.errors import (
    AchievementNotFoundError,
    DuplicateRowError,
    EndNotAfterStartError,
    ValueInvalidError,
)
from soulbadge.forms.commitment import parse_commitment
from soulbadge.forms.keccak import keccak
from soulbadge.forms.times import parse_time
from soulbadge.ids import kind_id, parse_address, parse_caip19, split
from soulbadge.models import NO_EVIDENCE

COLUMNS = ("holder", "achievement", "start", "end", "evidence", "badge", "award", "name")

_MOST_AWARD = (1 << 16) - 1
_MOST_NAME = 100
_MOST_DIGITS = 78
_ADDRESS = 40
_IN_NAMES = frozenset(" ._@+-'")

_IS_LETTER = bytes(0x20 if chr(byte) in "abcdef" else 0 for byte in range(256))
_IS_HIGH = bytes(0x20 if chr(byte) in "89abcdef" else 0 for byte in range(256))


class VoucherRow(NamedTuple):
    """One voucher to be signed; times in Unix seconds, 0 for the default."""

    line: int
    """Where it stands in its file, from 1."""
    badge_id: int
    """Its holder part is zero where a claim link is wanted."""
    award: int | None = None
    """How often the badge has ended; None for what the chain says, or 0 where no chain is asked."""
    start: int = 0
    end: int = 0
    evidence: bytes = NO_EVIDENCE
    name: str = ""

    @property
    def has_holder(self) -> bool:
        """Whether it is for somebody whose address is known."""
        return bool(self.badge_id & (1 << 160) - 1)


class Reader:
    """Reads rows by their columns, and remembers what stood where.

    Args:
        file: For errors.
        columns: The first line.
        achievements: The number of each slug.
        home: Chain and address of the collection, where it is known.
        links: Whether nobody has an address.
        end: What an empty `end` means, Unix seconds.
    """

    def __init__(
        self,
        file: str,
        columns: Sequence[str],
        achievements: Mapping[str, int],
        *,
        home: tuple[int, str] | None,
        links: bool,
        end: int = 0,
    ) -> None:
        self._end = end
        self._home = home
        self._columns = [column.strip() for column in columns]
        self._links = links
        self._achievements = achievements
        self._kinds = {slug: kind_id(number) << 160 for slug, number in achievements.items()}
        self._badges: dict[int, int] = {}
        self._names: dict[str, int] = {}
        self._check_columns(file)

    def _check_columns(self, file: str) -> None:
        found = self._columns
        needed = ["badge"] if "badge" in found else ["achievement"] if self._links else ["holder", "achievement"]
        missing = [column for column in needed if column not in found]
        odd = [column for column in found if column not in COLUMNS]
        if missing or odd or len(set(found)) != len(found):
            what = f"lacks the column {missing[0]}" if missing else "has an unknown or repeated column"
            named = ",".join(found)
            problem = f"{what}: its first line is {named[:120]!r}; the columns are {','.join(COLUMNS)}"
            raise ValueInvalidError(file, problem)

    def read(self, line: int, fields: Sequence[str]) -> VoucherRow:
        """One row. Raises `InputError` for what is wrong with it, a second row of the same badge included."""
        if len(fields) != len(self._columns):
            raise ValueInvalidError("row", f"has {len(fields)} fields, and there are {len(self._columns)} columns")
        given = {column: field.strip() for column, field in zip(self._columns, fields, strict=True) if field}
        get = given.get
        badge_id = self._badge_id(given)
        start, end = _time(get("start", "")), _time(get("end", "")) or self._end
        evidence = parse_commitment(get("evidence", ""))
        if end and end <= start:
            raise EndNotAfterStartError(start, end)
        if "badge" in given and (start or not end or evidence != NO_EVIDENCE):
            raise ValueInvalidError("badge", "is renewed by a new end alone, without start and evidence")
        name = self._name(line, get("name", ""))
        if badge_id & (1 << 160) - 1:
            first = self._badges.setdefault(badge_id, line)
            if first != line:
                raise duplicate(badge_id, first)
        return VoucherRow(line, badge_id, _award(get("award", "")), start, end, evidence, name)

    def _badge_id(self, given: Mapping[str, str]) -> int:
        holder, slug = given.get("holder", ""), given.get("achievement", "")
        if given.get("badge"):
            if holder or slug or self._links:
                raise ValueInvalidError("badge", "says already which achievement and whose; leave those fields empty")
            return self._badge(given["badge"])
        kind = self._kinds.get(slug)
        if kind is None:
            if not slug:
                raise ValueInvalidError("achievement", "is empty; name it by its slug")
            raise AchievementNotFoundError(slug, tuple(self._achievements))
        if self._links:
            if holder:
                raise ValueInvalidError("holder", "has an address already, and a claim link is for somebody without")
            return kind
        return kind | address_number(holder)

    def _badge(self, text: str) -> int:
        if ":" not in text:
            few = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
            return checked_badge(int(text) if few else 0)
        name = parse_caip19(text)
        if self._home is None:
            raise ValueInvalidError(
                "badge", "its collection cannot be checked without a chain; give the badge's number"
            )
        if (name.chain_id, name.address) != self._home:
            raise ValueInvalidError("badge", f"is of collection {name.address} on chain {name.chain_id}")
        return checked_badge(name.badge_id)

    def _name(self, line: int, name: str) -> str:
        if not name:
            return ""
        # It becomes the name of a file on whichever system: no separators, no leading dot, no two alike.
        well = name[0].isalnum() and name[-1] != "." and all(each.isalnum() or each in _IN_NAMES for each in name)
        if not well or len(name) > _MOST_NAME:
            raise ValueInvalidError(
                "name", f"{name[:_MOST_NAME]!r} names no file; at most {_MOST_NAME} letters, digits, spaces and ._@+-'"
            )
        first = self._names.setdefault(unicodedata.normalize("NFKC", name).casefold(), line)
        if first != line:
            raise ValueInvalidError("name", f"{name} stands on line {first} already")
        return name


def address_number(text: str) -> int:
    """`parse_address` as a number, thirty times as fast. Raises `AddressInvalidError`."""
    digits = text[2:].encode("ascii", "replace")
    low = digits.lower()
    letters = int.from_bytes(low.translate(_IS_LETTER), "big")
    if len(digits) == _ADDRESS and text.startswith("0x") and digits.isalnum() and letters and digits != low:
        high = keccak(low).hex()[:_ADDRESS].encode().translate(_IS_HIGH)
        upper = int.from_bytes(low, "big") ^ (letters & int.from_bytes(high, "big"))
        if upper.to_bytes(_ADDRESS, "big") == digits:
            try:
                return int(text, 16) or int(parse_address(text), 16)
            except ValueError:
                pass
    return int(parse_address(text), 16)


def duplicate(badge_id: int, line: int) -> DuplicateRowError:
    """What to say to the second row of a badge."""
    parts = split(badge_id)
    return DuplicateRowError(parts.holder, f"achievement {parts.achievement_id}", line)


@lru_cache(maxsize=4096)
def _time(text: str) -> int:
    return parse_time(text) if text else 0


def _award(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_AWARD)) and int(text) <= _MOST_AWARD):
        raise ValueInvalidError("award", f"expected a number from 0 to {_MOST_AWARD}, or nothing")
    return int(text)


def checked_badge(badge_id: int) -> int:
    """A badge id that is somebody's. Raises `BadgeIdInvalidError`, `AddressInvalidError`."""
    if badge_id >> 208 and badge_id & (1 << 160) - 1 and badge_id < 1 << 256:
        return badge_id
    parse_address(split(badge_id).holder)
    return badge_id
