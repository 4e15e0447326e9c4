"""Where a verifier remembers which challenges have been answered. A nonce works once.

One call does it all, because asking and marking apart would let two through between them. Use one store for everything
that can verify the same challenge: `MemoryNonces` for one process, `SqliteNonces` for several on one machine.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Lock
from typing import Final, Protocol

from soulbadge.errors import OutputError, ValueInvalidError

_PATIENCE: Final = 30.0
"""Seconds to wait for another process that writes."""

KEPT_AFTER_EXPIRY: Final = 3600
"""Seconds for which a nonce is remembered after its challenge's end.

`verify` refuses what has expired by its own clock, so a nonce could be forgotten at that moment if all processes that
share a store had one clock. An hour is more than clocks that are set at all will differ.
"""


class NonceStore(Protocol):
    """What `verify` asks of a store."""

    def consume(self, nonce: str, expires_at: int, now: int) -> bool:
        """Mark a nonce as used, in one indivisible step.

        Args:
            nonce: The challenge's.
            expires_at: When the challenge ends, Unix seconds; to be remembered until then, at least.
            now: The present, Unix seconds.

        Returns:
            Whether this very call was the first for this nonce.
        """


class MemoryNonces:
    """Nonces of one process, safe for threads. A restart forgets them: keep the challenges in memory too."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept_until: dict[str, int] = {}
        self._swept_at = 0

    def consume(self, nonce: str, expires_at: int, now: int) -> bool:
        """See `NonceStore.consume`."""
        with self._lock:
            if now > self._swept_at:
                self._swept_at = now
                self._kept_until = {kept: until for kept, until in self._kept_until.items() if until > now}
            if nonce in self._kept_until:
                return False
            self._kept_until[nonce] = expires_at + KEPT_AFTER_EXPIRY
            return True


class SqliteNonces:
    """Nonces in a file, safe for threads, for processes, and for a crash. A connection is opened for each call.

    Args:
        path: A file on a local disk (SQLite's locks do not hold on network drives); made when it is missing.

    Raises:
        ValueInvalidError: The path names no file.
        OutputError: The file cannot be used. `consume` raises it too, and then no nonce was used up.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)
        if self._path in {"", ":memory:"}:
            raise ValueInvalidError("SqliteNonces", f"{self._path!r} is no file; name one, or use MemoryNonces")
        with self._open() as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS nonces (nonce TEXT PRIMARY KEY, kept_until INTEGER NOT NULL) WITHOUT ROWID"
            )
            connection.execute("CREATE INDEX IF NOT EXISTS nonces_kept_until ON nonces (kept_until)")

    def consume(self, nonce: str, expires_at: int, now: int) -> bool:
        """See `NonceStore.consume`."""
        with self._open() as connection:
            # IMMEDIATE takes the write lock at once: two transactions that read first could both fail to upgrade.
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM nonces WHERE kept_until <= ?", (now,))
            kept_until = expires_at + KEPT_AFTER_EXPIRY
            first = connection.execute("INSERT OR IGNORE INTO nonces VALUES (?, ?)", (nonce, kept_until)).rowcount == 1
            connection.execute("COMMIT")
            return first

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            # Without an isolation level the module begins no transactions of its own.
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise OutputError(self._path, f"{error}; no nonce was used up, so try again once it can be") from error
