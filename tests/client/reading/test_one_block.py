"""Whatever one answer is made of comes from one block: badges come and go, and chains split, between two requests."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.client.reading.conftest import Scene, somebody
from tests.client.reading.proxies import Request

from soulbadge.chain.artifacts import badges_abi
from soulbadge.chain.blocks import Block
from soulbadge.contract import Collection
from soulbadge.errors import BlockGoneError, NodeError
from soulbadge.models import Status


def by_hash(_: Scene) -> None:
    """A node that knows EIP-1898, as anvil does."""


def by_number(scene: Scene) -> None:
    """One that does not, as ganache."""

    def old(request: Request) -> Request | None:
        if any(isinstance(each, dict) and "blockHash" in each for each in request["params"]):
            return {"error": {"code": -32700, "message": 'Cannot wrap a "object" as a json-rpc type'}}
        return None

    scene.proxy.answer = old


def deaf(scene: Scene) -> None:
    """One that takes any object for its latest block, which is worse."""

    def careless(request: Request) -> Request | None:
        request["params"] = [
            "latest" if isinstance(each, dict) and "blockHash" in each else each for each in request["params"]
        ]
        return None

    scene.proxy.answer = careless


NODES = pytest.mark.parametrize("kind", [by_hash, by_number, deaf])


def once_before(scene: Scene, function: str, do: Callable[[], object]) -> list[int]:
    """Do something right before the next request that calls this function; the list says how often it was done."""
    selector = badges_abi().selector(function).hex()
    done: list[int] = []

    def before(posted: Any) -> None:  # noqa: ANN401 (JSON)
        if f'"data": "0x{selector}' in json.dumps(posted) and not done:
            done.append(1)
            do()

    scene.proxy.before = before
    return done


def connected(scene: Scene, kind: Callable[[Scene], None]) -> Collection:
    kind(scene)
    collection = scene.connect()
    assert collection.node.pins_by_hash is (kind is by_hash)
    return collection


@NODES
def test_a_badge_issued_between_two_requests_is_in_all_of_an_answer_or_in_none(
    scene: Scene, kind: Callable[[Scene], None]
) -> None:
    collection, holder, issuer = connected(scene, kind), somebody(), scene.programme.issuer
    first = issuer.issue("pass", holder).badge_id

    def meddle() -> None:
        issuer.revoke(first)
        issuer.issue("cka", holder)

    done = once_before(scene, "badgeOf", meddle)
    (badge,) = collection.badges_of(holder)
    assert done
    assert (badge.badge_id, badge.status) == (first, Status.ACTIVE)
    (after,) = collection.badges_of(holder)
    assert after.achievement_id == 1


@NODES
def test_a_chain_that_splits_between_two_requests_is_asked_again(scene: Scene, kind: Callable[[Scene], None]) -> None:
    collection, holder, node = connected(scene, kind), somebody(), scene.node
    before = node.ask("evm_snapshot")
    scene.programme.issuer.issue("pass", holder)
    scene.programme.issuer.issue("cka", holder)

    def split() -> None:
        assert node.ask("evm_revert", before)
        scene.programme.issuer.issue("medal", holder)
        node.ask("anvil_mine", "0x5")

    done = once_before(scene, "badgeOf", split)
    found = collection.badges_of(holder)
    assert done
    assert [(each.achievement_id, each.status) for each in found] == [(3, Status.ACTIVE)]


@NODES
def test_a_chain_shorter_than_before_is_asked_again(scene: Scene, kind: Callable[[Scene], None]) -> None:
    collection, holder, node = connected(scene, kind), somebody(), scene.node
    before = node.ask("evm_snapshot")
    scene.programme.issuer.issue("pass", holder)
    done = once_before(scene, "badgeOf", lambda: node.ask("evm_revert", before))
    assert collection.badges_of(holder) == []
    assert done


@NODES
def test_a_block_that_has_left_the_chain_is_not_read_from(scene: Scene, kind: Callable[[Scene], None]) -> None:
    collection, holder, node = connected(scene, kind), somebody(), scene.node
    before = node.ask("evm_snapshot")
    badge_id = scene.programme.issuer.issue("pass", holder).badge_id
    block = collection.block()
    assert collection.status_of(badge_id, block=block) is Status.ACTIVE
    node.ask("evm_revert", before)
    node.ask("anvil_mine", "0x5")
    for read in (
        lambda: collection.status_of(badge_id, block=block),
        lambda: collection.badges_of(holder, block=block),
        lambda: collection.holders("pass", block=block),
    ):
        with pytest.raises(BlockGoneError) as caught:
            read()
        assert caught.value.block == block.number


@NODES
def test_reads_pinned_to_one_block_agree(scene: Scene, kind: Callable[[Scene], None]) -> None:
    collection, holder, issuer = connected(scene, kind), somebody(), scene.programme.issuer
    badge_id = issuer.issue("pass", holder).badge_id
    block = collection.block()
    assert collection.block(block.number) == block
    issuer.revoke(badge_id)
    for then in (block, block.number):
        assert collection.status_of(badge_id, block=then) is Status.ACTIVE
        assert collection.statuses_of([badge_id], block=then) == [Status.ACTIVE]
        assert [each.badge_id for each in collection.badges_of(holder, block=then)] == [badge_id]
        assert collection.holds(holder, "pass", block=then)
        assert holder in [each.holder for each in collection.holders("pass", block=then)]
        assert collection.explain("pass", holder, block=then).is_active
        assert not collection.path("pass", holder, block=then).steps
        assert len(collection.history(badge_id, block=then)) == 1
    assert collection.status_of(badge_id) is Status.REVOKED
    assert not collection.holds(holder, "pass")
    assert holder not in [each.holder for each in collection.holders("pass")]
    assert len(collection.history(badge_id)) == 2


def test_a_chain_that_never_rests_is_given_up(scene: Scene) -> None:
    by_number(scene)
    collection = scene.connect()
    headers = iter(range(1_000))
    height = hex(collection.block().number)

    def restless(request: Request) -> Request | None:
        if request["method"] == "eth_getBlockByNumber":
            hash_now = f"0x{next(headers):064x}"
            return {"result": {"number": height, "hash": hash_now, "timestamp": "0x1"}}
        return None

    scene.proxy.answer = restless
    with pytest.raises(BlockGoneError):
        collection.badges_of(somebody())
    assert next(headers) < 10


def test_a_node_that_lags_behind_its_twin_is_given_time(scene: Scene) -> None:
    collection, holder = scene.connect(), somebody()
    badge_id = scene.programme.issuer.issue("pass", holder).badge_id
    lags = iter([True])

    def lagging(request: Request) -> Request | None:
        if request["method"] == "eth_call" and next(lags, False):
            return {"error": {"code": -32000, "message": "header not found"}}
        return None

    scene.proxy.answer = lagging
    assert [each.badge_id for each in collection.badges_of(holder)] == [badge_id]


def test_a_node_without_old_states_is_told_at_once(scene: Scene) -> None:
    collection = scene.connect()

    def pruned(request: Request) -> Request | None:
        if request["method"] == "eth_call":
            return {"error": {"code": -32000, "message": "missing trie node 5b (path ) state is not available"}}
        return None

    scene.proxy.answer = pruned
    with pytest.raises(NodeError, match="missing trie node"):
        collection.badges_of(somebody(), block=1)
    assert scene.proxy.count("eth_call") == 1


def test_a_block_survives_json() -> None:
    block = Block(7, "0x" + "ab" * 32, 1_800_000_000)
    assert Block.from_json(json.loads(json.dumps(block.to_json()))) == block
