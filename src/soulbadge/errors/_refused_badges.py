"""Reasons of refusal: issuing and renewing."""

from dataclasses import dataclass
from typing import ClassVar

from ._refused import RefusedError


@dataclass(eq=False)
class HolderInvalidError(RefusedError):
    """The holder is the zero address."""

    holder: str
    signature: ClassVar[str] = "HolderInvalid(address)"
    says: ClassVar[str] = "{holder} cannot hold a badge; name a wallet"


@dataclass(eq=False)
class BadgeExistsError(RefusedError):
    """The badge exists."""

    badge_id: int
    signature: ClassVar[str] = "BadgeExists(uint256)"
    says: ClassVar[str] = "{badge_id:badge} exists already; renew it instead"


@dataclass(eq=False)
class BadgeHasEndedError(RefusedError):
    """The badge has ended: it comes back only by a claim that names `award`; from a cohort, never."""

    badge_id: int
    award: int
    signature: ClassVar[str] = "BadgeHasEnded(uint256,uint16)"
    says: ClassVar[str] = "{badge_id:badge} has ended; it comes back only by a claim whose voucher names award {award}"


@dataclass(eq=False)
class ClaimOnlyError(RefusedError):
    """The achievement is claimed by its holders, never pushed."""

    achievement_id: int
    signature: ClassVar[str] = "ClaimOnly(uint256)"
    says: ClassVar[str] = "achievement {achievement_id} is claim-only; sign a voucher for the holder to claim"


@dataclass(eq=False)
class IndividualOnlyError(RefusedError):
    """The achievement is issued one by one."""

    achievement_id: int
    signature: ClassVar[str] = "IndividualOnly(uint256)"
    says: ClassVar[str] = "achievement {achievement_id} is issued one by one, never by cohort"


@dataclass(eq=False)
class CohortOutOfOrderError(RefusedError):
    """The cohort's number is not the next one."""

    achievement_id: int
    number: int
    next: int
    signature: ClassVar[str] = "CohortOutOfOrder(uint256,uint256,uint256)"
    says: ClassVar[str] = (
        "cohort {number} of achievement {achievement_id} was asked for, the next is {next}; was the transaction sent "
        "before?"
    )


@dataclass(eq=False)
class CohortUnknownError(RefusedError):
    """No cohort has this number."""

    achievement_id: int
    number: int
    signature: ClassVar[str] = "CohortUnknown(uint256,uint256)"
    says: ClassVar[str] = "achievement {achievement_id} has no cohort {number}"


@dataclass(eq=False)
class MembersMalformedError(RefusedError):
    """The members are not 1 to `most` addresses of 20 bytes each. Sizes in bytes."""

    size: int
    most: int
    signature: ClassVar[str] = "MembersMalformed(uint256,uint256)"
    says: ClassVar[str] = (
        "a cohort of {size} bytes of addresses is malformed; give 20 bytes a member, at most {most} bytes"
    )


@dataclass(eq=False)
class MembersOutOfOrderError(RefusedError):
    """A member's address is not greater than the one before it."""

    member: str
    position: int
    signature: ClassVar[str] = "MembersOutOfOrder(address,uint256)"
    says: ClassVar[str] = "{member} stands at position {position} of the members out of ascending order, or twice"


@dataclass(eq=False)
class LabelTooLongError(RefusedError):
    """The label of a cohort is too long to be drawn. Sizes in bytes."""

    size: int
    most: int
    signature: ClassVar[str] = "LabelTooLong(uint256,uint256)"
    says: ClassVar[str] = "the cohort's label has {size} bytes, at most {most} are drawn; shorten it"


@dataclass(eq=False)
class EndNotAfterStartError(RefusedError):
    """The end is not after the start. Unix seconds."""

    start_time: int
    end_time: int
    signature: ClassVar[str] = "EndNotAfterStart(uint256,uint256)"
    says: ClassVar[str] = "the end {end_time:time} is not after the start {start_time:time}; correct the dates"


@dataclass(eq=False)
class EndTooLateError(RefusedError):
    """The end is later than the validity allows. Unix seconds; 0 stands for never."""

    end_time: int
    latest: int
    signature: ClassVar[str] = "EndTooLate(uint256,uint256)"
    says: ClassVar[str] = (
        "the end {end_time:time} is later than the achievement's validity allows, {latest:time}; name an earlier "
        "end, or none for the default"
    )


@dataclass(eq=False)
class EndNotLaterError(RefusedError):
    """A renewal brings no later end, or one that has passed. Unix seconds; 0 stands for never."""

    end_time: int
    present: int
    signature: ClassVar[str] = "EndNotLater(uint256,uint256)"
    says: ClassVar[str] = "the end {end_time:time} is not later than {present:time}; an end is never brought nearer"


@dataclass(eq=False)
class RequirementUnmetError(RefusedError):
    """Requirement number `index` (from 0) of an achievement is not met: `held` of `needed` badges count.

    `achievement` and `holder` (slug and address) and `missing` (the slugs, or sources and ids, of which one more badge
    would count) are filled in where the library knows them.
    """

    achievement_id: int
    index: int
    needed: int
    held: int
    achievement: str = ""
    holder: str = ""
    missing: tuple[str, ...] = ()
    signature: ClassVar[str] = "RequirementUnmet(uint256,uint256,uint256,uint256)"
    says: ClassVar[str] = (
        "requirement {index} of achievement {achievement_id} is not met: {needed} needed, {held} held; issue what is "
        "missing first"
    )

    def __str__(self) -> str:
        if not self.missing:
            return super().__str__()
        kinds = ", ".join(self.missing)
        if self.needed - self.held >= len(self.missing):
            lacks = f"lacks an active {kinds}"
        else:
            lacks = f"has {self.held} of the {self.needed} active badges needed of {kinds}"
        return f"{self.achievement} is refused: {self.holder} {lacks}; issue what is missing first"


@dataclass(eq=False)
class WitnessRefusedError(RefusedError):
    """A witness is not an ACTIVE cohort badge of the holder, of a listed kind, in ascending order."""

    badge_id: int
    signature: ClassVar[str] = "WitnessRefused(uint256)"
    says: ClassVar[str] = "{badge_id:badge} proves nothing here; `eligibility` finds the witnesses"


@dataclass(eq=False)
class TooLittleGasError(RefusedError):
    """Too little gas was left to give a foreign source its whole allowance."""

    available: int
    needed: int
    signature: ClassVar[str] = "TooLittleGas(uint256,uint256)"
    says: ClassVar[str] = (
        "a source must be given {needed} gas and only {available} was left; send the transaction with more gas"
    )
