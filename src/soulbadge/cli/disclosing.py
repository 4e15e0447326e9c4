"""What `evidence`, `disclose` and `check-evidence` do."""

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from soulbadge import ids
from soulbadge.errors import EvidenceMalformedError, RowsRefusedError, SoulbadgeError, ValueInvalidError
from soulbadge.evidence.checks import check_evidence
from soulbadge.evidence.documents import Disclosure, EvidenceDocument, cohort_evidence
from soulbadge.forms.files import new_file, new_folder
from soulbadge.forms.strict_json import parse_strictly

from .args import achievement, cohort_of
from .output import Facts, Page, Table, emit

if TYPE_CHECKING:
    from soulbadge.contract import Collection

    from .session import Session

_MOST = 4_194_304
_HEAD = 40
"""Characters in which a file says what it is."""


def make(session: "Session", facts: str, *, of: str | None, output: str, dry_run: bool) -> None:
    """One document from a JSON file, or one for each row of a table."""
    if facts.lower().endswith(".csv"):
        _make_many(session, Path(facts), of, output, dry_run=dry_run)
        return
    try:
        found = parse_strictly(_text(Path(facts)), _MOST)
    except ValueError as error:
        raise EvidenceMalformedError(facts, str(error)) from error
    if not isinstance(found, dict):
        raise EvidenceMalformedError(facts, "expected an object of names and values")
    document = EvidenceDocument.of(found)
    if of is not None:
        collection, badge_id = session.badge(of)
        document = document.of_badge(ids.caip19(collection.chain_id, collection.address, badge_id))
    if not dry_run:
        _write(Path(output), document)
    value = {"dry_run": dry_run, "commitment": document.commitment, "output": output, "badge": document.badge}
    shown = [("commitment", "0x" + document.commitment.hex()), ("document", output), ("badge", document.badge or None)]
    emit(value, Facts(shown, "dry run: nothing was written" if dry_run else "keep the document: it cannot be remade"))


def _make_many(session: "Session", path: Path, of: str | None, output: str, *, dry_run: bool) -> None:
    if of is None:
        raise ValueInvalidError("--of", "say which achievement the table is of, or which cohort it will be")
    collection, rows = session.collection(), _rows(path)
    documents = {holder: EvidenceDocument.of(facts) for holder, facts in rows.items()}
    cohort = cohort_of(of)
    number = collection.achievement_id(achievement(cohort[0] if cohort else of))
    named = {ids.badge_id(number, cohort[1] if cohort else 0, holder): each for holder, each in documents.items()}
    value: dict[str, object] = {"dry_run": dry_run, "count": len(named), "output": output}
    shown: list[tuple[str, object]] = [("documents", len(named)), ("folder", output)]
    if cohort:
        evidence = cohort_evidence(collection.chain_id, collection.address, named)
        finished = evidence.documents
        value["evidence_root"] = evidence.root
        shown.append(("evidence root", "0x" + evidence.root.hex()))
    else:
        finished = {
            badge: each.of_badge(ids.caip19(collection.chain_id, collection.address, badge))
            for badge, each in named.items()
        }
    if not dry_run:
        with new_folder(output, secret=True) as folder:
            for badge, each in finished.items():
                _write(folder / f"{ids.split(badge).holder}.json", each)
            if not cohort:
                _write_table(folder / "issue.csv", collection, number, finished)
                shown.append(("to issue", f"{output}/issue.csv"))
    emit(value, Facts(shown, "dry run: nothing was written" if dry_run else "keep the folder: it cannot be remade"))


def _write_table(path: Path, collection: "Collection", number: int, documents: dict[int, EvidenceDocument]) -> None:
    slug = collection.achievement(number).slug
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("holder", "achievement", "evidence"))
    for badge, each in documents.items():
        table.writerow((ids.split(badge).holder, slug, "0x" + each.commitment.hex()))
    with new_file(path) as handle:
        handle.write(text.getvalue().encode())


