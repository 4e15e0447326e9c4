"""What is signed next: which steps, with which nonces, and not before it is safe."""

from collections.abc import Sequence

from soulbadge.chain.fees import Fees
from soulbadge.errors import (
    NoFundsError,
    RefusedError,
    RequirementUnmetError,
    SoulbadgeError,
)

from .job import Job
from .nonces import Nonces
from .records import Attempt, RowRecord, StepRecord
from .settling import Settling
from .signing import Signing
from .view import View
from .work import Call

_GAP = 15.0
"""Seconds after which a nonce that nobody uses, and that holds up others, is used up."""

_Task = tuple[StepRecord, Call]


class Scheduling:
    """The steps of a journal that are still to be signed."""

    def __init__(self, job: Job, signing: Signing, settling: Settling) -> None:
        self._job = job
        self._signing = signing
        self._settling = settling
        self._gap_since: dict[int, float] = {}
        self.refused: dict[int, SoulbadgeError] = {}
        """Steps that the contract does not let through, with the reason."""
        self.complaint = ""

    def sign(self, nonces: Nonces, view: View) -> list[Attempt]:
        """Sign what can be signed now.

        Raises:
            NoFundsError: Nothing is on its way, and the signer cannot pay for the next step.
        """
        room = self._job.settings.window - len(nonces.last)
        ready = self._possible(self._ready(nonces, view)[:room], view) if room > 0 else []
        fitting = self._estimated(ready)
        if not fitting:
            return self._fill_gaps(nonces, view)
        fees = self._signing.price(view)
        payable = self._payable([estimate for _, _, estimate in fitting], nonces, fees)
        if not payable or not self._job.node.is_canonical(view.head):
            return []  # in the second case what was read is not so any more
        free = nonces.free(view.pending)
        jobs = [(step, call, estimate, next(free)) for step, call, estimate in fitting[:payable]]
        return self._signing.sign(jobs, fees, view)

    def blocked(self) -> set[int]:
        """Steps that are refused, and those that rest on them."""
        found = set(self.refused)
        for step in self._job.journal.steps.values():  # none rests on a later one
            if any(each in found and self._job.journal.steps[each].open_rows for each in step.after):
                found.add(step.number)
        return found

    def rest(self, nonces: Nonces, fees: Fees) -> int:
        """The most in wei that the steps can cost for which nothing is on its way."""
        waiting = (
            step for step in self._job.journal.steps.values() if step.open_rows and not nonces.is_under_way(step.number)
        )
        return sum(step.gas for step in waiting) * fees.most

    def _ready(self, nonces: Nonces, view: View) -> list[StepRecord]:
        """Steps with something to do, for which nothing is under way, and for which others need not wait."""
        ready: list[StepRecord] = []
        lanes: set[str] = set()
        for step in self._job.journal.steps.values():
            if step.number in self.refused or not step.open_rows or nonces.is_under_way(step.number):
                continue
            if step.attempts and not step.examined:
                continue  # what became of it is not known yet
            if step.lane and (step.lane in lanes or nonces.is_busy(step.lane)):
                continue
            if all(self._is_mined(self._job.journal.steps[each], view) for each in step.after):
                lanes.add(step.lane)
                ready.append(step)
        return ready

    def _is_mined(self, step: StepRecord, view: View) -> bool:
        return not step.open_rows or any(each.nonce < view.nonce and each.data for each in step.attempts)

    def _possible(self, steps: Sequence[StepRecord], view: View) -> list[_Task]:
        """The transactions that would do the rows whose effect is not there yet."""
        rows = [row for step in steps for row in step.open_rows]
        if not rows:
            return []
        there = self._job.work.effects(rows, view.head.number)
        self._take(rows, there, view)
        left = [(step, [row for row in step.open_rows if row.number not in there]) for step in steps]
        jobs = [(step, rows) for step, rows in left if rows]
        calls = self._job.work.calls(jobs, view)
        return [(step, call) for (step, _), call in zip(jobs, calls, strict=True) if call is not None]

    def _take(self, rows: Sequence[RowRecord], there: dict[int, int], view: View) -> None:
        """Rows that somebody else has done count once enough blocks stand upon that."""
        seen = [row for row in rows if row.number in there]
        if seen:
            sure = self._job.work.effects(seen, view.confirmed) if view.confirmed != view.head.number else there
            self._settling.take([row for row in seen if row.number in sure], sure)

    def _estimated(self, jobs: Sequence[_Task]) -> list[tuple[StepRecord, Call, int]]:
        """Those that the contract would accept now, with their gas; what it says to the others is noted."""
        fitting = []
        for (step, call), outcome in zip(jobs, self._signing.estimates([call for _, call in jobs]), strict=True):
            if isinstance(outcome, int):
                fitting.append((step, call, outcome))
            elif isinstance(outcome, self._job.work.overtaken) or (
                isinstance(outcome, RequirementUnmetError) and self._still_comes(step)
            ):
                self.complaint = str(outcome)  # for now: the next round sees more
            elif isinstance(outcome, RefusedError):
                self.refused[step.number] = outcome
            else:
                raise outcome
        return fitting

    def _still_comes(self, step: StepRecord) -> bool:
        """Whether something that the step rests on is not settled yet."""
        return any(self._job.journal.steps[each].open_rows for each in step.after)

    def _payable(self, estimates: Sequence[int], nonces: Nonces, fees: Fees) -> int:
        """For how many of these, in their order, the signer can pay beside what is on its way."""
        balance = self._job.node.balance(self._job.issuer.address)
        left = balance - sum(each.gas * each.fees.most for each in nonces.last.values())
        for count, estimate in enumerate(estimates):
            left -= estimate * 5 // 4 * fees.most
            if left < 0:
                if count or nonces.last:
                    return count
                raise NoFundsError(self._job.issuer.address, max(self.rest(nonces, fees), balance - left), balance)
        return len(estimates)

    def _fill_gaps(self, nonces: Nonces, view: View) -> list[Attempt]:
        """Use up nonces that hold up others and that nobody uses: what had used them was undone and never came back."""
        now = self._job.clock()
        gaps = nonces.gaps(view.pending)
        self._gap_since = {nonce: self._gap_since.get(nonce, now) for nonce in gaps}
        due = [nonce for nonce in gaps if now - self._gap_since[nonce] >= _GAP]
        return [self._signing.fill(nonce, 0, self._signing.price(view), view) for nonce in due]
