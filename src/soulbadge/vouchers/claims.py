"""Claims: everything about a voucher that can be checked before it is sent, each reason with a name of its own.

>>> preview = check_claim(badges, link.signed, holder)
>>> preview.achievement.name, preview.burn_auth.name
('Administrator', 'OwnerOnly')
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from soulbadge.errors import (
    KeyNeededError,
    SoulbadgeError,
    ValueInvalidError,
    VoucherElsewhereError,
)
from soulbadge.forms.json import Value
from soulbadge.forms.strict_json import parse_strictly
from soulbadge.ids import ZERO_ADDRESS, parse_address

from .claim_checks import ClaimPreview, VoucherCheck, is_spent
from .links import ClaimLink
from .signed import Consent, SignedVoucher, TypedSigner, consent, normalised

if TYPE_CHECKING:
    from soulbadge.contract import Collection

__all__ = [
    "ClaimPreview",
    "ClaimRequest",
    "check_claim",
    "digest_to_cancel",
    "is_spent",
    "parse_claim",
    "request_claim",
]

_MOST_TEXT = 65_536


@dataclass(frozen=True, slots=True)
class ClaimRequest(Value):
    """A voucher with its holder's word: what a relayer sends and pays for. Holds no key."""

    signed: SignedVoucher
    consent: Consent


def parse_claim(text: str) -> SignedVoucher | ClaimLink | ClaimRequest:
    """Whatever a holder or a relayer was given: a claim link, a voucher or a request as JSON.

    Raises:
        ClaimLinkError: It is a link that is not whole.
        ValueInvalidError: It is neither of them, or something in it has the wrong form.
        AddressInvalidError: An address in it is none.
    """
    given = text.strip()
    if not given.startswith("{"):
        return ClaimLink.parse(given)
    try:
        data = parse_strictly(given, _MOST_TEXT)
        if "consent" in data:
            request = ClaimRequest.from_json(data)
            return ClaimRequest(normalised(request.signed), _normalised_consent(request.consent))
        return normalised(SignedVoucher.from_json(data))
    except SoulbadgeError:
        raise
    except ValueError as error:
        raise ValueInvalidError("claim", str(error)) from error


def check_claim(
    collection: "Collection",
    signed: SignedVoucher,
    holder: str,
    *,
    word: Consent | None = None,
    sender: str | None = None,
    block: int | None = None,
) -> ClaimPreview:
    """Everything that the contract will ask, asked beforehand, all as of one block. Nothing is sent.

    Args:
        collection: Which should honour the voucher.
        signed: The voucher.
        holder: Who collects.
        word: The consent that will go with it; None to look at the voucher alone, before anybody consents.
        sender: Who will send it; None for the holder.
        block: Number; None for the latest.

    Raises:
        VoucherElsewhereError: It is of another collection or chain.
        DeadlinePassedError: Of the voucher, of its root, or of the consent.
        VoucherSpentError: It or its root was cancelled, or its claim key used.
        ProofMalformedError: Its path fits no tree of so many vouchers.
        SignatureInvalidError: The issuer's, the holder's or the claim key's; `signer` says whose. A path that leads
            elsewhere is the issuer's.
        HolderMismatchError: It is for somebody else.
        KeyNeededError: The claim key's signature is missing.
        NotIssuerError: The issuer may not issue this achievement, or no longer.
        AwardMismatchError, BadgeHasEndedError: The badge has ended since, or had not.
        NotARenewalError, EndNotLaterError: The badge exists and is not renewed by it.
        AchievementNotFoundError, AchievementIsRetiredError, CohortClosedError: There can be no such badge (any more).
        RequirementUnmetError: The holder lacks another badge; `missing` names it.
        EndNotAfterStartError, EndTooLateError: The terms do not allow these times.
    """
    signed, holder = normalised(signed), parse_address(holder)
    if (signed.chain_id, signed.collection) != (collection.chain_id, collection.address):
        raise VoucherElsewhereError(signed.collection, signed.chain_id, collection.address, collection.chain_id)
    block = collection.node.block_number() if block is None else block
    check = VoucherCheck(collection, signed, holder, block)
    check.signature()
    check.holder()
    achievement = collection.achievement(signed.voucher.badge_id >> 208, block=block)
    if word is not None:
        check.consent(word, achievement.terms.burn_auth, sender or holder)
    return check.badge(achievement)


def request_claim(
    collection: "Collection", what: SignedVoucher | ClaimLink, holder: TypedSigner, deadline: int
) -> ClaimRequest:
    """Sign a claim, so that somebody else can send it and pay.

    The holder's signature names voucher, holder, who may end the badge, and the deadline, so a relayer can do nothing
    else with it.

    Args:
        collection: Which should honour it.
        what: What the issuer gave.
        holder: Who collects, and signs.
        deadline: Last second in which the relayer can send it, Unix seconds.

    Raises:
        SoulbadgeError: As `check_claim`; nothing was signed.
    """
    signed, link = (what.signed, what) if isinstance(what, ClaimLink) else (what, None)
    signed = normalised(signed)
    preview = check_claim(collection, signed, holder.address)
    key = link.account if link else None
    if key is None and signed.voucher.claim_key != ZERO_ADDRESS:
        raise KeyNeededError(signed.voucher.claim_key)
    word = consent(signed, preview.burn_auth, deadline, holder=holder, key=key)
    check_claim(collection, signed, holder.address, word=word, sender=ZERO_ADDRESS, block=preview.block)
    return ClaimRequest(signed, word)


def digest_to_cancel(collection: "Collection", signed: SignedVoucher, issuer: str, *, everything: bool) -> bytes:
    """What `Issuer.cancel` wants, after making sure that the file is what was signed.

    A file that somebody changed leads to a digest that nobody signed: to cancel that would change nothing.

    Args:
        collection: Which honours it.
        signed: The voucher, or any line of a book.
        issuer: Who will cancel it: none but the one who signed can.
        everything: Whether all that this signature made good is meant, not this voucher alone.

    Raises:
        ValueInvalidError: Somebody else signed it.
        VoucherElsewhereError, ProofMalformedError, SignatureInvalidError: The file is not what was signed here.
        VoucherSpentError: It has been cancelled already.
    """
    signed = normalised(signed)
    if (signed.chain_id, signed.collection) != (collection.chain_id, collection.address):
        raise VoucherElsewhereError(signed.collection, signed.chain_id, collection.address, collection.chain_id)
    if signed.voucher.issuer != issuer:
        signer = signed.voucher.issuer
        raise ValueInvalidError("voucher", f"was signed by {signer}, who alone can cancel it, not {issuer}")
    check = VoucherCheck(collection, signed, ZERO_ADDRESS, collection.node.block_number())
    check.signature(dated=False)
    return signed.signed.digest if everything else signed.digest


def _normalised_consent(word: Consent) -> Consent:
    holder = parse_address(word.holder, zero=True)
    return Consent(holder, word.deadline, word.holder_signature, word.key_signature)
