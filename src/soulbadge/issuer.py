"""Writing: what owners and issuers send.

    >>> issuer = Issuer(badges, account)
    >>> issuer.issue("cka", holder).badge_id

Everything is checked before anything is sent: the call is simulated first, so a refusal costs nothing and arrives as an
exception that says why. `dry_run=True` goes up to there. Each transaction is awaited.
"""

from collections.abc import Iterable
from typing import Any

from eth_utils.crypto import keccak

from . import ids
from ._writer import Writer, receipt_fields
from .chain import structs
from .chain.sender import Sent
from .cohorts import pack_members
from .contract import Collection
from .errors import AddressInvalidError, HolderInvalidError, RequirementUnmetError, ValueInvalidError
from .ids import ZERO_ADDRESS, parse_address
from .models import (
    NO_EVIDENCE,
    AchievementReceipt,
    CohortReceipt,
    IssueReceipt,
    Prerequisite,
    Profile,
    Receipt,
    Terms,
)

_CREATED = keccak(text="AchievementCreated(uint256,string)")
_HASH = 32


class Issuer(Writer):
    """Somebody who issues the badges of a collection, or owns it.

    Args:
        collection: From `connect`.
        signer: Whoever has `address` and `sign_transaction` as eth-account's `LocalAccount` has them.
        timeout: Seconds to wait for a transaction to get into a block.
    """

    # ─────────────────────────────────────────── issuers ─────────────────────────────────────────────

    def issue(
        self,
        achievement: int | str,
        holder: str,
        *,
        start: int | None = None,
        end: int | None = None,
        evidence: bytes | None = None,
        dry_run: bool = False,
    ) -> IssueReceipt:
        """Issue one badge.

        Args:
            achievement: Slug or number of what is awarded.
            holder: To whom.
            start: Unix seconds, the first in which it counts; None for now. May lie in the past or in the future.
            end: Unix seconds, the first in which it no longer counts; None for the achievement's default.
            evidence: A 32-byte commitment to private facts.
            dry_run: Send nothing.

        Raises:
            AddressInvalidError, HolderInvalidError: Nobody can hold a badge there.
            AchievementNotFoundError: There is no such achievement; the error lists those that there are.
            NotIssuerError: The signer may not issue it.
            BadgeExistsError: The holder has it already.
            RequirementUnmetError: The holder lacks another badge; `missing` names it by slug.
            RefusedError: Any other reason of the contract.
            NoFundsError: The signer cannot pay for gas.
        """
        account = _holder(holder)
        number = self._collection.achievement_id(achievement)
        badge_id = ids.badge_id(number, 0, account)
        commitment = _commitment(evidence)
        try:
            witnesses = self._collection.eligibility(account, number).witnesses
            function, arguments = issue_call(badge_id, start or 0, end or 0, commitment, witnesses)
            sent = self._transact(function, *arguments, dry_run=dry_run)
        except RequirementUnmetError as error:
            raise explained(self._collection, error, account) from error
        return IssueReceipt(*receipt_fields(sent.receipt), badge_id)

    def issue_cohort(
        self,
        achievement: int | str,
        holders: Iterable[str],
        label: str,
        *,
        number: int | None = None,
        start: int | None = None,
        end: int | None = None,
        evidence_root: bytes | None = None,
        dry_run: bool = False,
    ) -> CohortReceipt:
        """Issue badges to many on one occasion, in one transaction: all or nothing.

        Args:
            achievement: Slug or number of what is awarded; one without requirements.
            holders: To whom, 1 to 1,200 addresses in any order.
            label: What the occasion is called.
            number: The cohort's number, where it is known: sent again with the same, nothing is issued. By default the
                next one.
            start: Unix seconds; None for now.
            end: Unix seconds; None for the achievement's default.
            evidence_root: Root of a `MerkleTree` over `evidence_leaf`s.
            dry_run: Send nothing.

        Raises:
            ValueInvalidError, AddressInvalidError: The holders are not what a cohort takes.
            CohortOutOfOrderError: It has been issued, or one before it has not.
            RefusedError: Any other reason of the contract.
        """
        members = pack_members(holders)
        found = self._collection.achievement(achievement)
        number = found.cohorts + 1 if number is None else number
        root = _commitment(evidence_root)
        arguments = (found.achievement_id, number, label, start or 0, end or 0, root, members)
        sent = self._transact("issueCohort", *arguments, dry_run=dry_run)
        return CohortReceipt(*receipt_fields(sent.receipt), number)

    def renew_cohort(
        self, achievement: int | str, number: int, end: int | None = None, *, dry_run: bool = False
    ) -> Receipt:
        """Move the end of all badges of a cohort that have not ended: Unix seconds, or None for the default."""
        achievement_id = self._collection.achievement_id(achievement)
        return self._transact("renewCohort", achievement_id, number, end or 0, dry_run=dry_run).receipt

    def cancel(self, digest: bytes, *, dry_run: bool = False) -> Receipt:
        """Make a voucher or a root that the signer signed useless, for ever. Raises `VoucherSpentError`."""
        return self._transact("cancel", digest, dry_run=dry_run).receipt

    def renew(self, badge_id: int, end: int | None = None, *, dry_run: bool = False) -> Receipt:
        """Move a badge's end to a later one: Unix seconds, or None for the achievement's default from now."""
        return self._transact("renew", badge_id, end or 0, dry_run=dry_run).receipt

    def revoke(self, badge_id: int, *, dry_run: bool = False) -> Receipt:
        """End a badge whose terms let issuers do so; for good. Raises `BurnRefusedError`."""
        return self._transact("revoke", badge_id, dry_run=dry_run).receipt

    # ──────────────────────────────────────────── owner ──────────────────────────────────────────────

    def create_achievement(self, terms: Terms, *, dry_run: bool = False) -> AchievementReceipt:
        """Create an achievement, its terms fixed for ever. Only the owner.

        Local prerequisites may be named by slug; one that names the new achievement itself (in a tier) may, too.

        Raises:
            AchievementNotFoundError: A prerequisite does not exist yet.
            SlugTakenError, RefusedError: The contract's reasons.
        """
        resolved = resolve(self._collection, terms)
        arguments = structs.from_terms(resolved)
        expected = self._collection.call("createAchievement", arguments, sender=self.address)
        sent = self._transact("createAchievement", arguments, dry_run=dry_run)
        return AchievementReceipt(*receipt_fields(sent.receipt), _created(sent) or int(expected))

    def retire_achievement(self, achievement: int | str, *, dry_run: bool = False) -> Receipt:
        """Stop new badges of an achievement, for ever; badges that exist are untouched. Only the owner."""
        number = self._collection.achievement_id(achievement)
        return self._transact("retireAchievement", number, dry_run=dry_run).receipt

    def appoint_issuer(self, account: str, achievement: int | str | None = None, *, dry_run: bool = False) -> Receipt:
        """Let an account issue one achievement, or with None everything. Only the owner."""
        number = 0 if achievement is None else self._collection.achievement_id(achievement)
        return self._transact("appointIssuer", parse_address(account), number, dry_run=dry_run).receipt

    def dismiss_issuer(self, account: str, *, dry_run: bool = False) -> Receipt:
        """Take every scope from an issuer, and its unclaimed vouchers, for ever. Only the owner."""
        return self._transact("dismissIssuer", parse_address(account), dry_run=dry_run).receipt

    def set_profile(self, profile: Profile, *, dry_run: bool = False) -> Receipt:
        """Change how the issuer presents itself. Only the owner."""
        return self._transact("setProfile", structs.from_profile(profile), dry_run=dry_run).receipt


