"""What the contract knows, as frozen dataclasses in the words of `interfaces/IBadges.sol`. Pure: no network.

Times are Unix seconds. Where an end is given, 0 asks for the achievement's default; where one is read, 0 is "never".
Each has `to_json` and `from_json`.
"""

from dataclasses import dataclass
from enum import IntEnum

from . import ids
from .forms.json import BigInt, Value
from .ids import ZERO_ADDRESS

NO_EVIDENCE = bytes(32)
"""The commitment of a badge without evidence."""


class Status(IntEnum):
    """What a badge is right now, in order of precedence. Whoever gates asks for ACTIVE and for nothing else.

    With time alone PENDING becomes ACTIVE or SUSPENDED, and these become EXPIRED. With the holder's other badges ACTIVE
    and SUSPENDED change into one another. Only a renewal leads out of EXPIRED.
    """

    NONE = 0
    PENDING = 1
    ACTIVE = 2
    SUSPENDED = 3
    EXPIRED = 4
    REVOKED = 5
    RENOUNCED = 6


class BurnAuth(IntEnum):
    """Who may end a badge (ERC-5484). "Issuer" is who issues, "owner" is who holds."""

    IssuerOnly = 0
    OwnerOnly = 1
    Both = 2
    Neither = 3


@dataclass(frozen=True, slots=True)
class Prerequisite(Value):
    """One kind of badge that counts towards a requirement.

    In the collection itself an achievement is named by `slug`, and `id` (its number) is filled in when it is created;
    one that was read from a chain has both. Elsewhere `source` is an `IBadgeSource`, and `id` whatever it understands.
    """

    slug: str = ""
    held_for: int = 0
    """Seconds that the present unbroken run must have lasted."""
    id: BigInt = 0
    source: str = ZERO_ADDRESS


@dataclass(frozen=True, slots=True)
class Requirement(Value):
    """At least `needed` ACTIVE badges of the listed kinds."""

    prerequisites: tuple[Prerequisite, ...]
    needed: int = 1
    ongoing: bool = False
    """True: asked for every status too, and the badge is SUSPENDED while it is unmet; False: asked at first issue."""


@dataclass(frozen=True, slots=True)
class Tier(Value):
    """A live level of a badge, reached while every requirement of it and of the tiers below holds."""

    label: str
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Terms(Value):
    """What an achievement is and demands; fixed for ever when it is created."""

    slug: str
    """Its name in tools: 1 to 64 of a-z, 0-9 and '-'; unique in the collection."""
    name: str
    description: str = ""
    criteria: str = ""
    skills: tuple[str, ...] = ()
    color: int = 0
    """Accent of its picture, 0xRRGGBB."""
    validity: int = 0
    """Seconds a badge may run from max(now, start); 0 for no limit."""
    burn_auth: BurnAuth = BurnAuth.OwnerOnly
    claim_only: bool = False
    """Holders claim it, nobody pushes it. Always so if the holder could not renounce."""
    individual: bool = False
    """Never issued by cohort. Always so if it has requirements."""
    requirements: tuple[Requirement, ...] = ()
    tiers: tuple[Tier, ...] = ()


@dataclass(frozen=True, slots=True)
class Achievement(Value):
    """An achievement as it stands."""

    achievement_id: int
    retired: bool
    cohorts: int
    """How many cohorts have been issued."""
    terms: Terms

    @property
    def slug(self) -> str:
        """Its name in tools."""
        return self.terms.slug

    @property
    def name(self) -> str:
        """Its name for people."""
        return self.terms.name


@dataclass(frozen=True, slots=True)
class Cohort(Value):
    """An occasion: badges issued together on the same terms."""

    achievement_id: int
    number: int
    label: str
    issued_at: int
    start_time: int
    end_time: int
    """The first second in which its badges no longer count; 0 for never. A member's own may be later."""
    since: int
    evidence_root: bytes
    """Root over (badge id, commitment) of each member, or zero."""
    count: int
    members: str
    """Address of the code blob: a zero byte, then the members' addresses, 20 bytes each, ascending."""


@dataclass(frozen=True, slots=True)
class Badge(Value):
    """All there is to know about one badge, at one block."""

    chain_id: int
    collection: str
    """Address of its collection."""
    badge_id: BigInt
    status: Status
    achievement_id: int
    cohort: int
    """0 if issued one by one."""
    holder: str
    issued_at: int
    start_time: int
    end_time: int
    """The first second in which it no longer counts; 0 for never."""
    since: int
    """Start of the present unbroken run; time expired is never counted."""
    ended_at: int
    """When it was revoked or renounced; 0 if it was not."""
    award: int
    """How often this id has ended."""
    burn_auth: BurnAuth
    evidence: bytes
    """Its own commitment, or its cohort's evidence root."""
    tier: int
    """Its live level, from 1; 0 for none."""

    @property
    def is_active(self) -> bool:
        """Whether it counts now."""
        return self.status is Status.ACTIVE

    @property
    def exists(self) -> bool:
        """Whether it was issued and has not ended; expired and suspended badges exist."""
        return self.status not in {Status.NONE, Status.REVOKED, Status.RENOUNCED}

    @property
    def caip19(self) -> str:
        """Its name in the world (CAIP-19)."""
        return ids.caip19(self.chain_id, self.collection, self.badge_id)


@dataclass(frozen=True, slots=True)
class Eligibility(Value):
    """What of an achievement's requirements a holder meets now."""

    eligible: bool
    held: tuple[int, ...]
    """For each requirement, how many badges count."""
    witnesses: tuple[BigInt, ...]
    """The cohort badges that prove it; what issuing and claiming want."""


@dataclass(frozen=True, slots=True)
class Voucher(Value):
    """What an issuer signs so that a holder can collect (EIP-712)."""

    issuer: str
    badge_id: BigInt
    """What may be claimed; with a claim key its holder part is zero."""
    award: int
    start_time: int
    """0 for the moment of the claim."""
    end_time: int
    """0 for the achievement's default; a renewal names it."""
    evidence: bytes
    deadline: int
    """Last second in which it works; never 0."""
    claim_key: str = ZERO_ADDRESS


@dataclass(frozen=True, slots=True)
class Profile(Value):
    """How an issuer presents itself: the one text that can change."""

    name: str
    description: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Receipt(Value):
    """What a transaction did or, in a dry run, would do."""

    transaction: str
    """Its hash; empty in a dry run."""
    block: int
    """The block that it is in; in a dry run the block that it was simulated on."""
    gas: int
    """Gas used; in a dry run the estimate."""
    cost: BigInt
    """What was paid in wei; in a dry run the most that it could be."""

    @property
    def is_dry_run(self) -> bool:
        """Whether nothing was sent."""
        return not self.transaction


@dataclass(frozen=True, slots=True)
class IssueReceipt(Receipt):
    """The receipt of one badge."""

    badge_id: BigInt


@dataclass(frozen=True, slots=True)
class AchievementReceipt(Receipt):
    """The receipt of an achievement's creation."""

    achievement_id: int


@dataclass(frozen=True, slots=True)
class CohortReceipt(Receipt):
    """The receipt of a cohort."""

    number: int
