"""One collection as SPEC.md and `IBadges.sol` describe it, in Python, for `test_model.py` to compare with the contract.

Written from those two and not from the contract, and built otherwise on purpose: a cohort's member is a badge
of its own, and renewing a cohort renews each of them. Nothing here knows Brownie or a chain.

Every operation takes the time and says why it is refused: the names of all errors that apply, or an empty set, in which
case it has happened. The specification does not say which of several errors comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from model_state import (
    EVERYTHING,
    LABEL,
    LAST,
    NEVER,
    NOBODY,
    RENOUNCEABLE,
    REVOCABLE,
    Achievement,
    Badge,
    BurnAuth,
    Claim,
    Cohort,
    Requirement,
    State,
    Status,
    Voucher,
    holder_of,
    id_of,
    is_over,
    kind_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "EVERYTHING",
    "NOBODY",
    "Achievement",
    "BurnAuth",
    "Claim",
    "Cohort",
    "Collection",
    "Requirement",
    "Status",
    "Voucher",
    "holder_of",
    "id_of",
    "kind_of",
]


class Collection(State):
    """A collection and everything that anybody can do to it."""

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
