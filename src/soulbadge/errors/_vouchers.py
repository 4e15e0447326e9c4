"""What goes wrong with vouchers, claim links and evidence before a contract is asked."""

from dataclasses import dataclass
from typing import ClassVar

from ._client import InputError
from ._verification import VerificationError


@dataclass(eq=False)
class ClaimLinkError(InputError):
    """A text is no claim link. The message shows nothing of it: it holds a key."""

    problem: str
    says: ClassVar[str] = "this is no claim link: {problem}"


@dataclass(eq=False)
class VoucherElsewhereError(InputError):
    """A voucher, or whatever `what` says, is of another collection or chain than the one at hand."""

    collection: str
    chain_id: int
    here: str
    here_chain_id: int
    what: str = "voucher"
    says: ClassVar[str] = (
        "the {what} is of collection {collection} on chain {chain_id}, not of {here} on chain {here_chain_id}; "
        "connect there"
    )


@dataclass(eq=False)
class KeyNeededError(InputError):
    """A voucher names a claim key, and its signature is not there."""

    key: str
    says: ClassVar[str] = "the voucher names the claim key {key}; use the claim link, which holds it"


@dataclass(eq=False)
class EvidenceMalformedError(InputError):
    """An evidence document or a disclosure is not in its one form; `where` is the place."""

    where: str
    problem: str
    says: ClassVar[str] = "evidence, {where}: {problem}"


@dataclass(eq=False)
class EvidenceMismatchError(VerificationError):
    """What is disclosed is not what the badge's issuer committed to."""

    badge_id: int
    block: int
    says: ClassVar[str] = (
        "this is not the evidence of {badge_id:badge} as of block {block}; ask its holder to disclose again"
    )
