"""Why `verify` refuses a presentation.

Times are Unix seconds, badges CAIP-19 names. What a stranger wrote is shown as a shortened `repr`, so that a message
can go into a log.
"""

from dataclasses import dataclass
from typing import ClassVar

from ._base import StatedError


@dataclass(eq=False)
class VerificationError(StatedError):
    """A presentation is refused, and the class is the reason. No refusal uses the nonce up."""


# ───────────────────────────────────────────── form ──────────────────────────────────────────────


@dataclass(eq=False)
class MalformedMessageError(VerificationError, ValueError):
    """A text, or a field of one, that EIP-4361 does not allow. `where` is the field as the standard calls it."""

    where: str
    expected: str
    found: object
    says: ClassVar[str] = "not an EIP-4361 message: {where} should be {expected}, but is {found!r:.160}"


@dataclass(eq=False)
class MalformedPresentationError(VerificationError, ValueError):
    """A document that is no presentation, or does not name badges as it must."""

    problem: str
    says: ClassVar[str] = "not a presentation: {problem:.300}; make it with `present` and hand it over unchanged"


@dataclass(eq=False)
class MalformedShareError(VerificationError, ValueError):
    """A document that is no share, or shares facts behind badges that it does not show."""

    problem: str
    says: ClassVar[str] = "not a share: {problem:.300}; make it with `share` and hand it over unchanged"


@dataclass(eq=False)
class MalformedSignatureError(VerificationError, ValueError):
    """Not the one encoding of a signature that is accepted: 65 bytes `r ‖ s ‖ v`, s in the lower half, v 27 or 28."""

    problem: str
    says: ClassVar[str] = "not a signature as ERC-191 wallets give it: {problem:.300}"


# ────────────────────────────────── an answer to another challenge ───────────────────────────────


@dataclass(eq=False)
class ChallengeMismatchError(VerificationError):
    """The message answers another challenge: `expected` is what this challenge says, `found` what the message does."""

    expected: object
    found: object
    says: ClassVar[str] = "expected {expected!r:.160}, found {found!r:.160}; sign the challenge that this verifier gave"


@dataclass(eq=False)
class DomainMismatchError(ChallengeMismatchError):
    """Signed for another domain, or another scheme: phishing, or meant for another verifier."""

    says: ClassVar[str] = (
        "signed for {found!r:.160}, but this is {expected!r:.160}; never sign for a domain that you are not visiting"
    )


@dataclass(eq=False)
class UriMismatchError(ChallengeMismatchError):
    """The message is about another URI."""

    says: ClassVar[str] = (
        "the URI is {found!r:.160}, expected {expected!r:.160}; sign the challenge that this verifier gave"
    )


@dataclass(eq=False)
class ChainMismatchError(ChallengeMismatchError):
    """The message, or a badge that it names, belongs to another chain."""

    says: ClassVar[str] = (
        "chain {found} was presented, expected chain {expected}; a challenge is about one chain, "
        "so ask for a challenge of yours"
    )


@dataclass(eq=False)
class NonceMismatchError(ChallengeMismatchError):
    """The message answers another challenge."""

    says: ClassVar[str] = (
        "the nonce is {found!r:.160}, expected {expected!r:.160}; sign the challenge that this verifier gave"
    )


@dataclass(eq=False)
class IssuedAtMismatchError(ChallengeMismatchError):
    """The message bears another time of issue than the challenge. Both as RFC 3339."""

    says: ClassVar[str] = (
        "issued at {found!r:.160}, expected {expected!r:.160}; sign the challenge that this verifier gave"
    )


@dataclass(eq=False)
class ExpiryMismatchError(ChallengeMismatchError):
    """The message bears another expiry than the challenge, or none. Both as RFC 3339."""

    says: ClassVar[str] = (
        "expires at {found!r:.160}, expected {expected!r:.160}; sign the challenge that this verifier gave"
    )


@dataclass(eq=False)
class StatementMismatchError(ChallengeMismatchError):
    """The holder was shown another statement than the challenge's."""

    says: ClassVar[str] = (
        "the statement is {found!r:.160}, expected {expected!r:.160}; sign the challenge that this verifier gave"
    )


@dataclass(eq=False)
class UnaskedFieldError(ChallengeMismatchError):
    """The message has a request id, which no challenge has: nobody would check what it says."""

    says: ClassVar[str] = "the message says more than was asked, a request id {found!r:.160}; leave it out"


# ───────────────────────────────────────────── time ──────────────────────────────────────────────


@dataclass(eq=False)
class PresentationExpiredError(VerificationError):
    """The challenge's time is over: `expires_at` is the first second in which it no longer counts."""

    expires_at: int
    now: int
    says: ClassVar[str] = "expired at {expires_at:time}, it is {now:time}; ask for a new challenge and sign that"


@dataclass(eq=False)
class PresentationNotYetValidError(VerificationError):
    """The message counts from a later moment. `starts_at` is spelled as in the message."""

    starts_at: str
    now: int
    says: ClassVar[str] = "counts from {starts_at:.80}, it is {now:time}; present it later, or set the clocks right"


# ─────────────────────────────────────────── who, what ───────────────────────────────────────────


@dataclass(eq=False)
class SignatureMismatchError(VerificationError):
    """The address did not sign this text: another key did, the text was edited afterwards, or the wallet says no."""

    address: str
    says: ClassVar[str] = (
        "{address} did not sign this text as it stands; present again with that address's key, or by its wallet"
    )


@dataclass(eq=False)
class NotYourBadgeError(VerificationError):
    """A badge of another holder was presented."""

    badge: str
    holder: str
    signer: str
    says: ClassVar[str] = "{badge} belongs to {holder}, not to {signer}; present your own badges only"


@dataclass(eq=False)
class UnlistedIssuerError(VerificationError):
    """What counts is not enough, and `badges` are of collections that the verifier did not list.

    Those count for nothing, whatever they say of themselves. `missing` says in words what the policy lacks.
    """

    badges: tuple[str, ...]
    trusted: tuple[str, ...]
    missing: str
    says: ClassVar[str] = (
        "from an unlisted issuer, so not counted: {badges:list}; missing: {missing}; "
        "trusted on this chain: {trusted:list}; present badges of these"
    )


@dataclass(eq=False)
class BadgeNotActiveError(VerificationError):
    """A presented badge does not count now. `status` is the status's name, `block` the number of the block asked."""

    badge: str
    status: str
    block: int
    says: ClassVar[str] = "{badge} is {status} as of block {block}, not ACTIVE; leave it out, or have it put right"


@dataclass(eq=False)
class ChainMovedError(VerificationError):
    """The block that was being read has left the chain."""

    block: int
    says: ClassVar[str] = "the chain was reorganised at block {block} while it was read; verify again"


@dataclass(eq=False)
class PolicyUnmetError(VerificationError):
    """All that was presented holds, but the policy demands more. `missing` says what, in words."""

    missing: str
    says: ClassVar[str] = "missing: {missing}; the challenge can still be answered with that as well"


@dataclass(eq=False)
class NonceUsedError(VerificationError):
    """A replay: the challenge has been answered already."""

    nonce: str
    says: ClassVar[str] = "nonce {nonce} has been used, so this is a replay; ask for a new challenge and sign that"


# ──────────────────────────────────────── the verifier's own ─────────────────────────────────────


@dataclass(eq=False)
class PolicyUnclearError(StatedError, ValueError):
    """The verifier's policy or list of collections cannot be meant as it stands; no presentation is at fault."""

    problem: str
    says: ClassVar[str] = "the policy cannot be asked: {problem}"
