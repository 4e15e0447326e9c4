"""What pages say: times, lengths of time, requirements, statuses. Texts from a chain may be anybody's."""

from datetime import datetime, timezone
from typing import Final

from soulbadge.cli.text import clean
from soulbadge.forms.times import YEAR
from soulbadge.models import BurnAuth, Status

_LATEST: Final = 253_402_300_799
_DAY: Final = 86_400

STATUSES: Final = {
    Status.NONE: "was never issued",
    Status.PENDING: "counts from a later date on",
    Status.ACTIVE: "counts now",
    Status.SUSPENDED: "does not count while something it rests on is missing",
    Status.EXPIRED: "is over",
    Status.REVOKED: "was taken back by its issuer",
    Status.RENOUNCED: "was given up by its holder",
}
"""Each status in plain words."""

ENDED_BY: Final = {
    BurnAuth.IssuerOnly: "the issuer",
    BurnAuth.OwnerOnly: "the holder",
    BurnAuth.Both: "holder and issuer",
    BurnAuth.Neither: "nobody",
}
"""Who may end a badge (ERC-5484)."""


def told(text: object) -> str:
    """A stranger's text, made harmless to look at: no controls, nothing that turns text round. Escaping comes after."""
    return clean(text)


def day(seconds: int) -> str:
    """`31 January 2026`."""
    if not 0 < seconds <= _LATEST:
        return f"second {seconds}"
    found = datetime.fromtimestamp(seconds, timezone.utc)
    return f"{found.day} {found:%B} {found.year}"


def moment(seconds: int) -> str:
    """`31 January 2026, 12:00 UTC`."""
    if not 0 < seconds <= _LATEST:
        return f"second {seconds}"
    return f"{day(seconds)}, {datetime.fromtimestamp(seconds, timezone.utc):%H:%M} UTC"


def machine_time(seconds: int) -> str:
    """For the `datetime` of a `time` element."""
    if not 0 < seconds <= _LATEST:
        return ""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def duration(seconds: int) -> str:
    """A length of time in the largest unit that fits it exactly: `2 years`, `92 days`, `90 seconds`."""
    for unit, name in ((YEAR, "year"), (_DAY, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        if seconds and seconds % unit == 0:
            count = seconds // unit
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "no time"


def short(address: str) -> str:
    """`0x7099…79C8`: for the eye alone; the whole stands beside it."""
    return f"{address[:6]}…{address[-4:]}"


def sentence(text: str) -> str:
    """With a capital letter, and a full stop: messages of errors begin small."""
    text = told(text)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
