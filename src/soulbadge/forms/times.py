"""Dates and lengths of time as people write them, in Unix seconds."""

import re
from datetime import datetime, timedelta, timezone

from soulbadge.errors import TimeInvalidError

YEAR = 31_557_600
"""Seconds in a year of 365.25 days: what a year is everywhere in this project."""

MOST = (1 << 40) - 1
"""The latest time that the contract can hold (uint40)."""

_DIGITS = 20
"""More than any time has, leading zeros included."""

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": YEAR // 12, "year": YEAR}
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def parse_time(text: str) -> int:
    """Unix seconds of a date (`2026-01-31`, midnight UTC), an ISO 8601 time, or Unix seconds.

    A time without a zone is meant in UTC. Sub-second parts are cut off.

    Raises:
        TimeInvalidError: It is none of these, or lies outside of what the contract can hold.
    """
    given = text.strip()
    if given.isascii() and given.isdigit():
        return _within(_number(given), text)
    try:
        # Python 3.10 does not know the Z of ISO 8601.
        moment = datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", given))
    except ValueError as error:
        raise TimeInvalidError(text, "write 2026-01-31, 2026-01-31T12:00:00Z or Unix seconds") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return _within((moment - _EPOCH) // timedelta(seconds=1), text)


def parse_duration(value: str | int) -> int:
    """Seconds of a length of time: a number of seconds, or words such as `2 years` or `92 days`.

    A year is 31,557,600 seconds (365.25 days), a month a twelfth of it.

    Raises:
        TimeInvalidError: It is neither.
    """
    if isinstance(value, int):
        return _within(value, str(value))
    found = re.fullmatch(r"(\d+)\s*([a-z]*?)s?", value.strip().lower(), re.ASCII)
    unit = _UNITS.get(found[2] or "second") if found else None
    if found is None or unit is None:
        raise TimeInvalidError(value, "write seconds as a number, or a length such as '2 years' or '92 days'")
    return _within(_number(found[1]) * unit, value)


def _number(digits: str) -> int:
    """The number; for one too long to be a time, one that is too large (Python converts no more than 4,300 digits)."""
    return int(digits) if len(digits) <= _DIGITS else MOST + 1


def _within(seconds: int, text: str) -> int:
    if not 0 <= seconds <= MOST:
        raise TimeInvalidError(text, f"must be from 0 to {MOST} seconds")
    return seconds
