"""Claiming: what an issuer gave, checked before a wallet is asked, and what the wallet is to send or to sign."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from soulbadge.chain import structs
from soulbadge.chain.artifacts import badges_abi
from soulbadge.errors import PageNotFoundError, ValueInvalidError
from soulbadge.ids import ZERO_ADDRESS, parse_address, split
from soulbadge.vouchers import Consent, SignedVoucher
from soulbadge.vouchers.claims import ClaimPreview, ClaimRequest, check_claim, parse_claim
from soulbadge.vouchers.links import ClaimLink
from soulbadge.vouchers.signed import normalised

from .overview import Issuer, collection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from soulbadge.contract import Collection

    from .site import Site

Found = SignedVoucher | ClaimLink | ClaimRequest

_WEEK: Final = 604_800


@dataclass(frozen=True, slots=True)
class Claim:
    """Something to claim, with the collection that honours it.

    Attributes:
        found: What was given.
        signed: The voucher in it.
        issuer: The collection.
        holder: Who it is for; empty while a claim link has not been told.
    """

    found: Found
    signed: SignedVoucher
    issuer: Issuer
    holder: str

    @property
    def is_relayed(self) -> bool:
        """Whether the holder has signed already, so that anybody may send it."""
        return isinstance(self.found, ClaimRequest)


def read(site: "Site", text: str, holder: str) -> Claim:
    """What somebody pasted.

    Args:
        site: Whose collections honour it.
        text: A claim link, a voucher, or a request for a relayer.
        holder: Who claims; may be empty where the voucher names its holder.

    Raises:
        ClaimLinkError, ValueInvalidError, AddressInvalidError: It is none of them, or malformed.
        PageNotFoundError: It is of a collection that this site does not show.
    """
    found = parse_claim(text)
    signed = normalised(found if isinstance(found, SignedVoucher) else found.signed)
    if signed.chain_id != site.reader.chain_id:
        raise PageNotFoundError(f"voucher of chain {signed.chain_id} (this site reads chain {site.reader.chain_id})")
    issuer = collection(site, signed.collection)
    if isinstance(found, ClaimRequest):
        return Claim(found, signed, issuer, found.consent.holder)
    named = split(signed.voucher.badge_id).holder
    wanted = parse_address(holder.strip()) if holder.strip() else ""
    return Claim(found, signed, issuer, wanted or (named if named != ZERO_ADDRESS else ""))


def preview(site: "Site", claim: Claim) -> ClaimPreview:
    """What claiming would do. Raises whatever `check_claim` does; nothing is sent."""
    word = claim.found.consent if isinstance(claim.found, ClaimRequest) else None
    return _asked(site, claim, word, ZERO_ADDRESS if word else claim.holder)


def transaction(site: "Site", claim: Claim, sender: str) -> dict[str, str]:
    """What a wallet is to send (`eth_sendTransaction`), after everything was checked as the contract will.

    Raises:
        ValueInvalidError: Somebody else's wallet would send it, without the holder's signature.
        SoulbadgeError: Whatever `check_claim` raises.
    """
    pays = parse_address(sender)
    if isinstance(claim.found, ClaimRequest):
        word = claim.found.consent
    elif pays != claim.holder:
        raise ValueInvalidError("wallet", f"{pays} is connected, and the claim is for {claim.holder}; connect that one")
    elif isinstance(claim.found, ClaimLink):
        burn_auth = preview(site, claim).burn_auth
        word = claim.found.consent(burn_auth, claim.signed.voucher.deadline, holder=claim.holder)
    else:
        word = Consent()
    found = _asked(site, claim, word, pays)
    arguments = (*structs.from_signed_voucher(claim.signed), structs.from_consent(word), found.witnesses)
    data = badges_abi().encode("claim", *arguments)
    return {"from": pays, "to": claim.issuer.address, "data": "0x" + data.hex(), "value": "0x0"}


def consent(site: "Site", claim: Claim) -> tuple[str, int]:
    """What the holder signs so that somebody else sends the claim and pays: typed data as JSON, and its deadline.

    Raises:
        SoulbadgeError: Whatever `check_claim` raises; nothing was signed.
    """
    burn_auth = preview(site, claim).burn_auth
    deadline = min(site.now() + _WEEK, claim.signed.voucher.deadline)
    document = claim.signed.consent(claim.holder, burn_auth, deadline).typed_data
    return json.dumps(document, default=_hex), deadline


def request(site: "Site", claim: Claim, deadline: int, signature: str) -> ClaimRequest:
    """The holder's signature made into a document for a relayer, checked as the contract will.

    Raises:
        SignatureInvalidError: It is not the holder's, or not over these terms and this deadline.
        SoulbadgeError: Whatever else `check_claim` raises.
    """
    burn_auth = preview(site, claim).burn_auth
    key_signature = b""
    if isinstance(claim.found, ClaimLink):
        key_signature = claim.found.consent(burn_auth, deadline, holder=claim.holder).key_signature
    word = Consent(claim.holder, deadline, _octets(signature), key_signature)
    _asked(site, claim, word, ZERO_ADDRESS)
    return ClaimRequest(claim.signed, word)


def outcome(site: "Site", transaction: str) -> str:
    """What became of a transaction: `waiting`, `done` or `failed`. Raises `ChainError`."""
    receipt: dict[str, Any] | None = site.reader.ask(lambda every: every[0].node.receipt(transaction))
    if receipt is None:
        return "waiting"
    return "done" if receipt["status"] == 1 else "failed"


def _asked(site: "Site", claim: Claim, word: Consent | None, sender: str) -> ClaimPreview:
    def check(every: "Sequence[Collection]") -> ClaimPreview:
        honours = next(each for each in every if each.address == claim.issuer.address)
        return check_claim(honours, claim.signed, claim.holder, word=word, sender=sender)

    return site.reader.ask(check)


def _hex(value: object) -> str:
    assert isinstance(value, bytes)  # noqa: S101 (nothing else in typed data is unknown to JSON)
    return "0x" + value.hex()


def _octets(signature: str) -> bytes:
    try:
        return bytes.fromhex(signature.strip().removeprefix("0x"))
    except ValueError as error:
        raise ValueInvalidError("signature", "expected 0x and hexadecimal digits") from error
