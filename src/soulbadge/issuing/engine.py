"""Working a journal off: round by round, until every row is done upon enough blocks.

A round looks at the chain, writes down what became of what was signed, sees to what is on its way, and signs what
comes next. It rests on the journal and on the chain alone, so it makes no difference whether the round before was made
by this process or by one that was killed in the middle of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from soulbadge.errors import (
    FeeCapError,
    NodeError,
    NoFundsError,
    RowsStoppedError,
    SoulbadgeError,
    StalledError,
    UnreachableError,
)

from .broadcasting import Broadcasting
from .job import Job
from .nonces import Nonces
from .scheduling import Scheduling
from .settling import Settling
from .signing import Signing
from .view import View, look

if TYPE_CHECKING:
    from soulbadge.chain.blocks import Block

_QUICKEST, _SLOWEST = 0.02, 2.0
"""Seconds between two rounds that find nothing new."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come."""

    done: int
    """Rows whose effect stands upon enough blocks."""
    total: int
    under_way: int
    """Transactions that are in no block yet."""
    block: int
    """The newest block."""
    complaint: str
    """Why nothing moves, if something is known of that; empty otherwise."""


class Engine:
    """One run."""

    def __init__(
        self, job: Job, *, on_progress: Callable[[Progress], None] | None, sleep: Callable[[float], None]
    ) -> None:
        self._job = job
        self._depth = job.depth
        self._on_progress = on_progress
        self._sleep = sleep
        signing = Signing(job)
        self._settling = Settling(job)
        self._broadcasting = Broadcasting(job, signing)
        self._scheduling = Scheduling(job, signing, self._settling)
        self._seen: Block | None = None
        self._deployed = False
        self._told: Progress | None = None
        self._moved_at = job.clock()
        self._marks: tuple[int, ...] = ()

    def run(self) -> None:
        """Go on until all is done.

        Raises:
            RowsStoppedError: Some rows cannot be issued any more; all others are.
            NoFundsError: The signer cannot pay for the rest.
            FeeCapError: Gas costs more than the cap.
            StalledError: Nothing moved for too long.
            UnreachableError, NodeError: The node was of no use for as long.
        """
        pause = _QUICKEST
        while True:
            trouble: SoulbadgeError | None = None
            before = self._marks
            try:
                if self._round():
                    return
            except (UnreachableError, NodeError, FeeCapError) as error:
                if isinstance(error, FeeCapError) and not self._job.journal.signed:
                    raise  # nothing has been signed yet: say so at once
                trouble = error
                self._broadcasting.forget()
            if self._marks != before:
                self._moved_at, pause = self._job.clock(), _QUICKEST
                continue
            left = self._moved_at + self._job.settings.timeout - self._job.clock()
            if left <= 0:
                raise trouble or self._stalled()
            self._sleep(min(pause, left))
            pause = min(pause * 2, _SLOWEST)

    def _round(self) -> bool:
        """One round; whether all is done."""
        view = look(self._job.node, self._job.issuer.address, self._depth)
        self._notice_reorganisation(view)
        if not self._is_deployed(view):
            self._tell(view, Nonces(self._job.journal, view), "not enough blocks stand upon the collection yet")
            return False
        self._settling.settle(view)
        nonces = Nonces(self._job.journal, view)
        self._check_funds(nonces, view)
        self._broadcasting.push(nonces, view)
        nonces = Nonces(self._job.journal, view)
        new = self._scheduling.sign(nonces, view)
        # On disk by now; so whatever happens while they are handed over, they are known.
        for attempt in new:
            self._broadcasting.send(attempt)
        nonces = Nonces(self._job.journal, view)
        self._tell(view, nonces, self._broadcasting.complaint)
        return not new and not nonces.last and self._is_finished(nonces, view)

    def _is_deployed(self, view: View) -> bool:
        """Whether the collection is there in the block that counts: nothing can be read of it before."""
        self._deployed = self._deployed or bool(
            self._job.node.code(self._job.issuer.collection.address, view.confirmed)
        )
        return self._deployed

    def _notice_reorganisation(self, view: View) -> None:
        if self._seen is not None and not self._job.node.is_canonical(self._seen):
            self._job.work.forget()
            self._broadcasting.forget()
            self._deployed = False
        self._seen = view.head

    def _is_finished(self, nonces: Nonces, view: View) -> bool:
        """Whether all rows are done and, looked at once more, still are."""
        waiting = [row for row in self._job.journal.rows.values() if row.is_open]
        if waiting:
            blocked, refused = self._scheduling.blocked(), self._scheduling.refused
            if all(row.step in blocked for row in waiting):
                lines = {row.step: row.line for row in reversed(waiting) if row.step in refused}
                problems = sorted(((line, refused[step]) for step, line in lines.items()), key=lambda each: each[0])
                raise RowsStoppedError(self._job.file, *self._counts(), tuple(problems))
            return False
        if any(nonces.is_under_way(step) for step in self._job.journal.steps):
            return False
        self._job.work.forget()
        return not self._settling.verify(view) and self._job.node.is_canonical(view.head)

    def _check_funds(self, nonces: Nonces, view: View) -> None:
        """Nothing moves if the first that is on its way cannot be paid: say so instead of waiting."""
        first = nonces.last.get(view.nonce)
        if first is None:
            return
        needed, balance = first.fees.most * first.gas, self._job.node.balance(self._job.issuer.address)
        if balance < needed:
            waiting = sum(each.fees.most * each.gas for each in nonces.last.values())
            raise NoFundsError(self._job.issuer.address, waiting + self._scheduling.rest(nonces, first.fees), balance)

    def _counts(self) -> tuple[int, int]:
        rows = self._job.journal.rows.values()
        return sum(not row.is_open for row in rows), len(rows)

    def _tell(self, view: View, nonces: Nonces, complaint: str) -> None:
        done, total = self._counts()
        waits = view.head.number if not nonces.last and nonces.is_anything_under_way else 0
        self._marks = (done, total, view.nonce, view.confirmed_nonce, self._job.journal.signed, waits)
        told = Progress(done, total, len(nonces.last), view.head.number, complaint)
        if self._on_progress is not None and told != self._told:
            self._on_progress(told)
        self._told = told

    def _stalled(self) -> StalledError:
        complaint = self._broadcasting.complaint or self._scheduling.complaint or "no block takes what was sent"
        return StalledError(self._job.file, *self._counts(), self._job.settings.timeout, complaint)
