"""Handing over what was signed, again and again until it is in a block, and for more where it is stuck."""

from soulbadge.chain.fees import Fees
from soulbadge.errors import ChainError, FeeCapError, RefusedError

from .job import Job
from .nonces import Nonces
from .records import Attempt, RowRecord
from .signing import Signing
from .view import View

_KNOWN = ("already known", "already imported", "known transaction", "nonce too low", "nonce is too low", "underpriced")
"""What nodes say to a transaction that they have, or that stands behind another: nothing to complain of."""

_AGAIN = 20.0
"""Seconds after which a transaction is handed over again, so that it comes to nodes that have never heard of it."""

_FORGOTTEN = 1.0
"""The same for one that the node does not hold: it forgets when it is restarted, and when its blocks are undone."""


class Broadcasting:
    """What is on its way."""

    def __init__(self, job: Job, signing: Signing) -> None:
        self._job = job
        self._signing = signing
        self._handed: dict[str, float] = {}
        self._since: dict[str, float] = {}
        self.complaint = ""
        """What the node said to the last transaction that it did not take."""

    def send(self, attempt: Attempt) -> None:
        """Hand it over. Whatever comes back, a round will find out what became of it."""
        self._handed[attempt.transaction] = self._job.clock()
        self._since.setdefault(attempt.transaction, self._job.clock())
        try:
            self._job.node.send(attempt.raw)
        except (ChainError, RefusedError) as error:
            text = str(error)
            if not any(word in text.lower() for word in _KNOWN):
                self.complaint = text

    def forget(self) -> None:
        """Hand everything over again in the next round: the node may have forgotten it."""
        self._handed.clear()

    def push(self, nonces: Nonces, view: View) -> None:
        """See to all that is in no block: hand it over again, or replace it if it is stuck, or must not be any more."""
        lanes: set[str] = set()
        for attempt in list(nonces.last.values()):
            step = self._job.journal.steps.get(attempt.step)
            if step is not None and step.lane and attempt.data:
                again = step.lane in lanes  # two at once in a lane: a reorganisation has given a nonce back
                lanes.add(step.lane)
                if again or not self._job.work.is_safe(attempt, self._rows(attempt), view):
                    self._withdraw(attempt, view)
                    continue
            self._see_to(attempt, view)

    def _rows(self, attempt: Attempt) -> list[RowRecord]:
        wanted = set(attempt.rows)
        return [row for row in self._job.journal.steps[attempt.step].rows if row.number in wanted]

    def _see_to(self, attempt: Attempt, view: View) -> None:
        now = self._job.clock()
        if now - self._since.setdefault(attempt.transaction, now) >= self._job.settings.patience:
            wanted = self._price(view)
            # Behind the first only those are stuck that no block would take at today's price.
            if wanted is not None and (attempt.nonce == view.nonce or 2 * attempt.fees.most < wanted.most):
                fees = self._signing.replaced(attempt, wanted)
                if fees is not None:
                    self.send(self._signing.again(attempt, fees))
                    return
        pause = _FORGOTTEN if attempt.nonce >= view.pending else _AGAIN
        if now - self._handed.get(attempt.transaction, now - _AGAIN) >= pause:
            self.send(attempt)

    def _withdraw(self, attempt: Attempt, view: View) -> None:
        """Make sure that an attempt never gets into the chain. Its rows are signed anew once its nonce is used up."""
        wanted = self._price(view)
        fees = None if wanted is None else self._signing.replaced(attempt, wanted)
        if fees is None:
            self.complaint = f"transaction {attempt.transaction} cannot be withdrawn below the cap on fees"
            return
        self.send(self._signing.fill(attempt.nonce, attempt.step, fees, view))

    def _price(self, view: View) -> Fees | None:
        try:
            return self._signing.price(view)
        except FeeCapError as error:
            self.complaint = str(error)
            return None
