"""The library in async code: the loop is never blocked, answers are never mixed up, and what is cancelled is let go."""

import asyncio
import inspect
import threading
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from tests.client.conftest import Programme
from tests.client.reading.conftest import Scene, somebody

from soulbadge import aio, ids
from soulbadge.aio import AsyncCollection
from soulbadge.chain.artifacts import badges_abi
from soulbadge.errors import (
    BadgeExistsError,
    ERC721NonexistentTokenError,
    NotBadgesError,
    UnreachableError,
    WrongChainError,
)
from soulbadge.issuer import Issuer
from soulbadge.models import Status
from soulbadge.reading.collection import Collection

T = TypeVar("T")


def during(scene: Scene, do: Callable[[AsyncCollection], Awaitable[T]], *, threads: int = 8) -> T:
    """Run it with a collection behind the proxy."""

    async def main() -> T:
        address = scene.programme.collection.address
        async with await aio.connect(scene.proxy.url, address, threads=threads) as badges:
            return await do(badges)

    return asyncio.run(main())


def test_every_read_of_a_collection_is_there_with_the_same_arguments() -> None:
    for name, method in inspect.getmembers(Collection, inspect.isfunction):
        if name.startswith("_"):
            continue
        other = getattr(AsyncCollection, name)
        assert inspect.iscoroutinefunction(other), name
        assert inspect.signature(other) == inspect.signature(method)
        assert other.__doc__ == method.__doc__


def test_the_loop_keeps_ticking_during_a_slow_read(scene: Scene) -> None:
    holder = somebody()
    scene.programme.issuer.issue("cka", holder)

    async def read(badges: AsyncCollection) -> tuple[bool, float]:
        scene.proxy.delay = 0.5
        longest, last = 0.0, time.monotonic()
        reading = asyncio.ensure_future(badges.holds(holder, "cka"))
        while not reading.done():
            await asyncio.sleep(0.01)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
        return await reading, longest

    began = time.monotonic()
    answer, longest = during(scene, read)
    assert answer
    assert time.monotonic() - began > 1.0
    assert longest < 0.25, f"the loop stood still for {longest:.2f} s"


def test_fifty_reads_at_once_give_the_right_answers(scene: Scene) -> None:
    issuer = scene.programme.issuer
    members = [somebody() for _ in range(25)]
    strangers = [somebody() for _ in range(25)]
    issuer.issue_cohort("medal", members, "All")
    threads = set[int]()
    scene.proxy.delay = 0.02

    async def read(badges: AsyncCollection) -> list[bool]:
        async def one(who: str) -> bool:
            (found,) = await badges.statuses_of([ids.badge_id(3, 1, who)])
            threads.add(await badges.run(lambda _: threading.get_ident()))
            return await badges.holds(who, "medal") and found is Status.ACTIVE

        return await asyncio.gather(*(one(who) for pair in zip(members, strangers, strict=True) for who in pair))

    assert during(scene, read) == [True, False] * 25
    assert 1 < len(threads) <= 8


def test_no_two_threads_share_a_web3(scene: Scene) -> None:
    async def read(badges: AsyncCollection) -> set[tuple[int, int]]:
        def used(collection: Collection) -> tuple[int, int]:
            time.sleep(0.02)
            return threading.get_ident(), id(collection.web3)

        return set(await asyncio.gather(*(badges.run(used) for _ in range(40))))

    found = during(scene, read)
    assert len(found) == len({thread for thread, _ in found}) == len({web3 for _, web3 in found}) > 1


def test_a_read_that_is_cancelled_is_not_waited_for(scene: Scene) -> None:
    async def read(badges: AsyncCollection) -> tuple[float, bool]:
        scene.proxy.delay = 2.0
        reading = asyncio.ensure_future(badges.name())
        await asyncio.sleep(0.05)
        began = time.monotonic()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        took = time.monotonic() - began
        scene.proxy.delay = 0.0
        return took, await badges.name() == "Cloud Native"

    took, works = during(scene, read)
    assert took < 0.5
    assert works


def test_what_waits_for_a_worker_and_is_cancelled_is_never_sent(scene: Scene) -> None:
    async def read(badges: AsyncCollection) -> None:
        scene.proxy.delay = 0.3
        first = asyncio.ensure_future(badges.name())
        await asyncio.sleep(0.05)
        second = asyncio.ensure_future(badges.symbol())
        await asyncio.sleep(0.05)
        second.cancel()
        await first
        await asyncio.sleep(0.1)

    during(scene, read, threads=1)
    asked = str(scene.proxy.posts)
    assert badges_abi().selector("name").hex() in asked
    assert badges_abi().selector("symbol").hex() not in asked


def test_a_timeout_is_kept(scene: Scene) -> None:
    async def read(badges: AsyncCollection) -> None:
        scene.proxy.delay = 2.0
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(badges.achievements(), 0.1)
        scene.proxy.delay = 0.0

    began = time.monotonic()
    during(scene, read)
    assert time.monotonic() - began < 6


def test_refusals_and_failures_arrive_as_they_are(scene: Scene) -> None:
    address, holder = scene.programme.collection.address, somebody()

    async def read(badges: AsyncCollection) -> None:
        with pytest.raises(ERC721NonexistentTokenError):
            await badges.token_uri(ids.badge_id(1, 0, holder))
        with pytest.raises(NotBadgesError):
            await aio.connect(scene.proxy.url, (await badges.companions())[0])
        with pytest.raises(WrongChainError):
            await aio.connect(scene.proxy.url, address, chain_id=1)
        with pytest.raises(UnreachableError):
            await aio.connect("ftp://127.0.0.1", address)

    during(scene, read)


def test_what_writes_is_run_in_a_worker_too(scene: Scene) -> None:
    holder, signer = somebody(), scene.programme.signer

    async def write(badges: AsyncCollection) -> None:
        receipt = await badges.run(lambda it: Issuer(it, signer).issue("cka", holder))
        assert await badges.status_of(receipt.badge_id) is Status.ACTIVE
        with pytest.raises(BadgeExistsError):
            await badges.run(lambda it: Issuer(it, signer).issue("cka", holder))

    during(scene, write)


def test_a_web3_of_one_s_own_is_asked_by_one_thread_alone(programme: Programme, holder: str) -> None:
    """The chain in process bears no second thread."""
    programme.issuer.issue("cka", holder)

    async def main() -> tuple[list[bool], set[int]]:
        async with await aio.connect(programme.web3, programme.collection.address) as badges:
            held = await asyncio.gather(*(badges.holds(holder, "cka") for _ in range(10)))
            return held, {await badges.run(lambda _: threading.get_ident()) for _ in range(3)}

    held, threads = asyncio.run(main())
    assert held == [True] * 10
    assert len(threads) == 1


def test_a_closed_collection_asks_nothing(scene: Scene) -> None:
    async def main() -> None:
        badges = await aio.connect(scene.proxy.url, scene.programme.collection.address)
        await badges.aclose()
        with pytest.raises(RuntimeError, match="shutdown"):
            await badges.name()

    asyncio.run(main())
