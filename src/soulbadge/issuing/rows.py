"""Many badges from a table with the columns `holder,achievement,start,end,evidence`: all checked before one is issued.

sheet = Sheet.load("issue.csv")
plan = issuing.plan(issuer, sheet)      # RowsRefusedError with every problem of every row
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from soulbadge.errors import (
    DuplicateRowError,
    InputError,
    RowsRefusedError,
    SoulbadgeError,
    TimeInvalidError,
    ValueInvalidError,
)
from soulbadge.forms.commitment import parse_commitment
from soulbadge.forms.times import MOST, parse_time
from soulbadge.ids import parse_address
from soulbadge.issuer import Issuer
from soulbadge.models import NO_EVIDENCE

from .row_checks import Row, check

__all__ = ["COLUMNS", "Row", "Sheet"]

COLUMNS = ("holder", "achievement", "start", "end", "evidence")
_REQUIRED = COLUMNS[:2]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table, and what is wrong with those that cannot be read."""

    file: str
    rows: tuple[Row, ...]
    problems: tuple[tuple[int, SoulbadgeError], ...] = ()

    @classmethod
    def load(cls, path: Path | str) -> "Sheet":
        """Read a CSV file. Dates are `2026-01-31`, ISO 8601 or Unix seconds; an empty field asks for the default.

        Raises:
            ValueInvalidError: It cannot be read at all, or lacks a column. What is wrong with single rows comes with
                `check`, together with what the chain has to say.
        """
        try:
            with Path(path).open(encoding="utf-8-sig", newline="") as handle:
                reader = csv.DictReader(handle, strict=True, skipinitialspace=True)
                _check_columns(str(path), list(reader.fieldnames or ()))
                lines = [(reader.line_num, dict(values)) for values in reader]
        except OSError as error:
            raise ValueInvalidError(str(path), f"cannot be read ({error.strerror})") from error
        except (csv.Error, UnicodeDecodeError) as error:
            raise ValueInvalidError(str(path), f"is no CSV in UTF-8 ({error})") from error
        return cls.of(str(path), lines)

    @classmethod
    def of(cls, file: str, lines: "list[tuple[int, dict[str, str]]]") -> "Sheet":
        """The rows of texts that came from elsewhere, each with its line number."""
        return _collect(file, ((line, _row_or_problem(line, values)) for line, values in lines))

    @classmethod
    def from_rows(cls, rows: Iterable[Row], file: str = "rows") -> "Sheet":
        """Rows that were made by a program; one without a line gets its place, from 1, as its line."""
        placed = (replace(row, line=row.line or place) for place, row in enumerate(rows, 1))
        return _collect(file, ((row.line, _checked(row)) for row in placed))

    def check(self, issuer: Issuer, *, skip_held: bool = False) -> tuple[Row, ...]:
        """The rows to be issued, in the order of the file, after every check that can be made before sending.

        A requirement may be met by an earlier row of the same table.

        Args:
            issuer: Who will issue.
            skip_held: Leave out rows whose holder was awarded the achievement, as the continuation of a table that was
                stopped.

        Raises:
            RowsRefusedError: All problems of all rows.
            NoFundsError: The issuer cannot pay for all of them.
        """
        found = check(issuer, self.rows, skip_held=skip_held)
        self.refuse(found.problems)
        sample = next((each for each in found.rows if not found.rests_on.get(each.line)), None)
        if sample is not None:
            issuer.check_funds(found.calls[sample.line], times=len(found.rows))
        return found.rows

    def refuse(self, more: Iterable[tuple[int, SoulbadgeError]] = ()) -> None:
        """Raise `RowsRefusedError` if there are problems: those of reading the rows, and these."""
        every = sorted([*self.problems, *more], key=lambda each: each[0])
        if every:
            raise RowsRefusedError(self.file, tuple(every))


def _collect(file: str, found: Iterable[tuple[int, Row | InputError]]) -> Sheet:
    rows: list[Row] = []
    problems: list[tuple[int, SoulbadgeError]] = []
    seen: dict[tuple[str, str], int] = {}
    for line, row in found:
        if isinstance(row, InputError):
            problems.append((line, row))
            continue
        first = seen.setdefault((row.holder, row.achievement), line)
        if first != line:
            problems.append((line, DuplicateRowError(row.holder, row.achievement, first)))
            continue
        rows.append(row)
    return Sheet(file, tuple(rows), tuple(problems))


def _check_columns(file: str, found: list[str]) -> None:
    missing = [column for column in _REQUIRED if column not in found]
    unknown = [column for column in found if column not in COLUMNS]
    if missing or unknown or len(set(found)) != len(found):
        what = f"lacks the column {missing[0]}" if missing else "has an unknown or repeated column"
        named = ",".join(found)
        raise ValueInvalidError(file, f"{what}: its first line is {named[:120]!r}; the columns are {','.join(COLUMNS)}")


def _row_or_problem(line: int, values: dict[str, str]) -> Row | InputError:
    try:
        return _row(line, values)
    except InputError as error:
        return error


def _row(line: int, values: dict[str, str]) -> Row:
    if None in values or None in values.values():
        raise ValueInvalidError("row", f"has another number of fields than the {len(COLUMNS)} columns")
    fields = {column: values.get(column, "").strip() for column in COLUMNS}
    if not fields["achievement"]:
        raise ValueInvalidError("achievement", "is empty; name it by its slug")
    return Row(
        line=line,
        holder=parse_address(fields["holder"]),
        achievement=fields["achievement"],
        start=parse_time(fields["start"]) if fields["start"] else 0,
        end=parse_time(fields["end"]) if fields["end"] else 0,
        evidence=parse_commitment(fields["evidence"]),
    )


def _checked(row: Row) -> Row | InputError:
    """The same row with its holder in the one form that addresses are compared in."""
    try:
        holder = parse_address(row.holder)
        for name, value in (("start", row.start), ("end", row.end)):
            if not 0 <= value <= MOST:
                raise TimeInvalidError(str(value), f"the {name} must be from 0 to {MOST}")
        if len(row.evidence) != len(NO_EVIDENCE):
            raise ValueInvalidError("evidence", f"expected {len(NO_EVIDENCE)} bytes, found {len(row.evidence)}")
    except InputError as error:
        return error
    return replace(row, holder=holder)
