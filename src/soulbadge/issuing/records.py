"""What a journal holds: rows, the steps that they were put into, and every transaction that was signed for them."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from soulbadge.chain.fees import Fees


class Outcome(str, Enum):
    """What became of a row."""

    OPEN = ""
    DONE = "done"
    """By a transaction of this journal."""
    ANOTHER = "another"
    """Its effect is there, by somebody else's transaction, or by one of another journal."""


@dataclass(slots=True)
class RowRecord:
    """A row as it was planned, and what became of it."""

    number: int
    """In the journal, from 1."""
    line: int
    key: str
    """What makes it this row: its holder and achievement, or the badge to renew."""
    terms: dict[str, Any]
    """What is wanted; plain JSON. A row of the same key with other terms is a changed row."""
    step: int
    outcome: Outcome = Outcome.OPEN
    badge_id: int = 0
    transaction: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.outcome is Outcome.OPEN


@dataclass(slots=True)
class Attempt:
    """A transaction as it was signed, recorded before anybody saw it."""

    step: int
    """The step's number; 0 for one that only uses up a nonce."""
    nonce: int
    transaction: str
    """Its hash."""
    raw: bytes
    data: bytes
    """What is said to the collection; empty for nothing at all, which is said to the signer itself."""
    gas: int
    fees: Fees
    rows: tuple[int, ...]
    """The rows that it does, by number; none for one that only uses up a nonce."""
    cohort: int = 0
    """The number of the cohort that it issues."""
    ok: bool | None = None
    """Whether it succeeded; None while it is in no block that counts."""
    gas_used: int = 0
    cost: int = 0


@dataclass(slots=True)
class StepRecord:
    """Rows that one transaction is to do."""

    number: int
    """From 1."""
    kind: str
    lane: str
    """Of steps with the same lane one at a time is signed; empty for none."""
    after: tuple[int, ...]
    """Steps that must be in a block before it."""
    details: dict[str, Any]
    gas: int
    """As estimated when it was planned."""
    rows: list[RowRecord] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    examined: bool = False
    """Whether its last attempt has been looked at, once it could not succeed any more."""

    @property
    def open_rows(self) -> list[RowRecord]:
        """Its rows that are still to be done."""
        return [row for row in self.rows if row.is_open]
