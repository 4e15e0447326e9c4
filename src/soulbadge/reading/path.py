"""The shortest way to an achievement: what a holder has still to earn, in an order in which it can be earned.

    >>> for step in badges.path("kubestronaut", holder).steps:
    ...     print(step.slug)

Of several ways that are equally short, one is given. Everything earned or renewed on the way is kept until the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from soulbadge.chain.blocks import Block
from soulbadge.errors import TooManyPathsError
from soulbadge.forms.json import BigInt, Value
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import Achievement, Badge, Prerequisite, Requirement, Status

from .shortest import Demand, Name, TooMuchWorkError, Unit, cheapest
from .standing import Standing
from .words import listing, moment

_MOST_WORK = 100_000
_MOST_AWARDS = (1 << 16) - 1
"""A badge that ended so often never comes back."""


class Action(IntEnum):
    """What a step of a path asks for."""

    EARN = 1
    """Somebody issues it, or the holder claims it."""
    CLAIM = 2
    """The holder claims it with a voucher: it is claim-only, or comes back after it ended."""
    RENEW = 3
    """It expired, and an issuer or a voucher renews it."""
    OBTAIN = 4
    """It is not of this collection."""


@dataclass(frozen=True, slots=True)
class Wait(Value):
    """A step is not possible before a badge has been held for long enough, or its start has come."""

    what: str
    """Slug, or id and source."""
    until: int
    """Unix seconds."""
    renew_before: int
    """The end before which it must be renewed to last so long, Unix seconds; 0 if it lasts."""


@dataclass(frozen=True, slots=True)
class PathStep(Value):
    """Something to earn or to obtain."""

    action: Action
    slug: str
    """Empty for something of a foreign source."""
    name: str
    achievement_id: int
    """0 for something of a foreign source."""
    source: str
    id: BigInt
    """What the foreign source is asked for, or the achievement's number."""
    earliest: int
    """When it is possible, Unix seconds, if every step before is taken as early as possible."""
    waits: tuple[Wait, ...]


@dataclass(frozen=True, slots=True)
class AchievementPath(Value):
    """The way to an achievement."""

    holder: str
    achievement_id: int
    slug: str
    name: str
    block: Block
    possible: bool
    steps: tuple[PathStep, ...]
    """The last is the achievement itself; none if the holder has it, or if there is no way."""
    earliest: int
    """When it can count, Unix seconds; 0 if there is no way."""
    waits: tuple[Wait, ...]
    """What stands between the last step and counting: without steps, the start of a badge that is there."""
    retired: tuple[str, ...]
    """Slugs of retired achievements that the holder lacks, if there is no way."""

    def sentences(self) -> tuple[str, ...]:
        """The way in plain words."""
        if not self.possible:
            why = f": {listing(list(self.retired))} cannot be earned any more" if self.retired else ""
            return (f"There is no way to {self.slug} for {self.holder}{why}.",)
        if not self.steps:
            when = f" from {moment(self.earliest)} on" if self.earliest > self.block.time else ""
            return (f"{self.holder} needs to earn nothing more: {self.slug} counts{when}.",)
        return tuple(f"{place}. {_step(each, self.block.time)}" for place, each in enumerate(self.steps, 1))


def _step(step: PathStep, now: int) -> str:
    verb = {Action.EARN: "Earn", Action.CLAIM: "Claim", Action.RENEW: "Renew", Action.OBTAIN: "Obtain"}[step.action]
    what = f"{step.slug} ({step.name})" if step.slug else f"{step.id} of {step.source}, which is not of this collection"
    when = f", not before {moment(step.earliest)}" if step.earliest > now else ""
    keep = [f"renew {each.what} before {moment(each.renew_before)}" for each in step.waits if each.renew_before]
    waits = listing([f"{each.what} counts from {moment(each.until)} on" for each in step.waits])
    return f"{verb} {what}{when}{f': {waits}' if waits else ''}{f'; {listing(keep)}' if keep else ''}."


