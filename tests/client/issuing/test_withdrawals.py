"""A cohort that was signed and is in no block yet, and that would do harm by now, never gets into one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client.issuing.conftest import FIRST, Counts, Table, World

from soulbadge import issuing
from soulbadge.issuing.rows import Sheet


@pytest.fixture
def lossy(world: World) -> Iterator[World]:
    """A node that forgets what waits: blocks are made only when a test says so."""
    world.blocks.pause()
    yield world
    world.node.ask("anvil_dropAllTransactions")


def _run_with(world: World, table: Table, meddle: Callable[[], None]) -> issuing.Report:
    """Run; as soon as the cohort waits, the node forgets it, and something else happens first."""
    meddled: list[bool] = []

    def on_progress(progress: issuing.Progress) -> None:
        if progress.under_way and not meddled:
            meddled.append(True)
            world.node.ask("anvil_dropAllTransactions")
            world.blocks.go_on()
            meddle()

    sheet, settings = Sheet.load(table.file), issuing.Settings(timeout=20)
    journal = issuing.journal_of(table.file)
    report = issuing.run(world.issuer, sheet, journal, settings=settings, on_progress=on_progress)
    assert meddled
    return report


def _logs_of_cohorts(world: World) -> int:
    topic = "0x" + _keccak("CohortIssued(uint256,uint256,address,uint256,string)")
    found: list[Any] = world.node.ask("eth_getLogs", {"fromBlock": "0x0", "toBlock": "latest", "topics": [topic]})
    return len(found)


def _keccak(text: str) -> str:
    from eth_utils.crypto import keccak

    return keccak(text=text).hex()


def test_because_a_member_was_issued_the_badge_by_itself(lossy: World, table: Table, injected: Counts) -> None:
    people = table.add("fin", 6)

    def issue_one() -> None:
        lossy.other.issue("fin", people[2])
        injected["badges issued while a cohort waited"] += 1

    report = _run_with(lossy, table, issue_one)
    assert [row.what for row in report.by_another] == [f"fin to {people[2]}"]
    assert len(report.done) == 5
    lossy.check_once(table.rows)
    assert _logs_of_cohorts(lossy) == 1


@pytest.mark.parametrize("others", ["its own people", "strangers"])
def test_because_another_cohort_has_its_number(lossy: World, table: Table, injected: Counts, others: str) -> None:
    people = table.add("fin", 6)
    chosen = people[:2] if others == "its own people" else [table.holder() for _ in range(2)]

    def issue_some() -> None:
        lossy.other.issue_cohort("fin", chosen, "another's")
        injected["cohorts issued while a cohort waited"] += 1

    report = _run_with(lossy, table, issue_some)
    assert [row.what for row in report.by_another] == [f"fin to {each}" for each in chosen if each in people]
    assert len(report.done) + len(report.by_another) == 6
    assert report.failed == 0, "what had become useless was withdrawn for a fraction of what failing costs"
    lossy.check_once(table.rows)


def test_because_all_members_have_been_issued_their_badges(lossy: World, table: Table, injected: Counts) -> None:
    people = table.add("fin", 4)

    def issue_all() -> None:
        for each in people:
            lossy.other.issue("fin", each)
        injected["badges issued while a cohort waited"] += 4

    report = _run_with(lossy, table, issue_all)
    assert len(report.by_another) == 4
    assert not report.done
    lossy.check_once(table.rows)
    assert _logs_of_cohorts(lossy) == 0


def test_a_nonce_that_nobody_uses_any_more_is_used_up(lossy: World, table: Table, injected: Counts) -> None:
    # Somebody else's transaction with our key took a nonce, ours came behind it, and then theirs was forgotten.
    table.add("cka", 1)
    foreign: dict[str, Any] = {"chainId": 31337, "value": 1, "data": "0x", "to": FIRST.address, "gas": 21_000}
    foreign |= {"type": 2, "maxFeePerGas": 10**10, "maxPriorityFeePerGas": 10**9}
    foreign["nonce"] = lossy.collection.node.nonce(FIRST.address)
    lossy.node.ask("eth_sendRawTransaction", FIRST.sign_transaction(foreign).raw_transaction.to_0x_hex())

    def forget_it() -> None:
        injected["nonces left open"] += 1

    seconds = iter(range(0, 100_000, 5))  # a clock on which five seconds pass each time that somebody looks
    meddled: list[bool] = []

    def on_progress(progress: issuing.Progress) -> None:
        if progress.under_way and not meddled:
            meddled.append(True)
            lossy.node.ask("anvil_dropAllTransactions")
            lossy.blocks.go_on()
            forget_it()

    report = issuing.run(
        lossy.issuer,
        Sheet.load(table.file),
        issuing.journal_of(table.file),
        on_progress=on_progress,
        clock=lambda: float(next(seconds)),
    )
    assert len(report.done) == 1
    assert report.transactions == 2, "one that uses up the nonce, and the badge"
    lossy.check_once(table.rows)
