"""What the model knows of a collection, and how it is read: see `model.py`, which says what can be done to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NEVER = 0
LAST = 2**40 - 1  # of all moments
LABEL = 256
BITS = 2**48 - 1
EVERYTHING = 0  # as the scope of an issuer
NOBODY = 0  # as a holder, an issuer, a claim key


class Status(IntEnum):
    NONE = 0
    PENDING = 1
    ACTIVE = 2
    SUSPENDED = 3
    EXPIRED = 4
    REVOKED = 5
    RENOUNCED = 6


class BurnAuth(IntEnum):
    ISSUER_ONLY = 0
    OWNER_ONLY = 1
    BOTH = 2
    NEITHER = 3


REVOCABLE = {BurnAuth.ISSUER_ONLY, BurnAuth.BOTH}
RENOUNCEABLE = {BurnAuth.OWNER_ONLY, BurnAuth.BOTH}


@dataclass(frozen=True)
class Requirement:
    needed: int
    kinds: dict[int, int]  # achievement -> seconds that it must have been held
    ongoing: bool = False


@dataclass
class Achievement:
    validity: int = 0
    burn_auth: BurnAuth = BurnAuth.OWNER_ONLY
    claim_only: bool = False
    individual: bool = False
    requirements: tuple[Requirement, ...] = ()
    tiers: tuple[tuple[Requirement, ...], ...] = ()
    retired: bool = False
    cohorts: int = 0


@dataclass
class Badge:
    """One badge, also one of a cohort."""

    issued_at: int
    start: int
    end: int
    since: int
    award: int = 0
    evidence: bytes = bytes(32)
    ended_at: int = 0
    how: Status = Status.NONE

    @property
    def lives(self) -> bool:
        return not self.ended_at

    def renew(self, end: int, now: int) -> None:
        if is_over(self.end, now):
            self.since = now
        self.end = later(self.end, end)

    def finish(self, how: Status, now: int) -> None:
        self.ended_at, self.how, self.award = now, how, self.award + 1


@dataclass
class Cohort:
    issued_at: int
    start: int
    end: int
    since: int
    members: list[int]
    label: str
    root: bytes


@dataclass(frozen=True)
class Voucher:
    issuer: int
    badge_id: int
    award: int
    start: int
    end: int
    evidence: bytes
    deadline: int
    claim_key: int


@dataclass(frozen=True)
class Claim:
    """A voucher as somebody presents it. `digest` and `root` only have to be different where the contract's are."""

    voucher: Voucher
    sender: int
    holder: int  # whom the consent names; `NOBODY` where it names none
    digest: object = None
    root: object = None
    root_deadline: int = LAST
    consent_deadline: int = LAST
    signed_by_issuer: bool = True
    signed_by_holder: bool = True
    signed_by_key: bool = True
    witnesses: tuple[int, ...] = ()


def is_over(end: int, now: int) -> bool:
    return end != NEVER and now >= end


def later(one: int, other: int) -> int:
    return NEVER if NEVER in {one, other} else max(one, other)


def kind_of(badge_id: int) -> tuple[int, int]:
    return badge_id >> 208, badge_id >> 160 & BITS


def holder_of(badge_id: int) -> int:
    return badge_id & 2**160 - 1


def id_of(achievement: int, cohort: int, holder: int) -> int:
    return achievement << 208 | cohort << 160 | holder


@dataclass
class State:
    owner: int
    heir: int = NOBODY
    achievements: dict[int, Achievement] = field(default_factory=dict)
    badges: dict[int, Badge] = field(default_factory=dict)
    cohorts: dict[tuple[int, int], Cohort] = field(default_factory=dict)
    scopes: dict[int, set[int]] = field(default_factory=dict)
    dismissed: set[int] = field(default_factory=set)
    spent: set[tuple[int, object]] = field(default_factory=set)

    # ────────────────────────────────────────── reading ──────────────────────────────────────────

    def status(self, badge_id: int, now: int) -> Status:
        badge = self.badges.get(badge_id)
        if badge is None:
            return Status.NONE
        if not badge.lives:
            return badge.how
        if now < badge.start:
            return Status.PENDING
        if is_over(badge.end, now):
            return Status.EXPIRED
        holder = holder_of(badge_id)
        kept = all(
            self.count(requirement, holder, now) >= requirement.needed
            for requirement in self.achievements[kind_of(badge_id)[0]].requirements
            if requirement.ongoing
        )
        return Status.ACTIVE if kept else Status.SUSPENDED

    def held_since(self, badge_id: int, now: int) -> int:
        return self.badges[badge_id].since if self.status(badge_id, now) == Status.ACTIVE else 0

    def count(
        self, requirement: Requirement, holder: int, now: int, witnesses: Iterable[int] = (), *, own: int = 0
    ) -> int:
        """How many badges count: those issued one by one, the witnesses, and for a tier this `own` badge."""
        found = 0
        for achievement, held_for in requirement.kinds.items():
            single = own if own and kind_of(own)[0] == achievement else id_of(achievement, 0, holder)
            for badge_id in {single, *(one for one in witnesses if kind_of(one)[0] == achievement)}:
                since = self.held_since(badge_id, now)
                found += bool(since) and now - since >= held_for
        return found

    def tier(self, badge_id: int, now: int) -> int:
        if self.status(badge_id, now) != Status.ACTIVE:
            return 0
        reached = 0
        for requirements in self.achievements[kind_of(badge_id)[0]].tiers:
            if any(self.count(one, holder_of(badge_id), now, own=badge_id) < one.needed for one in requirements):
                break
            reached += 1
        return reached

    def badges_of(self, holder: int) -> list[int]:
        return sorted(one for one, badge in self.badges.items() if holder_of(one) == holder and badge.lives)

    def holds(self, holder: int, achievement: int, now: int) -> bool:
        mine = (one for one in self.badges if holder_of(one) == holder and kind_of(one)[0] == achievement)
        return any(self.status(one, now) == Status.ACTIVE for one in mine)

    def eligibility(self, holder: int, achievement: int, now: int) -> list[int]:
        """For each requirement, how many badges the holder could show."""
        cohorts = [one for one in self.badges if holder_of(one) == holder and kind_of(one)[1]]
        return [self.count(one, holder, now, cohorts) for one in self.achievements[achievement].requirements]

    def is_issuer(self, account: int, achievement: int) -> bool:
        scopes = self.scopes.get(account, set())
        return account not in self.dismissed and bool(scopes & {EVERYTHING, achievement})