def find_path(standing: Standing, achievement_id: int) -> AchievementPath:
    """The shortest path from a standing. Pure.

    Raises:
        TooManyPathsError: The requirements leave too many ways to compare.
    """
    return _Paths(standing).find(achievement_id)


@dataclass(frozen=True, slots=True)
class _Badge:
    """A badge that counts, or could: `slot` tells several of one achievement apart."""

    achievement_id: int
    slot: int


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a foreign source may come to say yes to."""

    source: str
    id: int


@dataclass(frozen=True, slots=True)
class _Means:
    """How a unit comes to count."""

    action: Action | None
    """None for what is there."""
    requirements: tuple[Requirement, ...] = ()
    start: int = 0
    """When it can count at the earliest, whatever its requirements."""
    since: int | None = None
    """Start of its run; None if that is when it is earned."""
    end: int = 0


class _Paths:
    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._now = standing.now.time
        self._means: dict[Name, _Means] = {}
        for number, achievement in standing.achievements.items():
            self._add_badges(number, achievement)
        for (source, number), since in standing.foreign.items():
            there = since > 0
            self._means[_Thing(source, number)] = _Means(None if there else Action.OBTAIN, since=since or None)
        self._units = {name: self._unit(means) for name, means in self._means.items()}

    # ───────────────────────────────────────── what there is ─────────────────────────────────────────

    def _add_badges(self, number: int, achievement: Achievement) -> None:
        badges = self._standing.badges.get(number, ())
        single = next((badge for badge in badges if not badge.cohort), None)
        options = [self._of(badge) for badge in badges if badge.exists]
        terms = achievement.terms
        if not achievement.retired:
            if single is None:
                options.append(_Means(Action.CLAIM if terms.claim_only else Action.EARN, terms.requirements))
            elif not single.exists and single.award < _MOST_AWARDS:
                options.append(_Means(Action.CLAIM, terms.requirements))
            if not terms.individual and not terms.claim_only:
                options += [_Means(Action.EARN)] * self._most_needed(number)  # in cohorts to come
        for slot, means in enumerate(options):
            self._means[_Badge(number, slot)] = means

    def _of(self, badge: Badge) -> _Means:
        """A badge that is there, and what makes it count."""
        ongoing = tuple(
            each for each in self._standing.achievements[badge.achievement_id].terms.requirements if each.ongoing
        )
        rules = () if badge.cohort else ongoing
        if badge.status is Status.EXPIRED:
            return _Means(Action.RENEW, rules)
        return _Means(None, rules, start=badge.start_time, since=badge.since, end=badge.end_time)

    def _most_needed(self, number: int) -> int:
        """How many badges of an achievement any requirement may want."""
        return max(
            (
                requirement.needed
                for achievement in self._standing.achievements.values()
                for requirement in achievement.terms.requirements
                if any(kind.source == ZERO_ADDRESS and kind.id == number for kind in requirement.prerequisites)
            ),
            default=0,
        )

    def _unit(self, means: _Means) -> Unit:
        return Unit(int(means.action is not None), tuple(self._demand(each) for each in means.requirements))

    def _demand(self, requirement: Requirement) -> Demand:
        names = [name for kind in requirement.prerequisites for name in self._candidates(kind)]
        # What is there before what is to be earned, what needs little before what needs much, ours before foreign.
        return Demand(requirement.needed, tuple(sorted(names, key=self._welcome)))

    def _candidates(self, kind: Prerequisite) -> list[Name]:
        if kind.source != ZERO_ADDRESS:
            since = self._standing.foreign[kind.source, kind.id]
            unknowing = kind.held_for and since >= self._now  # whoever cannot know since when, always says now
            return [] if unknowing else [_Thing(kind.source, kind.id)]
        return [name for name in self._means if isinstance(name, _Badge) and name.achievement_id == kind.id]

    def _welcome(self, name: Name) -> tuple[bool, int, bool, int]:
        means = self._means[name]
        number = name.achievement_id if isinstance(name, _Badge) else 0
        return means.action is not None, len(means.requirements), isinstance(name, _Thing), number

    # ─────────────────────────────────────────── the path ────────────────────────────────────────────

    def find(self, number: int) -> AchievementPath:
        """The path to an achievement."""
        standing, achievement = self._standing, self._standing.achievements[number]
        goal = self._demand(Requirement((Prerequisite(id=number),)))
        try:
            taken = cheapest(self._units, goal, most_work=_MOST_WORK)
        except TooMuchWorkError as error:
            raise TooManyPathsError(achievement.slug, _MOST_WORK) from error
        steps: list[PathStep] = []
        times: dict[Name, int] = {}
        waits: tuple[Wait, ...] = ()
        for name in sorted(taken or (), key=_rank):
            times[name], waits = self._when(name, taken or frozenset(), times)
            if self._means[name].action is not None:
                steps.append(self._step(name, times[name], waits))
        last = [name for name in goal.units if name in times]
        return AchievementPath(
            holder=standing.holder,
            achievement_id=number,
            slug=achievement.slug,
            name=achievement.name,
            block=standing.now,
            possible=taken is not None,
            steps=tuple(steps),
            earliest=times[last[0]] if last else 0,
            waits=() if steps else waits,
            retired=() if taken is not None else self._retired(),
        )

    def _when(self, name: Name, taken: frozenset[Name], times: Mapping[Name, int]) -> tuple[int, tuple[Wait, ...]]:
        """When a unit can be had, given when those below it are, and what it waits for."""
        means = self._means[name]
        waits: list[Wait] = []
        if means.start > self._now:
            waits.append(Wait(self._text(name), means.start, 0))
        for requirement in means.requirements:
            waits += self._waits(requirement, taken, times)
        return max([self._now, *(wait.until for wait in waits)]), tuple(waits)

    def _waits(self, requirement: Requirement, taken: frozenset[Name], times: Mapping[Name, int]) -> Iterable[Wait]:
        """What of the soonest that are enough is not there yet."""
        options: list[Wait] = []
        for kind in requirement.prerequisites:
            for name in self._candidates(kind):
                if name in taken:
                    since = self._means[name].since
                    until = max(times[name], (times[name] if since is None else since) + kind.held_for)
                    end = self._means[name].end
                    options.append(Wait(self._text(name), until, end if 0 < end <= until else 0))
        soonest = sorted(options, key=lambda wait: wait.until)[: requirement.needed]
        return [wait for wait in soonest if wait.until > self._now]

    def _step(self, name: Name, earliest: int, waits: tuple[Wait, ...]) -> PathStep:
        action = self._means[name].action or Action.EARN
        if isinstance(name, _Badge):
            it = self._standing.achievements[name.achievement_id]
            number = name.achievement_id
            return PathStep(action, it.slug, it.name, number, ZERO_ADDRESS, number, earliest, waits)
        assert isinstance(name, _Thing)  # noqa: S101 (names are of these two kinds)
        return PathStep(action, "", "", 0, name.source, name.id, earliest, waits)

    def _text(self, name: Name) -> str:
        if isinstance(name, _Thing):
            return f"{name.id} of {name.source}"
        assert isinstance(name, _Badge)  # noqa: S101 (names are of these two kinds)
        return self._standing.achievements[name.achievement_id].slug

    def _retired(self) -> tuple[str, ...]:
        known = self._standing
        return tuple(
            each.slug
            for number, each in sorted(known.achievements.items())
            if each.retired and not any(badge.exists for badge in known.badges.get(number, ()))
        )


def _rank(name: Name) -> tuple[int, int]:
    """Foreign things first, then achievements as they were created: none requires a later one."""
    return (name.achievement_id, name.slot) if isinstance(name, _Badge) else (0, 0)
