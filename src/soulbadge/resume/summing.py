"""What badges add up to: time served, skills, what stands on what. Pure."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from soulbadge import ids, tenure
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import Prerequisite, Requirement, Status

from .model import Attester, Entry, Ladder, Rung, Service, Skill, SkillAttester, Span, Support

if TYPE_CHECKING:
    from .reading import Read

Said = tuple[Attester, Entry]
"""A badge, and whose it is to say; its block is what is now to it."""

_COUNTED = frozenset({Status.ACTIVE, Status.SUSPENDED, Status.EXPIRED})


def service(said: Iterable[Said], now: int) -> Service:
    """The time that badges vouch for together (`soulbadge.tenure`): each badge until its own block.

    Args:
        said: The badges.
        now: The latest of the blocks' times, Unix seconds: whatever is over by then leaves a gap up to it.
    """
    some = list(said)
    spans = tenure.union(tenure.span(entry.badge, attester.block.time) for attester, entry in some)
    running = any(entry.status in {Status.ACTIVE, Status.SUSPENDED} for _, entry in some)
    gaps = [Span(before[1], after[0]) for before, after in pairwise(spans)]
    if spans and not running and spans[-1][1] < now:
        gaps.append(Span(spans[-1][1], now))
    return Service(tenure.seconds(spans), tuple(Span(*each) for each in spans), tuple(gaps), running)


def skills(said: Iterable[Said], now: int) -> tuple[Skill, ...]:
    """Who says since when that a person has which skill."""
    groups: dict[str, list[tuple[str, Said]]] = {}
    for each in said:
        if each[1].status in _COUNTED:
            for name in dict.fromkeys(each[1].skills):
                spelled = " ".join(name.split())
                if spelled:
                    groups.setdefault(spelled.casefold(), []).append((spelled, each))
    found = [_skill(group[0][0], [one for _, one in group], now) for group in groups.values()]
    return tuple(sorted(found, key=lambda skill: (not skill.active, -skill.service.seconds, skill.name)))


def _skill(name: str, said: Sequence[Said], now: int) -> Skill:
    by: dict[tuple[int, str], tuple[Attester, list[str]]] = {}
    for attester, entry in said:
        names = by.setdefault((attester.chain_id, attester.collection), (attester, []))[1]
        if entry.caip19 not in names:
            names.append(entry.caip19)
    return Skill(
        name=name,
        active=any(entry.status is Status.ACTIVE for _, entry in said),
        since=min(entry.badge.since for _, entry in said),
        service=service(said, now),
        attesters=tuple(
            SkillAttester(attester.chain_id, attester.collection, attester.name, tuple(names))
            for attester, names in by.values()
        ),
    )


def ladders(entries: Iterable[Entry], one: "Read", found: Sequence["Read"]) -> tuple[Ladder, ...]:
    """What each badge whose achievement has requirements stands on, among the same holder's badges."""
    return tuple(
        Ladder(entry.caip19, entry.slug, entry.name, tuple(_rung(each, entry, one, found) for each in requirements))
        for entry in entries
        if (requirements := one.achievements[entry.badge.achievement_id].terms.requirements)
    )


def _rung(requirement: Requirement, above: Entry, one: "Read", found: Sequence["Read"]) -> Rung:
    badges: list[Support] = []
    elsewhere = 0
    for kind in requirement.prerequisites:
        asked = next((each for each in found if _answers(kind, each.attester, one.attester)), None)
        if asked is None:
            elsewhere += 1
            continue
        badges += [
            Support(below.caip19, below.slug, below.name, below.status, kind.held_for)
            for below in asked.entries[above.badge.holder]
            if _is_of(kind, below)
        ]
    return Rung(requirement.needed, requirement.ongoing, tuple(badges), elsewhere)


def _answers(kind: Prerequisite, attester: Attester, own: Attester) -> bool:
    """Whether it is this collection that a prerequisite of `own` asks."""
    source = own.collection if kind.source == ZERO_ADDRESS else kind.source
    return (attester.chain_id, attester.collection) == (own.chain_id, source)


def _is_of(kind: Prerequisite, entry: Entry) -> bool:
    """Whether a badge is of the kind: in its own collection any of the achievement, elsewhere of the cohort as well."""
    if kind.source == ZERO_ADDRESS:
        return entry.badge.achievement_id == kind.id
    return ids.kind_of(entry.badge.badge_id) == kind.id
