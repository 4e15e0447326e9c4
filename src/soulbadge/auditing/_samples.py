"""Badges of a stranger's collection to try things on, and what its events tell of their past."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from soulbadge.chain import structs
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import Badge

from ._pinned import Event, Pinned, attempt

_MOST = 30
"""Badges that are looked at, the latest first."""


@dataclass(frozen=True)
class Sample:
    """A badge that exists, and who has it by the event that made it."""

    badge_id: int
    holder: str
    badge: Badge | None
    """What the collection says of it; None if it does not say."""


@dataclass(frozen=True)
class Past:
    """What the events tell: for each rule, what should not have happened."""

    moved: list[str] = field(default_factory=list)
    approved: list[str] = field(default_factory=list)
    shortened: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


def read_samples(pinned: Pinned) -> tuple[tuple[Sample, ...], Past]:
    """The badges, and their past."""
    transfers = _events(pinned, "Transfer(address,address,uint256)")
    past = Past()
    holders = _follow(transfers, past)
    for signature in ("Approval(address,address,uint256)", "ApprovalForAll(address,address,bool)"):
        for event in _events(pinned, signature):
            granted = event.number(1) if signature.startswith("Approval(") else int.from_bytes(event.data, "big")
            if granted:
                past.approved.append(_told(f"{event.address(0)} approved {event.address(1)}", event))
    _follow_ends(_events(pinned, "TokenExpiryUpdated(uint256,uint256,uint256)"), transfers, past)
    latest = list(holders.items())[-_MOST:][::-1]
    answers = pinned.ask_many("badgeOf", [(badge_id,) for badge_id, _ in latest])
    samples = [
        Sample(badge_id, holder, _badge(pinned, badge_id, answer))
        for (badge_id, holder), answer in zip(latest, answers, strict=True)
    ]
    return tuple(samples), past


def _events(pinned: Pinned, signature: str) -> list[Event]:
    return attempt(lambda: pinned.events(signature)) or []


def _badge(pinned: Pinned, badge_id: int, answer: tuple[Any, ...] | None) -> Badge | None:
    if answer is None:
        return None
    return attempt(lambda: structs.badge(pinned.collection.chain_id, pinned.address, badge_id, answer[0]))


def _follow(transfers: Sequence[Event], past: Past) -> dict[int, str]:
    """Who has each badge that exists, as the transfers tell it."""
    holders: dict[int, str] = {}
    for event in transfers:
        if len(event.words) != len(("from", "to", "id")):
            continue  # an ERC-20's, which does not index amounts
        origin, to, badge_id = event.address(0), event.address(1), event.number(2)
        if ZERO_ADDRESS not in {origin, to}:
            past.moved.append(_told(f"badge {badge_id:#x} moved from {origin} to {to}", event))
        if origin == ZERO_ADDRESS and badge_id in holders:
            past.twice.append(_told(f"badge {badge_id:#x} was issued again while it existed", event))
        holders.pop(badge_id, None)
        if to != ZERO_ADDRESS:
            holders[badge_id] = to
    return holders


def _follow_ends(updates: Sequence[Event], transfers: Sequence[Event], past: Past) -> None:
    """An end of 0 is never, later than every date. A badge that ended may come back with other times."""
    known: dict[int, tuple[int, int]] = {}
    ended = {(each.block, each.index): each.number(2) for each in transfers if each.address(1) == ZERO_ADDRESS}
    every = sorted([*updates, *(each for each in transfers if (each.block, each.index) in ended)], key=_place)
    for event in every:
        if _place(event) in ended:
            known.pop(ended[_place(event)], None)
            continue
        badge_id, start, end = event.number(0), event.number(1), event.number(2)
        before_start, before_end = known.get(badge_id, (start, end))
        if start != before_start:
            past.shortened.append(_told(f"the start of badge {badge_id:#x} went from {before_start} to {start}", event))
        if _later(before_end, end):
            past.shortened.append(_told(f"the end of badge {badge_id:#x} went from {before_end} to {end}", event))
        known[badge_id] = start, end


def _place(event: Event) -> tuple[int, int]:
    return event.block, event.index


def _later(one: int, other: int) -> bool:
    return other != 0 and (one == 0 or one > other)


def _told(what: str, event: Event) -> str:
    return f"{what} in block {event.block}, transaction {event.transaction}"
