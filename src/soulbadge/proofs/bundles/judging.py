"""What a badge is at a moment, from the facts about it: `Statuses.sol` and `Counts.sol`, without a chain. Pure.

What a foreign source would answer is not in storage. Where its answer cannot change the outcome, the outcome stands;
where it can, the outcome is `Open`, and says which source would have to be asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from soulbadge.errors import StateMalformedError
from soulbadge.models import Status

from .facts import Facts, Kind, Need


@dataclass(frozen=True, slots=True)
class Open:
    """Undecided: only `source` can tell."""

    source: str


def status_at(facts: Facts, time: int) -> Status | Open:
    """A badge's status at a moment.

    Args:
        facts: What is written about it.
        time: Unix seconds.

    Raises:
        StateMalformedError: It ended in a way that there is not.
    """
    record = facts.record
    if record is None:
        return Status.NONE
    if record.ended_at:
        if record.how not in {Status.REVOKED, Status.RENOUNCED}:
            raise StateMalformedError(f"a badge ended in status {record.how}")
        return Status(record.how)
    if time < record.start_time:
        return Status.PENDING
    if record.end_time and time >= record.end_time:
        return Status.EXPIRED
    kept = _all(_is_met(need, time) for need in facts.needs)
    if isinstance(kept, Open):
        return kept
    return Status.ACTIVE if kept else Status.SUSPENDED


@dataclass(frozen=True, slots=True)
class Level:
    """The tier of a badge.

    Attributes:
        tier: The highest that is proven, from 1; 0 for none.
        most: The highest that it could be if foreign sources were asked.
        source: The one that stands in the way of the next; empty if none does.
    """

    tier: int
    most: int
    source: str = ""


def level_at(status: Status, tiers: Sequence[Sequence[Need]], time: int) -> Level:
    """The tier of a badge of this status at a moment.

    Args:
        status: The badge's.
        tiers: The requirements of each tier, from the lowest.
        time: Unix seconds.
    """
    if status is not Status.ACTIVE:
        return Level(0, 0)
    proven, source = 0, ""
    for place, needs in enumerate(tiers):
        met = _all(_is_met(need, time) for need in needs)
        if met is False:
            return Level(proven if source else place, place, source)
        if isinstance(met, Open) and not source:
            proven, source = place, met.source
    return Level(proven if source else len(tiers), len(tiers), source)


def _is_met(need: Need, time: int) -> bool | Open:
    held, open_ = 0, []
    for kind in need.kinds:
        counts = _counts(kind, time)
        if isinstance(counts, Open):
            open_.append(counts)
        elif counts:
            held += 1
    if held >= need.needed:
        return True
    return open_[0] if held + len(open_) >= need.needed else False


def _counts(kind: Kind, time: int) -> bool | Open:
    if kind.badge is None:
        return Open(kind.source)
    status = status_at(kind.badge, time)
    record = kind.badge.record
    # Too short a run does not count, whatever a source says.
    if record is None or record.since == 0 or time - record.since < kind.held_for:
        return False
    return status if isinstance(status, Open) else status is Status.ACTIVE


def _all(outcomes: Iterable[bool | Open]) -> bool | Open:
    found = list(outcomes)
    if False in found:
        return False
    return next((each for each in found if isinstance(each, Open)), True)
