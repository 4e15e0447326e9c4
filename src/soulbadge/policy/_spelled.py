"""Values in the sentences of policies. Times are rounded down: nobody reads "3 so far" a second before it is true."""

from soulbadge.forms.times import YEAR

_UNITS = (("year", YEAR), ("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))


def length(seconds: int) -> str:
    """A length of time in the largest unit that needs no fraction: `3 years`, `92 days`, `1 hour`."""
    name, unit = unit_of(seconds)
    return counted(str(seconds // unit), name)


def counted(number: str, name: str) -> str:
    """`1 year`, `2 years`."""
    return f"{number} {name}" if number == "1" else f"{number} {name}s"


def unit_of(seconds: int) -> tuple[str, int]:
    """The largest unit that measures a length without a fraction, and its seconds."""
    return next((name, unit) for name, unit in _UNITS if seconds % unit == 0)


def so_far(seconds: int, unit: int) -> str:
    """How much has passed, in tenths of the unit: ` (2.9 so far)`."""
    tenths = seconds * 10 // unit
    return f" ({tenths // 10}{f'.{tenths % 10}' if tenths % 10 else ''} so far)"


def shown(value: object) -> str:
    """What was given, shortened, for a message that refuses it."""
    try:
        return f"{value!r:.80}"
    except ValueError:  # Python writes out no number of more than 4,300 digits
        return "a number too long to be shown"
