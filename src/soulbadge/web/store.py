"""What a site remembers: sessions, challenges that wait for a signature, shared presentations. In SQLite.

One file, or memory for as long as the process lives. Ids of sessions are kept as their SHA-256: whoever gets hold of
the file cannot come in with it. What has ended is swept out, and nothing grows without bound.
"""

import hashlib
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from soulbadge.errors import StoreError

_PATIENCE: Final = 2.0
"""Seconds to wait for another process that writes."""

_MOST: Final = 100_000
"""Documents of one kind that are kept at most; the ones that end first go first."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS documents (
    kind TEXT NOT NULL, name BLOB NOT NULL, document TEXT NOT NULL, ends_at INTEGER NOT NULL, PRIMARY KEY (kind, name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS documents_end ON documents (kind, ends_at);
CREATE TABLE IF NOT EXISTS nonces (nonce TEXT PRIMARY KEY, kept_until INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS nonces_end ON nonces (kept_until);
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""

_NONCE_KEPT: Final = 3600
"""Seconds for which a nonce is remembered after its challenge's end; see `soulbadge.proofs.nonces`."""


class SiteStore:
    """The tables of one site; safe for threads, and for several processes where it is a file.

    Args:
        file: Where; None for memory.
        most: Documents of one kind that are kept.

    Attributes:
        most_pages: Pages that the database may grow to (`PRAGMA max_page_count`); 0 for as many as the disk has.

    Raises:
        StoreError: The file cannot be used.
    """

    def __init__(self, file: Path | None = None, *, most: int = _MOST) -> None:
        self._file = file
        self._most = most
        self.most_pages = 0
        self._lock = threading.RLock()
        self._own = threading.local()
        if file is not None:
            _create(file)
        self._memory = None if file else sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        try:
            with self._open() as connection:
                connection.executescript(_SCHEMA)
                if file is not None:
                    connection.execute("PRAGMA journal_mode = WAL")
            self.secret = self._secret()
        except StoreError as error:  # whoever starts a site wants to know which file; who looks at its pages does not
            raise StoreError(f"{file}: {error.problem}") from error

    def close(self) -> None:
        """Forget what is in memory."""
        if self._memory is not None:
            self._memory.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that this thread writes within it is written, or nothing of it: whatever happens to the process.

        Raises:
            StoreError: It cannot be written; so nothing was.
        """
        with self._writing() as connection:
            self._own.connection = connection
            try:
                yield
            finally:
                self._own.connection = None

    def put(self, kind: str, name: str, document: str, ends_at: int, now: int) -> None:
        """Remember a document until it ends, in the place of one of the same name.

        Args:
            kind: What it is; names of different kinds are apart.
            name: Its name, which is not kept, only its hash.
            document: The document.
            ends_at: The first second in which it is forgotten, Unix seconds.
            now: The present, Unix seconds.

        Raises:
            StoreError: It cannot be written.
        """
        with self._writing() as connection:
            connection.execute("DELETE FROM documents WHERE kind = ? AND ends_at <= ?", (kind, now))
            row = (kind, _key(name), document, ends_at)
            connection.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", row)
            count = connection.execute("SELECT count(*) FROM documents WHERE kind = ?", (kind,)).fetchone()[0]
            if count > self._most:
                connection.execute(
                    "DELETE FROM documents WHERE kind = ?1 AND name IN "
                    "(SELECT name FROM documents WHERE kind = ?1 ORDER BY ends_at LIMIT ?2)",
                    (kind, count - self._most),
                )

    def get(self, kind: str, name: str, now: int) -> str | None:
        """The document of a name; None where there is none, or it has ended. Raises `StoreError`."""
        with self._open() as connection:
            return _found(connection, kind, name, now)

    def take(self, kind: str, name: str, now: int) -> str | None:
        """`get`, and forget it, in one step: of many who take at once, one is given it. Raises `StoreError`."""
        with self._writing() as connection:
            document = _found(connection, kind, name, now)
            connection.execute("DELETE FROM documents WHERE kind = ? AND name = ?", (kind, _key(name)))
        return document

    def every(self, kind: str, now: int) -> list[str]:
        """All documents of a kind that have not ended. Raises `StoreError`."""
        with self._open() as connection:
            question = "SELECT document FROM documents WHERE kind = ? AND ends_at > ?"
            return [str(row[0]) for row in connection.execute(question, (kind, now)).fetchall()]

    def count(self, kind: str) -> int:
        """How many documents there are, those that ended and were not swept yet included. Raises `StoreError`."""
        with self._open() as connection:
            row = connection.execute("SELECT count(*) FROM documents WHERE kind = ?", (kind,)).fetchone()
            return int(row[0])

    def consume(self, nonce: str, expires_at: int, now: int) -> bool:
        """As `soulbadge.proofs.NonceStore` asks. Raises `StoreError`."""
        with self._writing() as connection:
            connection.execute("DELETE FROM nonces WHERE kept_until <= ?", (now,))
            row = (nonce, expires_at + _NONCE_KEPT)
            return connection.execute("INSERT OR IGNORE INTO nonces VALUES (?, ?)", row).rowcount == 1

    def _secret(self) -> bytes:
        """What tokens are made with: of the file, so that several processes agree."""
        with self._writing() as connection:
            connection.execute("INSERT OR IGNORE INTO secrets VALUES ('forms', ?)", (secrets.token_bytes(32),))
            return bytes(connection.execute("SELECT value FROM secrets WHERE name = 'forms'").fetchone()[0])

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._open() as connection:
            if self._is_within():
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:  # where the disk is full, SQLite has rolled back by itself
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _is_within(self) -> bool:
        """Whether this thread is within `together`."""
        return getattr(self._own, "connection", None) is not None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if self._is_within():
            yield self._own.connection
            return
        try:
            if self._memory is not None:
                with self._lock:
                    yield self._memory
                return
            connection = sqlite3.connect(str(self._file), timeout=_PATIENCE, isolation_level=None)
            try:
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA secure_delete = ON")  # what is withdrawn is not in the file any more
                if self.most_pages:
                    connection.execute(f"PRAGMA max_page_count = {int(self.most_pages)}")  # a pragma takes no parameter
                yield connection
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise StoreError(str(error) or type(error).__name__) from error


def _create(file: Path) -> None:
    """An empty file that is its owner's alone: SQLite would make one that others may read. One that is there stays."""
    with suppress(OSError):  # what cannot be made, SQLite cannot open, and says so
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))


def _found(connection: sqlite3.Connection, kind: str, name: str, now: int) -> str | None:
    row = connection.execute(
        "SELECT document FROM documents WHERE kind = ? AND name = ? AND ends_at > ?", (kind, _key(name), now)
    ).fetchone()
    return None if row is None else str(row[0])


def _key(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()
