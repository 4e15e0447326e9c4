"""`soulbadge issue` with a journal that is held, or has no room: one line, nothing unrecorded, and again to the end."""

import sqlite3
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

import pytest
from eth_account import Account
from tests.client.conftest import Programme
from tests.client.faults.conftest import Process, Processes, held
from tests.support.command_line import Desk

from soulbadge.ids import badge_id
from soulbadge.models import Status, Terms

_PAGE = 4096


class Table:
    """A table of people who are to have `cka`, some of them `fin` too, which is given by cohort."""

    def __init__(self, processes: Processes, desk: Desk, programme: Programme) -> None:
        self.people = [str(Account.create().address) for _ in range(6)]
        self.file = desk.folder / "issue.csv"
        self.journal = desk.folder / "issue.csv.journal"
        rows = [f"{each},cka" for each in self.people] + [f"{each},fin" for each in self.people[:3]]
        self.file.write_text("\n".join(["holder,achievement", *rows, ""]), encoding="utf-8")
        self._processes = processes
        self._desk = desk
        self._programme = programme

    def issue(self, room: int = 0) -> Process:
        where = ("--collection", self._programme.collection.address)
        return self._processes.start(self._desk, "issue", self.file.name, "--yes", *where, room=room)

    def refused(self, process: Process) -> str:
        """The one line with which it ended."""
        done = process.outcome()
        assert done.code == 1, done
        assert done.out == "", done
        *plan, line = done.error.splitlines()
        assert line.startswith("error: "), done
        assert not any("Traceback" in each for each in plan)
        return line

    def finish(self) -> None:
        """The same command again does the rest; every row is there once, by a transaction of this journal."""
        done = self.issue().outcome()
        assert done.code == 0, done
        assert done.out.startswith("done: all 9 rows of issue.csv\n")
        assert "somebody else" not in done.out
        collection = self._programme.collection
        for slug, people in (("cka", self.people), ("fin", self.people[:3])):
            found = collection.achievement(slug)
            for each in people:
                kinds = [badge_id(found.achievement_id, cohort, each) for cohort in range(found.cohorts + 1)]
                statuses = collection.statuses_of(kinds)
                assert sum(status is not Status.NONE for status in statuses) == 1, (slug, each)

    def sent(self) -> int:
        """How many transactions the chain has of the issuer."""
        return self._programme.collection.node.nonce(self._programme.signer.address)

    def recorded(self) -> int:
        """How many the journal has."""
        if not self.journal.exists() or not self.journal.stat().st_size:
            return 0
        with closing(sqlite3.connect(self.journal)) as database:
            has = database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'attempts'").fetchone()[0]
            return int(database.execute("SELECT count(*) FROM attempts").fetchone()[0]) if has else 0


@pytest.fixture(scope="module")
def issuing(programme: Programme) -> Programme:
    programme.issuer.create_achievement(Terms("fin", "Finisher"))
    return programme


@pytest.fixture
def table(processes: Processes, desk: Desk, issuing: Programme) -> Table:
    return Table(processes, desk, issuing)


def test_a_journal_that_another_program_holds(table: Table) -> None:
    before = table.sent()
    sqlite3.connect(table.journal).close()
    with held(table.journal):
        line = table.refused(table.issue())
        assert line == (
            "error: issue.csv.journal is in use: another process is at work on it; wait for it, or end it first"
        )
    assert table.sent() == before
    table.finish()


def test_a_disk_that_is_full_at_each_page_in_turn(table: Table) -> None:
    before, refusals = table.sent(), 0
    for pages in count(1):
        process = table.issue(room=pages * _PAGE)
        if process.outcome().code == 0:
            break
        line = table.refused(process)
        assert line.startswith("error: cannot write issue.csv.journal: "), line
        assert "nothing was sent that is not recorded there: make room" in line
        assert line.endswith("run the same command again")
        refusals += 1
        assert table.sent() - before <= table.recorded()
    assert refusals > 4
    table.finish()
    assert table.sent() - before == table.recorded()


def test_a_disk_that_fills_up_while_it_is_at_work(table: Table, tmp_path: Path) -> None:
    # It has room for its plan and for what it signs, and none for what became of that.
    before = table.sent()
    process = table.issue()
    while table.sent() == before and not process.wait(0.005):
        pass
    with suppress(ProcessLookupError):  # it may be done already
        process.give_room(_PAGE)
    done = process.outcome()
    if done.code:
        assert "cannot write issue.csv.journal" in table.refused(process)
    assert not list(tmp_path.glob("*.new"))
    table.finish()
