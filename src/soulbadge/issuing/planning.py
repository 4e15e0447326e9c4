"""From rows to steps: which rows go into which transactions, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from soulbadge.chain.answers import integer
from soulbadge.chain.artifacts import badges_abi
from soulbadge.chain.fees import MOST_GAS
from soulbadge.chain.rpc import Rpc
from soulbadge.cohorts import MOST_MEMBERS
from soulbadge.errors import RowChangedError, RowGoneError, SoulbadgeError
from soulbadge.issuer import Issuer
from soulbadge.issuing.row_checks import Call, Checked, check
from soulbadge.issuing.rows import Row, Sheet
from soulbadge.models import NO_EVIDENCE, Achievement

from . import costs
from .awarding import COHORT, SINGLE, key_of, terms_of
from .journal import Journal
from .records import RowRecord, StepRecord

_Group = tuple[str, list[Row]]
"""How rows go together, and these rows."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be added to a journal."""

    steps: tuple[StepRecord, ...]
    notes: tuple[str, ...]


def draft(issuer: Issuer, sheet: Sheet, journal: Journal, *, label: str, skip_held: bool) -> Draft:
    """Steps for the rows that the journal does not have yet.

    Raises:
        RowsRefusedError: All problems of all rows: those of reading, of rows that were planned and are others now, and
            whatever the chain has against new ones.
    """
    fresh = [row for row in sheet.rows if key_of(row) not in journal.rows]
    coming = [row for row in sheet.rows if (found := journal.rows.get(key_of(row))) and found.is_open]
    checked = check(issuer, fresh, skip_held=skip_held, coming=coming)
    sheet.refuse([*changed(_wanted(sheet, journal), journal), *checked.problems])
    groups = _groups(checked.rows, checked.achievements, _most_members(issuer.collection.node))
    steps = _steps(issuer, groups, checked, journal, label=label, coming=coming)
    return Draft(tuple(steps), tuple(_notes(issuer.collection.node, checked)))


def _wanted(sheet: Sheet, journal: Journal) -> dict[str, tuple[int, dict[str, Any]]]:
    """Line and terms of the rows that the journal knows; what number an achievement has, it knows as well."""
    rows = ((row, journal.rows.get(key_of(row))) for row in sheet.rows)
    return {
        record.key: (row.line, terms_of(row, record.terms["achievement_id"]))
        for row, record in rows
        if record is not None
    }


def changed(wanted: Mapping[str, tuple[int, dict[str, Any]]], journal: Journal) -> list[tuple[int, SoulbadgeError]]:
    """Rows that were planned and are others now, or gone; `wanted` are line and terms of each row by its key."""
    found: list[tuple[int, SoulbadgeError]] = []
    for key, record in journal.rows.items():
        if key not in wanted:
            found.append((record.line, RowGoneError(key)))
            continue
        line, terms = wanted[key]
        if terms != record.terms:
            found.append((line, RowChangedError(key, _differing(record.terms, terms), _differing(terms, record.terms))))
    return found


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> str:
    """What the one says and the other does not."""
    return ", ".join(f"{name} {one[name] or 'none'}" for name in one if one[name] != other[name])


def _most_members(node: Rpc) -> int:
    limit = integer("eth_getBlockByNumber", node.block().get("gasLimit"))
    return min(MOST_MEMBERS, costs.most_members(min(limit, MOST_GAS)))


def _groups(rows: Sequence[Row], achievements: Mapping[str, Achievement], most: int) -> list[_Group]:
    """Rows that go together, each with how; in the order of their first rows."""
    alike: dict[tuple[str, int, int], list[Row]] = {}
    groups: list[_Group] = []
    for row in rows:
        terms = achievements[row.achievement].terms
        if terms.individual or terms.claim_only or terms.requirements or row.evidence != NO_EVIDENCE:
            groups.append((SINGLE, [row]))
        else:
            alike.setdefault((row.achievement, row.start, row.end), []).append(row)
    for same in alike.values():
        for start in range(0, len(same), most):
            some = same[start : start + most]
            if costs.is_cheaper_together(len(some)):
                groups.append((COHORT, some))
            else:
                groups += [(SINGLE, [row]) for row in some]
    return sorted(groups, key=lambda group: group[1][0].line)


def _steps(
    issuer: Issuer, groups: Sequence[_Group], checked: Checked, journal: Journal, *, label: str, coming: Sequence[Row]
) -> list[StepRecord]:
    next_step = max(journal.steps, default=0) + 1
    next_row = max((row.number for row in journal.rows.values()), default=0) + 1
    step_of = {row.line: journal.rows[key_of(row)].step for row in coming}
    gas = _gas(issuer, [rows[0] for kind, rows in groups if kind == SINGLE], checked)
    steps: list[StepRecord] = []
    for number, (kind, rows) in enumerate(groups, next_step):
        step_of.update({row.line: number for row in rows})
        achievement = checked.achievements[rows[0].achievement]
        after = {step_of[line] for row in rows for line in checked.rests_on.get(row.line, ())}
        records = [
            RowRecord(next_row + place, row.line, key_of(row), terms_of(row, achievement.achievement_id), number)
            for place, row in enumerate(rows)
        ]
        next_row += len(rows)
        steps.append(
            StepRecord(
                number=number,
                kind=kind,
                lane=f"cohort of {achievement.slug}" if kind == COHORT else "",
                after=tuple(sorted(after)),
                details={"achievement": achievement.slug, "label": label if kind == COHORT else ""},
                gas=costs.cohort(len(rows)) if kind == COHORT else gas[rows[0].line],
                rows=records,
            )
        )
    return steps


def _gas(issuer: Issuer, rows: Sequence[Row], checked: Checked) -> dict[int, int]:
    """Gas of single transactions by line: one of each sort is asked for, and what rests on others is reckoned."""
    sort_of = {row.line: (row.achievement, row.evidence != NO_EVIDENCE) for row in rows}
    samples = {sort_of[row.line]: row for row in reversed(rows) if row.line in checked.calls}
    sender, collection = issuer.address, issuer.collection
    requests = [
        ({"from": sender, "to": collection.address, "data": _data(checked.calls[row.line])},)
        for row in samples.values()
    ]
    answers = dict(zip(samples, collection.node.ask_many("eth_estimateGas", requests), strict=True))
    found: dict[int, int] = {}
    for row in rows:
        answer = answers.get(sort_of[row.line])
        if answer is None or isinstance(answer, SoulbadgeError):
            requirements = len(checked.achievements[row.achievement].terms.requirements)
            found[row.line] = costs.single(evidence=row.evidence != NO_EVIDENCE, requirements=requirements)
        else:
            found[row.line] = integer("eth_estimateGas", answer)
    return found


def _data(call: Call) -> str:
    return "0x" + badges_abi().encode(call[0], *call[1]).hex()


def _notes(node: Rpc, checked: Checked) -> list[str]:
    notes = [f"line {line}: awarded already, left out" for line in checked.held]
    holders = list(dict.fromkeys(row.holder for row in checked.rows))
    codes = dict(zip(holders, node.ask_many("eth_getCode", [(each, "latest") for each in holders]), strict=True))
    for row in checked.rows:
        code = codes[row.holder]
        if not isinstance(code, Exception) and _is_contract(bytes.fromhex(code[2:]) if isinstance(code, str) else code):
            notes.append(f"line {row.line}: {row.holder} is a contract; make sure that it can use a badge")
    return notes


def _is_contract(code: bytes) -> bool:
    """Whether there is code of the address's own: an account that delegates (ERC-7702) is an account."""
    return bool(code) and not code.startswith(bytes.fromhex("ef0100"))
