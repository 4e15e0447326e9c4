"""What the contract asks of a claim, one question after the other, in its order (`contracts/badges/Claiming.sol`)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from soulbadge.chain.account_signatures import is_signed_by, is_signed_by_key
from soulbadge.errors import (
    AchievementIsRetiredError,
    AwardMismatchError,
    BadgeHasEndedError,
    CohortClosedError,
    DeadlinePassedError,
    EndNotAfterStartError,
    EndNotLaterError,
    EndTooLateError,
    HolderMismatchError,
    KeyNeededError,
    NotARenewalError,
    NotIssuerError,
    ProofMalformedError,
    RequirementUnmetError,
    SignatureInvalidError,
    VoucherSpentError,
)
from soulbadge.ids import ZERO_ADDRESS, split
from soulbadge.issuer import explained
from soulbadge.models import NO_EVIDENCE, Achievement, Badge, BurnAuth
from soulbadge.reading.views import ask

from .signed import Consent, SignedVoucher

if TYPE_CHECKING:
    from soulbadge.contract import Collection

_MOST_PATH = 32
_MOST_AWARD = (1 << 16) - 1


@dataclass(frozen=True, slots=True)
class ClaimPreview:
    """What a claim will do, as of a block.

    Attributes:
        badge_id: The badge.
        holder: Who will have it.
        achievement: What it is, with its terms.
        renews: Whether the badge exists and only its end will be later.
        start: The first second in which it counts, Unix seconds.
        end: The first second in which it no longer counts; 0 for never.
        witnesses: Badges that prove what is required; `claim` wants them.
        block: The block that all this was read from.
    """

    badge_id: int
    holder: str
    achievement: Achievement
    renews: bool
    start: int
    end: int
    witnesses: tuple[int, ...]
    block: int

    @property
    def burn_auth(self) -> BurnAuth:
        """Who may end the badge: what the holder agrees to."""
        return self.achievement.terms.burn_auth


def is_spent(collection: "Collection", issuer: str, digest: bytes, *, block: int | None = None) -> bool:
    """Whether what an issuer signed under this digest was cancelled, or its claim key used."""
    return bool(ask(collection, "isSpent", issuer, digest, block=block))


class VoucherCheck:
    """One voucher at one block."""

    def __init__(self, collection: "Collection", signed: SignedVoucher, holder: str, block: int) -> None:
        self._collection = collection
        self._signed = signed
        self._holder = holder
        self._block = block
        self._now = int(str(collection.node.block(block)["timestamp"]), 0)

    def signature(self, *, dated: bool = True) -> None:
        """The issuer signed it and has not taken it back; where `dated`, it still works."""
        signed, it, proof = self._signed, self._signed.voucher, self._signed.proof
        what, length = signed.signed, len(proof.path)
        if dated:
            self._deadline(it.deadline)
        self._unspent(it.issuer, signed.digest)
        if length == 0:
            if proof.count or proof.deadline:
                raise ProofMalformedError(0, proof.count)
        else:
            # A complete tree of `count` leaves has them at two neighbouring depths at the most.
            if length > _MOST_PATH or not 1 << (length - 1) < proof.count < 1 << (length + 1):
                raise ProofMalformedError(length, proof.count)
            if dated:
                self._deadline(proof.deadline)
            self._unspent(it.issuer, what.digest)
        if not is_signed_by(self._collection.node, it.issuer, what, signed.signature, self._block):
            raise SignatureInvalidError(it.issuer, what.digest)

    def holder(self) -> None:
        """It is for this holder, or for whoever has the key."""
        voucher = self._signed.voucher
        named = split(voucher.badge_id).holder
        if named != (ZERO_ADDRESS if voucher.claim_key != ZERO_ADDRESS else self._holder):
            raise HolderMismatchError(self._holder, named)

    def consent(self, word: Consent, burn_auth: BurnAuth, sender: str) -> None:
        """The holder wants it, and the claim key lets it go to that holder."""
        key, sends = self._signed.voucher.claim_key, sender == self._holder
        if word.holder not in ({ZERO_ADDRESS, self._holder} if sends else {self._holder}):
            raise HolderMismatchError(sender if word.holder == ZERO_ADDRESS else word.holder, self._holder)
        if key == ZERO_ADDRESS and sends:
            return
        if key != ZERO_ADDRESS and not (word.deadline or word.key_signature):
            raise KeyNeededError(key)  # nobody consented at all
        self._deadline(word.deadline)
        what = self._signed.consent(self._holder, burn_auth, word.deadline)
        node = self._collection.node
        if not sends and not is_signed_by(node, self._holder, what, word.holder_signature, self._block):
            raise SignatureInvalidError(self._holder, what.digest)
        if key != ZERO_ADDRESS and not is_signed_by_key(key, what, word.key_signature):
            raise SignatureInvalidError(key, what.digest)

    def badge(self, achievement: Achievement) -> ClaimPreview:
        """The badge can be written, or renewed."""
        voucher = self._signed.voucher
        badge_id = voucher.badge_id >> 160 << 160 | int(self._holder, 16)
        badge = self._collection.badge(badge_id, block=self._block)
        if not self._collection.is_issuer(voucher.issuer, achievement.achievement_id, block=self._block):
            raise NotIssuerError(voucher.issuer, achievement.achievement_id)
        if voucher.award != badge.award:
            raise AwardMismatchError(badge_id, voucher.award, badge.award)
        witnesses: tuple[int, ...] = ()
        if badge.exists:
            start = badge.start_time
            end = self._renewed(badge, achievement)
        else:
            start = voucher.start_time or self._now
            witnesses = self._witnesses(achievement, badge_id)
            end = self._end(achievement, start)
            if end and end <= start:
                raise EndNotAfterStartError(start, end)
        return ClaimPreview(badge_id, self._holder, achievement, badge.exists, start, end, witnesses, self._block)

    def _renewed(self, badge: Badge, achievement: Achievement) -> int:
        it = self._signed.voucher
        if not it.end_time or it.start_time or it.evidence != NO_EVIDENCE or it.claim_key != ZERO_ADDRESS:
            raise NotARenewalError(badge.badge_id)
        end = self._end(achievement, badge.start_time)
        if badge.end_time == 0 or end <= max(badge.end_time, self._now):
            raise EndNotLaterError(end, badge.end_time)
        return end

    def _witnesses(self, achievement: Achievement, badge_id: int) -> tuple[int, ...]:
        if achievement.retired:
            raise AchievementIsRetiredError(achievement.achievement_id)
        if split(badge_id).cohort:
            raise CohortClosedError(badge_id)
        if self._signed.voucher.award == _MOST_AWARD:
            raise BadgeHasEndedError(badge_id, _MOST_AWARD)
        found = self._collection.eligibility(self._holder, achievement.achievement_id, block=self._block)
        for index, (requirement, held) in enumerate(zip(achievement.terms.requirements, found.held, strict=True)):
            if held < requirement.needed:
                unmet = RequirementUnmetError(achievement.achievement_id, index, requirement.needed, held)
                raise explained(self._collection, unmet, self._holder)
        return found.witnesses

    def _end(self, achievement: Achievement, start: int) -> int:
        end, validity = self._signed.voucher.end_time, achievement.terms.validity
        if not validity:
            return end
        latest = max(start, self._now) + validity
        if end > latest:
            raise EndTooLateError(end, latest)
        return end or min(latest, (1 << 40) - 1)

    def _deadline(self, deadline: int) -> None:
        if self._now > deadline:
            raise DeadlinePassedError(deadline)

    def _unspent(self, issuer: str, digest: bytes) -> None:
        if is_spent(self._collection, issuer, digest, block=self._block):
            raise VoucherSpentError(digest)
