"""What the use of a badge rests on, and who can revoke or control it. Pure: no network.

A requirement that is asked at issue alone is no lever: what it rested on may change without touching the badge.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from soulbadge.ids import ZERO_ADDRESS
from soulbadge.issuer import text
from soulbadge.models import Achievement, BurnAuth, Prerequisite

from .report import AccountKind, Lever, Source

REVOCABLE = (BurnAuth.IssuerOnly, BurnAuth.Both)
"""Under these terms issuers can end a badge."""

_COHORT_BITS = 48
_DEEPEST = 4
"""Layers followed; the contract allows fewer, a stranger's may go in circles."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A source, and what it has if it is a collection of a release."""

    source: Source
    achievements: Mapping[int, Achievement] | None
    """By number; None if it is no collection that can be read and trusted to say what it is."""
    unvouched: frozenset[int] = frozenset()


def levers(achievements: Mapping[int, Achievement], outside: Mapping[str, Outside]) -> tuple[Lever, ...]:
    """Every lever on badges of these achievements, by number of the achievement; each once."""
    found: dict[tuple[str, ...], Lever] = {}
    for each in achievements.values():
        for lever in _of(each, achievements, outside, _DEEPEST):
            found.setdefault((lever.achievement, lever.where, lever.rests_on, lever.why), lever)
    return tuple(found.values())


def _of(
    achievement: Achievement, own: Mapping[int, Achievement], outside: Mapping[str, Outside], depth: int
) -> Iterator[Lever]:
    if depth == 0:
        return
    for where, kind in _live(achievement):
        lever = Lever(achievement.slug, where, text(kind), "")
        if kind.source != ZERO_ADDRESS:
            yield from _foreign(lever, kind, outside.get(kind.source), depth)
        elif kind.id != achievement.achievement_id and kind.id in own:
            yield from _local(lever, own[kind.id], own, outside, depth)


def _local(
    lever: Lever, kind: Achievement, own: Mapping[int, Achievement], outside: Mapping[str, Outside], depth: int
) -> Iterator[Lever]:
    """What can be done about a badge of a collection that keeps the rules."""
    if kind.terms.burn_auth in REVOCABLE:
        why = f"the issuers of {kind.slug} can revoke it ({kind.terms.burn_auth.name})"
        yield replace(lever, why=why)
    for below in _of(kind, own, outside, depth - 1):
        if not below.where.startswith("tier"):
            yield replace(lever, rests_on=f"{lever.rests_on}, which rests on {below.rests_on}", why=below.why)


def _foreign(lever: Lever, kind: Prerequisite, found: Outside | None, depth: int) -> Iterator[Lever]:
    if found is None:
        yield replace(lever, why="whoever controls the source decides")
        return
    if found.achievements is None:
        yield replace(lever, why=_control(found.source))
        return
    number = kind.id >> _COHORT_BITS
    there = found.achievements.get(number)
    if there is None:
        yield replace(lever, why=f"achievement {number} does not exist there yet; the owner of that collection decides")
    else:
        # What that one rests on outside, nobody is told through a collection: it counts as not held.
        for each in _local(lever, there, found.achievements, {}, depth - 1):
            yield replace(each, why=f"in the collection {kind.source} {each.why}")


def _control(source: Source) -> str:
    code = source.code
    if source.kind is AccountKind.DELEGATED:
        return f"the source is an account with a key, which can change its code (now that of {code.implementation})"
    if source.kind is not AccountKind.CONTRACT:
        return "the source has no code, so nobody holds it; whoever can deploy there decides"
    if code.proxy:
        to = f" (now {code.implementation})" if code.implementation else ""
        return f"the source is a proxy ({code.proxy}){to}: whoever may upgrade it decides"
    if code.opcodes:
        return f"the source can exchange or end its own code ({', '.join(code.opcodes)}): whoever controls it decides"
    return "whoever controls the source, or what it asks, decides"


def _live(achievement: Achievement) -> Iterator[tuple[str, Prerequisite]]:
    """The prerequisites that are asked while a badge is used, and where they stand."""
    for number, requirement in enumerate(achievement.terms.requirements, 1):
        if requirement.ongoing:
            for kind in requirement.prerequisites:
                yield f"requirement {number}", kind
    for level, tier in enumerate(achievement.terms.tiers, 1):
        for requirement in tier.requirements:
            for kind in requirement.prerequisites:
                yield f"tier {level}", kind
