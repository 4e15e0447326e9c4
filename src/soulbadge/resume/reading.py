"""What a résumé needs of one collection, all from one block."""

from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from soulbadge.chain import structs
from soulbadge.chain.artifacts import badges_abi
from soulbadge.chain.blocks import Block
from soulbadge.contract import Collection
from soulbadge.errors import BlockGoneError, NodeError, NotBadgesError, RefusedError, TooManyPathsError
from soulbadge.forms.strict_json import parse_shallow
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import Achievement, Badge, Eligibility

from .model import Attester, Entry, WithinReach

_T = TypeVar("_T")
_JSON: Final = "data:application/json;base64,"
SVG: Final = "data:image/svg+xml;base64,"
"""How a picture begins."""
_MOST_PICTURE: Final = 262_144
_NEAR: Final = 2
"""Steps that are within reach: the achievement itself, and one before it."""


@dataclass(frozen=True, slots=True)
class Read:
    """A collection as it was read for some wallets.

    Attributes:
        attester: The collection.
        achievements: All of them, by number.
        entries: By wallet.
        within_reach: By wallet.
    """

    attester: Attester
    achievements: Mapping[int, Achievement]
    entries: Mapping[str, tuple[Entry, ...]]
    within_reach: Mapping[str, tuple[WithinReach, ...]]


def read(collection: Collection, wallets: Sequence[str], at: Block, *, pictures: bool) -> Read:
    """Everything that a collection says about some wallets.

    Raises:
        BlockGoneError: The block has left the chain meanwhile.
        NotBadgesError: The collection contradicts itself.
    """
    return _of_one_block(collection, at, lambda: _read(collection, wallets, at, pictures=pictures))


def _read(collection: Collection, wallets: Sequence[str], at: Block, *, pictures: bool) -> Read:
    attester = _attester(collection, at)
    achievements = {each.achievement_id: each for each in collection.achievements(block=at)}
    badges = {wallet: collection.badges_of(wallet, block=at) for wallet in wallets}
    every = [badge for some in badges.values() for badge in some]
    for badge in every:
        if badge.achievement_id not in achievements:
            raise NotBadgesError(collection.address, f"it names an achievement {badge.achievement_id} it does not have")
    occasions = _occasions(collection, every, at)
    drawn = _pictures(collection, every, at) if pictures else {}
    entries = {
        wallet: tuple(_entry(badge, achievements[badge.achievement_id], occasions, drawn) for badge in some)
        for wallet, some in badges.items()
    }
    reach = {wallet: tuple(_within_reach(collection, wallet, achievements, badges[wallet], at)) for wallet in wallets}
    return Read(attester, achievements, entries, reach)


def read_entry(collection: Collection, badge_id: int, at: Block, *, picture: bool) -> tuple[Attester, Entry]:
    """One badge, whatever became of it, as it would stand on a résumé.

    Raises:
        AchievementNotFoundError: There is no such achievement.
        BlockGoneError: The block has left the chain meanwhile.
    """

    def found() -> tuple[Attester, Entry]:
        badge = collection.badge(badge_id, at)
        achievement = collection.achievement(badge_id >> 208, at)
        drawn = _pictures(collection, [badge], at) if picture and badge.exists else {}
        occasions = _occasions(collection, [badge], at) if 0 < badge.cohort <= achievement.cohorts else {}
        return _attester(collection, at), _entry(badge, achievement, occasions, drawn)

    return _of_one_block(collection, at, found)


def _of_one_block(collection: Collection, at: Block, read: Callable[[], _T]) -> _T:
    """What is read, if the block is still in the chain afterwards; what fails meanwhile may fail because it is not."""
    try:
        found = read()
    except (NodeError, RefusedError) as error:
        if collection.node.is_canonical(at):
            raise
        raise BlockGoneError(at.number, at.hash) from error
    if not collection.node.is_canonical(at):
        raise BlockGoneError(at.number, at.hash)
    return found


def _attester(collection: Collection, at: Block) -> Attester:
    return Attester(
        chain_id=collection.chain_id,
        collection=collection.address,
        name=collection.name(),
        symbol=collection.symbol(),
        owner=collection.owner(block=at),
        profile=collection.profile(block=at),
        block=at,
    )


