"""Doors: a policy with a name, whom it opens to, and for how long."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from soulbadge.ids import parse_caip19
from soulbadge.models import Badge, Status
from soulbadge.policy import Held, Policy

_NEVER: Final = 1 << 41
"""Later than every end."""

if TYPE_CHECKING:
    from soulbadge.chain.blocks import Block
    from soulbadge.contract import Collection


@dataclass(frozen=True, slots=True)
class Door:
    """A policy that somebody has to meet.

    Attributes:
        policy: What is demanded.
    """

    policy: Policy

    @property
    def name(self) -> str:
        """The same for the same policy, in every process: what sessions are bound to."""
        return hashlib.sha256(self.policy.to_text().encode()).hexdigest()[:24]

    @property
    def demand(self) -> str:
        """What it takes, as a phrase."""
        return self.policy.missing((), 0) or "nothing but a wallet"


def held_by(collections: "Sequence[Collection]", holder: str, at: "Block") -> list[Held]:
    """All badges of a holder in the collections of a site, as of a block: those that exist."""
    return [one for each in collections for one in _named(each, each.badges_of(holder, block=at), at)]


def held_now(collections: "Sequence[Collection]", names: Sequence[str], at: "Block") -> list[Held]:
    """Badges by their CAIP-19 names, as they are in a block; those that have ended too."""
    found: list[Held] = []
    wanted = [parse_caip19(name) for name in names]
    for each in collections:
        here = [name.badge_id for name in wanted if name.address == each.address]
        found += _named(each, each.badges(here, block=at) if here else [], at)
    return found


def _named(collection: "Collection", badges: Sequence[Badge], at: "Block") -> list[Held]:
    known = {each.achievement_id: each for each in collection.achievements(block=at)} if badges else {}
    return [
        Held(known[badge.achievement_id].slug, badge, known[badge.achievement_id].terms.skills)
        for badge in badges
        if badge.achievement_id in known
    ]


def lasting(policy: Policy, held: Sequence[Held], now: int) -> tuple[Held, ...] | None:
    """The badges to show: those that keep the door open longest, and of these the fewest; None if it stays shut.

    Args:
        policy: What is demanded.
        held: All that the holder has.
        now: The block's timestamp.
    """
    counting = [
        one for one in held if one.counts(now) or (policy.counts_expired and one.badge.status is Status.EXPIRED)
    ]
    counting.sort(key=lambda one: -(one.badge.end_time or _NEVER))
    # A policy never minds more badges: of the choices that meet it, none ends later than the first prefix that does.
    for length in range(1, len(counting) + 1):
        if policy.is_met(counting[:length], now):
            return policy.pick(counting[:length], now)
    return None


def first_end(held: Sequence[Held], latest: int) -> int:
    """When the first of these badges that count now ends; `latest` at the latest. Unix seconds."""
    ends = [one.badge.end_time for one in held if one.badge.is_active and one.badge.end_time]
    return min([*ends, latest])
