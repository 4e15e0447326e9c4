"""What the engine wants to know of the work that it does: issuing and renewing are two kinds of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from soulbadge.errors import RefusedError

from .records import Attempt, RowRecord, StepRecord
from .view import View


@dataclass(frozen=True, slots=True)
class Call:
    """A transaction to be signed."""

    function: str
    arguments: tuple[Any, ...]
    rows: tuple[int, ...]
    """The rows that it does, by number."""
    cohort: int = 0
    """The number of the cohort that it issues."""


class Work(Protocol):
    """One kind of work. Whatever it says, it says of a block, by what stands on the chain there."""

    @property
    def overtaken(self) -> tuple[type[RefusedError], ...]:
        """Refusals that say that somebody else has been there just now: the next round sees what that was."""

    def forget(self) -> None:
        """Remember nothing of the chain: blocks that were read from are gone."""

    def effects(self, rows: Sequence[RowRecord], block: int) -> dict[int, int]:
        """The rows whose effect is there, whoever brought it about: the badge by the row's number."""

    def calls(self, jobs: Sequence[tuple[StepRecord, Sequence[RowRecord]]], view: View) -> list[Call | None]:
        """The transaction that does these rows of each step, as things stand; None if it must wait."""

    def is_safe(self, attempt: Attempt, rows: Sequence[RowRecord], view: View) -> bool:
        """Whether an attempt that is in no block yet may still get into one without doing anything twice."""
