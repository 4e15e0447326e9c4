"""Whether a share says true, to whom it is for, now."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from soulbadge import ids, siwe
from soulbadge.errors import (
    ChainMovedError,
    ExpiryMismatchError,
    MalformedShareError,
    PolicyUnclearError,
    UnlistedIssuerError,
    ValueInvalidError,
)
from soulbadge.evidence.checks import check_evidence
from soulbadge.policy import Held
from soulbadge.proofs.answers import Answer, read_answer
from soulbadge.proofs.challenges import Clock, system_clock
from soulbadge.proofs.verification import see
from soulbadge.sharing.shares import Share, challenge_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from soulbadge.contract import Collection


@dataclass(frozen=True, slots=True)
class CheckedShare:
    """A share that says true. It tells of one block, and nothing about later.

    Attributes:
        holder: Who shares.
        chain_id: EIP-155 chain that was read.
        badges: The badges of trusted collections, all ACTIVE.
        facts: What was disclosed, by the CAIP-19 name of the badge that it is behind: names and values.
        block_number: The block in which everything was read.
        block_hash: Its hash.
        checked_at: When, by the checker's clock, Unix seconds.
        expires_at: The first second in which the share counts no longer, Unix seconds.
        unlisted: CAIP-19 names of badges of other collections, of which nothing is known.
    """

    holder: str
    chain_id: int
    badges: tuple[Held, ...]
    facts: dict[str, dict[str, Any]]
    block_number: int
    block_hash: str
    checked_at: int
    expires_at: int
    unlisted: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For `json.dumps`."""
        return {
            "holder": self.holder,
            "chain_id": self.chain_id,
            "badges": [each.to_json() for each in self.badges],
            "facts": self.facts,
            "block_number": self.block_number,
            "block_hash": self.block_hash,
            "checked_at": self.checked_at,
            "expires_at": self.expires_at,
            "unlisted": list(self.unlisted),
        }


def check_share(
    share: Share, audience: str, collections: "Iterable[Collection]", *, now: Clock = system_clock
) -> CheckedShare:
    """Check a share. It can be checked any number of times, until it expires or whoever serves it has deleted it.

    Args:
        share: From `Share.parse`.
        audience: The domain of *whoever checks*, never one that came with the share.
        collections: The collections that are trusted; no default. Badges of others are reported, and never count.
        now: The clock.

    Raises:
        VerificationError: The share is refused; the subclass says why. For another audience: DomainMismatchError; with
            other facts than were signed: StatementMismatchError; with facts that no issuer committed to:
            EvidenceMismatchError.
        PolicyUnclearError: No collection is trusted.
        ChainError: The chain could not be read, so nothing was decided.
    """
    by_chain = list(collections)
    if not by_chain:
        raise PolicyUnclearError("no collection is trusted; list those whose badges count")
    answer = _answer(share, audience, now())
    trusted: dict[str, Collection] = {one.address: one for one in by_chain if one.chain_id == answer.message.chain_id}
    if not any(name.address in trusted for name in answer.names):
        names = tuple(ids.caip19(*name) for name in answer.names)
        raise UnlistedIssuerError(names, tuple(trusted), "a badge of a trusted collection")
    seen = see(answer, trusted, expired_too=False, now=now)
    facts: dict[str, dict[str, Any]] = {}
    for each in share.disclosures:
        name = ids.parse_caip19(each.badge)
        if name.address in trusted:
            checked = check_evidence(each, trusted[name.address], name.badge_id, block=seen.block.number)
            facts[ids.caip19(*name)] = checked.facts
    if facts and next(iter(trusted.values())).node.block_at(seen.block.number) != seen.block:
        raise ChainMovedError(seen.block.number)
    checked_at = now()
    answer.must_be_timely(checked_at)
    return CheckedShare(
        holder=answer.holder,
        chain_id=answer.message.chain_id,
        badges=seen.badges,
        facts=facts,
        block_number=seen.block.number,
        block_hash=seen.block.hash,
        checked_at=checked_at,
        expires_at=answer.expires_at,
        unlisted=seen.unlisted,
    )


def _answer(share: Share, audience: str, now: int) -> Answer:
    message = siwe.parse(share.presentation.message)
    if message.expiration_time is None:
        raise ExpiryMismatchError("a moment at which it ends", None)
    times = siwe.instant(message.issued_at).seconds, siwe.instant(message.expiration_time).seconds
    try:
        asked = challenge_of(audience, message.chain_id, message.nonce, times, share.disclosures)
    except ValueInvalidError as error:
        raise MalformedShareError(str(error)) from error
    answer = read_answer(share.presentation, asked, now)
    for each in share.disclosures:
        if ids.parse_caip19(each.badge) not in answer.names:
            raise MalformedShareError(f"facts behind {each.badge} are disclosed, which is not shown")
    return answer
