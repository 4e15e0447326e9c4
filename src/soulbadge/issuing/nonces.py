"""Which nonces are taken, by whom, and which is the next.

All attempts at one nonce exclude each other: at most one of them can ever get into the chain. So whatever must not
happen twice is replaced at its own nonce, and gets another one only when that is used up for good.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .journal import Journal
from .view import View

if TYPE_CHECKING:
    from .records import Attempt


class Nonces:
    """The nonces of a journal's attempts that are in no block yet."""

    def __init__(self, journal: Journal, view: View) -> None:
        self.last: dict[int, Attempt] = {}
        """The last attempt at each nonce that the head has not used up, ascending."""
        self._lanes: set[str] = set()
        self._steps: set[int] = set()
        for attempt in journal.attempts_from(view.confirmed_nonce):
            if attempt.nonce >= view.nonce:
                self.last[attempt.nonce] = attempt
            if attempt.step:
                self._steps.add(attempt.step)
                self._lanes.add(journal.steps[attempt.step].lane)

    def is_under_way(self, step: int) -> bool:
        """Whether something signed for the step may still get into the chain, or out of it again."""
        return step in self._steps

    @property
    def is_anything_under_way(self) -> bool:
        """Whether something waits for a block, or for more blocks upon its own."""
        return bool(self._steps or self.last)

    def is_busy(self, lane: str) -> bool:
        """Whether a step of the lane is under way."""
        return bool(lane) and lane in self._lanes

    def free(self, pending: int) -> Iterator[int]:
        """Nonces that nobody has taken, ascending; `pending` is the first that the node knows nothing of."""
        nonce = pending
        while True:
            if nonce not in self.last:
                yield nonce
            nonce += 1

    def gaps(self, pending: int) -> list[int]:
        """Nonces that nobody has taken, and that hold up others that somebody has."""
        highest = max(self.last, default=0)
        return [nonce for nonce in range(pending, highest) if nonce not in self.last]
