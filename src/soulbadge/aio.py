"""Reading a collection from async code, without blocking the event loop.

    async with await soulbadge.aio.connect("http://127.0.0.1:8545", address) as badges:
        statuses, holders = await asyncio.gather(badges.statuses_of(ids), badges.holders("cka"))

An `AsyncCollection` has the reads of `Collection`, by the same names, with the same arguments and errors; each is asked
in a worker thread. What has no method of its own is run there as well: `await badges.run(lambda it: Issuer(it,
account).issue("cka", holder))`.

web3 promises nothing about threads, so no two threads share one: each worker opens a connection of its own. Where a
web3 was given instead of a URL there is nothing to open, and a single worker asks one question after the other.

A read that is cancelled is not waited for any more. If it has been sent, its answer is thrown away when it comes; if it
has not, it never is. What `run` writes may have been sent: cancel nothing that writes.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from . import contract
from .chain.rpc import Rpc, open_web3
from .reading.collection import Collection

if TYPE_CHECKING:
    from types import TracebackType

    from eth_typing import ChecksumAddress
    from typing_extensions import Self  # `typing` has it from Python 3.11 on; type checkers alone need it
    from web3 import Web3

_P = ParamSpec("_P")
_R = TypeVar("_R")

THREADS = 8
"""Workers of one collection: requests under way at the same time."""


async def connect(
    rpc: "str | Web3", address: str, *, chain_id: int | None = None, threads: int = THREADS
) -> "AsyncCollection":
    """The collection at an address, after making sure that it is one; as `soulbadge.connect` does.

    Args:
        rpc: URL of a node (http or https), or a web3 of your own, which nobody else may use meanwhile.
        address: The collection's.
        chain_id: The chain that it must be on (EIP-155); None for whichever the node serves.
        threads: How many requests may be under way at the same time; one where a web3 is given.

    Raises:
        ChainError, InputError: As `soulbadge.connect`.
    """
    loop = asyncio.get_running_loop()
    pool = _pool(threads if isinstance(rpc, str) else 1)
    try:
        first = await loop.run_in_executor(pool, lambda: contract.connect(rpc, address, chain_id=chain_id))
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    return AsyncCollection(first, rpc if isinstance(rpc, str) else None, pool)


def _in_thread(
    method: "Callable[Concatenate[Collection, _P], _R]",
) -> "Callable[Concatenate[AsyncCollection, _P], Coroutine[Any, Any, _R]]":
    @wraps(method)
    async def asked(self: "AsyncCollection", /, *args: "_P.args", **kwargs: "_P.kwargs") -> _R:
        return await self.run(lambda collection: method(collection, *args, **kwargs))

    return asked


class AsyncCollection:
    """One issuer's badges on one chain, for async code. Made by `connect`; end it with `aclose` or `async with`."""

    def __init__(self, first: Collection, url: str | None, pool: ThreadPoolExecutor) -> None:
        self._first = first
        self._url = url
        self._pool = pool
        self._own = threading.local()

    def __repr__(self) -> str:
        return f"Async{self._first!r}"

    async def __aenter__(self) -> "Self":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Ask nothing any more; what has been sent is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    @property
    def address(self) -> "ChecksumAddress":
        """Where the contract is."""
        return self._first.address

    @property
    def chain_id(self) -> int:
        """The chain that it is on (EIP-155)."""
        return self._first.chain_id

    async def run(self, function: Callable[[Collection], _R]) -> _R:
        """What a function makes of the collection, in a worker thread; the collection is not to leave it."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: function(self._collection()))

    def _collection(self) -> Collection:
        """The collection with the connection of this thread."""
        if self._url is None:
            return self._first
        found: Collection | None = getattr(self._own, "collection", None)
        if found is None:
            node = Rpc(open_web3(self._url))
            node.pins_by_hash = self._first.node.pins_by_hash
            found = self._own.collection = Collection(node, self.address, self.chain_id)
        return found

    block = _in_thread(Collection.block)
    name = _in_thread(Collection.name)
    symbol = _in_thread(Collection.symbol)
    owner = _in_thread(Collection.owner)
    profile = _in_thread(Collection.profile)
    companions = _in_thread(Collection.companions)
    is_issuer = _in_thread(Collection.is_issuer)
    issuers = _in_thread(Collection.issuers)
    achievement_id = _in_thread(Collection.achievement_id)
    achievement = _in_thread(Collection.achievement)
    achievements = _in_thread(Collection.achievements)
    cohort = _in_thread(Collection.cohort)
    badge = _in_thread(Collection.badge)
    badges = _in_thread(Collection.badges)
    badges_of = _in_thread(Collection.badges_of)
    status_of = _in_thread(Collection.status_of)
    statuses_of = _in_thread(Collection.statuses_of)
    holds = _in_thread(Collection.holds)
    tier_of = _in_thread(Collection.tier_of)
    token_uri = _in_thread(Collection.token_uri)
    holders = _in_thread(Collection.holders)
    issued = _in_thread(Collection.issued)
    expiring = _in_thread(Collection.expiring)
    history = _in_thread(Collection.history)
    eligibility = _in_thread(Collection.eligibility)
    eligibilities = _in_thread(Collection.eligibilities)
    explain = _in_thread(Collection.explain)
    path = _in_thread(Collection.path)
    call = _in_thread(Collection.call)
    simulate = _in_thread(Collection.simulate)


def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="soulbadge")
