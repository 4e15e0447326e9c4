"""Finding out what became of transactions, from blocks upon which enough others stand.

A nonce that such a block has used up is used up for good. So a step whose nonces are all used up is judged by its
effect alone, not by whether a node still finds this or that receipt: rows with the effect are done, the others may be
signed anew.
"""

from collections.abc import Sequence
from typing import Any

from soulbadge.chain import answers as _answers

from .job import Job
from .records import Attempt, Outcome, RowRecord, StepRecord
from .view import View

_RECEIPT = "eth_getTransactionReceipt"

_GRACE = 3.0
"""Seconds after which a nonce without a receipt was somebody else's."""


class Settling:
    """Writes outcomes into a journal."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._doubtful_since: dict[int, float] = {}

    def settle(self, view: View) -> int:
        """Judge all steps that can be judged; how many rows and attempts changed."""
        changed = self._roll_back(view)
        ripe = [
            step
            for step in self._job.journal.steps.values()
            if step.attempts and not step.examined and all(each.nonce < view.confirmed_nonce for each in step.attempts)
        ]
        asked = [each for step in ripe for each in step.attempts if each.ok is None]
        asked += [each for each in self._job.journal.fillers if each.ok is None and each.nonce < view.confirmed_nonce]
        rows = [row for step in ripe for row in step.open_rows]
        receipts = self._receipts(asked)
        effects = self._job.work.effects(rows, view.confirmed) if rows else {}
        # Nothing is asked any more from here on, so what is in memory and what is on disk cannot part.
        mined = [each for each, receipt in zip(asked, receipts, strict=True) if receipt and _note(each, receipt)]
        clear = [step for step in ripe if not self._is_doubtful(step, effects)]
        settled = [row for step in clear for row in _judge(step, effects)]
        # A receipt without its effect: the node lags behind, or it was undone since. The next round asks again.
        stale = _forget([each for step in clear if not step.examined for each in step.attempts if each.ok])
        noted = list({each.transaction: each for each in (*mined, *stale)}.values())
        if settled or noted:
            self._job.journal.settle(settled, noted)
        return changed + len(settled) + len(mined)

    def verify(self, view: View) -> list[RowRecord]:
        """Look at all rows that are done once more, and open those again whose effect is not there any more."""
        done = [row for row in self._job.journal.rows.values() if not row.is_open]
        effects = self._job.work.effects(done, view.confirmed) if done else {}
        lost = [row for row in done if row.number not in effects]
        hashes = {row.transaction for row in lost if row.transaction}
        steps = {row.step for row in lost}
        undone = [each for step in steps for each in self._job.journal.steps[step].attempts]
        self._reopen(lost, _forget([each for each in undone if each.transaction in hashes]))
        return lost

    def take(self, rows: Sequence[RowRecord], badges: dict[int, int]) -> None:
        """Note that somebody else has done these rows."""
        for row in rows:
            row.outcome, row.badge_id, row.transaction = Outcome.ANOTHER, badges[row.number], ""
        self._job.journal.settle(rows, [])

    def _is_doubtful(self, step: StepRecord, effects: dict[int, int]) -> bool:
        """Whether it cannot be told yet whose doing the effect is: a node may find a receipt a moment later."""
        known = {each.nonce for each in step.attempts if each.ok is not None}
        unknown = any(each.nonce not in known for each in step.attempts)
        if not unknown or not any(row.number in effects for row in step.open_rows):
            return False
        now = self._job.clock()
        return now - self._doubtful_since.setdefault(step.number, now) < _GRACE

    def _roll_back(self, view: View) -> int:
        """Open the rows again whose nonces are not used up any more: a reorganisation has undone their blocks."""
        alive = self._job.journal.attempts_from(view.confirmed_nonce)
        for each in alive:
            if each.step:
                self._job.journal.steps[each.step].examined = False
        undone = [each for each in alive if each.ok is not None]
        if not undone:
            return 0
        hashes = {each.transaction for each in undone}
        rows = [row for row in self._job.journal.rows.values() if row.transaction in hashes]
        self._reopen(rows, _forget(undone))
        return len(undone)

    def _reopen(self, rows: Sequence[RowRecord], attempts: Sequence[Attempt] = ()) -> None:
        for row in rows:
            row.outcome, row.badge_id, row.transaction = Outcome.OPEN, 0, ""
        for row in rows:
            self._job.journal.steps[row.step].examined = False
        if rows or attempts:
            self._job.journal.settle(rows, attempts)

    def _receipts(self, attempts: Sequence[Attempt]) -> list[dict[str, Any] | None]:
        if len(attempts) == 1 or not hasattr(self._job.node.web3.provider, "encode_batch_rpc_request"):
            return [self._job.node.receipt(each.transaction) for each in attempts]
        answers = self._job.node.ask_many(_RECEIPT, [(each.transaction,) for each in attempts])
        for answer in answers:
            if isinstance(answer, Exception):
                raise answer
        return [None if answer is None else _answers.fields(_RECEIPT, answer) for answer in answers]


def _note(attempt: Attempt, receipt: dict[str, Any]) -> bool:
    attempt.ok = bool(_answers.integer(_RECEIPT, receipt.get("status")))
    attempt.gas_used = _answers.integer(_RECEIPT, receipt.get("gasUsed"))
    price = receipt.get("effectiveGasPrice")
    attempt.cost = attempt.gas_used * (attempt.fees.most if price is None else _answers.integer(_RECEIPT, price))
    return True


def _forget(attempts: list[Attempt]) -> list[Attempt]:
    """What was known of them, so that it is asked again."""
    for each in attempts:
        each.ok, each.gas_used, each.cost = None, 0, 0
    return attempts


def _judge(step: StepRecord, effects: dict[int, int]) -> list[RowRecord]:
    """Set what became of a step's open rows, none of which can be done any more by what was signed for them."""
    ours = {number: each.transaction for each in step.attempts if each.ok for number in each.rows}
    settled = []
    step.examined = True
    for row in step.open_rows:
        if row.number in effects:
            row.outcome = Outcome.DONE if row.number in ours else Outcome.ANOTHER
            row.badge_id, row.transaction = effects[row.number], ours.get(row.number, "")
            settled.append(row)
        elif row.number in ours:
            step.examined = False  # its transaction succeeded, so the node that was asked for the effect lags behind
    return settled
