"""The chain is reorganised by three blocks: while issuing, after it, and with strangers in the new blocks."""

from typing import Any

import pytest
from tests.client.issuing.conftest import FIRST, Counts, Table, Workers, World, mixed

from soulbadge import issuing
from soulbadge.issuing.rows import Sheet


@pytest.mark.parametrize("often", [1, 4])
def test_while_issuing(world: World, table: Table, injected: Counts, often: int) -> None:
    mixed(table)
    table.add("cka", 25)
    world.mine(3)

    def reorganise(progress: issuing.Progress) -> None:
        if progress.done and injected.total() < often:
            world.reorganise()
            injected["reorganisations by 3 blocks, while issuing"] += 1

    settings = issuing.Settings(window=3)
    report = issuing.run(
        world.issuer,
        Sheet.load(table.file),
        issuing.journal_of(table.file),
        settings=settings,
        on_progress=reorganise,
    )
    assert injected.total() == often
    assert len(report.done) == len(table.rows)
    world.check_once(table.rows)


def test_after_it_is_noticed_and_repaired_by_the_very_same_transactions(
    world: World, table: Table, injected: Counts
) -> None:
    mixed(table)
    world.mine(3)
    sheet, journal = Sheet.load(table.file), issuing.journal_of(table.file)
    first = issuing.run(world.issuer, sheet, journal)
    world.reorganise()
    injected["reorganisations by 3 blocks, after issuing"] += 1
    lost = [row for row in table.rows if not world.awards(*row)]
    assert lost
    second = issuing.run(world.issuer, sheet, journal)
    assert {row.transaction for row in second.done} == {row.transaction for row in first.done}
    world.check_once(table.rows)


def test_a_stranger_s_transaction_takes_the_nonce_in_the_new_blocks(
    world: World, table: Table, injected: Counts
) -> None:
    table.add("fin", 5)
    sheet, journal = Sheet.load(table.file), issuing.journal_of(table.file)
    world.mine(3)
    nonce = world.collection.node.nonce(FIRST.address)
    first = issuing.run(world.issuer, sheet, journal)
    transaction: dict[str, Any] = {
        "chainId": 31337,
        "nonce": nonce,
        "value": 1,
        "data": "0x",
        "to": FIRST.address,
        "gas": 21_000,
    } | {"type": 2, "maxFeePerGas": 10**10, "maxPriorityFeePerGas": 10**9}
    foreign = FIRST.sign_transaction(transaction)
    world.reorganise(foreign.raw_transaction.to_0x_hex())
    injected["reorganisations by 3 blocks, with the nonce taken"] += 1
    assert not world.awards(*table.rows[0])
    second = issuing.run(world.issuer, sheet, journal)
    assert {row.transaction for row in first.done}.isdisjoint(row.transaction for row in second.done)
    world.check_once(table.rows)


def test_another_s_cohort_takes_the_number_and_some_of_the_people_in_the_new_blocks(
    world: World, table: Table, injected: Counts
) -> None:
    people = table.add("fin", 8)
    sheet, journal = Sheet.load(table.file), issuing.journal_of(table.file)
    world.mine(3)
    issuing.run(world.issuer, sheet, journal)
    world.reorganise()
    world.other.issue_cohort("fin", people[:3], "another's")
    injected["reorganisations by 3 blocks, with the cohort's number taken"] += 1
    report = issuing.run(world.issuer, sheet, journal)
    assert len(report.by_another) == 3
    assert len(report.done) == 5
    world.check_once(table.rows)


def test_what_another_issued_and_a_reorganisation_took_is_issued_after_all(
    world: World, table: Table, injected: Counts
) -> None:
    people = table.add("cka", 2)
    table.add("fin", 5)
    sheet, journal = Sheet.load(table.file), issuing.journal_of(table.file)

    def meddle(_: issuing.Progress) -> None:
        if not injected:
            injected["reorganisations by 3 blocks, undoing another's badge"] += 1
            world.other.issue("cka", people[1])

    world.mine(3)
    issuing.run(world.issuer, sheet, journal, settings=issuing.Settings(window=1), on_progress=meddle)
    world.reorganise()
    report = issuing.run(world.issuer, sheet, journal)
    assert len(report.done) + len(report.by_another) == len(table.rows)
    world.check_once(table.rows)


def test_killed_and_reorganised(workers: Workers, world: World, table: Table, injected: Counts) -> None:
    mixed(table)
    table.add("cka", 10)
    world.mine(3)
    for number in (16, 22, 28):
        instant = {"of": "request", "when": "after", "count": number}
        assert not workers.issue(world, table, instant=instant, window=3).outcome()
        injected["kills"] += 1
        world.reorganise()
        injected["reorganisations by 3 blocks, after a kill"] += 1
    assert len(workers.issue(world, table).outcome()["done"]) == len(table.rows)
    world.check_once(table.rows)
