"""What pages show of collections: who issues, which achievements there are, what became of a holder's badges."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from soulbadge.errors import LogsMissingError, NodeError, PageNotFoundError
from soulbadge.ids import parse_address, split
from soulbadge.models import Achievement, Badge, Cohort, Profile
from soulbadge.models import Tier as Level
from soulbadge.policy import AllOf, AnyOf, AtLeast, Demand, Holds, Policy, Tier

from . import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from soulbadge.chain.blocks import Block
    from soulbadge.contract import Collection
    from soulbadge.reading.history import HistoryEntry

    from .site import Site


@dataclass(frozen=True, slots=True)
class Issuer:
    """A collection, as people know it.

    Attributes:
        address: Where it is.
        chain_id: On which chain (EIP-155).
        name: The issuer's name, which never changes.
        profile: How it presents itself.
        achievements: Which there are.
    """

    address: str
    chain_id: int
    name: str
    profile: Profile
    achievements: tuple[Achievement, ...]

    def of(self, number: int) -> Achievement:
        """The achievement of a number. Raises `PageNotFoundError`."""
        for each in self.achievements:
            if each.achievement_id == number:
                return each
        raise PageNotFoundError(f"achievement {number}")


@dataclass(frozen=True, slots=True)
class BadgeView:
    """One badge with everything around it, as of one block."""

    badge: Badge
    issuer: Issuer
    achievement: Achievement
    cohort: Cohort | None
    history: "tuple[HistoryEntry, ...] | None"
    """None where the node does not keep the events that tell of it."""
    block: "Block"

    @property
    def tier(self) -> Level | None:
        """Its live level."""
        tiers = self.achievement.terms.tiers
        return tiers[self.badge.tier - 1] if 0 < self.badge.tier <= len(tiers) else None


def collections(site: "Site") -> tuple[Issuer, ...]:
    """Every collection of a site. Raises `ChainError`."""
    return site.reader.about("collections", lambda every, at: tuple(_issuer(each, at) for each in every))


def collection(site: "Site", address: str) -> Issuer:
    """The collection at an address.

    Raises:
        AddressInvalidError: It is none.
        PageNotFoundError: This site does not show it.
    """
    wanted = parse_address(address)
    for each in collections(site):
        if each.address == wanted:
            return each
    raise PageNotFoundError(f"collection {wanted} (this site shows those of its own list alone)")


def badge(site: "Site", address: str, badge_id: int) -> BadgeView:
    """One badge.

    Raises:
        BadgeIdInvalidError: It is no badge's id.
        PageNotFoundError: There is no such collection or achievement here.
    """
    split(badge_id)
    issuer = collection(site, address)
    achievement = issuer.of(badge_id >> 208)
    return site.reader.about(
        ("badge", issuer.address, badge_id),
        lambda every, at: _view(_at(every, issuer.address), issuer, achievement, badge_id, at),
    )


def metadata(site: "Site", address: str, badge_id: int) -> str:
    """The metadata document of a badge, as the contract gives it. Raises `PageNotFoundError`, `RefusedError`."""
    issuer = collection(site, address)
    return site.reader.about(
        ("uri", issuer.address, badge_id), lambda every, at: _at(every, issuer.address).token_uri(badge_id, block=at)
    )


@dataclass(frozen=True, slots=True)
class Way:
    """A policy as people read it: a group of others, or one demand with the achievement that it means.

    Attributes:
        title: What a group asks for: `all of these`; what a demand says, where its achievement is not known here.
        parts: Of a group, what it is made of.
        issuer: Of a demand, whose achievement it is.
        achievement: Of a demand, which.
        more: What a demand asks besides: how long it is held, which level.
    """

    title: str
    parts: "tuple[Way, ...]" = ()
    issuer: Issuer | None = None
    achievement: Achievement | None = None
    more: str = ""


def ways(site: "Site", policy: Policy) -> Way:
    """A policy as a tree, with the names of achievements and issuers."""
    return _way(collections(site), policy)


def _way(every: tuple[Issuer, ...], policy: Policy) -> Way:
    if isinstance(policy, AllOf | AnyOf | AtLeast):
        if isinstance(policy, AtLeast):
            title = f"{policy.needed} of these"
        else:
            title = "one of these" if isinstance(policy, AnyOf) else "all of these"
        return Way(title, tuple(_way(every, each) for each in policy.policies))
    (demand,) = policy.kinds()
    issuer, achievement = _meant(every, demand)
    more = ""
    if isinstance(demand, Holds) and demand.held_for:
        more = f"held for {words.duration(demand.held_for)}"
    if isinstance(demand, Tier):
        more = f"at level {demand.level}"
    return Way(policy.missing((), 0) or "", (), issuer, achievement, more)


def in_words(site: "Site", phrase: str) -> str:
    """What a policy says, with the names of achievements and issuers in the place of slugs and addresses."""
    every = collections(site)
    for issuer in every:
        for each in issuer.achievements:
            there = f" of collection {issuer.address}"
            for kind in (f"a badge '{each.slug}'", f"a badge of achievement {each.achievement_id}"):
                phrase = phrase.replace(kind + there, f"{each.name} ({issuer.name})")
    for issuer in every:
        for each in issuer.achievements:
            phrase = phrase.replace(f"a badge '{each.slug}'", each.name)
    return phrase


def _meant(every: tuple[Issuer, ...], demand: Demand) -> tuple[Issuer | None, Achievement | None]:
    for issuer in every:
        if demand.collection in {None, issuer.address}:
            for each in issuer.achievements:
                if demand.achievement in {each.slug, each.achievement_id}:
                    return issuer, each
    return None, None


def _at(every: "Sequence[Collection]", address: str) -> "Collection":
    return next(each for each in every if each.address == address)


def _issuer(each: "Collection", at: "Block") -> Issuer:
    achievements = tuple(each.achievements(block=at))
    return Issuer(each.address, each.chain_id, each.name(), each.profile(block=at), achievements)


def _view(each: "Collection", issuer: Issuer, achievement: Achievement, badge_id: int, at: "Block") -> BadgeView:
    found = each.badge(badge_id, at)
    known = 0 < found.cohort <= achievement.cohorts
    cohort = each.cohort(achievement.achievement_id, found.cohort, block=at) if known else None
    try:
        past = tuple(each.history(badge_id, block=at))
    except (LogsMissingError, NodeError):
        return BadgeView(found, issuer, achievement, cohort, None, at)
    return BadgeView(found, issuer, achievement, cohort, past, at)
