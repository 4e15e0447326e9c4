"""Why a credential of Open Badges is refused, or cannot be made.

Times are Unix seconds, badges CAIP-19 names. What a stranger wrote is shown as a shortened `repr`.
"""

from dataclasses import dataclass
from typing import ClassVar

from ._base import StatedError
from ._verification import VerificationError


@dataclass(eq=False)
class CredentialError(VerificationError):
    """A credential is refused, and the class is the reason."""


@dataclass(eq=False)
class CredentialMalformedError(CredentialError, ValueError):
    """Not a credential as this library makes them."""

    problem: str
    says: ClassVar[str] = "not a credential of a badge: {problem:.300}; hand it over as it was exported"


@dataclass(eq=False)
class CredentialUnlistedError(CredentialError):
    """The credential is about a badge of a collection that the verifier did not list, so it counts for nothing."""

    badge: str
    trusted: tuple[str, ...]
    says: ClassVar[str] = "{badge} is of a collection that is not trusted; trusted: {trusted:list}"


@dataclass(eq=False)
class CredentialSignatureError(CredentialError):
    """The credential was not signed by its issuer's key, or was edited afterwards."""

    issuer: str
    says: ClassVar[str] = "the key {issuer:.120} did not sign this credential as it stands; ask for a new export"


@dataclass(eq=False)
class KeyBindingMalformedError(CredentialError, ValueError):
    """What should bind a key to a collection is nothing of the kind."""

    problem: str
    says: ClassVar[str] = "not a binding of a key: {problem:.300}; make it with `bind_key` and keep it unchanged"


@dataclass(eq=False)
class KeyBindingMismatchError(CredentialError):
    """The binding is about another key or another collection than the credential."""

    expected: str
    found: str
    says: ClassVar[str] = (
        "the binding is about {found:.160}, the credential about {expected:.160}; ask for a new export"
    )


@dataclass(eq=False)
class KeyBindingSignatureError(CredentialError):
    """The account did not say that the key signs for the collection."""

    account: str
    says: ClassVar[str] = "{account} did not bind this key to the collection; do not believe the credential"


@dataclass(eq=False)
class KeyBindingNotYetValidError(CredentialError):
    """The binding bears a date to come."""

    issued_at: int
    now: int
    says: ClassVar[str] = "the key's binding is dated {issued_at:time}, it is {now:time}; set the clocks right, or wait"


@dataclass(eq=False)
class KeyBindingExpiredError(CredentialError):
    """The key no longer signs for the collection: `expires_at` is the first second in which it does not."""

    expires_at: int
    now: int
    says: ClassVar[str] = "the key's binding expired at {expires_at:time}, it is {now:time}; ask for a new export"


@dataclass(eq=False)
class KeyNotIssuersError(CredentialError):
    """The account that vouches for the key is neither the collection's owner nor an issuer of this achievement."""

    account: str
    collection: str
    achievement: str
    says: ClassVar[str] = (
        "{account} is neither the owner of {collection} nor an issuer of {achievement:.80} there, so the key that it "
        "bound counts for nothing; have a present issuer export the credential"
    )


@dataclass(eq=False)
class CredentialHolderError(CredentialError):
    """The credential names somebody else than the badge's holder."""

    badge: str
    claimed: str
    holder: str
    says: ClassVar[str] = "the credential is about {claimed:.120}, but {badge} is held by {holder}; refuse it"


@dataclass(eq=False)
class CredentialRevokedError(CredentialError):
    """The badge was revoked."""

    badge: str
    ended_at: int
    says: ClassVar[str] = "{badge} was revoked at {ended_at:time}; the credential is void"


@dataclass(eq=False)
class CredentialRenouncedError(CredentialError):
    """The holder gave the badge up."""

    badge: str
    ended_at: int
    says: ClassVar[str] = "{badge} was renounced by its holder at {ended_at:time}; the credential is void"


@dataclass(eq=False)
class CredentialExpiredError(CredentialError):
    """The badge has expired: `end_time` is the first second in which it no longer counts."""

    badge: str
    end_time: int
    now: int
    says: ClassVar[str] = "{badge} expired at {end_time:time}, it is {now:time}; have it renewed and exported anew"


@dataclass(eq=False)
class CredentialClaimError(CredentialError):
    """The chain says otherwise: `claim` is the place in the credential."""

    claim: str
    claimed: object
    found: object
    says: ClassVar[str] = (
        "{claim} is {claimed!r:.160} in the credential, but {found!r:.160} on the chain: it was never so, or the badge "
        "has changed since; ask for a new export"
    )


@dataclass(eq=False)
class KeyUnboundError(StatedError, ValueError):
    """A credential cannot be signed: nobody has bound the key to the badge's collection."""

    key: str
    collection: str
    says: ClassVar[str] = "the key {key} is not bound to {collection}; have an issuer sign a binding with `bind_key`"
