"""A whole programme is renewed: explicit ends, each badge and cohort once, whatever happens."""

from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from tests.client.issuing.conftest import Counts, Table, World

from soulbadge import ids, issuing
from soulbadge.errors import RowsRefusedError, TimeInvalidError, ValueInvalidError
from soulbadge.holder import Holder
from soulbadge.models import BurnAuth, Terms

SOON, LATER = 1_900_000_000, 1_910_000_000


@pytest.fixture
def programme(world: World) -> World:
    """An achievement that runs for fifty years, so that ends may be chosen."""
    world.issuer.create_achievement(Terms("pass", "Pass", validity=50 * 31_557_600, burn_auth=BurnAuth.Both))
    return world


def _write(file: Path, *rows: str) -> issuing.RenewalSheet:
    file.write_text("\n".join(["badge,end", *rows]) + "\n", encoding="utf-8")
    return issuing.RenewalSheet.load(file)


def _end(world: World, badge_id: int) -> int:
    return world.collection.badge(badge_id).end_time


def test_badges_and_whole_cohorts_in_every_form_of_their_names(programme: World, table: Table) -> None:
    people = [table.holder() for _ in range(5)]
    singles = [programme.issuer.issue("pass", each, end=SOON).badge_id for each in people[:3]]
    programme.issuer.issue_cohort("pass", people[3:], "", end=SOON)
    number = programme.collection.achievement("pass").achievement_id
    where = f"eip155:31337/erc721:{programme.collection.address}"
    file = table.file.with_name("renew.csv")
    day = "2030-07-11"  # 1,909,958,400
    sheet = _write(
        file,
        f"pass/{people[0]},{LATER}",
        f"{singles[1]},{LATER}",
        f"{where}/{singles[2]},{day}",
        f"pass/1,{LATER}",
        f"pass/1/{people[4]},{LATER + 5}",
    )
    plan = issuing.plan_renewals(programme.issuer, sheet)
    assert [(step.kind, step.achievement, step.lines) for step in plan.steps] == [
        ("renewal", "pass", (2,)),
        ("renewal", "pass", (3,)),
        ("renewal", "pass", (4,)),
        ("cohort renewal", "pass", (5,)),
        ("renewal", "pass", (6,)),
    ]
    report = issuing.run_renewals(programme.issuer, sheet, issuing.journal_of(file))
    assert [row.line for row in report.done] == [2, 3, 4, 5, 6]
    assert [_end(programme, each) for each in singles] == [LATER, LATER, 1_909_958_400]
    members = [ids.badge_id(number, 1, each) for each in people[3:]]
    assert [_end(programme, each) for each in members] == [LATER, LATER + 5]
    assert 0.9 < report.gas / plan.gas < 1.1
    height = programme.node.height()
    assert issuing.run_renewals(programme.issuer, sheet, issuing.journal_of(file)) == report
    assert programme.node.height() == height


def test_all_problems_of_all_rows_come_together(programme: World, table: Table) -> None:
    holder, nobody = table.holder(), table.holder()
    ended = programme.issuer.issue("pass", table.holder(), end=SOON).badge_id
    programme.issuer.revoke(ended)
    programme.issuer.issue("pass", holder, end=SOON)
    sheet = _write(
        table.file.with_name("renew.csv"),
        f"pass/{nobody},{LATER}",
        f"pass/{holder},{SOON - 1}",
        f"pass/{holder},{LATER}",
        f"{ended},{LATER}",
        f"pass/7,{LATER}",
        f"nil/{holder},{LATER}",
        f"pass,{LATER}",
        f"pass/x/{holder},{LATER}",
        f"pass/{holder},",
        f"pass/{holder},0",
        f"eip155:1/erc721:{programme.collection.address}/{ended},{LATER}",
        f"pass/{holder}/2,{LATER}",
    )
    with pytest.raises(RowsRefusedError) as caught:
        issuing.plan_renewals(programme.issuer, sheet)
    told = {line: str(problem) for line, problem in caught.value.problems}
    expected = {
        2: "does not exist",
        3: "not later than",
        4: "stands on line 3 already",
        5: "does not exist",
        6: "has no cohort 7",
        7: "no achievement 'nil'",
        8: "expected cka/0x7099",
        9: "40 hexadecimal digits",
        10: "bad time ''",
        11: "say when it is to end",
        12: "another collection",
        13: "expected cka/0x7099",
    }
    assert told.keys() == expected.keys(), told
    assert all(words in told[line] for line, words in expected.items()), told


