"""An explanation in plain words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from soulbadge import ids
from soulbadge.models import Badge, Status

from .words import length, listing, moment

if TYPE_CHECKING:
    from .explain import Explanation, PrerequisiteState, RequirementState, Suspension


def sentences(it: "Explanation") -> Iterator[str]:
    """What matters most first."""
    yield from (_held(it, badge) for badge in it.badges)
    yield _door(it)
    if not any(badge.exists for badge in it.badges):
        yield from _requirements(it)
    for each in it.suspensions:
        yield from _suspension(it, each)


def _held(it: "Explanation", badge: Badge) -> str:
    return f"{it.holder} has {it.slug} ({it.name}){_cohort(badge)}: it {_state(badge, it.block.time)}."


def _cohort(badge: Badge) -> str:
    return f" of cohort {badge.cohort}" if badge.cohort else ""


def _state(badge: Badge, now: int) -> str:
    end = f"until {moment(badge.end_time)}" if badge.end_time else "without end"
    if badge.status is Status.PENDING:
        return f"is PENDING, counts from {moment(badge.start_time)} on and {end}"
    if badge.status is Status.EXPIRED:
        return f"EXPIRED on {moment(badge.end_time)}, {length(now - badge.end_time)} ago"
    if badge.status in (Status.REVOKED, Status.RENOUNCED):
        return f"was {badge.status.name} on {moment(badge.ended_at)}"
    return f"is {badge.status.name} {end}"


def _door(it: "Explanation") -> str:
    single = next((badge for badge in it.badges if not badge.cohort), None)
    if single is not None and single.exists:
        more = "it is renewed" if single.end_time else "it needs no renewal"
        return f"{it.slug} cannot be issued to {it.holder} a second time; {more}."
    if it.retired:
        return f"{it.slug} is retired: it is not issued any more."
    if it.issuable:
        return f"{it.slug} ({it.name}) can be issued to {it.holder} now."
    if it.claimable:
        why = "it is issued by voucher alone" if single is None else f"the voucher must name award {single.award}"
        return f"{it.slug} ({it.name}) can be claimed by {it.holder} now; {why}."
    unmet = sum(not each.is_met for each in it.requirements)
    if unmet:
        count = "a requirement is" if unmet == 1 else f"{unmet} requirements are"
        return f"{it.slug} ({it.name}) cannot be issued to {it.holder} now: {count} unmet."
    return f"{it.slug} ended too often for {it.holder}: it never comes back."


def _requirements(it: "Explanation") -> Iterator[str]:
    for each in it.requirements:
        if not each.is_met:
            yield f"It {_demand(each)}: {listing([_kind(kind, it.block.time) for kind in each.prerequisites])}."
            if each.met_from:
                yield f"If nothing changes, that is met from {moment(each.met_from)} on."
        elif each.met_until and not it.retired:
            yield f"It {_demand(each)}; that is met until {moment(each.met_until)}, and must be when it is issued."


def _demand(requirement: "RequirementState") -> str:
    kinds, needed = requirement.prerequisites, requirement.needed
    names = listing([_name(kind) for kind in kinds], "and" if needed >= len(kinds) else "or")
    count = "" if needed == len(kinds) else f"{needed} of " if needed < len(kinds) else f"{needed} badges of "
    verb = "needs, as long as it is used," if requirement.ongoing else "needs"
    return f"{verb} {count}{names}"


def _name(kind: "PrerequisiteState") -> str:
    what = f"{kind.id} of {kind.source}" if kind.is_foreign else kind.slug
    return f"{what} held for {length(kind.held_for)}" if kind.held_for else what


def _kind(kind: "PrerequisiteState", now: int) -> str:
    """What the holder has of a kind."""
    name = f"{kind.id} of {kind.source}" if kind.is_foreign else kind.slug
    if kind.is_foreign:
        what = f"is held since {moment(kind.since)}, says the source" if kind.since else "is not held, says the source"
    elif kind.badges:
        what = listing([f"{_cohort(badge)} {_state(badge, now)}".strip() for badge in kind.badges])
    else:
        return f"{name} is missing"
    if kind.held_for and not kind.counts and kind.counts_from:
        what += f" and has been held long enough from {moment(kind.counts_from)} on"
    elif kind.held_for and not kind.counts and any(badge.is_active for badge in kind.badges):
        what += " and ends before it has been held long enough"
    return f"{name} {what}"


def _suspension(it: "Explanation", each: "Suspension") -> Iterator[str]:
    single = ids.badge_id(it.achievement_id, 0, it.holder)
    supposed = each.badge_id == single and all(badge.cohort for badge in it.badges)
    kinds = listing([_kind(kind, it.block.time) for kind in each.requirement.prerequisites])
    if supposed:
        yield f"If {each.slug} were issued now, it would be SUSPENDED from {moment(each.time)} on."
    elif each.time == it.block.time:
        yield f"{each.slug} is SUSPENDED, since it {_demand(each.requirement)}: {kinds}."
    else:
        when = f"from {moment(each.time)} on"
        yield f"{each.slug} will be SUSPENDED {when}, since it {_demand(each.requirement)}: {kinds}."
    if each.renewals:
        slugs = _slugs(it)
        names = listing([slugs.get(ids.split(badge_id).achievement_id, str(badge_id)) for badge_id in each.renewals])
        now = each.time == it.block.time
        yield f"Renewing {names} {'ends' if now else 'before that prevents'} it."


def _slugs(it: "Explanation") -> dict[int, str]:
    """The slugs that the explanation knows, by number."""
    every = [*it.requirements, *(each.requirement for each in it.suspensions)]
    found = {kind.id: kind.slug for each in every for kind in each.prerequisites if not kind.is_foreign}
    return {**found, it.achievement_id: it.slug}
