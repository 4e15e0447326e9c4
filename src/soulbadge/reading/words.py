"""Moments and lengths of time in plain words, for sentences."""

from datetime import datetime, timezone

_LATEST = 253_402_300_799  # the last second of the year 9999, after which `datetime` ends
_UNITS = (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))


def moment(seconds: int) -> str:
    """A time, in UTC; to the day where it is midnight."""
    if not 0 < seconds <= _LATEST:
        return f"second {seconds}"
    found = datetime.fromtimestamp(seconds, tz=timezone.utc)
    return found.strftime("%Y-%m-%d" if seconds % _UNITS[0][1] == 0 else "%Y-%m-%d %H:%M:%S UTC")


def length(seconds: int) -> str:
    """A length of time, in its two largest units."""
    parts: list[str] = []
    for name, unit in _UNITS:
        count, seconds = divmod(seconds, unit)
        if count:
            parts.append(f"{count} {name}{'s' if count > 1 else ''}")
    return " and ".join(parts[:2]) or "0 seconds"


def listing(items: list[str], last: str = "and") -> str:
    """a, b and c."""
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if items[1:] else "".join(items)
