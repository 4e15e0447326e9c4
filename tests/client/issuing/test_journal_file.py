"""The journal by itself, without a chain: what it is given the next process finds, or a refusal says why not."""

import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from eth_utils.crypto import keccak

from soulbadge.chain.fees import Fees
from soulbadge.errors import JournalBusyError, JournalInvalidError, JournalMismatchError, OutputError
from soulbadge.issuing.journal import Identity, Journal
from soulbadge.issuing.records import Attempt, Outcome, RowRecord, StepRecord

OURS = Identity("31337", "0xgenesis", "0xcollection", "0xsigner", "issue")


def attempt(nonce: int, step: int = 1, raw: bytes = b"signed", fees: Fees | None = None) -> Attempt:
    made = bytes([nonce]) + raw
    rows = (1, 2) if step else ()
    return Attempt(
        step, nonce, "0x" + keccak(made).hex(), made, b"call", 90_000, fees or Fees(7 * 10**30, 3), rows, cohort=4
    )


def planned() -> list[StepRecord]:
    first = StepRecord(1, "cohort", "lane", (), {"slug": "fin"}, 80_000)
    first.rows += [RowRecord(1, 2, "a fin", {"end": None}, 1), RowRecord(2, 4, "b fin", {"end": 9}, 1)]
    second = StepRecord(2, "single", "", (1,), {}, 50_000, [RowRecord(3, 5, "a pro", {}, 2)])
    return [first, second]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "issue.journal"


@pytest.fixture
def told(path: Path) -> Path:
    """A journal with a plan, three attempts and an outcome."""
    with Journal(path, OURS) as journal:
        journal.add_steps(planned())
        journal.add_attempts([attempt(8), attempt(7, 2, fees=Fees(5)), attempt(8, 0, b"filler")])
        row, signed = journal.rows["b fin"], journal.steps[1].attempts[0]
        row.outcome, row.badge_id, row.transaction = Outcome.DONE, 1 << 255, signed.transaction
        signed.ok, signed.gas_used, signed.cost = True, 70_000, 10**30
        journal.settle([row], [signed])
    return path


