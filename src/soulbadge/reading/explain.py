"""Why a holder can or cannot have an achievement: what is missing, and what expires before what.

    >>> for sentence in badges.explain("cks", holder).sentences():
    ...     print(sentence)

What will be is told as if nobody did anything: nothing renewed, revoked or issued, foreign sources answering as now.
"""

from dataclasses import dataclass, replace

from soulbadge import ids
from soulbadge.chain.blocks import Block
from soulbadge.forms.json import BigInt, Value
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import NO_EVIDENCE, Badge, Prerequisite, Requirement, Status

from .explained import sentences
from .standing import Standing

_MOST_AWARDS = (1 << 16) - 1
"""A badge that ended so often never comes back."""


@dataclass(frozen=True, slots=True)
class PrerequisiteState(Value):
    """One kind of badge that a requirement lists, and what the holder has of it."""

    slug: str
    """Empty for one from a foreign source, as is `name`."""
    name: str
    source: str
    """Zero for the collection itself."""
    id: BigInt
    """The achievement's number, or whatever the foreign source understands."""
    held_for: int
    counts: int
    """How many badges of this kind count now."""
    counts_from: int
    """When by time alone one will count, Unix seconds; now if one does, 0 if none will."""
    badges: tuple[Badge, ...]
    """The holder's badges of this kind, ended ones too."""
    since: int
    """What a foreign source answered: since when it is held, or 0."""

    @property
    def is_foreign(self) -> bool:
        """Whether somebody else is asked."""
        return self.source != ZERO_ADDRESS


@dataclass(frozen=True, slots=True)
class RequirementState(Value):
    """One requirement, and how far it is met."""

    index: int
    """Its place in the terms, from 0."""
    needed: int
    held: int
    ongoing: bool
    met_from: int
    """When it is met by time alone, Unix seconds; now if it is, 0 if never."""
    met_until: int
    """When it will no longer be met, Unix seconds; 0 if it is not met, or if no end is in sight."""
    prerequisites: tuple[PrerequisiteState, ...]

    @property
    def is_met(self) -> bool:
        """Whether enough badges count now."""
        return self.held >= self.needed


@dataclass(frozen=True, slots=True)
class Suspension(Value):
    """A badge does not count, or will not, because an ongoing requirement does not hold."""

    badge_id: BigInt
    slug: str
    name: str
    time: int
    """From when, Unix seconds; now if it is suspended already."""
    requirement: RequirementState
    renewals: tuple[BigInt, ...]
    """Badges whose renewal before that time prevents it, or afterwards ends it. Together, they are enough."""


@dataclass(frozen=True, slots=True)
class Explanation(Value):
    """A holder's standing towards an achievement, in one block."""

    holder: str
    achievement_id: int
    slug: str
    name: str
    block: Block
    retired: bool
    claim_only: bool
    badges: tuple[Badge, ...]
    """The holder's badges of the achievement, of cohorts too, and those that ended."""
    issuable: bool
    """Whether an issuer could issue it to the holder now."""
    claimable: bool
    """Whether the holder could claim it now with a voucher."""
    requirements: tuple[RequirementState, ...]
    suspensions: tuple[Suspension, ...]
    """Of the holder's badge, of those that it rests on, and, if there is none, of one issued now."""

    @property
    def is_active(self) -> bool:
        """Whether the holder has an ACTIVE badge of it."""
        return any(badge.is_active for badge in self.badges)

    def sentences(self) -> tuple[str, ...]:
        """All of it in plain words, what matters most first."""
        return tuple(sentences(self))


def explain(standing: Standing, achievement_id: int, collection: str, chain_id: int) -> Explanation:
    """What a standing means. Pure."""
    achievement = standing.achievements[achievement_id]
    badges = standing.badges.get(achievement_id, ())
    single = next((badge for badge in badges if not badge.cohort), None)
    requirements = tuple(
        _requirement(standing, place, each) for place, each in enumerate(achievement.terms.requirements)
    )
    is_open = not achievement.retired and all(each.is_met for each in requirements)
    never = single is None
    ended = single is not None and not single.exists and single.award < _MOST_AWARDS
    rest = _rests_on(standing, achievement_id)
    if never and is_open:
        rest.append(_as_if_issued(standing, achievement_id, collection, chain_id))
    suspensions = [_suspension(standing, badge) for badge in rest]
    return Explanation(
        holder=standing.holder,
        achievement_id=achievement_id,
        slug=achievement.slug,
        name=achievement.name,
        block=standing.now,
        retired=achievement.retired,
        claim_only=achievement.terms.claim_only,
        badges=badges,
        issuable=is_open and never and not achievement.terms.claim_only,
        claimable=is_open and (never or ended),
        requirements=requirements,
        suspensions=tuple(each for each in suspensions if each is not None),
    )


