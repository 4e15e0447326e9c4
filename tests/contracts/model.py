"""One collection as SPEC.md and `IBadges.sol` describe it, in Python, for `test_model.py` to compare with the contract.

Written from those two and not from the contract, and built otherwise on purpose: a cohort's member is a badge
of its own, and renewing a cohort renews each of them. Nothing here knows Brownie or a chain.

Every operation takes the time and says why it is refused: the names of all errors that apply, or an empty set, in which
case it has happened. The specification does not say which of several errors comes first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
class Collection:
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

    # ──────────────────────────────────────── the owner ──────────────────────────────────────────

    def appoint(self, caller: int, account: int, scope: int) -> set[str]:
        refused = self._not_owner(caller)
        refused |= {"IssuerUnknown"} if account == NOBODY else set()
        refused |= {"IssuerIsDismissed"} if account in self.dismissed else set()
        refused |= {"AchievementUnknown"} if scope and scope not in self.achievements else set()
        if not refused:
            self.scopes.setdefault(account, set()).add(scope)
        return refused

    def dismiss(self, caller: int, account: int) -> set[str]:
        refused = self._not_owner(caller)
        refused |= {"IssuerUnknown"} if account not in self.scopes else set()
        refused |= {"IssuerIsDismissed"} if account in self.dismissed else set()
        if not refused:
            self.dismissed.add(account)
        return refused

    def retire(self, caller: int, achievement: int) -> set[str]:
        refused = self._not_owner(caller) | self._closed(achievement)
        if not refused:
            self.achievements[achievement].retired = True
        return refused

    def hand_over(self, caller: int, heir: int) -> set[str]:
        refused = self._not_owner(caller)
        if not refused:
            self.heir = heir
        return refused

    def accept(self, caller: int) -> set[str]:
        if caller != self.heir:
            return {"OwnableUnauthorizedAccount"}
        self.owner, self.heir = caller, NOBODY
        return set()

    def _not_owner(self, caller: int) -> set[str]:
        return set() if caller == self.owner else {"OwnableUnauthorizedAccount"}

    # ───────────────────────────────────────── issuing ───────────────────────────────────────────

    def issue(
        self, caller: int, badge_id: int, start: int, end: int, evidence: bytes, witnesses: Sequence[int], now: int
    ) -> set[str]:
        (achievement, cohort), holder = kind_of(badge_id), holder_of(badge_id)
        refused = self._closed(achievement) | self._not_issuer(caller, achievement)
        if achievement not in self.achievements:
            return refused
        badge = self.badges.get(badge_id)
        refused |= {"ClaimOnly"} if self._is_claim_only(achievement) else set()
        refused |= {"HolderInvalid"} if holder == NOBODY else set()
        refused |= {"CohortClosed"} if cohort else set()
        if badge is not None:
            refused.add("BadgeExists" if badge.lives else "BadgeHasEnded")
        refused |= self._unmet(achievement, holder, witnesses, now)
        refused |= self._create(badge_id, 0, start, end, evidence, now, only_ask=bool(refused))
        return refused

    def issue_cohort(
        self,
        caller: int,
        achievement: int,
        number: int,
        label: str,
        start: int,
        end: int,
        root: bytes,
        members: list[int],
        now: int,
    ) -> set[str]:
        refused = self._closed(achievement) | self._not_issuer(caller, achievement)
        if achievement not in self.achievements:
            return refused
        terms = self.achievements[achievement]
        refused |= {"ClaimOnly"} if self._is_claim_only(achievement) else set()
        refused |= {"IndividualOnly"} if terms.individual or terms.requirements else set()
        refused |= {"CohortOutOfOrder"} if number != terms.cohorts + 1 else set()
        refused |= {"LabelTooLong"} if len(label.encode()) > LABEL else set()
        refused |= {"MembersMalformed"} if not members else set()
        refused |= {"MembersOutOfOrder"} if [NOBODY, *members] != sorted({NOBODY, *members}) else set()
        wrong, start, end = self._term(achievement, start, end, now)
        refused |= wrong
        if not refused:
            terms.cohorts += 1
            self.cohorts[achievement, number] = Cohort(now, start, end, start, members, label, root)
            for member in members:
                self.badges[id_of(achievement, number, member)] = Badge(now, start, end, start, evidence=root)
        return refused

    def claim(self, claim: Claim, now: int) -> set[str]:
        voucher = claim.voucher
        achievement, cohort = kind_of(voucher.badge_id)
        named, keyed = holder_of(voucher.badge_id), voucher.claim_key != NOBODY
        holder = claim.sender if claim.holder == NOBODY else claim.holder
        deadlines = [voucher.deadline]
        digests = [claim.digest]
        if claim.root is not None:
            deadlines.append(claim.root_deadline)
            digests.append(claim.root)
        refused = set() if claim.signed_by_issuer else {"SignatureInvalid"}
        if keyed or holder != claim.sender:
            deadlines.append(claim.consent_deadline)
            refused |= {"AchievementUnknown"} if achievement not in self.achievements else set()
            unsigned = (keyed and not claim.signed_by_key) or (holder != claim.sender and not claim.signed_by_holder)
            refused |= {"SignatureInvalid"} if unsigned else set()
        refused |= {"DeadlinePassed"} if any(now > deadline for deadline in deadlines) else set()
        refused |= {"VoucherSpent"} if any((voucher.issuer, one) in self.spent for one in digests) else set()
        refused |= {"HolderMismatch"} if named != (NOBODY if keyed else holder) else set()
        refused |= self._not_issuer(voucher.issuer, achievement)

        badge_id = id_of(achievement, cohort, holder)
        badge = self.badges.get(badge_id)
        award = badge.award if badge else 0
        refused |= {"AwardMismatch"} if voucher.award != award else set()
        if badge and badge.lives:
            renews = voucher.end and not (voucher.start or any(voucher.evidence) or keyed)
            refused |= set() if renews else {"NotARenewal"}
            refused |= {"WitnessRefused"} if claim.witnesses else set()
            return refused | self._renew(badge_id, voucher.end, now, only_ask=bool(refused))

        refused |= self._closed(achievement)
        if achievement not in self.achievements:
            return refused
        refused |= {"CohortClosed"} if cohort else set()
        refused |= self._unmet(achievement, holder, claim.witnesses, now)
        refused |= self._create(
            badge_id, award, voucher.start, voucher.end, voucher.evidence, now, only_ask=bool(refused)
        )
        if not refused and keyed:
            self.spent.add((voucher.issuer, claim.digest))
        return refused

    def cancel(self, caller: int, digest: object) -> set[str]:
        if (caller, digest) in self.spent:
            return {"VoucherSpent"}
        self.spent.add((caller, digest))
        return set()

    # ───────────────────────────────────── renewing, ending ──────────────────────────────────────

    def renew(self, caller: int, badge_id: int, end: int, now: int) -> set[str]:
        refused = self._not_issuer(caller, kind_of(badge_id)[0])
        return refused | self._renew(badge_id, end, now, only_ask=bool(refused))

    def renew_cohort(self, caller: int, achievement: int, number: int, end: int, now: int) -> set[str]:
        refused = self._not_issuer(caller, achievement)
        cohort = self.cohorts.get((achievement, number))
        if cohort is None:
            unknown = "CohortUnknown" if achievement in self.achievements else "AchievementUnknown"
            return refused | {unknown, "CohortUnknown"}
        wrong, end = self._later_end(achievement, cohort.start, cohort.end, end, now)
        refused |= wrong
        if not refused:
            cohort.since = now if is_over(cohort.end, now) else cohort.since
            cohort.end = end
            for member in cohort.members:
                badge = self.badges[id_of(achievement, number, member)]
                if badge.lives:
                    badge.renew(end, now)
        return refused

    def revoke(self, caller: int, badge_id: int, now: int) -> set[str]:
        refused = self._not_issuer(caller, kind_of(badge_id)[0])
        return refused | self._finish(badge_id, Status.REVOKED, now, only_ask=bool(refused))

    def renounce(self, caller: int, badge_id: int, now: int) -> set[str]:
        refused = set() if caller == holder_of(badge_id) else {"NotHolder"}
        return refused | self._finish(badge_id, Status.RENOUNCED, now, only_ask=bool(refused))

    def renounce_by_signature(self, signer: int, badge_id: int, award: int, now: int) -> set[str]:
        badge = self.badges.get(badge_id)
        refused = set() if signer == holder_of(badge_id) else {"SignatureInvalid"}
        refused |= {"AwardMismatch"} if award != (badge.award if badge else 0) else set()
        return refused | self._finish(badge_id, Status.RENOUNCED, now, only_ask=bool(refused))

    # ──────────────────────────────────────── the parts ──────────────────────────────────────────

    def _closed(self, achievement: int) -> set[str]:
        if achievement not in self.achievements:
            return {"AchievementUnknown"}
        return {"AchievementIsRetired"} if self.achievements[achievement].retired else set()

    def _not_issuer(self, account: int, achievement: int) -> set[str]:
        return set() if self.is_issuer(account, achievement) else {"NotIssuer"}

    def _is_claim_only(self, achievement: int) -> bool:
        terms = self.achievements[achievement]
        return terms.claim_only or terms.burn_auth not in RENOUNCEABLE

    def _unmet(self, achievement: int, holder: int, witnesses: Sequence[int], now: int) -> set[str]:
        requirements = self.achievements[achievement].requirements
        kinds = {kind for requirement in requirements for kind in requirement.kinds}
        sound = list(witnesses) == sorted(set(witnesses)) and all(
            kind_of(one)[0] in kinds
            and kind_of(one)[1]
            and holder_of(one) == holder
            and self.status(one, now) == Status.ACTIVE
            for one in witnesses
        )
        refused = set() if sound else {"WitnessRefused"}
        mine = [one for one in witnesses if holder_of(one) == holder]
        met = all(self.count(one, holder, now, mine) >= one.needed for one in requirements)
        return refused | (set() if met else {"RequirementUnmet"})

    def _latest(self, achievement: int, start: int, now: int) -> int:
        validity = self.achievements[achievement].validity
        return max(now, start) + validity if validity else NEVER

    def _end(self, achievement: int, start: int, end: int, now: int) -> tuple[set[str], int]:
        latest = self._latest(achievement, start, now)
        if latest != NEVER and end > latest:
            return {"EndTooLate"}, end
        return set(), end or min(latest, LAST)

    def _term(self, achievement: int, start: int, end: int, now: int) -> tuple[set[str], int, int]:
        start = start or now
        refused, end = self._end(achievement, start, end, now)
        if end != NEVER and end <= start:
            refused |= {"EndNotAfterStart"}
        return refused, start, end

    def _later_end(self, achievement: int, start: int, present: int, end: int, now: int) -> tuple[set[str], int]:
        refused, end = self._end(achievement, start, end, now)
        moves = present != NEVER and (end == NEVER or (end > present and end > now))
        return refused | (set() if moves else {"EndNotLater"}), end

    def _create(
        self, badge_id: int, award: int, start: int, end: int, evidence: bytes, now: int, *, only_ask: bool
    ) -> set[str]:
        refused, start, end = self._term(kind_of(badge_id)[0], start, end, now)
        if not refused and not only_ask:
            self.badges[badge_id] = Badge(now, start, end, start, award, evidence)
        return refused

    def _renew(self, badge_id: int, end: int, now: int, *, only_ask: bool) -> set[str]:
        badge = self.badges.get(badge_id)
        if badge is None or not badge.lives:
            return {"ERC721NonexistentToken"}
        refused, end = self._later_end(kind_of(badge_id)[0], badge.start, badge.end, end, now)
        if not refused and not only_ask:
            badge.renew(end, now)
        return refused

    def _finish(self, badge_id: int, how: Status, now: int, *, only_ask: bool) -> set[str]:
        badge = self.badges.get(badge_id)
        if badge is None or not badge.lives:
            return {"ERC721NonexistentToken"}
        allowed = REVOCABLE if how == Status.REVOKED else RENOUNCEABLE
        if self.achievements[kind_of(badge_id)[0]].burn_auth not in allowed:
            return {"BurnRefused"}
        if not only_ask:
            badge.finish(how, now)
        return set()
