"""Many vouchers from a table, or from a list of badges to renew: all checked before anything is signed.

The columns are those of `rows`, and where they are wanted

* `badge`: a badge that exists (CAIP-19 or number), instead of `holder` and `achievement`: a renewal;
* `award`: how often the badge has ended, for one that is to come back;
* `name`: what the person's file or claim link is called.

sheet = VoucherSheet.load("people.csv", collection)
book = VoucherBook.sign(domain, account, sheet.check(collection, account.address, deadline), deadline)
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from soulbadge.errors import InputError, RowsRefusedError, SoulbadgeError, ValueInvalidError
from soulbadge.ids import parse_address

from .checks import checked
from .reader import COLUMNS, Reader, VoucherRow, checked_badge, duplicate

if TYPE_CHECKING:
    from soulbadge.contract import Collection

__all__ = ["COLUMNS", "VoucherRow", "VoucherSheet"]


@dataclass(frozen=True, slots=True)
class VoucherSheet:
    """Vouchers to be signed, and what is wrong with those that cannot be read."""

    file: str
    rows: tuple[VoucherRow, ...]
    problems: tuple[tuple[int, SoulbadgeError], ...] = ()

    @classmethod
    def load(
        cls, path: Path | str, achievements: "Collection | Mapping[str, int]", *, links: bool = False, end: int = 0
    ) -> "VoucherSheet":
        """Read a CSV file. Dates are `2026-01-31`, ISO 8601 or Unix seconds; an empty field asks for the default.

        Args:
            path: The table.
            achievements: The collection, or where there is no chain to ask the number of each slug.
            links: Whether the rows are people without an address, of whom each gets a claim link.
            end: What an empty `end` means, Unix seconds; 0 for the achievement's default.

        Raises:
            ValueInvalidError: It cannot be read at all, or its columns are others. What is wrong with single rows comes
                with `check` or with signing, all of it together.
        """
        rows: list[VoucherRow] = []
        problems: list[tuple[int, SoulbadgeError]] = []
        try:
            with Path(path).open(encoding="utf-8-sig", newline="") as handle:
                lines = csv.reader(handle, strict=True, skipinitialspace=True)
                numbers, home = _known(achievements)
                reader = Reader(str(path), next(lines, []), numbers, home=home, links=links, end=end)
                for fields in lines:
                    if not fields:
                        continue
                    try:
                        rows.append(reader.read(lines.line_num, fields))
                    except SoulbadgeError as error:
                        problems.append((lines.line_num, error))
        except OSError as error:
            raise ValueInvalidError(str(path), f"cannot be read ({error.strerror})") from error
        except (csv.Error, UnicodeDecodeError) as error:
            raise ValueInvalidError(str(path), f"is no CSV in UTF-8 ({error})") from error
        return cls(str(path), tuple(rows), tuple(problems))

    @classmethod
    def renewals(cls, badge_ids: Iterable[int], end: int, *, file: str = "the badges") -> "VoucherSheet":
        """Later ends for badges that exist, of a whole cohort or programme.

        Args:
            badge_ids: The badges; the problems of each are told by its place in this list, from 1.
            end: The new end, Unix seconds.
            file: What the list is called in errors.
        """
        rows: list[VoucherRow] = []
        problems: list[tuple[int, SoulbadgeError]] = []
        seen: dict[int, int] = {}
        for place, badge_id in enumerate(badge_ids, start=1):
            try:
                checked_badge(badge_id)
                if end == 0:
                    raise ValueInvalidError("end", "is empty; a renewal names the new end")
            except InputError as error:
                problems.append((place, error))
                continue
            first = seen.setdefault(badge_id, place)
            if first != place:
                problems.append((place, duplicate(badge_id, first)))
                continue
            rows.append(VoucherRow(place, badge_id, None, 0, end))
        return cls(file, tuple(rows), tuple(problems))

    def check(self, collection: "Collection", issuer: str, deadline: int) -> "VoucherSheet":
        """The same rows after every check that can be made before they are claimed, each with its award filled in.

        What its holder still has to earn is not asked: there is time until the deadline.

        Args:
            collection: Which will honour them.
            issuer: Who will sign.
            deadline: Last second in which they will work, Unix seconds.

        Raises:
            RowsRefusedError: All problems of all rows.
        """
        rows, problems = checked(collection, parse_address(issuer), self.rows, deadline)
        every = sorted([*self.problems, *problems], key=lambda each: each[0])
        if every:
            raise RowsRefusedError(self.file, tuple(every))
        return VoucherSheet(self.file, rows)


def _known(achievements: "Collection | Mapping[str, int]") -> tuple[Mapping[str, int], tuple[int, str] | None]:
    """The number of each slug, and where the collection is, if it is known."""
    if isinstance(achievements, Mapping):
        return achievements, None
    home = (achievements.chain_id, achievements.address)
    return {each.slug: each.achievement_id for each in achievements.achievements()}, home
