"""Reasons of refusal: achievements and roles."""

from dataclasses import dataclass
from typing import ClassVar

from ._refused import RefusedError


@dataclass(eq=False)
class AchievementUnknownError(RefusedError):
    """No achievement has this number."""

    achievement_id: int
    signature: ClassVar[str] = "AchievementUnknown(uint256)"
    says: ClassVar[str] = (
        "this collection has no achievement number {achievement_id}; `achievements()` lists those that it has"
    )


@dataclass(eq=False)
class AchievementIsRetiredError(RefusedError):
    """The achievement is retired: no new badges, for ever."""

    achievement_id: int
    signature: ClassVar[str] = "AchievementIsRetired(uint256)"
    says: ClassVar[str] = (
        "achievement {achievement_id} is retired and issues no new badges; issue the achievement that took its place"
    )


@dataclass(eq=False)
class SlugInvalidError(RefusedError):
    """The slug is malformed."""

    slug: str
    signature: ClassVar[str] = "SlugInvalid(string)"
    says: ClassVar[str] = "bad slug {slug!r}: use 1 to 64 characters of a-z, 0-9 and '-'"


@dataclass(eq=False)
class SlugTakenError(RefusedError):
    """Another achievement of the collection has the slug."""

    slug: str
    achievement_id: int
    signature: ClassVar[str] = "SlugTaken(string,uint256)"
    says: ClassVar[str] = (
        "achievement {achievement_id} has the slug {slug!r} already; terms are fixed, so choose another slug for "
        "other terms"
    )


@dataclass(eq=False)
class NameMissingError(RefusedError):
    """An achievement, or a tier, has no name."""

    signature: ClassVar[str] = "NameMissing()"
    says: ClassVar[str] = "an achievement or a tier has no name; give it one"


@dataclass(eq=False)
class TermsTooLongError(RefusedError):
    """The terms do not fit into one code blob. Sizes in bytes."""

    size: int
    most: int
    signature: ClassVar[str] = "TermsTooLong(uint256,uint256)"
    says: ClassVar[str] = "the terms take {size} bytes, at most {most} fit; shorten the texts"


@dataclass(eq=False)
class NeededOutOfRangeError(RefusedError):
    """A requirement asks for no badge, or for more than its kinds allow."""

    needed: int
    most: int
    signature: ClassVar[str] = "NeededOutOfRange(uint256,uint256)"
    says: ClassVar[str] = "a requirement needs {needed} badges; it can need 1 to {most}"


@dataclass(eq=False)
class TooManyPrerequisitesError(RefusedError):
    """There are more prerequisites than may be checked."""

    count: int
    most: int
    signature: ClassVar[str] = "TooManyPrerequisites(uint256,uint256)"
    says: ClassVar[str] = "{count} prerequisites are listed, at most {most} can be"


@dataclass(eq=False)
class TooManyTiersError(RefusedError):
    """There are more tiers than may be checked."""

    count: int
    most: int
    signature: ClassVar[str] = "TooManyTiers(uint256,uint256)"
    says: ClassVar[str] = "{count} tiers are listed, at most {most} can be"


@dataclass(eq=False)
class TierIsOngoingError(RefusedError):
    """A requirement of a tier says `ongoing`."""

    tier: int
    signature: ClassVar[str] = "TierIsOngoing(uint256)"
    says: ClassVar[str] = (
        "a requirement of tier {tier} says ongoing; a tier is always asked now, so leave that word out"
    )


@dataclass(eq=False)
class PrerequisiteTwiceError(RefusedError):
    """A requirement lists the same kind twice."""

    source: str
    id: int
    signature: ClassVar[str] = "PrerequisiteTwice(address,uint256)"
    says: ClassVar[str] = "a requirement lists {id} of source {source} twice; list it once"


@dataclass(eq=False)
class PrerequisiteNotEarlierError(RefusedError):
    """A local prerequisite is not one of the achievements 1 to `last`, which exist already."""

    prerequisite_id: int
    last: int
    signature: ClassVar[str] = "PrerequisiteNotEarlier(uint256,uint256)"
    says: ClassVar[str] = (
        "achievement {prerequisite_id} cannot be required, since the last one here is {last}: "
        "create what is required first"
    )


@dataclass(eq=False)
class PrerequisiteNotIndividualError(RefusedError):
    """A local prerequisite that is ongoing or in a tier can be issued by cohort."""

    prerequisite_id: int
    signature: ClassVar[str] = "PrerequisiteNotIndividual(uint256)"
    says: ClassVar[str] = (
        "achievement {prerequisite_id} can be issued by cohort, so it cannot be an ongoing prerequisite or one of a "
        "tier; create it as individual"
    )


@dataclass(eq=False)
class SourceInvalidError(RefusedError):
    """A source has no code, or is this very collection."""

    source: str
    signature: ClassVar[str] = "SourceInvalid(address)"
    says: ClassVar[str] = (
        "{source} cannot be a source: it has no code, or is this collection itself (which is written as zero)"
    )


@dataclass(eq=False)
class OngoingTooDeepError(RefusedError):
    """Ongoing requirements rest on ongoing requirements too often."""

    depth: int
    most: int
    signature: ClassVar[str] = "OngoingTooDeep(uint256,uint256)"
    says: ClassVar[str] = (
        "ongoing requirements are {depth} deep, at most {most} can be; make some of them count at issue only"
    )


@dataclass(eq=False)
class TooManyForeignError(RefusedError):
    """Too many foreign sources would be asked in every `status_of`."""

    count: int
    most: int
    signature: ClassVar[str] = "TooManyForeign(uint256,uint256)"
    says: ClassVar[str] = "{count} foreign sources would be asked for each status, at most {most} can be"


@dataclass(eq=False)
class NotIssuerError(RefusedError):
    """The account may not issue this achievement: never appointed for it, or dismissed."""

    account: str
    achievement_id: int
    signature: ClassVar[str] = "NotIssuer(address,uint256)"
    says: ClassVar[str] = "{account} may not issue achievement {achievement_id}; the owner appoints issuers"


@dataclass(eq=False)
class IssuerIsDismissedError(RefusedError):
    """Somebody dismissed is to be appointed or dismissed again."""

    issuer: str
    signature: ClassVar[str] = "IssuerIsDismissed(address)"
    says: ClassVar[str] = "{issuer} was dismissed, which is final; appoint another address"


@dataclass(eq=False)
class IssuerUnknownError(RefusedError):
    """The account to appoint is zero, or the one to dismiss was never appointed."""

    issuer: str
    signature: ClassVar[str] = "IssuerUnknown(address)"
    says: ClassVar[str] = "{issuer} is no issuer: it is zero, or was never appointed"


@dataclass(eq=False)
class OwnableUnauthorizedAccountError(RefusedError):
    """Only the owner may do this, or only the pending owner."""

    account: str
    signature: ClassVar[str] = "OwnableUnauthorizedAccount(address)"
    says: ClassVar[str] = "{account} is not the owner of the collection, and only the owner may do this"


@dataclass(eq=False)
class OwnableInvalidOwnerError(RefusedError):
    """The account cannot be the owner."""

    owner: str
    signature: ClassVar[str] = "OwnableInvalidOwner(address)"
    says: ClassVar[str] = "{owner} cannot be the owner; name an account"


@dataclass(eq=False)
class CompanionMissingError(RefusedError):
    """At deployment a companion (renderer or reader) has no code."""

    companion: str
    signature: ClassVar[str] = "CompanionMissing(address)"
    says: ClassVar[str] = "the companion {companion} has no code; deploy BadgeRenderer and BadgeReader first"
