"""What a collection knows, in the words of people."""

from collections.abc import Iterable
from datetime import datetime, timezone

from soulbadge.contract import Collection
from soulbadge.errors import NotBadgesError
from soulbadge.forms.times import YEAR
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import Achievement, Badge, BurnAuth, Prerequisite, Requirement

_LATEST = 253_402_300_799  # the last second of the year 9999, after which `datetime` ends
_DAY = 86_400

_ENDED_BY = {
    BurnAuth.IssuerOnly: "the issuer",
    BurnAuth.OwnerOnly: "the holder",
    BurnAuth.Both: "holder and issuer",
    BurnAuth.Neither: "nobody",
}


def moment(seconds: int) -> str | None:
    """Unix seconds as a date and time; None for 0."""
    if seconds == 0:
        return None
    if seconds > _LATEST:
        return f"second {seconds}"
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")


def until(end: int) -> str:
    """When a badge no longer counts."""
    return moment(end) or "never"


def duration(seconds: int) -> str:
    """A length of time in the largest unit that fits it exactly: `2 years`, `92 days`, `90 s`."""
    for unit, name in ((YEAR, "year"), (_DAY, "day"), (3600, "hour")):
        if seconds and seconds % unit == 0:
            count = seconds // unit
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{seconds} s"


def ended_by(burn_auth: BurnAuth) -> str:
    """Who may end a badge (ERC-5484), in this project's words."""
    return _ENDED_BY[burn_auth]


def prerequisite(kind: Prerequisite) -> str:
    """`cka`, `cka for 2 years`, or what another contract is asked."""
    what = kind.slug or (f"achievement {kind.id}" if kind.source == ZERO_ADDRESS else f"{kind.id} at {kind.source}")
    return f"{what} for {duration(kind.held_for)}" if kind.held_for else what


def requirement(needed: Requirement) -> str:
    """`cka`, `2 of gold, silver`, `cka and ckad while used`."""
    kinds = [prerequisite(kind) for kind in needed.prerequisites]
    if needed.needed == len(kinds):
        text = " and ".join(kinds)
    elif needed.needed == 1:
        text = " or ".join(kinds)
    else:
        text = f"{needed.needed} of {', '.join(kinds)}"
    return f"{text}, always" if needed.ongoing else text


def requirements(every: tuple[Requirement, ...]) -> str | None:
    """All of them in one line; None if there are none."""
    return "; ".join(requirement(each) for each in every) or None


def known(collection: Collection, every: Iterable[Achievement], number: int) -> Achievement:
    """The achievement of this number.

    Raises:
        NotBadgesError: There is none, though the collection has just said so: its code is somebody's own.
    """
    for each in every:
        if each.achievement_id == number:
            return each
    raise NotBadgesError(collection.address, f"it names an achievement {number} that it does not have")


def kind_of_badge(badge: Badge, achievement: Achievement) -> str:
    """`cka`, or `gold, cohort 3`."""
    return f"{achievement.slug}, cohort {badge.cohort}" if badge.cohort else achievement.slug