def test_a_file_of_another_kind_is_refused(table: Table) -> None:
    table.add("cka")
    with pytest.raises(ValueInvalidError, match="the columns are badge,end"):
        issuing.RenewalSheet.load(table.file)
    with pytest.raises(ValueInvalidError, match="No such file"):
        issuing.RenewalSheet.load(table.file.with_name("none.csv"))
    with pytest.raises(TimeInvalidError):
        issuing.RenewalSheet.of([1], 0)


def test_a_list_of_badges_gets_one_end_and_what_has_it_is_left_out(programme: World, table: Table) -> None:
    badges = [programme.issuer.issue("pass", table.holder(), end=SOON).badge_id for _ in range(3)]
    programme.issuer.renew(badges[0], LATER)
    sheet = issuing.RenewalSheet.of(badges, LATER)
    journal = table.file.with_name("renewals.journal")
    assert issuing.plan_renewals(programme.issuer, sheet, journal).notes == ("line 1: has this end already, left out",)
    assert len(issuing.run_renewals(programme.issuer, sheet, journal).done) == 2
    assert {_end(programme, each) for each in badges} == {LATER}


def test_a_journal_of_renewals_is_none_of_issuing(programme: World, table: Table) -> None:
    from soulbadge.errors import JournalMismatchError
    from soulbadge.issuing.rows import Sheet

    badge = programme.issuer.issue("pass", table.holder(), end=SOON).badge_id
    issuing.run_renewals(programme.issuer, issuing.RenewalSheet.of([badge], LATER), issuing.journal_of(table.file))
    table.add("cka")
    with pytest.raises(JournalMismatchError, match="belongs to the purpose renewing, not to issuing"):
        issuing.run(programme.issuer, Sheet.load(table.file), issuing.journal_of(table.file))


@pytest.mark.parametrize("fault", ["reorganisations by 3 blocks, while renewing", "renewals by another"])
def test_whatever_happens_meanwhile_every_badge_ends_as_said(
    programme: World, table: Table, injected: Counts, fault: str
) -> None:
    badges = [programme.issuer.issue("pass", table.holder(), end=SOON).badge_id for _ in range(8)]
    programme.mine(3)
    sheet = issuing.RenewalSheet.of(badges, LATER)

    def meddle(progress: issuing.Progress) -> None:
        if progress.done and not injected:
            injected[fault] += 1
            if fault == "renewals by another":
                for each in badges[-3:]:
                    programme.other.renew(each, LATER)
            else:
                programme.reorganise()

    settings = issuing.Settings(window=2)
    journal = issuing.journal_of(table.file)
    report = issuing.run_renewals(programme.issuer, sheet, journal, settings=settings, on_progress=meddle)
    assert injected
    assert len(report.done) + len(report.by_another) == 8
    assert {_end(programme, each) for each in badges} == {LATER}


def test_a_badge_that_was_given_up_after_its_renewal_stays_given_up(programme: World, table: Table) -> None:
    leaving = Account.create()
    programme.node.ask("anvil_setBalance", leaving.address, hex(10**18))
    badge = programme.issuer.issue("pass", leaving.address, end=SOON).badge_id
    sheet, journal = issuing.RenewalSheet.of([badge], LATER), issuing.journal_of(table.file)
    first = issuing.run_renewals(programme.issuer, sheet, journal)
    Holder(programme.collection, leaving).renounce(badge)
    assert issuing.run_renewals(programme.issuer, sheet, journal) == first


def test_what_another_renews_while_rows_are_checked_is_no_problem_of_theirs(
    programme: World, table: Table, injected: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    badges = [programme.issuer.issue("pass", table.holder(), end=SOON).badge_id for _ in range(2)]
    collection = programme.issuer.collection
    simulated = collection.simulate

    def meddle(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 (handed through)
        if not injected:
            injected["renewals by another between two checks"] += 1
            programme.other.renew(badges[0], LATER)
        return simulated(*arguments, **named)

    monkeypatch.setattr(collection, "simulate", meddle)
    report = issuing.run_renewals(
        programme.issuer, issuing.RenewalSheet.of(badges, LATER), issuing.journal_of(table.file)
    )
    assert (len(report.by_another), len(report.done)) == (1, 1)
    assert {_end(programme, each) for each in badges} == {LATER}