def disclose(document: str, names: tuple[str, ...], output: str | None, *, dry_run: bool) -> None:
    """Some facts of a document, to a file or to stdout."""
    shown = read_document(document).disclose(names)
    data = shown.to_json()
    if output is None or dry_run:
        emit(data, json.dumps(data))
        return
    with new_file(output) as handle:
        handle.write(json.dumps(data, indent=2).encode() + b"\n")
    emit({"output": output, "facts": shown.facts}, Facts(_lines(shown.facts), output))


def check(session: "Session", file: str, badge: str | None) -> None:
    """Verify a disclosure, or a document, against the chain."""
    collection, badge_id = session.badge(badge) if badge else (session.collection(), None)
    shown = _read(file)
    checked = check_evidence(shown, collection, badge_id)
    held = checked.badge
    value = {
        "chain_id": held.chain_id,
        "collection": held.collection,
        "badge_id": str(held.badge_id),
        "holder": held.holder,
        "status": held.status,
        "block": checked.block,
        "facts": checked.facts,
    }
    slug = collection.achievement(held.achievement_id).slug
    who: list[tuple[str, object]] = [("badge", held.caip19), ("holder", held.holder), ("status", held.status.name)]
    facts = Table(("fact", "value"), _lines(checked.facts))
    emit(value, Page((Facts(who, f"evidence of {slug}"), facts)))


def read_document(file: str) -> EvidenceDocument:
    """The evidence document in a file."""
    return EvidenceDocument.parse(_text(Path(file)))


def read_disclosure(file: str) -> Disclosure:
    """The disclosure in a file."""
    return Disclosure.parse(_text(Path(file)))


def _read(file: str) -> Disclosure | EvidenceDocument:
    """Either, by what it says of itself."""
    text = _text(Path(file))
    return Disclosure.parse(text) if '"disclosure"' in text.lstrip()[:_HEAD] else EvidenceDocument.parse(text)


def _rows(path: Path) -> dict[str, dict[str, Any]]:
    """By holder, the facts of a table; each value is a text."""
    rows: dict[str, dict[str, Any]] = {}
    try:
        lines = list(csv.reader(io.StringIO(_text(path), newline=""), strict=True))
    except csv.Error as error:
        raise ValueInvalidError(str(path), f"is no CSV ({error})") from error
    columns = [each.strip() for each in lines[0]] if lines else []
    if "holder" not in columns or len(columns) < len(("holder", "a fact")) or len(set(columns)) != len(columns):
        raise ValueInvalidError(str(path), "expected the column holder and one for each fact, no two the same")
    problems: list[tuple[int, SoulbadgeError]] = []
    for number, fields in enumerate(lines[1:], 2):
        if not fields:
            continue
        try:
            holder, facts = _row(columns, fields)
            if holder in rows:
                raise ValueInvalidError("holder", f"{holder} stands there already")
            rows[holder] = facts
        except SoulbadgeError as error:
            problems.append((number, error))
    if problems:
        raise RowsRefusedError(str(path), tuple(problems))
    if not rows:
        raise ValueInvalidError(str(path), "has no rows")
    return rows


def _row(columns: list[str], fields: list[str]) -> tuple[str, dict[str, Any]]:
    if len(fields) != len(columns):
        raise ValueInvalidError("row", f"has {len(fields)} fields, and there are {len(columns)} columns")
    facts: dict[str, Any] = dict(zip(columns, fields, strict=True))
    holder = ids.parse_address(facts.pop("holder").strip())
    EvidenceDocument.of(facts)  # refuses what cannot be committed to, while there are line numbers
    return holder, facts


def _write(path: Path, document: EvidenceDocument) -> None:
    with new_file(path, secret=True) as handle:
        handle.write(json.dumps(document.to_json(), indent=2).encode() + b"\n")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ValueInvalidError(str(path), f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ValueInvalidError(str(path), "is no text in UTF-8") from error


def _lines(facts: dict[str, Any]) -> list[tuple[str, object]]:
    return [(name, _told(value)) for name, value in facts.items()]


def _told(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
