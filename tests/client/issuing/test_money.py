"""Fees within a cap, stuck transactions replaced, and a clear stop where there is no money."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from threading import Event, Thread

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from tests.client.issuing.conftest import FIRST, Counts, Table, World

from soulbadge import issuing
from soulbadge.chain.fees import Fees
from soulbadge.errors import FeeCapError, NoFundsError, StalledError
from soulbadge.issuer import Issuer
from soulbadge.issuing.rows import Sheet

GWEI = 10**9


@pytest.fixture
def unmined(world: World) -> Iterator[World]:
    """Blocks are made only when a test says so."""
    world.blocks.pause()
    yield world
    world.node.ask("anvil_dropAllTransactions")
    world.node.ask("anvil_setNextBlockBaseFeePerGas", hex(GWEI))


def _pool(world: World) -> dict[int, dict[str, str]]:
    """What waits, of the first issuer, by nonce."""
    waiting = world.node.ask("txpool_content")["pending"].get(FIRST.address.lower(), {})
    return {int(nonce): each for nonce, each in waiting.items()}


def _meanwhile(do: Callable[[], None], every: float = 0.05) -> tuple[Event, Thread]:
    stop = Event()

    def loop() -> None:
        while not stop.wait(every):
            do()

    thread = Thread(target=loop)
    thread.start()
    return stop, thread


def test_a_stuck_transaction_is_replaced_at_its_nonce_for_more(unmined: World, table: Table, injected: Counts) -> None:
    table.add("cka", 3)
    table.add("fin", 5)
    seen: dict[int, list[tuple[int, int]]] = {}

    def look() -> None:
        for nonce, each in _pool(unmined).items():
            offer = int(each["maxFeePerGas"], 16), int(each["maxPriorityFeePerGas"], 16)
            if offer not in seen.setdefault(nonce, []):
                seen[nonce].append(offer)
        first = seen.get(min(seen, default=0), [])
        if len(first) >= 3:  # the block maker wakes up once the first was replaced twice
            unmined.mine()

    stop, thread = _meanwhile(look)
    try:
        settings = issuing.Settings(patience=0.4, timeout=20)
        sheet = Sheet.load(table.file)
        report = issuing.run(unmined.issuer, sheet, issuing.journal_of(table.file), settings=settings)
    finally:
        stop.set()
        thread.join()
    replaced = seen[min(seen)]
    injected["replacements of a stuck transaction"] += sum(len(each) - 1 for each in seen.values())
    assert len(replaced) >= 3
    for (most, tip), (more, larger) in pairwise(replaced):
        assert more * 8 >= most * 9
        assert larger * 8 >= tip * 9
    assert len(report.done) == len(table.rows)
    unmined.check_once(table.rows)


def test_a_base_fee_that_rises_is_followed_for_all_that_wait_but_not_above_the_cap(
    unmined: World, table: Table, injected: Counts
) -> None:
    table.add("cka", 4)
    cap = 40 * GWEI
    raised = Event()

    def look() -> None:
        waiting = _pool(unmined)
        if len(waiting) == 4 and not raised.is_set():
            raised.set()
            unmined.node.ask("anvil_setNextBlockBaseFeePerGas", hex(20 * GWEI))
            unmined.mine()  # nobody offers so much: an empty block
        elif raised.is_set():
            assert all(int(each["maxFeePerGas"], 16) <= cap for each in waiting.values())
            if all(int(each["maxFeePerGas"], 16) > 20 * GWEI for each in waiting.values()):
                unmined.node.ask("anvil_setNextBlockBaseFeePerGas", hex(20 * GWEI))
                unmined.mine()

    stop, thread = _meanwhile(look)
    try:
        settings = issuing.Settings(patience=0.5, timeout=20, max_fee_per_gas=cap)
        sheet = Sheet.load(table.file)
        report = issuing.run(unmined.issuer, sheet, issuing.journal_of(table.file), settings=settings)
    finally:
        stop.set()
        thread.join()
    injected["rises of the base fee above what was offered"] += 1
    assert len(report.done) == 4
    assert report.cost <= report.gas * cap


def test_nothing_is_offered_above_the_cap_and_the_run_says_why_it_stands_still(unmined: World, table: Table) -> None:
    table.add("cka", 1)
    sheet, journal = Sheet.load(table.file), issuing.journal_of(table.file)
    unmined.node.ask("anvil_setNextBlockBaseFeePerGas", hex(GWEI))
    unmined.mine()
    cap = GWEI + GWEI // 5
    settings = issuing.Settings(patience=0.1, timeout=1.5, max_fee_per_gas=cap)
    with pytest.raises(StalledError, match="0 of 1 rows"):
        issuing.run(unmined.issuer, sheet, journal, settings=settings)
    (waiting,) = _pool(unmined).values()
    assert int(waiting["maxFeePerGas"], 16) == cap
    other = issuing.journal_of(table.file.with_name("other.csv"))
    with pytest.raises(FeeCapError, match="more than the cap of 1 wei"):
        issuing.run(unmined.other, sheet, other, settings=issuing.Settings(max_fee_per_gas=1, timeout=2))


def _somebody(world: World, wei: int) -> LocalAccount:
    account: LocalAccount = Account.create()
    world.issuer.appoint_issuer(account.address)
    world.node.ask("anvil_setBalance", account.address, hex(wei))
    return account


def test_not_enough_for_the_whole_table_is_told_before_anything_is_sent(world: World, table: Table) -> None:
    table.add("cka", 100)
    poor = _somebody(world, 10**15)
    issuer = Issuer(world.issuer.collection, poor)
    sheet, journal = Sheet.load(table.file), issuing.journal_of(table.file)
    most = issuing.plan(issuer, sheet).most
    with pytest.raises(NoFundsError) as caught:
        issuing.run(issuer, sheet, journal)
    assert caught.value.needed == most
    assert caught.value.missing == most - 10**15
    assert f"{caught.value.missing} wei ({caught.value.missing / 10**18:.6f} ether)" in str(caught.value)
    assert world.node.ask("eth_getTransactionCount", poor.address, "pending") == "0x0"


def test_money_that_runs_out_stops_the_run_and_more_money_lets_it_go_on(
    world: World, table: Table, injected: Counts
) -> None:
    table.add("cka", 30)
    issuer = Issuer(world.issuer.collection, _somebody(world, 10**18))
    sheet, journal = Sheet.load(table.file), issuing.journal_of(table.file)

    def rob(progress: issuing.Progress) -> None:
        if progress.done and not injected:
            world.node.ask("anvil_setBalance", issuer.address, hex(10**13))
            injected["purses emptied"] += 1

    settings = issuing.Settings(window=4)
    with pytest.raises(NoFundsError) as caught:
        issuing.run(issuer, sheet, journal, settings=settings, on_progress=rob)
    assert caught.value.missing > 0
    world.node.ask("anvil_setBalance", issuer.address, hex(10**18))
    assert len(issuing.run(issuer, sheet, journal, settings=settings).done) == 30
    world.check_once(table.rows)


@pytest.mark.parametrize(
    ("offered", "wanted", "cap", "expected"),
    [
        (Fees(800, 80), Fees(100, 10), None, Fees(900, 90)),  # an eighth more
        (Fees(800, 80), Fees(5000, 500), None, Fees(5000, 500)),  # what is asked today, if that is more
        (Fees(800, 80), Fees(5000, 500), 1000, Fees(1000, 500)),  # not above the cap
        (Fees(800, 80), Fees(5000, 2000), 1000, Fees(1000, 1000)),
        (Fees(800, 80), Fees(5000, 500), 899, None),  # less than an eighth more is no replacement
        (Fees(1, 0), Fees(1, 0), None, Fees(2, 1)),
        (Fees(801), Fees(100), None, Fees(902)),
        (Fees(801), Fees(100), 901, None),
    ],
)
def test_what_a_replacement_offers(offered: Fees, wanted: Fees, cap: int | None, expected: Fees | None) -> None:
    assert offered.replaced(wanted, cap) == expected


def test_a_chain_without_a_base_fee_is_paid_one_price() -> None:
    assert Fees(7).fields() == {"gasPrice": 7}
    assert Fees(7, 2).fields() == {"type": 2, "maxFeePerGas": 7, "maxPriorityFeePerGas": 2}
