"""Whoever makes anvil's blocks, so that making them and turning the chain back take turns.

Left to itself, anvil 1.7.1 makes a block whenever a transaction comes, and nothing keeps that block and a
reorganisation (or `evm_revert`) apart: a chain that is turned back while a block is being made is left with holes,
blocks whose parents nobody knows. No question shows when it is done making blocks, since some that are still to come
have nothing in them. So it is started with `MANUAL`, and a thread here asks for each block, under one lock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread

from .chains import Node

MANUAL = ("--no-mining", "--prune-history", "100000")
"""Options of an anvil whose blocks are made here. It keeps all states in memory: what it has written to disk, which is
all but the last ten of many, it reads back without code, and a reorganisation to there takes every contract away.
Making snapshots and going back to them brings the latest states among those."""

_PAUSE = 0.02
_AT_ONCE = 50


class Blocks:
    """The blocks of one chain; every change to the chain as a whole is asked for here."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._turn = Lock()
        self._stop = Event()
        self._paused = False
        self._thread = Thread(target=self._work)

    @contextmanager
    def running(self) -> Iterator["Blocks"]:
        """Makes blocks as long as transactions wait."""
        self._thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            self._thread.join()

    def make(self, count: int = 1) -> None:
        """So many blocks, now."""
        while count > 0:  # a thousand at once would take longer than a request may
            some, count = min(count, _AT_ONCE), count - _AT_ONCE
            with self._turn:
                self._node.ask("anvil_mine", hex(some))

    def pause(self) -> None:
        """Make none but those that are asked for; none is under way any more."""
        with self._turn:
            self._paused = True

    def go_on(self) -> None:
        with self._turn:
            self._paused = False

    def reorganise(self, depth: int, *transactions: str) -> None:
        """Replace the newest blocks by as many new ones, with signed transactions in the first of them."""
        assert self._thread.is_alive(), "anvil makes blocks by itself: it cannot be reorganised safely"
        with self._turn:
            self._node.ask("anvil_reorg", depth, [[each, 0] for each in transactions])

    def snapshot(self) -> str:
        with self._turn:
            return str(self._node.ask("evm_snapshot"))

    def revert(self, snapshot: str) -> None:
        """Go back; what waits is forgotten too."""
        with self._turn:
            self._node.ask("anvil_dropAllTransactions")
            assert self._node.ask("evm_revert", snapshot) is True

    def _work(self) -> None:
        while not self._stop.wait(_PAUSE):
            with self._turn:
                if not self._paused and int(self._node.ask("txpool_status")["pending"], 16):
                    self._node.ask("evm_mine")
