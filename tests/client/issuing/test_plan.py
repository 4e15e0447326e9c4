"""What a table will come to, and everything that is wrong with it, before anything is sent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from tests.client.issuing.conftest import FIRST, Table, World, mixed

from soulbadge import issuing
from soulbadge.errors import LabelTooLongError, RowsRefusedError, ValueInvalidError
from soulbadge.holder import Holder
from soulbadge.issuer import Issuer
from soulbadge.issuing.rows import Row, Sheet
from soulbadge.models import BurnAuth, Terms


@pytest.fixture(autouse=True)
def nothing_is_written(tmp_path: Path) -> Iterator[None]:
    yield
    assert not list(tmp_path.glob("*.journal*"))


def _plan(world: World, table: Table, **more: Any) -> issuing.Plan:  # noqa: ANN401 (arguments of `plan`)
    height = world.node.height()
    found = issuing.plan(world.issuer, Sheet.load(table.file), **more)
    assert world.node.height() == height
    assert world.node.ask("eth_getTransactionCount", FIRST.address, "pending") == world.node.ask(
        "eth_getTransactionCount", FIRST.address, "latest"
    )
    return found


def _problems(world: World, table: Table, **more: Any) -> dict[int, str]:  # noqa: ANN401 (the same)
    with pytest.raises(RowsRefusedError) as caught:
        _plan(world, table, **more)
    return {line: str(problem) for line, problem in caught.value.problems}


def test_same_terms_go_together_and_the_rest_one_by_one(world: World, table: Table) -> None:
    finishers = table.add("fin", 4)  # lines 2 to 5
    administrators = table.add("cka", 2)  # 6, 7
    table.add("fin", rest=",,0x" + "ab" * 32)  # 8: evidence of its own
    table.add("fin", 3, rest=",2090-01-01,")  # 9 to 11: too few for a cohort
    table.add("fin", 5, rest=",2091-01-01,")  # 12 to 16
    table.add("cks", holders=administrators[:1])  # 17
    table.add("pro", holders=finishers[:1])  # 18
    plan = _plan(world, table, label="Class of 2026")
    assert [(step.kind, step.achievement, step.lines, step.after) for step in plan.steps] == [
        ("cohort", "fin", (2, 3, 4, 5), ()),
        ("single", "cka", (6,), ()),
        ("single", "cka", (7,), ()),
        ("single", "fin", (8,), ()),
        ("single", "fin", (9,), ()),
        ("single", "fin", (10,), ()),
        ("single", "fin", (11,), ()),
        ("cohort", "fin", (12, 13, 14, 15, 16), ()),
        ("single", "cks", (17,), (2,)),
        ("single", "pro", (18,), (1,)),
    ]
    assert [step.label for step in plan.steps if step.label] == ["Class of 2026"] * 2
    assert (plan.rows, plan.done, plan.notes) == (17, 0, ())


def test_what_is_estimated_is_what_it_takes(world: World, table: Table, tmp_path: Path) -> None:
    mixed(table, people=40)
    table.add("cka", rest=",,0x" + "cd" * 32)
    plan = _plan(world, table)
    assert plan.gas == sum(step.gas for step in plan.steps)
    report = issuing.run(world.issuer, Sheet.load(table.file), tmp_path / "elsewhere.db")
    assert 0.97 < report.gas / plan.gas < 1.03
    assert 0.5 * plan.cost < report.cost < plan.most
    world.check_once(table.rows)


def test_the_same_rows_on_the_same_chain_make_the_same_plan(world: World, table: Table) -> None:
    mixed(table, people=20)
    assert _plan(world, table).to_json() == _plan(world, table).to_json()
    by_another = issuing.plan(world.other, Sheet.load(table.file))
    assert by_another.steps == _plan(world, table).steps


def test_a_cohort_fits_into_a_block(world: World, table: Table) -> None:
    table.add("fin", 70)
    world.node.ask("evm_setBlockGasLimit", hex(1_000_000))
    try:
        world.mine()
        sizes = [len(step.lines) for step in _plan(world, table).steps]
    finally:
        world.node.ask("evm_setBlockGasLimit", hex(30_000_000))
    assert sizes == [66, 4]


def test_twelve_hundred_are_one_cohort_and_the_next_begins_another(world: World, table: Table) -> None:
    table.add("fin", 1206)
    assert [len(step.lines) for step in _plan(world, table).steps] == [1200, 6]


def test_contracts_are_noted_and_delegating_accounts_are_accounts(world: World, table: Table) -> None:
    contract, delegating = table.add("cka", 2)
    world.node.ask("anvil_setCode", contract, "0x6000")
    world.node.ask("anvil_setCode", delegating, "0xef0100" + "11" * 20)
    assert _plan(world, table).notes == (f"line 2: {contract} is a contract; make sure that it can use a badge",)


def test_all_problems_of_all_rows_come_together(world: World, table: Table) -> None:
    good, member, single, gone = (table.holder() for _ in range(4))
    world.issuer.issue_cohort("fin", [member], "before")
    world.issuer.issue("cka", single)
    renouncing = Account.create()
    world.node.ask("anvil_setBalance", renouncing.address, hex(10**18))
    world.issuer.issue_cohort("fin", [renouncing.address], "before")
    Holder(world.collection, renouncing).renounce(world.awards(renouncing.address, "fin")[0])
    table.add("cka", holders=[good])  # 2
    table.add("cka", holders=["0x" + "0" * 40])  # 3
    table.add("cka", holders=[good.swapcase().replace("0X", "0x")])  # 4
    table.add("cka", holders=[good])  # 5
    table.add("fin", holders=[member])  # 6
    table.add("cka", holders=[single])  # 7
    table.add("fin", holders=[renouncing.address])  # 8
    table.add("cks", holders=[gone])  # 9
    table.add("nil", holders=[gone])  # 10
    table.add("gift", holders=[gone])  # 11
    table.add("cka", holders=[gone], rest="2026-01-01,2025-01-01,")  # 12
    found = _problems(world, table)
    expected = {
        3: "the zero address",
        4: "checksum",
        5: "stand on line 2 already",
        6: "cohort 1, held by",
        7: "is active; renew it instead",
        8: "is renounced, and a table gives nothing back",
        9: "lacks an active cka",
        10: "no achievement 'nil'",
        11: "claim-only",
        12: "is not after the start",
    }
    assert found.keys() == expected.keys()
    assert all(words in found[line] for line, words in expected.items()), found
    assert all("\n" not in text for text in found.values())


def test_what_has_expired_is_for_renewal_and_what_was_revoked_does_not_come_back(world: World, table: Table) -> None:
    world.issuer.create_achievement(Terms("week", "Week", validity=604_800, burn_auth=BurnAuth.Both))
    expired, revoked, _ = table.add("week", 3)
    world.issuer.issue("week", expired)
    world.issuer.revoke(world.issuer.issue("week", revoked).badge_id)
    world.node.ask("evm_increaseTime", 604_801)
    world.mine()
    found = _problems(world, table)
    assert "is expired; renew it instead" in found[2]
    assert "is revoked" in found[3]
    assert found.keys() == {2, 3}
    plan = _plan(world, table, skip_held=True)
    assert [step.lines for step in plan.steps] == [(4,)]
    assert plan.notes == ("line 2: awarded already, left out", "line 3: awarded already, left out")


def test_who_may_not_issue_is_told_for_each_row(world: World, table: Table) -> None:
    mixed(table)
    stranger = Issuer(world.issuer.collection, Account.create())
    with pytest.raises(RowsRefusedError) as caught:
        issuing.plan(stranger, Sheet.load(table.file))
    told = [str(problem) for line, problem in caught.value.problems]
    assert len(told) == len(table.rows)
    assert all("may not issue" in each or "lacks an active" in each for each in told)


def test_rows_made_by_a_program_are_checked_like_those_of_a_file(world: World, table: Table) -> None:
    holder = table.holder()
    rows = [Row(0, holder.lower(), "cka"), Row(0, holder, "cka"), Row(0, "0x12", "cka"), Row(0, holder, "cks", end=-1)]
    rows.append(Row(0, holder, "fin", evidence=b"short"))
    with pytest.raises(RowsRefusedError) as caught:
        issuing.plan(world.issuer, Sheet.from_rows(rows), table.file.with_name("none"))
    assert [line for line, _ in caught.value.problems] == [2, 3, 4, 5]
    plan = issuing.plan(world.issuer, Sheet.from_rows(rows[:1]), table.file.with_name("none"))
    assert plan.steps[0].lines == (1,)


def test_a_label_that_cannot_be_drawn_is_refused(world: World, table: Table) -> None:
    table.add("fin", 5)
    with pytest.raises(LabelTooLongError):
        _plan(world, table, label="é" * 129)


@pytest.mark.parametrize(
    "wrong",
    [{"confirmations": 0}, {"max_fee_per_gas": 0}, {"window": 0}, {"timeout": 0}, {"patience": float("nan")}],
)
def test_settings_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueInvalidError, match=next(iter(wrong))):
        issuing.Settings(**wrong)


def test_confirmations_are_waited_for_where_the_chain_is_not_local(world: World) -> None:
    assert issuing.Settings().depth(world.collection) == 0
    assert issuing.Settings(confirmations=7).depth(world.collection) == 6
    from soulbadge.contract import Collection

    elsewhere = Collection(world.collection.node, world.collection.address, 1)
    assert issuing.Settings().depth(elsewhere) == 3
