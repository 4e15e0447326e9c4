"""What was done for a table."""

from dataclasses import dataclass

from soulbadge.forms.json import BigInt, Value

from .journal import Journal
from .records import Outcome, RowRecord


@dataclass(frozen=True, slots=True)
class RowReport(Value):
    """One row that is done."""

    line: int
    what: str
    """The achievement and its holder; of renewals the badge."""
    badge_id: BigInt
    transaction: str
    """Its hash; empty if it was somebody else's."""


@dataclass(frozen=True, slots=True)
class Report(Value):
    """All rows of a table, done."""

    file: str
    done: tuple[RowReport, ...]
    """By transactions of this journal, in this run or an earlier one."""
    by_another: tuple[RowReport, ...]
    """By somebody else while this was under way."""
    transactions: int
    """How many of the journal's are in blocks."""
    failed: int
    """How many of these failed, because somebody else had been there first."""
    gas: int
    cost: BigInt
    """In wei."""


def as_report(file: str, journal: Journal) -> Report:
    """What the journal says."""
    rows = sorted(journal.rows.values(), key=lambda row: row.line)
    mined = [each for each in journal.attempts_from() if each.ok is not None]
    return Report(
        file=file,
        done=tuple(_row(row) for row in rows if row.outcome is Outcome.DONE),
        by_another=tuple(_row(row) for row in rows if row.outcome is Outcome.ANOTHER),
        transactions=len(mined),
        failed=sum(not each.ok for each in mined),
        gas=sum(each.gas_used for each in mined),
        cost=sum(each.cost for each in mined),
    )


def _row(row: RowRecord) -> RowReport:
    return RowReport(row.line, row.key, row.badge_id, row.transaction)
