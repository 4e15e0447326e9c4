"""Two at once, by mistake: same journal, two journals, two keys; and somebody who takes the nonce."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from tests.client.issuing.conftest import FIRST, SECOND, Counts, Table, Workers, World, mixed
from web3 import Web3

from soulbadge import issuing
from soulbadge.errors import JournalBusyError
from soulbadge.issuer import Issuer
from soulbadge.issuing.rows import Sheet

WITH_TRANSACTIONS = True


def test_the_second_with_the_same_journal_says_so_in_one_line(
    workers: Workers, world: World, table: Table, injected: Counts
) -> None:
    mixed(table)
    table.add("cka", 60)
    first = workers.issue(world, table, window=2)
    journal = issuing.journal_of(table.file)
    while not journal.exists():
        assert not first.wait(0.01)
    second = workers.issue(world, table).outcome()
    injected["second process on one journal"] += 1
    assert second["error"] == "JournalBusyError", second
    assert second["text"] == f"{journal} is in use: another process is at work on it; wait for it, or end it first"
    with pytest.raises(JournalBusyError):
        issuing.plan(world.issuer, Sheet.load(table.file))
    assert len(first.outcome()["done"]) == len(table.rows)
    assert len(workers.issue(world, table).outcome()["done"]) == len(table.rows)
    world.check_once(table.rows)


@pytest.mark.parametrize("case", ["one key", "two keys", "one key, cohorts", "two keys, cohorts"])
def test_two_copies_with_a_journal_each(
    workers: Workers, world: World, table: Table, injected: Counts, case: str
) -> None:
    other = FIRST if "one key" in case else SECOND
    table.add("fin", 30 if "cohorts" in case else 1)
    table.add("cka", 20)
    table.add("fin", 2, rest=",2090-01-01,")
    copy = table.copied("copy.csv")
    one = workers.issue(world, table, window=4)
    two = workers.issue(world, copy, window=4, signer=other, skip_held=True)
    injected["second process on a copy"] += 1
    outcomes = [one.outcome(), two.outcome()]
    for again, name in enumerate((table, copy)):  # whoever came too late to begin goes on with what is left
        if "error" in outcomes[again]:
            assert outcomes[again]["error"] == "RowsRefusedError", outcomes[again]
            assert "already" in outcomes[again]["text"]
            signer = other if again else FIRST
            outcomes[again] = workers.issue(world, name, signer=signer, skip_held=True).outcome()
    assert all("error" not in each for each in outcomes), outcomes
    world.check_once(table.rows)
    done = [row["badge_id"] for each in outcomes for row in each["done"]]
    assert len(set(done)) == len(table.rows), "each badge is the doing of one of the two"
    # With one key both sign the very same transaction, and both are right to call it theirs.
    assert other is FIRST or len(done) == len(set(done))


def test_a_lost_race_for_the_number_of_a_cohort_is_looked_at_again(
    world: World, table: Table, injected: Counts
) -> None:
    # Another issuer's cohort with half of the people gets in between signing and sending.
    people = table.add("fin", 8)
    sheet, journal = Sheet.load(table.file), issuing.journal_of(table.file)
    overtaken = _Overtaking(world, injected, people[:4])
    report = issuing.run(overtaken.issuer, sheet, journal)
    assert injected["cohort of another issuer before ours"] == 1
    assert [row.what for row in report.by_another] == [f"fin to {each}" for each in people[:4]]
    assert [row.what for row in report.done] == [f"fin to {each}" for each in people[4:]]
    assert report.failed == 1
    world.check_once(table.rows)


class _Overtaking:
    """An issuer before whose first cohort another one gets in: its signer lets the other go first."""

    def __init__(self, world: World, injected: Counts, holders: list[str]) -> None:
        self._world, self._injected, self._holders = world, injected, holders
        self.address = FIRST.address
        self.issuer = Issuer(world.issuer.collection, self)

    def sign_transaction(self, transaction: dict[str, Any], /) -> Any:  # noqa: ANN401 (as eth-account has it)
        if not self._injected:
            self._injected["cohort of another issuer before ours"] += 1
            self._world.other.issue_cohort("fin", self._holders, "another's")
        return FIRST.sign_transaction(transaction)


class _NonceThief:
    """Somebody with the same key: each nonce that is signed for is used up before the transaction is sent."""

    def __init__(self, web3: Web3, injected: Counts, often: int) -> None:
        self._web3, self._injected, self._often = web3, injected, often
        self.address = FIRST.address

    def sign_transaction(self, transaction: dict[str, Any], /) -> Any:  # noqa: ANN401 (as eth-account has it)
        if self._injected["nonces taken by a foreign transaction"] < self._often:
            self._injected["nonces taken by a foreign transaction"] += 1
            foreign = {**transaction, "to": SECOND.address, "data": "0x", "value": 1}
            self._web3.eth.send_raw_transaction(FIRST.sign_transaction(foreign).raw_transaction)
        return FIRST.sign_transaction(transaction)


def test_nonces_that_a_foreign_transaction_takes(world: World, table: Table, injected: Counts) -> None:
    mixed(table)
    issuer = Issuer(world.issuer.collection, _NonceThief(world.collection.web3, injected, 9))
    report = issuing.run(issuer, Sheet.load(table.file), issuing.journal_of(table.file))
    assert injected.total() == 9
    assert len(report.done) == len(table.rows)
    world.check_once(table.rows)


def test_what_another_issues_while_rows_are_checked_is_no_problem_of_theirs(
    world: World, table: Table, injected: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = table.add("cka", 4)
    collection = world.issuer.collection
    asked = collection.eligibilities

    def meddle(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 (handed through)
        if not injected:
            injected["badges of another issuer between two checks"] += 1
            world.other.issue("cka", people[0])
        return asked(*arguments, **named)

    monkeypatch.setattr(collection, "eligibilities", meddle)
    report = issuing.run(world.issuer, Sheet.load(table.file), issuing.journal_of(table.file))
    assert [row.line for row in report.by_another] == [2]
    assert len(report.done) == 3
    world.check_once(table.rows)


def test_a_nonce_taken_in_a_block_that_does_not_count_yet_is_waited_for(
    world: World, table: Table, injected: Counts
) -> None:
    # With three blocks to wait for, a new transaction is signed only once the foreign one has three upon it.
    people = table.add("fin", 5)
    issuer = Issuer(world.issuer.collection, _NonceThief(world.collection.web3, injected, 1))
    world.mine(4)
    with _blocks(world):
        sheet, settings = Sheet.load(table.file), issuing.Settings(confirmations=4, timeout=30)
        report = issuing.run(issuer, sheet, issuing.journal_of(table.file), settings=settings)
    assert len(report.done) == len(people)
    stolen, mined = (
        int(world.node.ask("eth_getTransactionByHash", each)["blockNumber"], 16)
        for each in _transactions_of(world, FIRST.address)[-2:]
    )
    assert mined > stolen + 3
    world.check_once(table.rows)


def test_a_cohort_is_signed_only_once_the_one_before_it_counts(world: World, table: Table, injected: Counts) -> None:
    # Until then a reorganisation could put other people into the cohort before.
    table.add("fin", 5)
    world.mine(4)
    before = world.other.issue_cohort("fin", [table.holder()], "another's").block
    injected["cohorts of another issuer in the newest block"] += 1
    with _blocks(world):
        sheet, settings = Sheet.load(table.file), issuing.Settings(confirmations=4, timeout=30)
        report = issuing.run(world.issuer, sheet, issuing.journal_of(table.file), settings=settings)
    mined = int(world.node.ask("eth_getTransactionByHash", report.done[0].transaction)["blockNumber"], 16)
    assert mined > before + 3
    world.check_once(table.rows)


@contextmanager
def _blocks(world: World) -> Iterator[None]:
    """A chain that goes on by itself."""
    stop = Event()

    def mine() -> None:
        while not stop.wait(0.1):
            world.mine()

    miner = Thread(target=mine)
    miner.start()
    try:
        yield
    finally:
        stop.set()
        miner.join()


def _transactions_of(world: World, account: str) -> list[str]:
    found = []
    for number in range(world.node.height() + 1):
        block = world.node.ask("eth_getBlockByNumber", hex(number), WITH_TRANSACTIONS)
        found += [each["hash"] for each in block["transactions"] if each["from"].lower() == account.lower()]
    return found
