"""Who holds an achievement, and what was ever issued: nothing of it is listed on chain, so it is read from events.

The events of badges issued one by one cannot be checked for completeness. Those of cohorts can, since each cohort keeps
its members: a node that does not show them all keeps no complete logs, and then no list is better than a short one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from soulbadge import ids
from soulbadge.chain import answers as _answers
from soulbadge.chain import structs
from soulbadge.chain.blocks import Block
from soulbadge.errors import LogsMissingError, NodeError, RefusedError, RevertedError, TooLittleGasError
from soulbadge.forms.json import BigInt, Value
from soulbadge.models import Cohort, Status

from .events import topic
from .questions import Asking

ISSUED = topic("Issued(address,address,uint256,uint8)")
EXISTING = frozenset({Status.PENDING, Status.ACTIVE, Status.SUSPENDED, Status.EXPIRED})
"""What a badge is that was issued and has not ended."""

_STATUSES = 250
"""Ids in one call of `statusesOf`: well below the gas that nodes lend to a call."""

_ADDRESS = 20


@dataclass(frozen=True, slots=True)
class Holding(Value):
    """Somebody's badge of an achievement, in short."""

    holder: str
    badge_id: BigInt
    status: Status

    @property
    def cohort(self) -> int:
        """0 if it was issued one by one."""
        return ids.split(self.badge_id).cohort


def holders(asking: Asking, achievement_id: int, statuses: Iterable[Status] | None, at: Block) -> list[Holding]:
    """All badges of an achievement that are in one of these statuses, by cohort and address."""
    wanted = EXISTING if statuses is None else frozenset(statuses)
    badge_ids = sorted(issued(asking, achievement_id, at))
    found = zip(badge_ids, statuses_of(asking, badge_ids, at), strict=True)
    return [Holding(ids.split(each).holder, each, status) for each, status in found if status in wanted]


def issued(asking: Asking, achievement_id: int | None, at: Block) -> list[int]:
    """The ids of all badges ever issued, of one achievement or of all (None), in the order of their first issue."""
    found: dict[int, None] = {}
    for log in asking.logs([ISSUED], at):
        badge_id = log.number(3)
        if achievement_id in (None, ids.split(badge_id).achievement_id):
            found.setdefault(badge_id)
    must_be_complete(asking, found, achievement_id, at)
    return list(found)


def must_be_complete(asking: Asking, badge_ids: Mapping[int, object], achievement_id: int | None, at: Block) -> None:
    """Make sure that events told of every member of every cohort. Raises `LogsMissingError`."""
    every = cohorts(asking, achievement_id, at)
    for cohort, members in zip(every, members_of(asking, every, at), strict=True):
        kind = ids.kind_id(cohort.achievement_id, cohort.number)
        shown = sum(kind << 160 | int(member, 16) in badge_ids for member in members)
        if shown < len(members):
            badges = (
                f"{shown} of {len(members)} badges of cohort {cohort.number} of achievement {cohort.achievement_id}"
            )
            raise LogsMissingError(asking.born(at), at.number, badges)


def cohorts(asking: Asking, achievement_id: int | None, at: Block) -> list[Cohort]:
    """All cohorts of one achievement, or of all."""
    numbers = range(1, asking.achievement_count(at) + 1) if achievement_id is None else [achievement_id]
    heads = asking.many("achievementOf", [(number,) for number in numbers], at)
    counts = [asking.bounded(head[2], "cohorts") for (head,) in heads]
    kinds = [(each, cohort) for each, count in zip(numbers, counts, strict=True) for cohort in range(1, count + 1)]
    found = asking.many("cohortOf", kinds, at)
    return [structs.cohort(*kind, values) for kind, (values,) in zip(kinds, found, strict=True)]


def members_of(asking: Asking, every: Sequence[Cohort], at: Block) -> list[list[str]]:
    """The addresses, in small letters and ascending, that each cohort was issued to."""
    codes = asking.node.ask_many("eth_getCode", [(cohort.members, asking.node.tag(at)) for cohort in every])
    return [_unpacked(cohort, code) for cohort, code in zip(every, codes, strict=True)]


def _unpacked(cohort: Cohort, code: Any) -> list[str]:  # noqa: ANN401 (JSON, or an error)
    if isinstance(code, Exception):
        raise code
    blob = _answers.octets("eth_getCode", code)
    if len(blob) != 1 + cohort.count * _ADDRESS or blob[0] != 0:
        raise _answers.malformed("eth_getCode", f"the list of {cohort.count} members of a cohort", f"{len(blob)} bytes")
    return ["0x" + blob[start : start + _ADDRESS].hex() for start in range(1, len(blob), _ADDRESS)]


def statuses_of(asking: Asking, badge_ids: Sequence[int], at: Block | int) -> list[Status]:
    """What each badge is.

    A call that needs more gas than the node lends is asked in halves: statuses that rest on foreign sources are dear.
    """
    parts = [badge_ids[start : start + _STATUSES] for start in range(0, len(badge_ids), _STATUSES)]
    found: list[Status] = []
    for part, outcome in zip(parts, asking.outcomes("statusesOf", [(part,) for part in parts], at), strict=True):
        if isinstance(outcome, RefusedError):
            if len(part) == 1 or not isinstance(outcome, TooLittleGasError | RevertedError):
                raise outcome
            middle = len(part) // 2
            found += [*statuses_of(asking, part[:middle], at), *statuses_of(asking, part[middle:], at)]
            continue
        if len(outcome[0]) != len(part):
            raise NodeError("eth_call", f"it answered {len(outcome[0])} statuses where {len(part)} belong")
        found += [structs.status_of(each) for each in outcome[0]]
    return found
