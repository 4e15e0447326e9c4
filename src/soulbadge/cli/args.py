"""What people type, turned into what the library takes."""

import re
from typing import TYPE_CHECKING

from soulbadge import ids
from soulbadge.errors import BadgeIdInvalidError, TimeInvalidError
from soulbadge.forms.times import parse_time

if TYPE_CHECKING:
    from soulbadge.contract import Collection

BADGE_HELP = "BADGE is ACHIEVEMENT/HOLDER (cka/0x7099…), ACHIEVEMENT/COHORT/HOLDER, a badge id, or a CAIP-19 name."

_BADGE = re.compile(r"[0-9]{1,78}|0x[0-9a-fA-F]{1,64}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)  # 48 bits
_LONGEST_TIME = 64


def achievement(text: str) -> int | str:
    """An achievement's number, or its slug: a slug of digits alone has to be named by its number."""
    return int(text) if _NUMBER.fullmatch(text) else text


def moment(text: str) -> int:
    """Unix seconds of `2026-01-31`, an ISO 8601 time, or Unix seconds. Raises `TimeInvalidError`."""
    if len(text) > _LONGEST_TIME:
        raise TimeInvalidError(text[:_LONGEST_TIME], "write 2026-01-31, 2026-01-31T12:00:00Z or Unix seconds")
    return parse_time(text)


def badge_id(collection: "Collection", text: str) -> int:
    """The id of a badge: `slug/holder`, `slug/cohort/holder`, decimals or 0x digits.

    Raises:
        BadgeIdInvalidError: It is none of these.
        AddressInvalidError: The holder is not an address.
        AchievementNotFoundError: There is no achievement of this slug.
    """
    if _BADGE.fullmatch(text):
        number = int(text, 0 if text.startswith("0x") else 10)
        ids.split(number)  # refuses what is none
        return number
    parts = text.split("/")
    if len(parts) not in (2, 3) or not parts[0]:
        raise BadgeIdInvalidError(repr(text), BADGE_HELP)
    kind, *cohort, holder = parts
    if cohort and not _NUMBER.fullmatch(cohort[0]):
        raise BadgeIdInvalidError(repr(text), f"cohort {cohort[0]!r} is no number")
    account = ids.parse_address(holder)
    return ids.badge_id(collection.achievement_id(achievement(kind)), int(cohort[0]) if cohort else 0, account)


def cohort_of(text: str) -> tuple[str, int] | None:
    """Achievement and number of a whole cohort, typed as `gold/3`; None if it is something else."""
    kind, _, number = text.partition("/")
    return (kind, int(number)) if kind and _NUMBER.fullmatch(number) else None
