"""One holder's standing towards one achievement, in one block and, as far as time alone can tell, after it.

The same arithmetic as the contract's (`contracts/badges/Requirements.sol`), so that it can be asked about later times:
when a requirement will be met, when a badge will be suspended. Reading is at the end; the rest is pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from soulbadge import ids
from soulbadge.chain import structs
from soulbadge.chain.artifacts import badges_abi
from soulbadge.chain.blocks import Block
from soulbadge.errors import NotBadgesError, RefusedError
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import Achievement, Badge, Prerequisite, Requirement, Status

from .holders import statuses_of
from .questions import Asking

ENDED = frozenset({Status.NONE, Status.REVOKED, Status.RENOUNCED})
_ALLOWANCE = 200_000 + 21_000 + 68 * 16
"""Gas that a foreign source is given for one answer, as in `contracts/badges/Questions.sol`, and what a call costs."""

_WORD = 32

Foreign = tuple[str, int]
"""A source and what it is asked for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one holder.

    Attributes:
        holder: Whose badges they are.
        now: The block that everything was read from.
        achievements: By number: the one in question, and whatever it requires, directly or not.
        badges: By achievement, all badges that the holder has or had of it.
        foreign: What foreign sources answered: since when, or 0.
    """

    holder: str
    now: Block
    achievements: Mapping[int, Achievement]
    badges: Mapping[int, tuple[Badge, ...]]
    foreign: Mapping[Foreign, int]

    def status(self, badge: Badge, time: int) -> Status:
        """What a badge will be if nobody does anything."""
        if badge.status in ENDED:
            return badge.status
        if time < badge.start_time:
            return Status.PENDING
        if 0 < badge.end_time <= time:
            return Status.EXPIRED
        return Status.SUSPENDED if self.unmet(badge, time) else Status.ACTIVE

    def unmet(self, badge: Badge, time: int) -> list[int]:
        """The ongoing requirements of a badge that do not hold at a time, by their place."""
        requirements = self.achievements[badge.achievement_id].terms.requirements
        if badge.cohort:
            return []
        return [place for place, each in enumerate(requirements) if each.ongoing and not self.is_met(each, time)]

    def is_met(self, requirement: Requirement, time: int) -> bool:
        """Whether enough badges count."""
        return self.held(requirement, time) >= requirement.needed

    def held(self, requirement: Requirement, time: int) -> int:
        """How many badges count towards a requirement."""
        return sum(self.counting(kind, time, ongoing=requirement.ongoing) for kind in requirement.prerequisites)

    def counting(self, kind: Prerequisite, time: int, *, ongoing: bool) -> int:
        """How many badges of a kind count; those of cohorts only at issue, where witnesses can be named."""
        if kind.source != ZERO_ADDRESS:
            since = self.foreign[kind.source, kind.id]
            knows = since < self.now.time or not kind.held_for  # who cannot know since when, always says now
            return int(0 < since <= time - kind.held_for and knows)
        return sum(
            self.status(badge, time) is Status.ACTIVE and badge.since <= time - kind.held_for
            for badge in self.badges.get(kind.id, ())
            if not (ongoing and badge.cohort)
        )

    def times(self) -> list[int]:
        """Now, and every later moment at which time alone changes anything, in their order."""
        found = {self.now.time, *(time for time in self._changes() if time > self.now.time)}
        return sorted(found)

    def _changes(self) -> Iterator[int]:
        for badges in self.badges.values():
            for badge in badges:
                yield from (badge.start_time, badge.end_time)
        for achievement in self.achievements.values():
            for requirement in achievement.terms.requirements:
                for kind in requirement.prerequisites:
                    if kind.source != ZERO_ADDRESS:
                        yield self.foreign[kind.source, kind.id] + kind.held_for
                    else:
                        yield from (badge.since + kind.held_for for badge in self.badges.get(kind.id, ()))


def read(asking: Asking, holder: str, achievement_id: int, at: Block) -> Standing:
    """The holder's standing towards an achievement."""
    achievements = _closure(asking, achievement_id, at)
    kinds = [(number, cohort) for number, each in sorted(achievements.items()) for cohort in range(each.cohorts + 1)]
    badge_ids = [ids.badge_id(number, cohort, holder) for number, cohort in kinds]
    statuses = statuses_of(asking, badge_ids, at)
    there = [each for each, status in zip(badge_ids, statuses, strict=True) if status is not Status.NONE]
    badges: dict[int, tuple[Badge, ...]] = {}
    for badge_id, (values,) in zip(there, asking.many("badgeOf", [(each,) for each in there], at), strict=True):
        badge = structs.badge(asking.chain_id, asking.address, badge_id, values)
        badges[badge.achievement_id] = (*badges.get(badge.achievement_id, ()), badge)
    return Standing(holder, at, achievements, badges, _foreign(asking, holder, achievements, at))


def local(achievement: Achievement) -> set[int]:
    """The achievements of the same collection that an achievement requires."""
    return {kind.id for kind in _kinds(achievement) if kind.source == ZERO_ADDRESS}


def _kinds(achievement: Achievement) -> Iterator[Prerequisite]:
    for requirement in achievement.terms.requirements:
        yield from requirement.prerequisites


def _closure(asking: Asking, achievement_id: int, at: Block) -> dict[int, Achievement]:
    found: dict[int, Achievement] = {}
    wanted = [achievement_id]
    while wanted:
        for number, (values,) in zip(
            wanted, asking.many("achievementOf", [(each,) for each in wanted], at), strict=True
        ):
            found[number] = structs.achievement(values)
            _must_be_sound(asking, number, found[number])
        wanted = sorted({below for number in wanted for below in local(found[number])} - found.keys())
    return found


def _must_be_sound(asking: Asking, number: int, found: Achievement) -> None:
    """What the contract guarantees, and what reading on rests on."""
    if found.achievement_id != number or any(not 0 < below < number for below in local(found)):
        raise NotBadgesError(asking.address, f"achievement {number} requires itself or later ones")
    asking.bounded(found.cohorts, "cohorts")


def _foreign(asking: Asking, holder: str, achievements: Mapping[int, Achievement], at: Block) -> dict[Foreign, int]:
    kinds = [kind for each in achievements.values() for kind in _kinds(each) if kind.source != ZERO_ADDRESS]
    asked = sorted({(kind.source, kind.id) for kind in kinds})
    calls = [(source, badges_abi().encode("heldSince", holder, number)) for source, number in asked]
    answers = asking.node.call_each(calls, block=at, gas=_ALLOWANCE)
    return {name: _since(answer, at) for name, answer in zip(asked, answers, strict=True)}


def _since(answer: bytes | RefusedError, at: Block) -> int:
    """What the contract makes of a source's answer: anything but one clean word, not in the future, is a no."""
    if isinstance(answer, RefusedError) or len(answer) != _WORD:
        return 0
    since = int.from_bytes(answer, "big")
    return since if since <= at.time else 0
