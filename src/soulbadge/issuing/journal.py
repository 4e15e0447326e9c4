"""The journal of a table: an SQLite file that knows the plan, and each transaction before anybody else does.

It belongs to one chain, collection, signer and purpose. One process has it open at a time; the lock is SQLite's own and
dies with the process. Every change is on disk before the method that makes it returns.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from eth_utils.crypto import keccak

from soulbadge.chain.fees import Fees
from soulbadge.errors import JournalBusyError, JournalInvalidError, JournalMismatchError, OutputError

from .records import Attempt, Outcome, RowRecord, StepRecord

if TYPE_CHECKING:
    from typing_extensions import Self  # `typing` has it from Python 3.11 on; type checkers alone need it

_VERSION = 1
_APPLICATION = 0x736F756C  # "soul", so that a file of another program is told apart

_SCHEMA = """
CREATE TABLE identity (chain TEXT, genesis TEXT, collection TEXT, signer TEXT, purpose TEXT);
CREATE TABLE steps (number INTEGER PRIMARY KEY, kind TEXT, lane TEXT, after TEXT, details TEXT, gas INTEGER);
CREATE TABLE rows (number INTEGER PRIMARY KEY, line INTEGER, key TEXT UNIQUE, terms TEXT, step INTEGER,
    outcome TEXT, badge TEXT, hash TEXT);
CREATE TABLE attempts (hash TEXT PRIMARY KEY, step INTEGER, nonce INTEGER, raw BLOB, data BLOB, gas INTEGER,
    most TEXT, tip TEXT, rows TEXT, cohort INTEGER, ok INTEGER, gas_used INTEGER, cost TEXT);
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a journal belongs to; each field as a person reads it."""

    chain: str
    genesis: str
    """Hash of the chain's first block: a local chain that begins anew is another one."""
    collection: str
    signer: str
    purpose: str


