"""What a résumé says, as frozen values. Pure: no network.

Times are Unix seconds. A résumé is of one moment: each collection was read in one block, which it names.
"""

from dataclasses import dataclass

from soulbadge.chain.blocks import Block
from soulbadge.forms.json import Value
from soulbadge.models import Badge, Profile, Status
from soulbadge.reading.path import PathStep

from .links import Link

FORMAT = "soulbadge resume 1"
"""What `Resume.format` says."""


@dataclass(frozen=True, slots=True)
class Span(Value):
    """A stretch of time, from its start up to but not with its end."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Service(Value):
    """The time in which at least one of some badges counted. Overlaps are counted once, gaps never."""

    seconds: int
    spans: tuple[Span, ...]
    """In order, apart from each other."""
    gaps: tuple[Span, ...]
    """The time between two spans, and that from the last one until now if it is over."""
    running: bool
    """Whether the last span goes on."""


@dataclass(frozen=True, slots=True)
class Attester(Value):
    """An issuer's collection, as it was read."""

    chain_id: int
    collection: str
    name: str
    """The collection's own, which never changes."""
    symbol: str
    owner: str
    """Who appoints issuers; the zero address if nobody does any more."""
    profile: Profile
    """How the issuer presents itself: the one text that can change."""
    block: Block
    """From which everything of this collection was read."""


@dataclass(frozen=True, slots=True)
class Entry(Value):
    """One badge on a résumé."""

    badge: Badge
    caip19: str
    """Its name in the world."""
    slug: str
    name: str
    description: str
    criteria: str
    skills: tuple[str, ...]
    occasion: str
    """Its cohort's label; empty for a badge issued one by one."""
    tier: str
    """The label of its live tier; empty for none."""
    picture: str
    """An SVG as a data URI, drawn by the collection; empty if it was not asked for, or is none."""

    @property
    def status(self) -> Status:
        """What the badge is in the block that was read."""
        return self.badge.status


@dataclass(frozen=True, slots=True)
class Support(Value):
    """A badge of the same holder that a requirement lists."""

    caip19: str
    slug: str
    name: str
    status: Status
    held_for: int
    """Seconds that the requirement asks for."""


@dataclass(frozen=True, slots=True)
class Rung(Value):
    """One requirement of an achievement, and what the holder has of it."""

    needed: int
    ongoing: bool
    """Whether the badge is suspended while the requirement is unmet, or whether it was asked at issue only."""
    badges: tuple[Support, ...]
    elsewhere: int
    """How many of the kinds that it lists are of sources that were not read for this résumé."""


@dataclass(frozen=True, slots=True)
class Ladder(Value):
    """What a badge stands on: its requirements, one rung each. At issue the chain has seen them met."""

    caip19: str
    slug: str
    name: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class WithinReach(Value):
    """An achievement that the holder does not have, and whose requirements are met, or nearly."""

    holder: str
    achievement_id: int
    slug: str
    name: str
    claim_only: bool
    ready: bool
    """Whether its requirements are met now, so that an issuer may issue it."""
    steps: tuple[PathStep, ...]
    """What is still to do, the achievement itself last; one step or two."""


@dataclass(frozen=True, slots=True)
class Section(Value):
    """What one issuer says about a person."""

    attester: Attester
    entries: tuple[Entry, ...]
    """Badges that exist, ACTIVE ones first, then the latest start first."""
    service: Service
    ladders: tuple[Ladder, ...]
    within_reach: tuple[WithinReach, ...]


@dataclass(frozen=True, slots=True)
class SkillAttester(Value):
    """Who says that a person has a skill, and by which badges."""

    chain_id: int
    collection: str
    name: str
    badges: tuple[str, ...]
    """CAIP-19 names."""


@dataclass(frozen=True, slots=True)
class Skill(Value):
    """A skill that badges name. Spellings that differ in case or spaces alone are one skill."""

    name: str
    active: bool
    """Whether an ACTIVE badge names it."""
    since: int
    """Start of the earliest badge that names it."""
    service: Service
    attesters: tuple[SkillAttester, ...]


@dataclass(frozen=True, slots=True)
class Person(Value):
    """Somebody, by one wallet or by several that a checked link joins."""

    wallets: tuple[str, ...]
    link: Link | None
    """The statement that joins the wallets; None if there is one alone."""
    sections: tuple[Section, ...]
    """By issuer, in the order in which the collections were given; none without badges and without reach."""
    skills: tuple[Skill, ...]
    """Those that an ACTIVE badge names first, then by time served."""
    service: Service
    """Over all issuers."""


@dataclass(frozen=True, slots=True)
class Resume(Value):
    """Everything that some collections say about some people, of one moment."""

    format: str
    made_at: int
    """The latest of the blocks' times."""
    collections: tuple[Attester, ...]
    """All that were read, also those that have nothing to say."""
    people: tuple[Person, ...]
    """One for each wallet, or for all the wallets of a link."""
