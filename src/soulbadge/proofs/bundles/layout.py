"""Where a collection's storage has what, and what its packed words say. Pure.

The slots are those of the layout that the compiler wrote down beside this release's code, and the bits those of the
tables in `contracts/badges`. Both are worth something only where the code is known: see `collection_codes`.
"""

from functools import cache
from typing import Final, NamedTuple

from soulbadge.chain.artifacts import releases, storage_layout
from soulbadge.forms.keccak import keccak

_MASK_40: Final = (1 << 40) - 1
_MASK_160: Final = (1 << 160) - 1
_ONGOING: Final = 1 << 247
_DEPARTED: Final = 1 << 240
_CREATED: Final = 1 << 242


@cache
def collection_codes() -> frozenset[str]:
    """Hashes of the code of collections whose storage is laid out as described here: every release so far."""
    return frozenset(digest for digest, release in releases().items() if release.startswith("Badges "))


def slot_of(variable: str, key: int, offset: int = 0) -> int:
    """The slot of a mapping's value.

    Args:
        variable: The mapping.
        key: The key.
        offset: Slots from the value's first.
    """
    place = keccak(key.to_bytes(32, "big") + storage_layout()[variable].to_bytes(32, "big"))
    return (int.from_bytes(place, "big") + offset) % (1 << 256)


class Record(NamedTuple):
    """A badge's record, as `Records.sol` packs it."""

    issued_at: int
    start_time: int
    end_time: int
    since: int
    ended_at: int = 0
    award: int = 0
    how: int = 0
    ongoing: bool = False


class CohortHead(NamedTuple):
    """A cohort's head, as `Members.sol` packs it."""

    members: str
    start_time: int
    end_time: int
    departed: bool


class AchievementHead(NamedTuple):
    """An achievement's head, as `Heads.sol` packs it: the part that a badge's state rests on."""

    created: bool
    rules: str
    burn_auth: int


def record(word: int) -> Record:
    """Take a record apart."""
    issued_at, start, end, since, ended_at = (word >> shift & _MASK_40 for shift in (0, 40, 80, 120, 160))
    award, how, ongoing = word >> 200 & 0xFFFF, word >> 216 & 0xFF, bool(word & _ONGOING)
    return Record(issued_at, start, end, since, ended_at, award, how, ongoing)


def cohort_head(word: int) -> CohortHead:
    """Take a cohort's head apart."""
    return CohortHead(address(word), word >> 160 & _MASK_40, word >> 200 & _MASK_40, bool(word & _DEPARTED))


def achievement_head(word: int) -> AchievementHead:
    """Take an achievement's head apart."""
    return AchievementHead(bool(word & _CREATED), address(word), word >> 240 & 3)


def cohort_times(word: int) -> tuple[int, int]:
    """When a cohort was issued, and since when it has run, from the first slot of its `CohortFacts`."""
    return word & _MASK_40, word >> 40 & _MASK_40


def achievement_of(badge_id: int) -> int:
    """The achievement of a badge."""
    return badge_id >> 208


def cohort_of(badge_id: int) -> int:
    """The cohort of a badge; 0 if it was issued one by one."""
    return badge_id >> 160 & (1 << 48) - 1


def holder_of(badge_id: int) -> bytes:
    """The holder of a badge, 20 bytes."""
    return (badge_id & _MASK_160).to_bytes(20, "big")


def single(achievement_id: int, badge_id: int) -> int:
    """The badge of an achievement, issued one by one, that the holder of this badge would have."""
    return achievement_id << 208 | badge_id & _MASK_160


def address(word: int) -> str:
    """The lower 160 bits as an address, in lower case."""
    return f"0x{word & _MASK_160:040x}"
