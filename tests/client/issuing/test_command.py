"""`soulbadge issue` and `soulbadge renew TABLE`, as people use them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.client.issuing.conftest import FIRST, Table, World, mixed
from tests.support.command_line import Desk

from soulbadge.models import Terms


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Iterator[Desk]:
    yield Desk(tmp_path, world.node, FIRST)
    assert not list(tmp_path.glob("*.new"))


@pytest.fixture
def where(world: World) -> tuple[str, str]:
    return "--collection", world.collection.address


def test_a_dry_run_shows_the_plan_and_leaves_no_trace(
    world: World, desk: Desk, table: Table, where: tuple[str, str]
) -> None:
    mixed(table)
    height = world.node.height()
    done = desk.call("issue", "issue.csv", "--dry-run", "--label", "Class of 2026", *where)
    assert done.code == 0, done
    text = [" ".join(line.split()) for line in done.out.splitlines()]
    assert any(line.startswith("1 cohort of 5 fin Class of 2026 2-6 195,") for line in text), text
    assert any(line.startswith("2-4 3 x single cka 7-9 170,") for line in text), text
    assert any(line.startswith("5 single of 1 cks 10 2 ") for line in text), text
    assert text[-1] == "dry run: nothing was sent"
    plan = desk.done("issue", "issue.csv", "--dry-run", *where)
    assert (plan["dry_run"], plan["rows"], plan["done"], len(plan["steps"])) == (True, 11, 0, 7)
    assert world.node.height() == height
    assert sorted(each.name for each in desk.folder.iterdir()) == ["issue.csv"]


def test_yes_runs_it_and_again_it_finds_nothing_to_do(
    world: World, desk: Desk, table: Table, where: tuple[str, str]
) -> None:
    mixed(table)
    done = desk.call("issue", "issue.csv", "--yes", *where)
    assert done.code == 0, done
    assert done.out.startswith("done: all 11 rows of issue.csv\n")
    assert "cohort of 5" in done.error
    world.check_once(table.rows)
    height = world.node.height()
    report = desk.done("issue", "issue.csv", *where)
    assert world.node.height() == height
    assert len(report["done"]) == 11
    assert int(report["cost"]) > 0


def test_it_asks_and_takes_no_for_an_answer(desk: Desk, world: World, table: Table, where: tuple[str, str]) -> None:
    table.add("cka")
    height = world.node.height()
    done = desk.call("issue", "issue.csv", *where, typed="n\n")
    assert done.code == 1
    assert "Issue 1 rows by 1 transaction, for up to 0.000" in done.error
    assert "the answer was no" in done.error.splitlines()[-1]
    assert "nobody is there to answer" in desk.call("issue", "issue.csv", *where).error
    assert world.node.height() == height
    assert desk.call("issue", "issue.csv", *where, typed="y\n").code == 0
    world.check_once(table.rows)


def test_all_problems_are_told_a_line_each(desk: Desk, world: World, table: Table, where: tuple[str, str]) -> None:
    mixed(table)
    table.add("nil")
    table.add("cka", holders=["0x12"])
    done = desk.call("issue", "issue.csv", "--yes", *where)
    assert done.code == 1
    head, *lines = done.error.splitlines()
    assert head == "error: 2 problems in issue.csv, nothing was sent:"
    assert [line.partition(": ")[0] for line in lines] == ["issue.csv:13", "issue.csv:14"]
    assert world.awards(*table.rows[0]) == []


def test_strangers_texts_do_not_move_the_cursor(desk: Desk, table: Table, where: tuple[str, str]) -> None:
    table.add("fin", 5)
    done = desk.call("issue", "issue.csv", "--dry-run", "--label", "\x1b[2J[red]boo", *where)
    assert done.code == 0
    assert "\x1b" not in done.out
    assert "[red]boo" in done.out


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (("--confirmations", "0"), "--confirmations"),
        (("--timeout", "0"), "--timeout"),
        (("--max-fee-gwei", "0"), "max"),
    ],
)
def test_options_that_mean_nothing_are_wrong_usage(
    desk: Desk, table: Table, where: tuple[str, str], option: tuple[str, str], words: str
) -> None:
    table.add("cka")
    done = desk.call("issue", "issue.csv", *option, *where)
    assert done.code == 2, done
    assert words in done.error


def test_a_cap_below_the_base_fee_is_told(desk: Desk, table: Table, where: tuple[str, str]) -> None:
    table.add("cka")
    done = desk.call("issue", "issue.csv", "--yes", "--max-fee-gwei", "0.000001", *where)
    assert done.code == 1
    assert "more than the cap of 1000 wei" in done.error.splitlines()[-1]
    assert "run the same command again" in done.error


def test_a_programme_is_renewed(world: World, desk: Desk, table: Table, where: tuple[str, str]) -> None:
    world.issuer.create_achievement(Terms("pass", "Pass", validity=50 * 31_557_600))
    single, *members = (table.holder() for _ in range(4))
    badge = world.issuer.issue("pass", single, end=1_900_000_000).badge_id
    world.issuer.issue_cohort("pass", members, "", end=1_900_000_000)
    (desk.folder / "renew.csv").write_text(f"badge,end\n{badge},2035-01-01\npass/1,2036-01-01\n", encoding="utf-8")
    assert len(desk.done("renew", "renew.csv", "--dry-run", *where)["steps"]) == 2
    done = desk.call("renew", "renew.csv", "--yes", *where)
    assert done.code == 0, done
    assert done.out.startswith("done: all 2 rows of renew.csv")
    assert world.collection.badge(badge).end_time == 2_051_222_400
    (other,) = world.awards(members[0], "pass")
    assert world.collection.badge(other).end_time == 2_082_758_400
