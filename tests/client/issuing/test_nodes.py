"""The same on every kind of node, and with any signer."""

from pathlib import Path
from typing import Any

import pytest
from tests.client.conftest import InProcess, Programme, begin
from tests.support import chains

from soulbadge import issuing
from soulbadge.errors import RowsStoppedError
from soulbadge.issuer import Issuer
from soulbadge.issuing.rows import Row, Sheet
from soulbadge.models import Terms


@pytest.fixture(scope="module", params=["eth-tester", "ganache"])
def somewhere(request: pytest.FixtureRequest) -> Programme:
    if request.param == "eth-tester":
        world = InProcess()
        found = begin(world.web3, world.signer)
    else:
        found = begin(request.getfixturevalue("ganache").web3, chains.account(5))
    found.issuer.create_achievement(Terms("fin", "Finisher"))
    return found


def _people(count: int, first: int) -> list[str]:
    return [f"0x{number:040x}" for number in range(first, first + count)]


def test_a_table_is_issued_everywhere(somewhere: Programme, tmp_path: Path) -> None:
    people = _people(6, 1000)
    rows = [Row(0, each, "fin") for each in people]
    rows += [Row(0, each, "cka") for each in people[:2]] + [Row(0, people[0], "cks")]
    sheet, journal = Sheet.from_rows(rows), tmp_path / "journal"
    plan = issuing.plan(somewhere.issuer, sheet, journal)
    assert [step.kind for step in plan.steps] == ["cohort", "single", "single", "single"]
    told: list[issuing.Progress] = []
    report = issuing.run(somewhere.issuer, sheet, journal, on_progress=told.append)
    assert len(report.done) == 9
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert (told[-1].done, told[-1].total, told[-1].under_way, told[-1].complaint) == (9, 9, 0, "")
    assert all(somewhere.collection.holds(row.holder, row.achievement) for row in sheet.rows)
    assert issuing.run(somewhere.issuer, sheet, journal) == report


def test_any_object_that_signs_will_do(somewhere: Programme, tmp_path: Path) -> None:
    class Device:
        """A key in a box: it signs, and hands out nothing."""

        address = somewhere.signer.address

        def sign_transaction(self, transaction: dict[str, Any], /) -> Any:  # noqa: ANN401 (as eth-account has it)
            return somewhere.signer.sign_transaction(transaction)

    issuer = Issuer(somewhere.collection, Device())
    report = issuing.run(issuer, Sheet.from_rows([Row(0, _people(1, 2000)[0], "cka")]), tmp_path / "journal")
    assert len(report.done) == 1


def test_rows_that_the_chain_refuses_by_then_are_told_and_the_others_done(somewhere: Programme, tmp_path: Path) -> None:
    # The owner retires an achievement while the table is worked off.
    somewhere.issuer.create_achievement(Terms("brief", "Brief", individual=True))
    people = _people(5, 3000)
    rows = [Row(0, each, "cka") for each in people[:2]] + [Row(0, each, "brief") for each in people]
    sheet, journal = Sheet.from_rows(rows), tmp_path / "journal"
    retired: list[object] = []

    def retire(progress: issuing.Progress) -> None:
        if progress.done and not retired:
            retired.append(somewhere.issuer.retire_achievement("brief"))

    with pytest.raises(RowsStoppedError) as caught:
        issuing.run(somewhere.issuer, sheet, journal, settings=issuing.Settings(window=2), on_progress=retire)
    assert caught.value.done + len(caught.value.problems) == caught.value.total == 7
    assert all("retired" in str(problem) for _, problem in caught.value.problems)
    assert str(caught.value).startswith(f"{caught.value.done} of 7 rows of rows are done; these cannot be")
    assert all(somewhere.collection.holds(each, "cka") for each in people[:2])
