"""The chain that the tests here turn back stays a chain: no holes, and nobody's contract is lost."""

from itertools import pairwise
from threading import Event, Thread
from typing import Any

from tests.client.issuing.conftest import FIRST, World

HASHES = False
"""The transactions of a block by their hashes."""


def _busy(nonce: int) -> str:
    """A transaction that keeps the chain at work until its gas is gone."""
    fields: dict[str, Any] = {"chainId": 31337, "nonce": nonce, "value": 0, "data": "0x5b600056", "gas": 5_000_000}
    fields |= {"type": 2, "maxFeePerGas": 10**11, "maxPriorityFeePerGas": 10**9}
    return str(FIRST.sign_transaction(fields).raw_transaction.to_0x_hex())


def test_turned_back_far_behind_what_anvil_keeps_in_memory_by_default(world: World) -> None:
    code = world.collection.node.code(world.collection.address)
    world.mine(1000)
    world.blocks.reorganise(20)
    assert world.collection.node.code(world.collection.address) == code


def test_turned_back_while_transactions_come(world: World) -> None:
    stop = Event()
    first = world.collection.node.nonce(FIRST.address)

    def send() -> None:
        nonce = first
        while not stop.is_set():
            world.node.ask("eth_sendRawTransaction", _busy(nonce))
            nonce += 1

    sender = Thread(target=send)
    world.mine(3)
    sender.start()
    try:
        for _ in range(15):
            world.reorganise()
    finally:
        stop.set()
        sender.join()
    world.mine()
    blocks = [world.node.ask("eth_getBlockByNumber", hex(each), HASHES) for each in range(world.node.height() + 1)]
    assert all(child["parentHash"] == parent["hash"] for parent, child in pairwise(blocks))