def _entry(
    badge: Badge, achievement: Achievement, occasions: Mapping[tuple[int, int], str], drawn: Mapping[int, str]
) -> Entry:
    terms = achievement.terms
    return Entry(
        badge=badge,
        caip19=badge.caip19,
        slug=terms.slug,
        name=terms.name,
        description=terms.description,
        criteria=terms.criteria,
        skills=terms.skills,
        occasion=occasions.get((badge.achievement_id, badge.cohort), ""),
        tier=terms.tiers[badge.tier - 1].label if 0 < badge.tier <= len(terms.tiers) else "",
        picture=drawn.get(badge.badge_id, ""),
    )


def _occasions(collection: Collection, badges: Iterable[Badge], at: Block) -> dict[tuple[int, int], str]:
    """The labels of the cohorts of some badges."""
    kinds = list(dict.fromkeys((each.achievement_id, each.cohort) for each in badges if each.cohort))
    found = {}
    for kind, values in zip(kinds, _outcomes(collection, "cohortOf", kinds, at), strict=True):
        if isinstance(values, RefusedError):
            raise values
        found[kind] = structs.cohort(*kind, values).label
    return found


def _outcomes(
    collection: Collection, function: str, calls: Sequence[tuple[Any, ...]], at: Block
) -> Iterator[Any | RefusedError]:
    """The first result of a function for each list of arguments, or why it was refused."""
    abi = badges_abi()
    data = [abi.encode(function, *arguments) for arguments in calls]
    for outcome in collection.node.call_many(collection.address, data, block=at):
        if isinstance(outcome, RefusedError):
            yield outcome
            continue
        try:
            yield abi.decode(function, outcome)[0]
        except ValueError as error:
            raise NotBadgesError(collection.address, str(error)) from error


def _pictures(collection: Collection, badges: Sequence[Badge], at: Block) -> dict[int, str]:
    """The pictures of some badges. What is none, or is refused, is left out: the code that draws may be anybody's."""
    wanted = [badge.badge_id for badge in badges]
    found = zip(wanted, _outcomes(collection, "tokenURI", [(each,) for each in wanted], at), strict=True)
    drawn = {badge_id: picture_in(uri) for badge_id, uri in found if not isinstance(uri, RefusedError)}
    return {badge_id: picture for badge_id, picture in drawn.items() if picture}


def picture_in(uri: str) -> str:
    """The SVG in a badge's metadata document, as a data URI; empty if there is none. Pure.

    Whatever it says, it is only ever to be shown as an image (`<img src>`), in which nothing runs and nothing loads.
    """
    try:
        if not uri.startswith(_JSON):
            return ""
        document = parse_shallow(b64decode(uri.removeprefix(_JSON), validate=True))
        picture = document.get("image") if isinstance(document, dict) else None
        if not isinstance(picture, str) or not picture.startswith(SVG) or len(picture) > _MOST_PICTURE:
            return ""
        b64decode(picture.removeprefix(SVG), validate=True)
    except (ValueError, RecursionError):
        return ""
    return picture


def _within_reach(
    collection: Collection, wallet: str, achievements: Mapping[int, Achievement], badges: Sequence[Badge], at: Block
) -> Iterable[WithinReach]:
    """Achievements with requirements that the wallet lacks, of which something that they list is held already."""
    held = {badge.achievement_id for badge in badges}
    open_ones = [
        each
        for number, each in sorted(achievements.items())
        if number not in held and not each.retired and each.terms.requirements
    ]
    answers: list[Eligibility] = collection.eligibilities(
        [(wallet, each.achievement_id) for each in open_ones], block=at
    )
    for each, eligibility in zip(open_ones, answers, strict=True):
        if not eligibility.eligible and not any(eligibility.held) and not _lists_any(each, held):
            continue
        try:
            path = collection.path(each.achievement_id, wallet, block=at)
        except TooManyPathsError:
            continue
        if path.possible and 0 < len(path.steps) <= _NEAR:
            yield WithinReach(
                holder=wallet,
                achievement_id=each.achievement_id,
                slug=each.slug,
                name=each.name,
                claim_only=each.terms.claim_only,
                ready=eligibility.eligible,
                steps=path.steps,
            )


def _lists_any(achievement: Achievement, held: set[int]) -> bool:
    return any(
        kind.source == ZERO_ADDRESS and kind.id in held
        for requirement in achievement.terms.requirements
        for kind in requirement.prerequisites
    )
