"""Many renewals from a table with the columns `badge,end`: a whole programme moves on by a year.

    sheet = RenewalSheet.load("renew.csv")
    report = issuing.run_renewals(issuer, sheet, issuing.journal_of("renew.csv"))

A badge is `cka/0x7099…`, `gold/3/0x7099…`, a badge id or a CAIP-19 name; `gold/3` is a whole cohort. The end is always
said: without one a renewal would count from the moment in which it gets into a block, something else each time.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from soulbadge import ids
from soulbadge.contract import Collection
from soulbadge.errors import (
    AchievementNotFoundError,
    BadgeIdInvalidError,
    InputError,
    RowsRefusedError,
    SoulbadgeError,
    TimeInvalidError,
    ValueInvalidError,
)
from soulbadge.forms.times import MOST, parse_time

_COLUMNS = ["badge", "end"]
_FORMS = "expected cka/0x7099…, gold/3/0x7099…, a badge id, a CAIP-19 name, or gold/3 for a whole cohort"
_LONGEST_NUMBER = 15  # 48 bits


@dataclass(frozen=True, slots=True)
class Renewal:
    """One badge or cohort to be renewed."""

    line: int
    what: str
    """As it was written."""
    end: int
    """Unix seconds."""


@dataclass(frozen=True, slots=True)
class RenewalSheet:
    """The rows of a table, and what is wrong with those that cannot be read."""

    file: str
    rows: tuple[Renewal, ...]
    problems: tuple[tuple[int, SoulbadgeError], ...] = ()

    @classmethod
    def load(cls, path: Path | str) -> "RenewalSheet":
        """Read a CSV file.

        Raises:
            ValueInvalidError: It cannot be read at all, or has other columns.
        """
        try:
            with Path(path).open(encoding="utf-8-sig", newline="") as handle:
                reader = csv.DictReader(handle, strict=True, skipinitialspace=True)
                if sorted(reader.fieldnames or ()) != _COLUMNS:
                    raise ValueInvalidError(str(path), f"the columns are {','.join(_COLUMNS)}")
                lines = [(reader.line_num, dict(values)) for values in reader]
        except OSError as error:
            raise ValueInvalidError(str(path), f"cannot be read ({error.strerror})") from error
        except (csv.Error, UnicodeDecodeError) as error:
            raise ValueInvalidError(str(path), f"is no CSV in UTF-8 ({error})") from error
        return cls._collect(str(path), ((line, _row_or_problem(line, values)) for line, values in lines))

    @classmethod
    def of(cls, badges: Iterable[int | str], end: int, file: str = "badges") -> "RenewalSheet":
        """Badges and cohorts that all get the same end; each one's line is its place, from 1."""
        if not 0 < end <= MOST:
            raise TimeInvalidError(str(end), f"the end must be from 1 to {MOST}")
        return cls._collect(file, ((line, Renewal(line, str(what), end)) for line, what in enumerate(badges, 1)))

    def refuse(self, more: Iterable[tuple[int, SoulbadgeError]] = ()) -> None:
        """Raise `RowsRefusedError` if there are problems: those of reading the rows, and these."""
        every = sorted([*self.problems, *more], key=lambda each: each[0])
        if every:
            raise RowsRefusedError(self.file, tuple(every))

    @classmethod
    def _collect(cls, file: str, found: Iterable[tuple[int, Renewal | InputError]]) -> "RenewalSheet":
        rows, problems = [], []
        for line, row in found:
            if isinstance(row, Renewal):
                rows.append(row)
            else:
                problems.append((line, row))
        return cls(file, tuple(rows), tuple(problems))


@dataclass(frozen=True, slots=True)
class Target:
    """What a renewal means."""

    achievement_id: int
    slug: str
    cohort: int
    """0 for none."""
    holder: str
    """Empty for a whole cohort."""

    @property
    def key(self) -> str:
        """How it is written shortest."""
        return "/".join(
            [self.slug, *([str(self.cohort)] if self.cohort else []), *([self.holder] if self.holder else [])]
        )

    @property
    def badge_id(self) -> int:
        """Its badge; of a whole cohort the id without a holder."""
        return ids.badge_id(self.achievement_id, self.cohort, self.holder or ids.ZERO_ADDRESS)


def target(collection: Collection, slugs: Mapping[str, int], text: str) -> Target:
    """What a text names.

    Args:
        collection: Where it must be.
        slugs: Numbers of its achievements.
        text: One of the forms.

    Raises:
        BadgeIdInvalidError: It is none of them, or a badge of another collection.
        AddressInvalidError: The holder is not an address.
        AchievementNotFoundError: The collection has no such achievement.
    """
    if text.startswith("eip155:"):
        name = ids.parse_caip19(text)
        if (name.chain_id, name.address) != (collection.chain_id, collection.address):
            raise BadgeIdInvalidError(repr(text), "it is a badge of another collection")
        return _by_id(slugs, name.badge_id)
    if text.isascii() and text.isdigit() and len(text) <= 78:  # noqa: PLR2004 (digits of 256 bits)
        return _by_id(slugs, int(text))
    slug, *rest = text.split("/")
    if not rest or len(rest) > 2:  # noqa: PLR2004 (cohort and holder)
        raise BadgeIdInvalidError(repr(text), _FORMS)
    if slug not in slugs:
        raise AchievementNotFoundError(slug, tuple(slugs))
    cohort = rest.pop(0) if _is_number(rest[0]) else "0"
    holder = ids.parse_address(rest.pop(0)) if rest else ""
    if rest or not (int(cohort) or holder):
        raise BadgeIdInvalidError(repr(text), _FORMS)
    return Target(slugs[slug], slug, int(cohort), holder)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def _by_id(slugs: Mapping[str, int], badge_id: int) -> Target:
    parts = ids.split(badge_id)
    slug = next((each for each, number in slugs.items() if number == parts.achievement_id), None)
    if slug is None:
        raise AchievementNotFoundError(parts.achievement_id, tuple(slugs))
    return Target(parts.achievement_id, slug, parts.cohort, parts.holder)


def _row_or_problem(line: int, values: dict[str, str]) -> Renewal | InputError:
    if None in values or None in values.values():
        return ValueInvalidError("row", f"has another number of fields than the {len(_COLUMNS)} columns")
    try:
        end = parse_time(values["end"])
    except InputError as error:
        return error
    if not end:
        return TimeInvalidError(values["end"], "say when it is to end")
    return Renewal(line, values["badge"].strip(), end)
