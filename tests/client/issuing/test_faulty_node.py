"""A node that loses, delays, repeats and refuses: everything is issued once all the same."""

import pytest
from tests.client.issuing.conftest import Counts, Table, Workers, World, mixed
from tests.support.faulty_proxy import (
    DROPPED_REQUEST,
    DROPPED_RESPONSE,
    GARBAGE,
    UNPLUGGED,
    FaultyProxy,
    faulty_proxy,
)

from soulbadge import connect, issuing
from soulbadge.errors import StalledError, UnreachableError
from soulbadge.issuer import Issuer
from soulbadge.issuing.rows import Sheet

_SEND = ["eth_sendRawTransaction"]


def _run_to_the_end(workers: Workers, world: World, table: Table, proxy: FaultyProxy) -> None:
    """The same command until it succeeds, as a person would: before it begins, one fault is enough to stop it."""
    for _ in range(40):
        outcome = workers.issue(world, table, url=proxy.url).outcome()
        if "error" not in outcome:
            break
        assert outcome["error"] in {"UnreachableError", "NodeError"}, outcome
    assert len(outcome["done"]) == len(table.rows), outcome
    world.check_once(table.rows)


@pytest.mark.parametrize("seed", range(3))
def test_every_fault_at_any_request(workers: Workers, world: World, table: Table, injected: Counts, seed: int) -> None:
    mixed(table)
    table.add("cka", 12)
    with faulty_proxy(world.node.url, seed=seed, rate=0.12) as proxy:
        _run_to_the_end(workers, world, table, proxy)
        injected.update(proxy.counts)
    assert injected


@pytest.mark.parametrize("fault", [DROPPED_REQUEST, DROPPED_RESPONSE, GARBAGE])
def test_half_of_all_that_is_sent_gets_lost(
    workers: Workers, world: World, table: Table, injected: Counts, fault: str
) -> None:
    mixed(table)
    table.add("cka", 10)
    with faulty_proxy(world.node.url, seed=5, rate=0.5, faults=[fault], methods=_SEND) as proxy:
        _run_to_the_end(workers, world, table, proxy)
        injected.update(proxy.counts)
    assert injected[fault] >= 4


def test_a_node_that_is_unplugged_for_a_while(workers: Workers, world: World, table: Table, injected: Counts) -> None:
    mixed(table)
    table.add("cka", 30)
    with faulty_proxy(world.node.url, seed=0, rate=0) as proxy:
        child = workers.issue(world, table, url=proxy.url, window=4)
        while proxy.requests < 30:
            assert not child.wait(0.01)
        proxy.unplugged = True
        assert not child.wait(1.5)
        proxy.unplugged = False
        outcome = child.outcome()
        injected.update(proxy.counts)
    assert len(outcome["done"]) == len(table.rows), outcome
    assert injected[UNPLUGGED] >= 2
    world.check_once(table.rows)


def test_a_node_that_stays_unplugged_is_named_and_the_run_can_go_on(
    world: World, table: Table, injected: Counts
) -> None:
    mixed(table)
    table.add("cka", 10)
    sheet, journal = Sheet.load(table.file), issuing.journal_of(table.file)
    with faulty_proxy(world.node.url, seed=0, rate=0) as proxy:
        issuer = Issuer(connect(proxy.url, world.collection.address), world.issuer.signer)

        def unplug(progress: issuing.Progress) -> None:
            proxy.unplugged = progress.under_way > 0

        with pytest.raises(UnreachableError):
            issuing.run(issuer, sheet, journal, settings=issuing.Settings(timeout=1), on_progress=unplug)
        injected.update(proxy.counts)
    report = issuing.run(world.issuer, sheet, journal)
    assert len(report.done) == len(table.rows)
    world.check_once(table.rows)


def test_a_node_that_takes_nothing_stalls_the_run_and_says_so(world: World, table: Table, injected: Counts) -> None:
    table.add("cka", 2)
    sheet, journal = Sheet.load(table.file), issuing.journal_of(table.file)
    with faulty_proxy(world.node.url, seed=0, rate=1, faults=["502 instead of the node"], methods=_SEND) as proxy:
        issuer = Issuer(connect(proxy.url, world.collection.address), world.issuer.signer)
        with pytest.raises(StalledError, match=r"0 of 2 rows .*HTTP status 502.* run the same command again"):
            issuing.run(issuer, sheet, journal, settings=issuing.Settings(timeout=1))
        injected.update(proxy.counts)
    report = issuing.run(world.issuer, sheet, journal)
    assert [row.line for row in report.done] == [2, 3]
