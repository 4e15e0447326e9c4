"""What goes wrong with a whole table of badges: its journal, its rows, its progress."""

from dataclasses import dataclass
from typing import ClassVar

from ._base import SoulbadgeError, StatedError
from ._client import InputError


@dataclass(eq=False)
class HolderHasItError(InputError):
    """The holder has a badge of the achievement, whichever; `status` is what it is now."""

    achievement: str
    holder: str
    badge_id: int
    status: str
    says: ClassVar[str] = "{holder} has {achievement} already: {badge_id:badge} is {status}; renew it instead"


@dataclass(eq=False)
class HolderHadItError(InputError):
    """The holder had a badge of the achievement, and it was revoked or renounced."""

    achievement: str
    holder: str
    badge_id: int
    status: str
    says: ClassVar[str] = (
        "{holder} had {achievement}: {badge_id:badge} is {status}, and a table gives nothing back; "
        "let the holder claim a voucher"
    )


@dataclass(eq=False)
class RowChangedError(InputError):
    """A row that the journal has planned is another in the file now."""

    what: str
    planned: str
    found: str
    says: ClassVar[str] = (
        "{what} was planned as {planned} and now is {found}; restore the row, or put the changed one into a new file"
    )


@dataclass(eq=False)
class RowGoneError(InputError):
    """A row that the journal has planned is not in the file any more."""

    what: str
    says: ClassVar[str] = "{what} was planned and is not in the file any more; put it back: rows may only be added"


@dataclass(eq=False)
class JournalBusyError(StatedError):
    """Another process has the journal open."""

    journal: str
    says: ClassVar[str] = "{journal} is in use: another process is at work on it; wait for it, or end it first"


@dataclass(eq=False)
class JournalInvalidError(StatedError):
    """The file is no journal that this release can read."""

    journal: str
    problem: str
    says: ClassVar[str] = (
        "{journal} is no journal that this release can go on with ({problem}); it may be all that knows of "
        "transactions already signed, so keep it, and look the rows up before issuing without it"
    )


@dataclass(eq=False)
class JournalMismatchError(StatedError):
    """The journal was begun for another chain, collection, signer or purpose."""

    journal: str
    what: str
    expected: str
    found: str
    says: ClassVar[str] = (
        "{journal} belongs to {what} {expected}, not to {found}; go on where it was begun, or copy the table to a "
        "new file"
    )


@dataclass(eq=False)
class FeeCapError(StatedError):
    """Gas costs more than the cap allows. Wei for each unit of gas."""

    base_fee: int
    cap: int
    says: ClassVar[str] = (
        "a unit of gas costs {base_fee} wei now, more than the cap of {cap} wei; wait, or raise the cap (--max-fee)"
    )


@dataclass(eq=False)
class RowsStoppedError(StatedError):
    """Rows that could be issued when they were checked, and cannot now, as (line, reason). The others are done."""

    file: str
    done: int
    total: int
    problems: tuple[tuple[int, SoulbadgeError], ...]

    def __str__(self) -> str:
        head = f"{self.done} of {self.total} rows of {self.file} are done; these cannot be, for the chain changed:"
        return "\n".join([head, *(f"{self.file}:{line}: {problem}" for line, problem in self.problems)])


@dataclass(eq=False)
class StalledError(StatedError, TimeoutError):
    """Nothing moved for too long; whatever was signed is in the journal."""

    file: str
    done: int
    total: int
    seconds: float
    complaint: str
    says: ClassVar[str] = (
        "{done} of {total} rows of {file} are done, and nothing moved for {seconds:g} s ({complaint}); "
        "nothing is lost: run the same command again"
    )
