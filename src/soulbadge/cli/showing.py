"""What `show` says: a collection, a holder's badges, one badge."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from soulbadge.chain.blocks import Block
from soulbadge.contract import Collection
from soulbadge.errors import AddressInvalidError, LogsMissingError, NodeError, ValueInvalidError
from soulbadge.ids import parse_address
from soulbadge.models import Achievement, Badge, Cohort
from soulbadge.reading.history import Happening, HistoryEntry
from soulbadge.reading.issuers import IssuerScope

from . import words
from .output import Facts, Human, Page, Table, emit, note

if TYPE_CHECKING:
    from .session import Session

_ADDRESS = 42


def show(session: "Session", what: str | None, picture: str | None, *, history: bool) -> None:
    """Find out what is meant, and show it."""
    address = _address(what)
    if address is not None or what is None:
        if picture or history:
            option = "--picture" if picture else "--history"
            raise ValueInvalidError(option, "is of one badge; name it as ACHIEVEMENT/HOLDER")
        collection = session.collection()
        if address is None or address == collection.address:
            _show_collection(collection)
        else:
            _show_holder(collection, address)
        return
    collection, badge_id = session.badge(what)
    _show_badge(collection, badge_id, picture, history=history)


def _address(what: str | None) -> str | None:
    """The address that it is; None if it is something else. A badge id as 0x digits is longer."""
    if what is None or not what.startswith("0x"):
        return None
    try:
        return parse_address(what)
    except AddressInvalidError:
        if len(what) <= _ADDRESS:
            raise
        return None


def _show_collection(collection: Collection) -> None:
    at = collection.block()
    profile, every = collection.profile(block=at), collection.achievements(block=at)
    name, symbol, owner = collection.name(), collection.symbol(), collection.owner(block=at)
    staff = _issuers(collection, at)
    value = {
        "chain_id": collection.chain_id,
        "collection": collection.address,
        "block": at,
        "name": name,
        "symbol": symbol,
        "owner": owner,
        "issuers": staff,
        "profile": profile,
        "achievements": every,
    }
    facts = Facts(
        [
            ("collection", f"{collection.address} on chain {collection.chain_id}"),
            ("owner", owner),
            ("describes itself", profile.description or None),
            ("at", profile.url or None),
        ],
        f"{name} ({symbol})",
    )
    slugs = {each.achievement_id: each.slug for each in every}
    parts: list[Human] = [facts]
    if staff is not None:
        rows = [
            (
                each.account,
                "everything"
                if each.everything
                else ", ".join(slugs.get(number, str(number)) for number in each.achievements),
            )
            for each in staff
        ]
        parts.append(Table(("issuer", "issues"), rows, empty="no issuers"))
    emit(value, Page([*parts, _achievements(every)]))


def _issuers(collection: Collection, at: Block) -> list[IssuerScope] | None:
    """Present issuers; None where the node does not keep the events that tell of them."""
    try:
        return collection.issuers(block=at)
    except (LogsMissingError, NodeError) as error:
        note(f"warning: issuers are not known: {error}")
        return None


def _achievements(every: list[Achievement]) -> Table:
    rows = [
        (
            each.achievement_id,
            each.slug,
            each.name,
            words.duration(each.terms.validity) if each.terms.validity else "for ever",
            words.ended_by(each.terms.burn_auth),
            each.cohorts or None,
            words.requirements(each.terms.requirements),
            _notes(each),
        )
        for each in every
    ]
    columns = ("no", "achievement", "name", "valid", "ended by", "cohorts", "requires", "")
    return Table(columns, rows, empty="no achievements yet; `soulbadge apply catalog.toml` creates them")


def _notes(achievement: Achievement) -> str | None:
    told = [
        word
        for word, holds in (
            ("retired", achievement.retired),
            ("claim only", achievement.terms.claim_only),
            ("tiers", achievement.terms.tiers),
        )
        if holds
    ]
    return ", ".join(told) or None


def _show_holder(collection: Collection, holder: str) -> None:
    block = collection.block()
    badges = collection.badges_of(holder, block=block)
    every = collection.achievements(block=block) if badges else []
    found = [(badge, words.known(collection, every, badge.achievement_id)) for badge in badges]
    value = {
        "chain_id": collection.chain_id,
        "collection": collection.address,
        "block": block,
        "holder": holder,
        "badges": [_named(badge, achievement) for badge, achievement in found],
    }
    rows = [
        (
            words.kind_of_badge(badge, achievement),
            achievement.name,
            badge.status.name,
            words.moment(badge.start_time),
            words.until(badge.end_time),
            badge.badge_id,
        )
        for badge, achievement in found
    ]
    columns = ("achievement", "name", "status", "from", "until", "badge id")
    emit(value, Table(columns, rows, empty=f"{holder} has no badge in {collection.address}"))


def _named(badge: Badge, achievement: Achievement) -> dict[str, Any]:
    return {**badge.to_json(), "slug": achievement.slug, "name": achievement.name, "caip19": badge.caip19}


def _show_badge(collection: Collection, badge_id: int, picture: str | None, *, history: bool) -> None:
    block = collection.block()
    badge = collection.badge(badge_id, block)
    achievement = collection.achievement(badge_id >> 208, block)
    cohort = _cohort(collection, badge, achievement, block)
    metadata: dict[str, Any] | None = None
    if badge.exists:
        from .pictures import read_metadata

        metadata = read_metadata(collection, badge_id, block)
    file = _draw(collection, metadata, picture) if picture else None
    past = collection.history(badge_id, block=block) if history else None
    value = {
        "block": block,
        "badge": badge,
        "caip19": badge.caip19,
        "achievement": achievement,
        "cohort": cohort,
        "tier": _tier(badge, achievement),
        "metadata": metadata,
        "picture": file,
        "history": past,
    }
    page = _badge_page(badge, achievement, cohort, file)
    emit(value, page if past is None else Page([page, _history(past)]))


def _history(past: list[HistoryEntry]) -> Table:
    rows = [
        (
            words.moment(each.time),
            each.happening.name.lower(),
            each.by or None,
            words.until(each.end_time) if each.happening in (Happening.ISSUED, Happening.RENEWED) else None,
            each.transaction,
        )
        for each in past
    ]
    return Table(("when", "what", "by", "until", "transaction"), rows, empty="nothing has happened to it")


def _cohort(collection: Collection, badge: Badge, achievement: Achievement, block: Block) -> Cohort | None:
    known = 0 < badge.cohort <= achievement.cohorts
    return collection.cohort(badge.achievement_id, badge.cohort, block=block) if known else None


def _tier(badge: Badge, achievement: Achievement) -> str | None:
    tiers = achievement.terms.tiers
    return tiers[badge.tier - 1].label if 0 < badge.tier <= len(tiers) else None


def _draw(collection: Collection, metadata: dict[str, Any] | None, picture: str) -> str:
    from .pictures import save_picture

    if metadata is None:
        raise ValueInvalidError("--picture", "there is no such badge, or it has ended; only badges that exist have one")
    save_picture(collection, metadata, Path(picture))
    return picture


def _badge_page(badge: Badge, achievement: Achievement, cohort: Cohort | None, picture: str | None) -> Human:
    terms = achievement.terms
    standing = Facts(
        [
            ("status", badge.status.name),
            ("holder", badge.holder),
            ("issued", words.moment(badge.issued_at)),
            ("from", words.moment(badge.start_time)),
            ("until", words.until(badge.end_time) if badge.issued_at else None),
            ("unbroken since", words.moment(badge.since)),
            ("ended", words.moment(badge.ended_at)),
            ("ended before", f"{badge.award} times" if badge.award else None),
            ("tier", _tier(badge, achievement)),
            ("occasion", f"cohort {badge.cohort}: {cohort.label}" if cohort else None),
            ("evidence", "0x" + badge.evidence.hex() if any(badge.evidence) else None),
            ("badge id", badge.badge_id),
            ("in the world", badge.caip19),
            ("picture", picture),
        ],
        f"{achievement.name} ({words.kind_of_badge(badge, achievement)})",
    )
    about = Facts(
        [
            ("description", terms.description or None),
            ("criteria", terms.criteria or None),
            ("skills", ", ".join(terms.skills) or None),
            ("valid", words.duration(terms.validity) if terms.validity else "for ever"),
            ("ended by", words.ended_by(badge.burn_auth if badge.issued_at else terms.burn_auth)),
            ("requires", words.requirements(terms.requirements)),
            ("retired", "yes" if achievement.retired else None),
        ]
    )
    return Page([standing, about])