class Journal:
    """Rows, steps and attempts; what is read from the attributes is what is on disk."""

    def __init__(self, path: Path, identity: Identity, *, create: bool = True) -> None:
        """Open a journal, or begin one.

        Args:
            path: The file.
            identity: What the journal must belong to.
            create: Whether to begin one if there is none; otherwise an empty one is held in memory.

        Raises:
            JournalBusyError, JournalInvalidError, JournalMismatchError: As they say.
        """
        self.path = path
        self.steps: dict[int, StepRecord] = {}
        self.rows: dict[str, RowRecord] = {}
        self.fillers: list[Attempt] = []
        """Attempts that do nothing for any step."""
        self.signed = 0
        """How many attempts there are."""
        self._at: dict[int, list[Attempt]] = {}
        try:
            self._database = sqlite3.connect(
                path if create or path.exists() else ":memory:", timeout=0, isolation_level=None
            )
        except sqlite3.Error as error:
            raise JournalInvalidError(str(path), str(error)) from error
        try:
            self._open(identity)
        except sqlite3.Error as error:
            self._database.close()
            if _is_busy(error):
                raise JournalBusyError(str(path)) from error
            if _is_of_the_disk(error):
                raise _unwritten(path, error) from error
            raise JournalInvalidError(str(path), str(error)) from error
        except (ValueError, TypeError, KeyError) as error:
            self._database.close()
            raise JournalInvalidError(str(path), f"its content is damaged: {error}") from error
        except BaseException:
            self._database.close()
            raise

    def __enter__(self) -> "Self":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let others have it."""
        self._database.close()

    def attempts_from(self, nonce: int = 0) -> list[Attempt]:
        """All that was signed with this nonce or a later one: by nonce, and in the order in which it was signed."""
        return [attempt for each in sorted(self._at) if each >= nonce for attempt in self._at[each]]

    # ──────────────────────────────────────────── writing ────────────────────────────────────────────

    def add_steps(self, steps: Sequence[StepRecord]) -> None:
        """Record a plan."""
        with self._commit():
            for step in steps:
                self._database.execute(
                    "INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?)",
                    (step.number, step.kind, step.lane, json.dumps(step.after), json.dumps(step.details), step.gas),
                )
                self._database.executemany(
                    "INSERT INTO rows VALUES (?, ?, ?, ?, ?, '', '0', '')",
                    [(row.number, row.line, row.key, json.dumps(row.terms), row.step) for row in step.rows],
                )
        for step in steps:
            self._remember(step)

    def add_attempts(self, attempts: Sequence[Attempt]) -> None:
        """Record what was signed; only then may anybody see it."""
        with self._commit():
            self._database.executemany(
                "INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0, '0')",
                [
                    (
                        each.transaction,
                        each.step,
                        each.nonce,
                        each.raw,
                        each.data,
                        each.gas,
                        str(each.fees.most),
                        None if each.fees.tip is None else str(each.fees.tip),
                        json.dumps(each.rows),
                        each.cohort,
                    )
                    for each in attempts
                ],
            )
        for each in attempts:
            self._attach(each)

    def settle(self, rows: Sequence[RowRecord], attempts: Sequence[Attempt]) -> None:
        """Record what became of rows and attempts, as these now say."""
        with self._commit():
            self._database.executemany(
                "UPDATE rows SET outcome = ?, badge = ?, hash = ? WHERE number = ?",
                [(row.outcome.value, str(row.badge_id), row.transaction, row.number) for row in rows],
            )
            self._database.executemany(
                "UPDATE attempts SET ok = ?, gas_used = ?, cost = ? WHERE hash = ?",
                [(each.ok, each.gas_used, str(each.cost), each.transaction) for each in attempts],
            )

    # ──────────────────────────────────────────── opening ────────────────────────────────────────────

    def _open(self, identity: Identity) -> None:
        ask = self._database.execute
        ask("PRAGMA locking_mode = EXCLUSIVE")
        ask("PRAGMA journal_mode = DELETE")
        ask("PRAGMA synchronous = EXTRA")  # a power cut right after a commit takes nothing back
        ask("BEGIN EXCLUSIVE")  # and with this locking mode it stays locked to the end
        application, version = ask("PRAGMA application_id").fetchone()[0], ask("PRAGMA user_version").fetchone()[0]
        if not application and not version and not ask("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in _SCHEMA.split(";"):
                ask(statement)
            ask("INSERT INTO identity VALUES (?, ?, ?, ?, ?)", astuple(identity))
            ask(f"PRAGMA application_id = {_APPLICATION}")
            ask(f"PRAGMA user_version = {_VERSION}")
            ask("COMMIT")
            return
        ask("COMMIT")
        if application != _APPLICATION or version != _VERSION:
            raise JournalInvalidError(str(self.path), "it is a file of another program or release")
        if not ask("SELECT count(*) FROM steps").fetchone()[0]:  # nothing was ever planned: it is nobody's yet
            ask(
                "UPDATE identity SET chain = ?, genesis = ?, collection = ?, signer = ?, purpose = ?", astuple(identity)
            )
            return
        found = Identity(*ask("SELECT chain, genesis, collection, signer, purpose FROM identity").fetchone())
        for field in fields(Identity):
            planned, now = getattr(found, field.name), getattr(identity, field.name)
            if planned != now:
                raise JournalMismatchError(str(self.path), f"the {field.name}", planned, now)
        self._load()

    def _load(self) -> None:
        ask = self._database.execute
        steps = {
            number: StepRecord(number, kind, lane, tuple(json.loads(after)), json.loads(details), gas)
            for number, kind, lane, after, details, gas in ask("SELECT * FROM steps ORDER BY number")
        }
        for number, line, key, terms, step, outcome, badge, transaction in ask("SELECT * FROM rows ORDER BY number"):
            row = RowRecord(number, line, key, json.loads(terms), step, Outcome(outcome), int(badge), transaction)
            steps[step].rows.append(row)
        for step in steps.values():
            self._remember(step)
        columns = "hash, step, nonce, raw, data, gas, most, tip, rows, cohort, ok, gas_used, cost"
        for values in ask(f"SELECT {columns} FROM attempts ORDER BY rowid"):  # noqa: S608 (the names above)
            self._attach(_attempt(values))

    def _remember(self, step: StepRecord) -> None:
        self.steps[step.number] = step
        self.rows.update({row.key: row for row in step.rows})

    def _attach(self, attempt: Attempt) -> None:
        self._at.setdefault(attempt.nonce, []).append(attempt)
        self.signed += 1
        if not attempt.step:
            self.fillers.append(attempt)
            return
        step = self.steps[attempt.step]
        step.attempts.append(attempt)
        step.examined = False

    def _commit(self) -> "_Transaction":
        return _Transaction(self._database, self.path)


class _Transaction:
    """All or nothing, and on disk at the end."""

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._database = database
        self._path = path

    def __enter__(self) -> None:
        try:
            self._database.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise _unwritten(self._path, error) from error

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if kind is None:
            try:
                self._database.execute("COMMIT")
            except sqlite3.Error as problem:
                raise _unwritten(self._path, problem) from problem
            return
        if self._database.in_transaction:  # SQLite has rolled some errors back by itself
            self._database.execute("ROLLBACK")
        if isinstance(error, sqlite3.Error):
            raise _unwritten(self._path, error) from error


def _attempt(values: tuple[Any, ...]) -> Attempt:
    transaction, step, nonce, raw, data, gas, most, tip, rows, cohort, ok, gas_used, cost = values
    if transaction != "0x" + keccak(raw).hex():
        raise ValueError(f"transaction {transaction} is not what it was")
    return Attempt(
        step=step,
        nonce=nonce,
        transaction=transaction,
        raw=raw,
        data=data,
        gas=gas,
        fees=Fees(int(most), None if tip is None else int(tip)),
        rows=tuple(json.loads(rows)),
        cohort=cohort,
        ok=None if ok is None else bool(ok),
        gas_used=gas_used,
        cost=int(cost),
    )


def _is_busy(error: sqlite3.Error) -> bool:
    return "locked" in str(error)


def _is_of_the_disk(error: sqlite3.Error) -> bool:
    """Whether the disk, or its owner, refuses; by SQLite's words, since Python 3.10 does not tell its codes."""
    return any(words in str(error) for words in ("is full", "disk I/O error", "readonly"))


def _unwritten(path: Path, error: sqlite3.Error) -> OutputError:
    if not _is_of_the_disk(error):
        return OutputError(str(path), str(error))
    advice = "make room, or let it be written, and run the same command again"
    return OutputError(str(path), f"{error}; nothing was sent that is not recorded there: {advice}")
