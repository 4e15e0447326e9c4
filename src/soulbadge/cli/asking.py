"""What `explain`, `holders` and `expiring` say."""

from typing import TYPE_CHECKING

from soulbadge.errors import TooManyPathsError
from soulbadge.models import Status

from . import args, words
from .output import Page, Table, emit, note

if TYPE_CHECKING:
    from soulbadge.contract import Collection
    from soulbadge.reading.path import AchievementPath

_DAY = 86_400


def explain(collection: "Collection", achievement: str, holder: str) -> None:
    """A holder's standing, and the way from there, as of one block."""
    wanted, at = args.achievement(achievement), collection.block()
    standing = collection.explain(wanted, holder, block=at)
    way: AchievementPath | None = None
    try:
        way = collection.path(wanted, holder, block=at)
    except TooManyPathsError as error:
        note(f"warning: {error}")
    told = "\n".join(standing.sentences())
    steps = "\n".join(way.sentences()) if way and way.steps else ""
    emit({"explanation": standing, "path": way}, Page([told, f"The shortest way:\n{steps}"]) if steps else told)


def holders(collection: "Collection", achievement: str, statuses: tuple[str, ...]) -> None:
    """Everybody's badges of an achievement."""
    at = collection.block()
    found = collection.achievement(args.achievement(achievement), at)
    wanted = [Status[each.upper()] for each in statuses] or None
    every = collection.holders(found.achievement_id, statuses=wanted, block=at)
    rows = [(each.holder, each.status.name, each.cohort or None, each.badge_id) for each in every]
    value = {
        "chain_id": collection.chain_id,
        "collection": collection.address,
        "block": at,
        "achievement": found.slug,
        "holders": [{**each.to_json(), "cohort": each.cohort} for each in every],
    }
    emit(value, Table(("holder", "status", "cohort", "badge id"), rows, empty=f"nobody has such a {found.slug}"))


def expiring(collection: "Collection", days: int, achievement: str | None) -> None:
    """Badges that lapse soon."""
    at = collection.block()
    number = collection.achievement_id(args.achievement(achievement), block=at) if achievement else None
    badges = collection.expiring(days * _DAY, number, block=at)
    every = collection.achievements(block=at) if badges else []
    found = [(badge, words.known(collection, every, badge.achievement_id)) for badge in badges]
    rows = [
        (
            words.until(badge.end_time),
            words.kind_of_badge(badge, achievement),
            badge.holder,
            badge.status.name,
            badge.badge_id,
        )
        for badge, achievement in found
    ]
    value = {
        "chain_id": collection.chain_id,
        "collection": collection.address,
        "block": at,
        "days": days,
        "badges": [{**badge.to_json(), "slug": achievement.slug} for badge, achievement in found],
    }
    columns = ("until", "achievement", "holder", "status", "badge id")
    emit(value, Table(columns, rows, empty=f"nothing lapses within {days} days"))
