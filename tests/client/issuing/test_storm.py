"""Everything at once: two issuers with a copy each, a node that fails, kills, reorganisations as deep as is safe."""

import random
from threading import Event, Thread

import pytest
from tests.client.issuing.conftest import FIRST, SECOND, Counts, Table, Workers, World, mixed
from tests.support.faulty_proxy import faulty_proxy


@pytest.mark.parametrize("seed", range(2))
def test_two_issuers_in_a_storm(workers: Workers, world: World, table: Table, injected: Counts, seed: int) -> None:
    chance = random.Random(seed)
    mixed(table, people=6)
    table.add("cka", 8)
    table.add("fin", 5, rest=",2090-01-01,")
    sheets = {FIRST: table, SECOND: table.copied("copy.csv")}
    world.mine(4)
    stop, calm = Event(), Event()

    def weather() -> None:
        while not stop.wait(0.15):
            world.mine()
            if not calm.is_set() and (not injected["reorganisations by 3 blocks"] or chance.random() < 0.2):
                world.reorganise()
                injected["reorganisations by 3 blocks"] += 1

    thread = Thread(target=weather)
    thread.start()
    try:
        with faulty_proxy(world.node.url, seed=seed, rate=0.05) as proxy:
            for _ in range(5):
                children = [
                    workers.issue(world, sheet, url=proxy.url, signer=signer, skip_held=True, confirmations=4, window=4)
                    for signer, sheet in sheets.items()
                ]
                for child in children:
                    child.wait(chance.uniform(0.2, 1.5))
                    injected["kills"] += child.kill()
            injected.update(proxy.counts)
        calm.set()
        outcomes = [
            workers.issue(world, sheet, signer=signer, skip_held=True, confirmations=4)
            for signer, sheet in sheets.items()
        ]
        for child in outcomes:
            assert "error" not in child.outcome(), child.outcome()
    finally:
        stop.set()
        thread.join()
    world.check_once(table.rows)
    assert injected["kills"]
    assert injected["reorganisations by 3 blocks"]
