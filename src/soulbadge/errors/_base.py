"""The root of all errors, and how their messages are made of their values."""

import re
import string
import unicodedata
from dataclasses import dataclass, fields
from datetime import datetime, timezone
from typing import Any, ClassVar

from eth_utils.address import to_checksum_address

_LATEST = 253_402_300_799  # the last second of the year 9999, after which `datetime` ends
_HEAD, _TAIL = 700, 200
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"  # Persian and emoji are spelled with them


class _Formatter(string.Formatter):
    """`str.format` with three more format specifications: `time`, `badge` and `list`; every value is one short line."""

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 (as the standard library has it)
        if format_spec == "time":
            return _time(value)
        if format_spec == "badge":
            return _badge(value)
        if format_spec == "list":
            return _line(", ".join(str(item) for item in value))
        return _line(str(super().format_field(value, format_spec)))


def _line(text: str) -> str:
    """A value as one line that hides nothing: it may be what a stranger wrote, and ends in logs and on terminals."""
    if len(text) > _HEAD + _TAIL:
        text = f"{text[:_HEAD]}…{text[-_TAIL:]}"
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        each if _is_seen(each) else each.encode("unicode_escape").decode() for each in _BREAKS.sub(" ", text)
    )


def _is_seen(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN


def _time(seconds: int) -> str:
    if seconds == 0:
        return "never"
    if not 0 < seconds <= _LATEST:
        return f"second {seconds}"
    return datetime.fromtimestamp(seconds, tz=timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")


def _badge(badge_id: int) -> str:
    """The parts of a badge id: as a number it is 60 and more digits long, and says nothing to anybody."""
    cohort = badge_id >> 160 & (1 << 48) - 1
    among = f", cohort {cohort}," if cohort else ""
    holder = to_checksum_address(f"0x{badge_id & (1 << 160) - 1:040x}")
    return f"the badge of achievement {badge_id >> 208}{among} held by {holder}"


class SoulbadgeError(Exception):
    """Whatever this library raises on purpose.

    Each class is one reason and carries its values as attributes. `str(error)` says what was expected, what was found,
    and what to do next.
    """


@dataclass(eq=False)
class StatedError(SoulbadgeError):
    """An error whose fields are its values and whose message is made of them."""

    says: ClassVar[str] = "something went wrong"
    """The message, with the attributes in braces."""

    def __str__(self) -> str:
        return self._said(self.says)

    def _said(self, words: str) -> str:
        """Words with the attributes in their places, each as one short line."""
        return _Formatter().vformat(words, (), self.values())

    def values(self) -> dict[str, Any]:
        """The attributes by name, in the order of the constructor."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception is pickled by its positional arguments; these may have been given by name.
        return type(self), tuple(self.values().values())