def stored(file: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(query).fetchall()


def spoil(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute(statement)
        database.commit()


def test_what_is_recorded_is_what_the_next_process_finds(told: Path) -> None:
    with Journal(told, OURS) as journal:
        first, second = journal.steps[1], journal.steps[2]
        done = replace(attempt(8), ok=True, gas_used=70_000, cost=10**30)
        assert first == replace(
            planned()[0],
            rows=[
                RowRecord(1, 2, "a fin", {"end": None}, 1),
                RowRecord(2, 4, "b fin", {"end": 9}, 1, Outcome.DONE, 1 << 255, done.transaction),
            ],
            attempts=[done],
        )
        assert first.attempts[0].ok is True
        assert second == replace(planned()[1], attempts=[attempt(7, 2, fees=Fees(5))])
        assert journal.fillers == [attempt(8, 0, b"filler")]
        assert journal.signed == 3
        assert list(journal.steps) == [1, 2]
        assert {key: row.number for key, row in journal.rows.items()} == {"a fin": 1, "b fin": 2, "a pro": 3}
        assert journal.rows["b fin"] is first.rows[1]
        assert journal.attempts_from() == [attempt(7, 2, fees=Fees(5)), done, attempt(8, 0, b"filler")]
        assert journal.attempts_from(8) == [done, attempt(8, 0, b"filler")]
        assert journal.attempts_from(9) == []


def test_an_attempt_at_nonce_0_is_among_all_of_them(path: Path) -> None:
    with Journal(path, OURS) as journal:
        journal.add_steps(planned())
        journal.add_attempts([attempt(0)])
        assert journal.attempts_from() == [attempt(0)]


def test_what_failed_is_told_from_what_is_open(told: Path) -> None:
    with Journal(told, OURS) as journal:
        failed = journal.steps[2].attempts[0]
        assert failed.ok is None
        failed.ok = False
        journal.settle([], [failed])
    with Journal(told, OURS) as journal:
        assert journal.steps[2].attempts[0].ok is False


def test_a_further_attempt_has_its_step_examined_anew(told: Path) -> None:
    with Journal(told, OURS) as journal:
        journal.steps[1].examined = journal.steps[2].examined = True
        journal.add_attempts([attempt(9), attempt(9, 0, b"filler")])
        assert not journal.steps[1].examined
        assert journal.steps[2].examined
        assert journal.signed == 5


def test_it_is_marked_as_ours_and_belongs_to_one_identity(told: Path) -> None:
    assert stored(told, "PRAGMA application_id") == [(0x736F756C,)]
    assert stored(told, "PRAGMA user_version") == [(1,)]
    assert stored(told, "SELECT chain, genesis, collection, signer, purpose FROM identity") == [
        ("31337", "0xgenesis", "0xcollection", "0xsigner", "issue")
    ]


@pytest.mark.parametrize("field", ["chain", "genesis", "collection", "signer", "purpose"])
def test_another_identity_is_refused_by_the_first_field_that_differs(told: Path, field: str) -> None:
    with pytest.raises(JournalMismatchError) as refusal:
        Journal(told, replace(OURS, **{field: "another"}))
    found = refusal.value
    assert (found.journal, found.what, found.expected, found.found) == (
        str(told),
        f"the {field}",
        getattr(OURS, field),
        "another",
    )
    spoil(told, "UPDATE rows SET line = line")  # whoever was refused holds no lock


def test_a_journal_in_which_nothing_was_planned_goes_to_whoever_comes_next(path: Path) -> None:
    Journal(path, OURS).close()
    other = Identity("1", "g", "c", "s", "renew")
    with Journal(path, other) as journal:
        assert journal.steps == {}
        journal.add_steps(planned())
    Journal(path, other).close()
    with pytest.raises(JournalMismatchError):
        Journal(path, OURS)


def test_one_process_has_it_at_a_time_and_it_is_free_afterwards(told: Path) -> None:
    with Journal(told, OURS), pytest.raises(JournalBusyError) as refusal:
        Journal(told, OURS)
    assert refusal.value.journal == str(told)
    with Journal(told, OURS) as journal:
        journal.close()
        Journal(told, OURS).close()


def test_a_new_journal_is_locked_from_its_first_moment(path: Path) -> None:
    with Journal(path, OURS), pytest.raises(JournalBusyError):
        Journal(path, OURS)


def test_whoever_finds_it_taken_is_told_at_once(path: Path) -> None:
    with Journal(path, OURS) as journal:
        assert journal._database.execute("PRAGMA busy_timeout").fetchone() == (0,)


def test_without_leave_to_create_nothing_is_put_on_the_disk(
    path: Path, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    told.rename(told.with_name("told"))
    with Journal(path, OURS, create=False) as journal:
        assert journal.path == path
        journal.add_steps(planned())
        assert len(journal.rows) == 3
    assert [each.name for each in path.parent.iterdir()] == ["told"]
    with Journal(told.with_name("told"), OURS, create=False) as journal:
        assert journal.signed == 3


def test_it_survives_a_power_cut(path: Path) -> None:
    # 3 is EXTRA: the folder's entry is on the disk too before a commit returns.
    with Journal(path, OURS) as journal:
        assert journal._database.execute("PRAGMA synchronous").fetchone() == (3,)
        assert journal._database.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert journal._database.execute("PRAGMA locking_mode").fetchone() == ("exclusive",)


@pytest.mark.parametrize(
    ("damage", "told_so"),
    [
        ("UPDATE attempts SET raw = x'00'", "its content is damaged: transaction 0x"),
        ("UPDATE attempts SET rows = 'x'", "its content is damaged"),
        ("UPDATE attempts SET step = 99", "its content is damaged: 99"),
        ("UPDATE rows SET terms = '{'", "its content is damaged"),
        ("UPDATE rows SET outcome = 'perhaps'", "its content is damaged"),
        ("DELETE FROM identity", "its content is damaged"),
        ("DROP TABLE attempts", "no such table: attempts"),
        ("PRAGMA user_version = 2", "it is a file of another program or release"),
        ("PRAGMA application_id = 7", "it is a file of another program or release"),
        ("PRAGMA user_version = 0", "it is a file of another program or release"),
        ("PRAGMA application_id = 0", "it is a file of another program or release"),
    ],
)
def test_what_was_tampered_with_is_refused_and_let_go(told: Path, damage: str, told_so: str) -> None:
    spoil(told, damage)
    with pytest.raises(JournalInvalidError) as refusal:
        Journal(told, OURS)
    assert refusal.value.journal == str(told)
    assert refusal.value.problem.startswith(told_so)
    spoil(told, "PRAGMA user_version = 3")


def test_another_programs_file_is_left_as_it_is(path: Path) -> None:
    spoil(path, "CREATE TABLE mine (x)")
    with pytest.raises(JournalInvalidError, match="another program"):
        Journal(path, OURS)
    assert stored(path, "SELECT name FROM sqlite_master") == [("mine",)]


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(JournalInvalidError) as refusal:
        Journal(tmp_path / "none" / "x", OURS)
    assert refusal.value.journal == str(tmp_path / "none" / "x")
    assert refusal.value.problem == "unable to open database file"
    (tmp_path / "text").write_bytes(b"not a database, whatever else")
    with pytest.raises(JournalInvalidError) as refusal:
        Journal(tmp_path / "text", OURS)
    assert (refusal.value.journal, refusal.value.problem) == (str(tmp_path / "text"), "file is not a database")


def the_same_row(journal: Journal) -> None:
    journal.add_steps([StepRecord(3, "single", "", (), {}, 1, [RowRecord(4, 6, "a fin", {}, 3)])])


def the_same_step(journal: Journal) -> None:
    journal.add_steps(planned()[1:])


def the_same_attempt(journal: Journal) -> None:
    journal.add_attempts([attempt(30), attempt(8)])


@pytest.mark.parametrize("write", [the_same_row, the_same_step, the_same_attempt])
def test_what_cannot_be_written_is_written_not_at_all(told: Path, write: Callable[[Journal], None]) -> None:
    with Journal(told, OURS) as journal:
        with pytest.raises(OutputError, match="UNIQUE constraint failed") as refusal:
            write(journal)
        assert refusal.value.file == str(told)
        assert (list(journal.steps), journal.signed, len(journal.rows)) == ([1, 2], 3, 3)
        journal.add_attempts([attempt(9)])  # it goes on
    with Journal(told, OURS) as journal:
        assert (list(journal.steps), journal.signed, len(journal.rows)) == ([1, 2], 4, 3)


def test_what_the_disk_does_not_take_at_the_end_is_an_error_too(told: Path) -> None:
    with Journal(told, OURS) as journal:
        # SQLite looks at a deferred constraint at the commit, the last moment at which one can fail.
        for statement in (
            "CREATE TABLE parents (number INTEGER PRIMARY KEY)",
            "CREATE TABLE children (number INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)",
            "CREATE TRIGGER late AFTER INSERT ON attempts BEGIN INSERT INTO children VALUES (1); END",
            "PRAGMA foreign_keys = ON",
        ):
            journal._database.execute(statement)
        with pytest.raises(OutputError, match="FOREIGN KEY constraint failed") as refusal:
            journal.add_attempts([attempt(9)])
        assert refusal.value.file == str(told)
        assert journal.signed == 3


ADVICE = (
    "; nothing was sent that is not recorded there: make room, or let it be written, and run the same command again"
)


@pytest.mark.parametrize(
    ("pragma", "problem"),
    [("max_page_count = 1", "database or disk is full"), ("query_only = ON", "attempt to write a readonly database")],
)
def test_what_the_disk_refuses_is_told_with_what_to_do(told: Path, pragma: str, problem: str) -> None:
    with Journal(told, OURS) as journal:
        journal._database.execute(f"PRAGMA {pragma}")
        with pytest.raises(OutputError) as refusal:
            journal.add_attempts([attempt(9, raw=bytes(100_000))])
        assert (refusal.value.file, refusal.value.problem) == (str(told), problem + ADVICE)
        assert journal.signed == 3
    with Journal(told, OURS) as journal:
        assert journal.signed == 3


@pytest.mark.parametrize("room", [1, 4096, 8192])
def test_a_journal_that_there_is_no_room_for_is_begun_once_there_is(path: Path, room: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with pytest.raises(OutputError) as refusal:
            Journal(path, OURS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (refusal.value.file, refusal.value.problem) == (str(path), "disk I/O error" + ADVICE)
    with Journal(path, OURS) as journal:
        journal.add_steps(planned())


def test_a_transaction_that_cannot_begin_is_an_error_like_others(told: Path) -> None:
    with Journal(told, OURS) as journal:
        journal._database.execute("BEGIN")
        with pytest.raises(OutputError) as refusal:
            journal.add_attempts([attempt(9)])
        assert (refusal.value.file, refusal.value.problem) == (
            str(told),
            "cannot start a transaction within a transaction",
        )


def test_a_mistake_of_the_caller_is_not_taken_for_the_disks(told: Path) -> None:
    unfit = StepRecord(3, "single", "", (), {"what": {1, 2}}, 1)
    with Journal(told, OURS) as journal:
        with pytest.raises(TypeError):
            journal.add_steps([StepRecord(4, "single", "", (), {}, 1), unfit])
        assert not journal._database.in_transaction
        assert journal._database.execute("SELECT count(*) FROM steps").fetchone() == (2,)
