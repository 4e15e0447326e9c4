"""Reasons of refusal: claiming, ending, moving."""

from dataclasses import dataclass
from typing import ClassVar

from ._refused import RefusedError


@dataclass(eq=False)
class DeadlinePassedError(RefusedError):
    """The deadline of a voucher, root or consent has passed, or is 0. Unix seconds."""

    deadline: int
    signature: ClassVar[str] = "DeadlinePassed(uint256)"
    says: ClassVar[str] = "the deadline has passed ({deadline:time}); ask for a new one"


@dataclass(eq=False)
class AwardMismatchError(RefusedError):
    """The voucher names another award than the record."""

    badge_id: int
    award: int
    expected: int
    signature: ClassVar[str] = "AwardMismatch(uint256,uint16,uint16)"
    says: ClassVar[str] = (
        "the voucher for {badge_id:badge} names award {award}, the record says {expected}; ask the issuer for a new one"
    )


@dataclass(eq=False)
class VoucherSpentError(RefusedError):
    """The signer cancelled the voucher or root, or its claim key has been used."""

    digest: bytes
    signature: ClassVar[str] = "VoucherSpent(bytes32)"
    says: ClassVar[str] = "this voucher was used or cancelled; ask the issuer for a new one"


@dataclass(eq=False)
class NotARenewalError(RefusedError):
    """The badge exists and the voucher does not renew it."""

    badge_id: int
    signature: ClassVar[str] = "NotARenewal(uint256)"
    says: ClassVar[str] = (
        "{badge_id:badge} exists, and a voucher that renews it has a later explicit end, no start, no evidence and "
        "no claim key"
    )


@dataclass(eq=False)
class CohortClosedError(RefusedError):
    """A voucher would create a badge inside a cohort."""

    badge_id: int
    signature: ClassVar[str] = "CohortClosed(uint256)"
    says: ClassVar[str] = "{badge_id:badge} would join a cohort after the event; a voucher can only renew there"


@dataclass(eq=False)
class SignatureInvalidError(RefusedError):
    """A signature is not that of `signer` over `digest`."""

    signer: str
    digest: bytes
    signature: ClassVar[str] = "SignatureInvalid(address,bytes32)"
    says: ClassVar[str] = (
        "the signature is not that of {signer}; was anything changed after signing, or another chain meant?"
    )


@dataclass(eq=False)
class ProofMalformedError(RefusedError):
    """The path is not one of a tree of `count` leaves, or fields stand without a path."""

    length: int
    count: int
    signature: ClassVar[str] = "ProofMalformed(uint256,uint256)"
    says: ClassVar[str] = (
        "a path of {length} steps fits no tree of {count} vouchers; use the file as the issuer gave it"
    )


@dataclass(eq=False)
class HolderMismatchError(RefusedError):
    """The claimant is not the holder whom the voucher names."""

    claimant: str
    holder: str
    signature: ClassVar[str] = "HolderMismatch(address,address)"
    says: ClassVar[str] = "the voucher is for {holder}, not for {claimant}"


@dataclass(eq=False)
class BurnRefusedError(RefusedError):
    """The terms do not let issuers (revoke) or holders (renounce) end the badge. `burn_auth` as in ERC-5484."""

    badge_id: int
    burn_auth: int
    signature: ClassVar[str] = "BurnRefused(uint256,uint8)"
    says: ClassVar[str] = (
        "the terms of {badge_id:badge} do not allow this end (burn authority {burn_auth}: 0 issuer, 1 holder, 2 "
        "both, 3 nobody)"
    )


@dataclass(eq=False)
class NotHolderError(RefusedError):
    """Somebody but the holder renounces."""

    account: str
    badge_id: int
    signature: ClassVar[str] = "NotHolder(address,uint256)"
    says: ClassVar[str] = "{account} is not the holder of {badge_id:badge}, and only the holder can give it up"


@dataclass(eq=False)
class TransferRefusedError(RefusedError):
    """Every ERC-721 transfer: no badge ever moves."""

    badge_id: int
    signature: ClassVar[str] = "TransferRefused(uint256)"
    says: ClassVar[str] = "{badge_id:badge} is soulbound and never moves"


@dataclass(eq=False)
class ApprovalRefusedError(RefusedError):
    """Every ERC-721 approval: one without power only serves phishing."""

    operator: str
    signature: ClassVar[str] = "ApprovalRefused(address)"
    says: ClassVar[str] = "badges never move, so there is nothing to approve {operator} for"


@dataclass(eq=False)
class ERC721NonexistentTokenError(RefusedError):
    """An ERC query asks about a badge that was never issued, or has ended."""

    token_id: int
    signature: ClassVar[str] = "ERC721NonexistentToken(uint256)"
    says: ClassVar[str] = "{token_id:badge} does not exist: never issued, or ended"