def _requirement(standing: Standing, place: int, requirement: Requirement) -> RequirementState:
    now, times = standing.now.time, standing.times()
    met = [standing.is_met(requirement, time) for time in times]
    met_from = next((time for time, holds in zip(times, met, strict=True) if holds), 0)
    met_until = next((time for time, holds in zip(times, met, strict=True) if not holds), 0) if met[0] else 0
    return RequirementState(
        index=place,
        needed=requirement.needed,
        held=standing.held(requirement, now),
        ongoing=requirement.ongoing,
        met_from=met_from,
        met_until=met_until,
        prerequisites=tuple(_prerequisite(standing, kind, requirement, times) for kind in requirement.prerequisites),
    )


def _prerequisite(
    standing: Standing, kind: Prerequisite, requirement: Requirement, times: list[int]
) -> PrerequisiteState:
    ongoing = requirement.ongoing
    foreign = kind.source != ZERO_ADDRESS
    known = None if foreign else standing.achievements[kind.id]
    return PrerequisiteState(
        slug=known.slug if known else "",
        name=known.name if known else "",
        source=kind.source,
        id=kind.id,
        held_for=kind.held_for,
        counts=standing.counting(kind, standing.now.time, ongoing=ongoing),
        counts_from=next((time for time in times if standing.counting(kind, time, ongoing=ongoing)), 0),
        badges=() if foreign else standing.badges.get(kind.id, ()),
        since=standing.foreign[kind.source, kind.id] if foreign else 0,
    )


def _rests_on(standing: Standing, achievement_id: int) -> list[Badge]:
    """The holder's badges of the achievement, and those that these rest on through ongoing requirements."""
    found: list[Badge] = []
    wanted = [achievement_id]
    while wanted:
        number = wanted.pop(0)
        found += [each for each in standing.badges.get(number, ()) if each.exists and each not in found]
        for requirement in standing.achievements[number].terms.requirements:
            if requirement.ongoing:
                wanted += [kind.id for kind in requirement.prerequisites if kind.source == ZERO_ADDRESS]
    return found


def _as_if_issued(standing: Standing, achievement_id: int, collection: str, chain_id: int) -> Badge:
    """The badge that would be there if it were issued now, on default terms."""
    terms, now = standing.achievements[achievement_id].terms, standing.now.time
    return Badge(
        chain_id=chain_id,
        collection=collection,
        badge_id=ids.badge_id(achievement_id, 0, standing.holder),
        status=Status.PENDING,  # not yet; what comes after now is what is asked about
        achievement_id=achievement_id,
        cohort=0,
        holder=standing.holder,
        issued_at=now,
        start_time=now,
        end_time=now + terms.validity if terms.validity else 0,
        since=now,
        ended_at=0,
        award=0,
        burn_auth=terms.burn_auth,
        evidence=NO_EVIDENCE,
        tier=0,
    )


def _suspension(standing: Standing, badge: Badge) -> Suspension | None:
    """When a badge is SUSPENDED first, and which renewals prevent it."""
    achievement = standing.achievements[badge.achievement_id]
    for time in standing.times():
        if standing.status(badge, time) is not Status.SUSPENDED:
            continue
        place = standing.unmet(badge, time)[0]
        requirement = achievement.terms.requirements[place]
        return Suspension(
            badge_id=badge.badge_id,
            slug=achievement.slug,
            name=achievement.name,
            time=time,
            requirement=_requirement(standing, place, requirement),
            renewals=tuple(_renewals(standing, badge, time)),
        )
    return None


def _renewals(standing: Standing, badge: Badge, time: int) -> list[int]:
    """Expired badges whose renewal keeps the badge from being suspended at a time; none if that is not enough."""
    expired = [
        each for each in _rests_on(standing, badge.achievement_id) if standing.status(each, time) is Status.EXPIRED
    ]
    needed: list[Badge] = []
    for each in expired:
        needed.append(each)
        if not standing_with(standing, needed, time).unmet(badge, time):
            break
    else:
        return []
    for each in list(needed):  # leave out what is not needed
        fewer = [other for other in needed if other is not each]
        if not standing_with(standing, fewer, time).unmet(badge, time):
            needed = fewer
    return sorted(each.badge_id for each in needed)


def standing_with(standing: Standing, renewed: list[Badge], time: int) -> Standing:
    """The standing as it were if these badges had been renewed: before their end, or now if that has passed."""
    now = standing.now.time

    def changed(badge: Badge) -> Badge:
        if badge not in renewed:
            return badge
        over = badge.status is Status.EXPIRED
        return replace(badge, end_time=time + 1, status=Status.ACTIVE, since=now if over else badge.since)

    badges = {number: tuple(changed(each) for each in some) for number, some in standing.badges.items()}
    return replace(standing, badges=badges)
