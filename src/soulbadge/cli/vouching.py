"""What `voucher` does."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from soulbadge.chain.account_signatures import is_signed_by
from soulbadge.errors import SignatureInvalidError, ValueInvalidError
from soulbadge.forms.files import must_be_free
from soulbadge.ids import ZERO_ADDRESS, badge_id
from soulbadge.models import NO_EVIDENCE
from soulbadge.typed_data import Domain
from soulbadge.vouchers.book import VoucherBook
from soulbadge.vouchers.links import link_base
from soulbadge.vouchers.rows import VoucherRow, VoucherSheet

from . import words
from .args import achievement, moment
from .args import badge_id as parse_badge
from .output import Facts, emit, note

if TYPE_CHECKING:
    from soulbadge.contract import Collection

    from .session import Session

_DAY = 86_400
_PATIENCE = 90 * _DAY
_MANY = 50_000


@dataclass(frozen=True)
class Wanted:
    """The options of `voucher`."""

    what: str
    claim_by: str | None
    start: str | None
    end: str | None
    evidence: str | None
    link: bool
    page: str
    output: str | None
    each: str | None


def vouch(session: "Session", wanted: Wanted, *, dry_run: bool) -> None:
    """Read, check against the chain, sign once, write, and emit what was made."""
    collection = session.collection()
    signer = session.signer()
    deadline = moment(wanted.claim_by) if wanted.claim_by else int(time.time()) + _PATIENCE
    many = wanted.what.lower().endswith(".csv")
    if many:
        _refuse_misuse(wanted)
    for place in (wanted.output, wanted.each):
        if place is not None:
            must_be_free(place)
    if wanted.page and not wanted.link:
        raise ValueInvalidError("--page", "is where claim links lead to: it goes with --link")
    link_base(wanted.page)
    sheet = _table(collection, wanted) if many else _single(collection, wanted)
    if len(sheet.rows) >= _MANY:
        note(f"{len(sheet.rows):,} rows read; looking them up on the chain")
    sheet = sheet.check(collection, str(signer.address), deadline)
    value: dict[str, object] = {
        "dry_run": dry_run,
        "chain_id": collection.chain_id,
        "collection": collection.address,
        "issuer": str(signer.address),
        "count": len(sheet.rows),
        "deadline": deadline,
    }
    facts: list[tuple[str, object]] = [("vouchers", f"{len(sheet.rows):,}"), ("claim by", words.moment(deadline))]
    if dry_run:
        emit(value, Facts(facts, "dry run: all rows are good; nothing was signed"))
        return
    book = VoucherBook.sign(Domain(collection.chain_id, collection.address), signer, sheet, deadline)
    _check_signature(collection, book)
    value["digest"] = book.digest
    facts.append(("digest", "0x" + book.digest.hex()))
    for key, path in _written(book, wanted):
        value[key] = path
        facts.append((key, path))
    if not many and wanted.output is None and wanted.each is None:
        if book.has_links:
            value["link"] = link = book.link(0).text(wanted.page)
            emit(value, link)
        else:
            value["voucher"] = book[0]
            emit(value, next(book.lines()))
        return
    emit(value, Facts(facts, "signed; nothing was sent"))


def _refuse_misuse(wanted: Wanted) -> None:
    if wanted.output is None and wanted.each is None:
        raise ValueInvalidError("--output", "name a file for the vouchers of a table, or a folder with --each")
    for name, value in (("--start", wanted.start), ("--evidence", wanted.evidence)):
        if value is not None:
            raise ValueInvalidError(name, "is of one voucher; a table has a column for it")


def _table(collection: "Collection", wanted: Wanted) -> VoucherSheet:
    end = moment(wanted.end) if wanted.end else 0
    return VoucherSheet.load(Path(wanted.what), collection, links=wanted.link, end=end)


def _single(collection: "Collection", wanted: Wanted) -> VoucherSheet:
    if wanted.link:
        number = collection.achievement_id(achievement(wanted.what))
        badge = badge_id(number, 0, ZERO_ADDRESS)
    else:
        badge = parse_badge(collection, wanted.what)
    # Named by hand, one at a time: whoever had the badge before may have it again.
    award = None if wanted.link else collection.badge(badge).award
    start, end = (moment(each) if each else 0 for each in (wanted.start, wanted.end))
    row = VoucherRow(1, badge, award, start, end, _evidence(wanted.evidence))
    return VoucherSheet(wanted.what, (row,))


def _evidence(text: str | None) -> bytes:
    if text is None:
        return NO_EVIDENCE
    if text.startswith("0x"):
        try:
            found = bytes.fromhex(text[2:])
        except ValueError:
            found = b""
        if len(found) != len(NO_EVIDENCE):
            raise ValueInvalidError("--evidence", "expected 0x and 64 hexadecimal digits, or a document's file")
        return found
    from .disclosing import read_document

    return read_document(text).commitment


def _check_signature(collection: "Collection", book: VoucherBook) -> None:
    """A device that signs in another form would make vouchers that nobody can claim."""
    what = book[0].signed
    if not is_signed_by(collection.node, book.issuer, what, book.signature, collection.node.block_number()):
        raise SignatureInvalidError(book.issuer, what.digest)


def _written(book: VoucherBook, wanted: Wanted) -> list[tuple[str, str]]:
    done = []
    if wanted.output is not None:
        if book.has_links:
            book.write_links(wanted.output, wanted.page)
        else:
            book.write(wanted.output)
        done.append(("output", wanted.output))
    if wanted.each is not None:
        book.write_each(wanted.each, wanted.page)
        done.append(("each", wanted.each))
    return done
