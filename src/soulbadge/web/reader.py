"""Reading chains for pages: a few threads with connections of their own, one block for a page, answers remembered.

web3 promises nothing about threads, so each worker has its own. Whoever asks waits in a thread of its own, never in the
event loop. A block is looked up once in `fresh_seconds`, and what was read from it is remembered under its hash: many
people looking at one page cost one question.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from soulbadge.chain.blocks import Block
from soulbadge.chain.rpc import Rpc, open_web3
from soulbadge.contract import Collection, connect
from soulbadge.errors import BusyError, ValueInvalidError, WrongChainError
from soulbadge.ids import parse_address

if TYPE_CHECKING:
    from web3 import Web3

_R = TypeVar("_R")
_THREADS = 8
WAITING = 24
"""People who may wait for the chain at the same time; whoever comes after is asked to come again."""

_PATIENCE = 1.0
"""Seconds to wait for one of these places: where the chain answers, they are free again in no time."""

_REMEMBERED = 1024
"""Answers remembered at most; each is a page's worth of values."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The block that a page shows.

    Attributes:
        block: The block.
        read_at: When it was the latest, by the monotonic clock.
    """

    block: Block
    read_at: float


class ChainReader:
    """The collections of a site, all on one chain, for any number of threads.

    Args:
        rpc: URL of the node, or a web3 of your own, which nobody else may use meanwhile.
        collections: Their addresses; at least one.
        chain_id: The chain that it must be (EIP-155); None for whichever the node serves.
        fresh_seconds: How old the block may be that answers come from.

    Raises:
        ValueInvalidError: There is no collection, or one is named twice.
        ChainError, AddressInvalidError: As `connect` raises them: a site that starts can read its chain.
    """

    def __init__(
        self, rpc: "str | Web3", collections: Sequence[str], *, chain_id: int | None = None, fresh_seconds: float = 1.0
    ) -> None:
        self.addresses = tuple(parse_address(each) for each in collections)
        if not self.addresses or len(set(self.addresses)) != len(self.addresses):
            raise ValueInvalidError("collections", "expected at least one address, and each once")
        self._rpc = rpc
        self._fresh = fresh_seconds
        self._pool = ThreadPoolExecutor(_THREADS if isinstance(rpc, str) else 1, thread_name_prefix="soulbadge-web")
        self._own = threading.local()
        self._lock = threading.Lock()
        self._moment: Moment | None = None
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._under_way: dict[Hashable, Future[Any]] = {}
        self._places = threading.Semaphore(WAITING)
        try:
            first = self._pool.submit(
                lambda: [connect(rpc, each, chain_id=chain_id) for each in self.addresses]
            ).result()
        except BaseException:
            self.close()
            raise
        self.chain_id = first[0].chain_id
        self._shared = first
        self._pins = first[0].node.pins_by_hash

    def close(self) -> None:
        """Ask nothing any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def ask(self, question: Callable[[Sequence[Collection]], _R]) -> _R:
        """What a function makes of the collections, in one of the workers; they are not to leave it.

        Raises:
            BusyError: Too many wait already.
        """
        return self._waited(self._pool.submit(lambda: question(self._collections())))

    def moment(self, within: float | None = None) -> Block:
        """The block for a page: the latest, or one that was the latest so many seconds ago.

        Args:
            within: How many; `fresh_seconds` if it is not given, and 0 asks now.
        """
        found = self._moment
        most = self._fresh if within is None else within
        if found is not None and time.monotonic() - found.read_at < most:
            return found.block
        return self.newest()

    def newest(self) -> Block:
        """The latest block, asked for now."""

        def look(collections: Sequence[Collection]) -> Block:
            begun = time.monotonic()
            block = collections[0].block()
            self._moment = Moment(block, begun)
            return block

        return self._together("newest", look)

    def about(
        self, name: Hashable, question: "Callable[[Sequence[Collection], Block], _R]", at: Block | None = None
    ) -> _R:
        """The answer to a question about one block, asked once.

        Args:
            name: What is asked; two questions of the same name about the same block are the same question.
            question: What to ask: the collections, and the block to ask about.
            at: The block; the page's if it is not given.
        """
        block = at or self.moment()
        key = (block.hash, name)
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return cast("_R", self._answers[key])

        def look(collections: Sequence[Collection]) -> _R:
            found = question(collections, block)
            with self._lock:
                self._answers[key] = found
                while len(self._answers) > _REMEMBERED:
                    self._answers.popitem(last=False)
            return found

        return self._together(key, look)

    def _together(self, key: Hashable, question: Callable[[Sequence[Collection]], _R]) -> _R:
        """`ask`, but whoever asks the same while it is being asked waits for the same answer."""
        with self._lock:
            future = self._under_way.get(key)
            if future is None:
                future = self._under_way[key] = self._pool.submit(lambda: question(self._collections()))
                begun = True
            else:
                begun = False
        if begun:
            future.add_done_callback(lambda _: self._landed(key))
        return cast("_R", self._waited(future))

    def _landed(self, key: Hashable) -> None:
        with self._lock:
            self._under_way.pop(key, None)

    def _waited(self, future: "Future[_R]") -> _R:
        if not self._places.acquire(timeout=_PATIENCE):
            raise BusyError
        try:
            return future.result()
        finally:
            self._places.release()

    def _collections(self) -> Sequence[Collection]:
        if not isinstance(self._rpc, str):
            return self._shared
        found: list[Collection] | None = getattr(self._own, "collections", None)
        if found is None:
            node = Rpc(open_web3(self._rpc))
            node.pins_by_hash = self._pins
            # A node that was exchanged for another while the site ran must not be believed.
            if (serves := node.chain_id()) != self.chain_id:
                raise WrongChainError(self.chain_id, serves, node.endpoint)
            found = self._own.collections = [Collection(node, each, self.chain_id) for each in self.addresses]
        return found
