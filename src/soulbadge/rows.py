"""Many badges from a table with the columns `holder,achievement,start,end,evidence`: all checked before one is issued.

sheet = Sheet.load("issue.csv")
for row in sheet.check(issuer):     # RowsRefusedError with every problem of every row
    row.issue(issuer)
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from ._row_checks import Row, check
from ._times import parse_time
from .errors import DuplicateRowError, InputError, RowsRefusedError, SoulbadgeError, ValueInvalidError
from .ids import parse_address
from .issuer import Issuer
from .models import NO_EVIDENCE

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
        rows: list[Row] = []
        problems: list[tuple[int, SoulbadgeError]] = []
        seen: dict[tuple[str, str], int] = {}
        for line, values in lines:
            row = _row_or_problem(line, values)
            if isinstance(row, InputError):
                problems.append((line, row))
                continue
            first = seen.setdefault((row.holder, row.achievement), line)
            if first != line:
                problems.append((line, DuplicateRowError(row.holder, row.achievement, first)))
                continue
            rows.append(row)
        return cls(file, tuple(rows), tuple(problems))

    def check(self, issuer: Issuer, *, skip_held: bool = False) -> tuple[Row, ...]:
        """The rows to be issued, in the order of the file, after every check that can be made before sending.

        A requirement may be met by an earlier row of the same table.

        Args:
            issuer: Who will issue.
            skip_held: Leave out rows whose badge exists, as the continuation of a table that was stopped.

        Raises:
            RowsRefusedError: All problems of all rows.
            NoFundsError: The issuer cannot pay for all of them.
        """
        ready, problems = check(issuer, self.rows, skip_held=skip_held)
        every = sorted([*self.problems, *problems], key=lambda each: each[0])
        if every:
            raise RowsRefusedError(self.file, tuple(every))
        return ready


def _check_columns(file: str, found: list[str]) -> None:
    missing = [column for column in _REQUIRED if column not in found]
    unknown = [column for column in found if column not in COLUMNS]
    if missing or unknown or len(set(found)) != len(found):
        what = f"lacks the column {missing[0]}" if missing else f"has an unknown or repeated column: {','.join(found)}"
        raise ValueInvalidError(file, f"{what}; the columns are {','.join(COLUMNS)}")


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
        evidence=_evidence(fields["evidence"]),
    )


def _evidence(text: str) -> bytes:
    if not text:
        return NO_EVIDENCE
    try:
        found = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        found = b""
    if len(found) != len(NO_EVIDENCE) or not text.startswith("0x"):
        raise ValueInvalidError("evidence", "expected 0x and 64 hexadecimal digits, or nothing")
    return found
