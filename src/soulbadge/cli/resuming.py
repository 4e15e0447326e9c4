"""What `resume` does."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from soulbadge.errors import ValueInvalidError
from soulbadge.forms.files import must_be_free, new_file
from soulbadge.resume import Person, Resume, Section, find_browser, live_url, render_html, render_pdf, resume
from soulbadge.resume.page import served

from . import words
from .linking import read_link
from .output import Facts, Human, Page, Table, emit, note, wants_json

if TYPE_CHECKING:
    from soulbadge.contract import Collection

    from .session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for, as it was typed."""

    addresses: tuple[str, ...]
    collections: tuple[str, ...]
    links: tuple[str, ...]
    html: str | None
    pdf: str | None
    open_badges: str | None
    evidence: tuple[str, ...]
    url: str
    browser: str | None


def tell(session: "Session", wanted: Wanted, *, dry_run: bool) -> None:
    """Read everything, write the files, and say it."""
    _check(wanted)
    links = [read_link(file) for file in wanted.links]
    named = wanted.addresses or tuple(wallet for link in links for wallet in link.wallets)
    if not named:
        raise ValueInvalidError("ADDRESS", "name a wallet, or a --link of several")
    collections = session.collections(wanted.collections)
    drawn = wants_json() or any((wanted.html, wanted.pdf, wanted.open_badges))
    found = resume(named, collections, links=links, pictures=drawn, now=int(time.time()))
    if wanted.url:
        for person in found.people:
            live_url(wanted.url, person)  # refused before anything is written
    written = list(_written(session, wanted, found, collections, dry_run=dry_run))
    emit(found, Page(list(_people(found))))
    for file in written:
        note(f"{'dry run: would write' if dry_run else 'written:'} {file}")


def _check(wanted: Wanted) -> None:
    """What can be refused before anybody is asked."""
    for each in (wanted.html, wanted.pdf, wanted.open_badges):
        if each is not None:
            must_be_free(each)
    if wanted.pdf is not None:
        find_browser(wanted.browser)
    elif wanted.browser is not None:
        raise ValueInvalidError("--browser", "prints the --pdf; name the file")
    if wanted.url and not (wanted.html or wanted.pdf):
        raise ValueInvalidError("--url", "becomes a QR code in --html and --pdf; name the file")
    if wanted.evidence and not wanted.open_badges:
        raise ValueInvalidError("--evidence", "goes into --open-badges; name the folder")


def _written(
    session: "Session", wanted: Wanted, found: Resume, collections: "list[Collection]", *, dry_run: bool
) -> Iterator[str]:
    page = render_html(found, url=wanted.url) if wanted.html or wanted.pdf else ""
    printed = render_pdf(page, browser=wanted.browser) if wanted.pdf and not dry_run else b""
    if wanted.open_badges:
        from .crediting import write_credentials

        yield from write_credentials(session, found, collections, wanted.open_badges, wanted.evidence, dry_run=dry_run)
    for file, content in ((wanted.html, page.encode()), (wanted.pdf, printed)):
        if file:
            if not dry_run:
                with new_file(file) as handle:
                    handle.write(content)
            yield file


def _people(found: Resume) -> Iterator[Human]:
    for person in found.people:
        yield from _person(person)
    rows = [
        (each.name, f"{each.collection} on chain {each.chain_id}", each.block.number, words.moment(each.block.time))
        for each in found.collections
    ]
    yield Table(("read from", "collection", "block", "of"), rows)


def _person(person: Person) -> Iterator[Human]:
    link = person.link
    yield Facts(
        [
            *(("wallet", each) for each in person.wallets),
            ("joined by", f"signatures of {words.moment(link.issued_at)}" if link else None),
            ("until", words.until(link.expires_at) if link and link.expires_at else None),
            ("time of service", served(person.service.seconds) if person.service.spans else None),
            *(("gap", f"{words.moment(each.start)} to {words.moment(each.end)}") for each in person.service.gaps),
        ],
        "résumé",
    )
    if not person.sections:
        yield "none of these collections has a badge of it"
    for section in person.sections:
        yield _badges(section)
        yield from _ladders(section)
        yield from _reach(section)
    if person.skills:
        yield _skills(person)


def _badges(section: Section) -> Table:
    rows = [
        (
            each.name,
            each.occasion or None,
            each.status.name,
            each.tier or None,
            words.moment(each.badge.start_time),
            words.until(each.badge.end_time),
        )
        for each in section.entries
    ]
    columns = (section.attester.name, "occasion", "status", "tier", "from", "until")
    return Table(columns, rows, empty=f"{section.attester.name}: no badge")


def _ladders(section: Section) -> Iterable[Human]:
    rows = [
        (
            each.name,
            "stands on" if rung.ongoing else "asked when issued",
            f"{rung.needed} of" if len(rung.badges) + rung.elsewhere > 1 else None,
            ", ".join(f"{below.name} ({below.status.name})" for below in rung.badges)
            or "badges that were not read here",
        )
        for each in section.ladders
        for rung in each.rungs
    ]
    return [Table(("badge", "", "how many", "of these"), rows)] if rows else []


def _reach(section: Section) -> Iterable[Human]:
    rows = [
        (
            each.name,
            "now" if each.ready else words.moment(each.steps[-1].earliest),
            ", ".join(f"{step.action.name.lower()} {step.name or step.source}" for step in each.steps[:-1]) or None,
        )
        for each in section.within_reach
    ]
    return [Table(("within reach", "at the earliest", "first"), rows)] if rows else []


def _skills(person: Person) -> Table:
    rows = [
        (
            each.name,
            ", ".join(attester.name for attester in each.attesters),
            words.moment(each.since),
            served(each.service.seconds),
            None if each.active else "not now",
        )
        for each in person.skills
    ]
    return Table(("skill", "attested by", "since", "in all", ""), rows)
