"""The pieces of RFC 3986 (URI) and RFC 3339 (time) that EIP-4361 is made of. Pure.

Each predicate is the rule of that name, whole and anchored, on ASCII alone. What it does not do: normalise, resolve,
or judge whether a host exists.
"""

import re
from datetime import date
from ipaddress import AddressValueError, IPv6Address
from typing import Final, NamedTuple

_UNRESERVED: Final = r"A-Za-z0-9\-._~"
_SUB_DELIMS: Final = r"!$&'()*+,;="
_PCT: Final = r"%[0-9A-Fa-f]{2}"
_PCHAR: Final = rf"(?:[{_UNRESERVED}{_SUB_DELIMS}:@]|{_PCT})"

_SCHEME: Final = r"[A-Za-z][A-Za-z0-9+\-.]*"
_IP_LITERAL: Final = rf"\[(?:(?P<v6>[0-9A-Fa-f:.]+)|[vV][0-9A-Fa-f]+\.[{_UNRESERVED}{_SUB_DELIMS}:]+)\]"
# An IPv4address is also a reg-name, so the grammar has no use for a branch of its own.
_HOST: Final = rf"(?:{_IP_LITERAL}|(?:[{_UNRESERVED}{_SUB_DELIMS}]|{_PCT})*)"
_AUTHORITY: Final = rf"(?:(?:[{_UNRESERVED}{_SUB_DELIMS}:]|{_PCT})*@)?{_HOST}(?::[0-9]*)?"
_HIER_PART: Final = rf"(?://{_AUTHORITY}(?:/{_PCHAR}*)*|/(?:{_PCHAR}+(?:/{_PCHAR}*)*)?|{_PCHAR}+(?:/{_PCHAR}*)*|)"
_TAIL: Final = rf"(?:{_PCHAR}|[/?])*"

_SCHEME_RULE: Final = re.compile(_SCHEME)
_AUTHORITY_RULE: Final = re.compile(_AUTHORITY)
_URI_RULE: Final = re.compile(rf"{_SCHEME}:{_HIER_PART}(?:\?{_TAIL})?(?:#{_TAIL})?")
_PCHARS_RULE: Final = re.compile(rf"{_PCHAR}*")
_STATEMENT_RULE: Final = re.compile(rf"[{_UNRESERVED}{_SUB_DELIMS}:/?#\[\]@ ]*")
_DATE_TIME_RULE: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)

_DAY: Final = 86_400
_EPOCH: Final = date(1970, 1, 1).toordinal()
_LEAP: Final = 60
_CYCLE_YEARS: Final = 400
_CYCLE_DAYS: Final = 146_097


def _is_ipv6(text: str | None) -> bool:
    if text is None:
        return True
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True


def is_scheme(text: str) -> bool:
    """RFC 3986 ``scheme``."""
    return _SCHEME_RULE.fullmatch(text) is not None


def is_authority(text: str) -> bool:
    """RFC 3986 ``authority``: ``[userinfo "@"] host [":" port]``; the host may be empty."""
    found = _AUTHORITY_RULE.fullmatch(text)
    return found is not None and _is_ipv6(found["v6"])


def is_uri(text: str) -> bool:
    """RFC 3986 ``URI``: with a scheme, so a relative reference is none."""
    found = _URI_RULE.fullmatch(text)
    return found is not None and _is_ipv6(found["v6"])


def is_pchars(text: str) -> bool:
    """RFC 3986 ``*pchar``: a path segment, which may be empty."""
    return _PCHARS_RULE.fullmatch(text) is not None


def is_statement(text: str) -> bool:
    """EIP-4361 ``statement``: ``*( reserved / unreserved / " " )``."""
    return _STATEMENT_RULE.fullmatch(text) is not None


class Instant(NamedTuple):
    """A moment, exact to any number of digits; instants compare as moments do.

    Attributes:
        seconds: Whole seconds since 1970-01-01T00:00:00Z.
        fraction: Digits after the point without closing zeros, so that comparing them as text orders them.
    """

    seconds: int
    fraction: str = ""


def instant(text: str) -> Instant:
    """The moment that an RFC 3339 ``date-time`` names.

    A leap second (``:60``) is allowed where RFC 3339 section 5.7 has it, at 23:59 UTC on the last day of a month, and
    is the same moment as the second after it, as in Unix time.

    Raises:
        ValueError: It is not a ``date-time``, or there is no such day, hour, minute or second.
    """
    found = _DATE_TIME_RULE.fullmatch(text)
    if found is None:
        raise ValueError("not of the form 2026-01-31T23:59:59Z")
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    fraction, sign, offset_hour, offset_minute = found.groups()[6:]
    if hour > 23 or minute > 59 or second > _LEAP or int(offset_hour or 0) > 23 or int(offset_minute or 0) > 59:  # noqa: PLR2004
        raise ValueError("no such hour, minute, second or offset")
    # `date` begins with the year 1 and RFC 3339 with 0; the calendar repeats every 400 years.
    days = date(2000 + year % _CYCLE_YEARS, month, day).toordinal() + (year // _CYCLE_YEARS - 5) * _CYCLE_DAYS
    offset = (int(offset_hour or 0) * 60 + int(offset_minute or 0)) * 60
    seconds = (days - _EPOCH) * _DAY + (hour * 60 + minute) * 60 + second - (-offset if sign == "-" else offset)
    if second == _LEAP and (seconds % _DAY or not _begins_month(seconds // _DAY)):
        raise ValueError("a leap second only comes at 23:59:60 UTC on the last day of a month")
    return Instant(seconds, (fraction or "").rstrip("0"))


def _begins_month(day: int) -> bool:
    within = (day + _EPOCH - date(2000, 1, 1).toordinal()) % _CYCLE_DAYS
    return date.fromordinal(date(2000, 1, 1).toordinal() + within).day == 1