def issue_call(
    badge_id: int, start: int, end: int, evidence: bytes, witnesses: tuple[int, ...]
) -> tuple[str, tuple[Any, ...]]:
    """The function that issues a badge, and its arguments: witnesses have one of their own."""
    if witnesses:
        return "issueWithWitnesses", (badge_id, start, end, evidence, witnesses)
    return "issue", (badge_id, start, end, evidence)


def resolve(collection: Collection, terms: Terms) -> Terms:
    """The same terms, each local prerequisite that has a slug with its number.

    Raises:
        AchievementNotFoundError: A prerequisite does not exist yet.
    """
    slugs = {kind.slug for kind in structs.local_prerequisites(terms) if kind.slug}
    if not slugs:
        return terms
    known = {each.slug: each.achievement_id for each in collection.achievements()}
    known.setdefault(terms.slug, len(known) + 1)  # a tier may name its own achievement: this very badge
    return structs.with_ids(terms, {slug: known.get(slug) or collection.achievement_id(slug) for slug in slugs})


def explained(collection: Collection, refused: RequirementUnmetError, holder: str) -> RequirementUnmetError:
    """The same refusal with the achievement, the holder and what is missing filled in, by slug."""
    achievement = collection.achievement(refused.achievement_id)
    requirement = achievement.terms.requirements[refused.index]
    kinds = requirement.prerequisites
    # Where all are needed, those that are not held; where some of several would do, all that would.
    every = requirement.needed == len(kinds)
    missing = tuple(text(kind) for kind in kinds if not (every and _is_held(collection, kind, holder)))
    return RequirementUnmetError(
        refused.achievement_id, refused.index, refused.needed, refused.held, achievement.slug, holder, missing
    )


def text(kind: Prerequisite) -> str:
    """A prerequisite as people read it: its slug, or its source and id, and how long it must have been held."""
    what = kind.slug or f"{kind.id} of {kind.source}"
    return f"{what} held for {kind.held_for} s" if kind.held_for else what


def _is_held(collection: Collection, kind: Prerequisite, holder: str) -> bool:
    # What must have been held for long, or stands elsewhere, is named whether or not it is held.
    return kind.source == ZERO_ADDRESS and not kind.held_for and collection.holds(holder, kind.id)


def _holder(text: str) -> str:
    try:
        return parse_address(text)
    except AddressInvalidError as error:
        if text.lower() == ZERO_ADDRESS:
            raise HolderInvalidError(text) from error
        raise


def _commitment(evidence: bytes | None) -> bytes:
    if evidence is None:
        return NO_EVIDENCE
    if len(evidence) != _HASH:
        raise ValueInvalidError("evidence", f"expected {_HASH} bytes, found {len(evidence)}")
    return evidence


def _created(sent: Sent) -> int | None:
    """The number that the new achievement got: another one may have been created since the simulation."""
    for log in sent.logs:
        topics = [bytes(topic) for topic in log["topics"]]
        if topics and topics[0] == _CREATED:
            return int.from_bytes(topics[1], "big")
    return None
