"""A nonce works once: whoever asks, from wherever, however many at a time."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from soulbadge.errors import ValueInvalidError
from soulbadge.proofs import MemoryNonces, NonceStore, SqliteNonces
from soulbadge.proofs.nonces import KEPT_AFTER_EXPIRY

NOW = 1_800_000_000
LATER = NOW + 300


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> NonceStore:
    return MemoryNonces() if request.param == "memory" else SqliteNonces(tmp_path / "nonces.db")


def test_a_nonce_works_once(store: NonceStore) -> None:
    assert store.consume("a1b2c3d4", LATER, NOW)
    assert not store.consume("a1b2c3d4", LATER, NOW)
    assert not store.consume("a1b2c3d4", LATER, LATER)


def test_nonces_differ_by_case(store: NonceStore) -> None:
    assert store.consume("a1b2c3d4", LATER, NOW)
    assert store.consume("A1B2C3D4", LATER, NOW)


def test_a_nonce_is_remembered_beyond_its_end_by_any_clock_that_is_set(store: NonceStore) -> None:
    assert store.consume("a1b2c3d4", LATER, NOW)
    assert store.consume("another1", LATER, LATER + KEPT_AFTER_EXPIRY - 1)
    assert not store.consume("a1b2c3d4", LATER, NOW)


def test_a_nonce_is_forgotten_in_the_end(store: NonceStore) -> None:
    assert store.consume("a1b2c3d4", LATER, NOW)
    assert store.consume("a1b2c3d4", LATER, LATER + KEPT_AFTER_EXPIRY)


def test_of_a_hundred_threads_at_once_one_is_first(store: NonceStore) -> None:
    ready = Barrier(100)

    def consume(_: int) -> bool:
        ready.wait()
        return store.consume("a1b2c3d4", LATER, NOW)

    with ThreadPoolExecutor(100) as pool:
        assert sum(pool.map(consume, range(100))) == 1


def test_no_nonce_is_lost_while_another_thread_sweeps_out_the_old_ones() -> None:
    # Each second the store throws out what has expired; threads that change places everywhere meet it doing so.
    store = MemoryNonces()
    ready = Barrier(8)

    def consume(_: int) -> int:
        ready.wait()
        return sum(store.consume(f"nonce{number:05}", LATER, NOW + number) for number in range(300))

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(consume, range(8))) == 300
    finally:
        sys.setswitchinterval(before)


def test_of_several_processes_at_once_one_is_first(tmp_path: Path) -> None:
    path = tmp_path / "nonces.db"
    SqliteNonces(path)
    program = (
        "import sys\n"
        "from soulbadge.proofs import SqliteNonces\n"
        "store = SqliteNonces(sys.argv[1])\n"
        f"print(sum(store.consume(f'nonce{{n:04}}', {LATER}, {NOW}) for n in range(100)))\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert sum(int(process.communicate(timeout=60)[0]) for process in running) == 100


def test_nonces_in_a_file_survive_a_restart(tmp_path: Path) -> None:
    assert SqliteNonces(tmp_path / "nonces.db").consume("a1b2c3d4", LATER, NOW)
    assert not SqliteNonces(tmp_path / "nonces.db").consume("a1b2c3d4", LATER, NOW)


def test_whoever_finds_the_file_taken_waits_half_a_minute(tmp_path: Path) -> None:
    with SqliteNonces(tmp_path / "nonces.db")._open() as connection:
        assert connection.execute("PRAGMA busy_timeout").fetchone() == (30_000,)


@pytest.mark.parametrize("path", ["", ":memory:"])
def test_a_file_must_be_one(path: str) -> None:
    with pytest.raises(ValueInvalidError) as caught:
        SqliteNonces(path)
    said = f"{path!r} is no file; name one, or use MemoryNonces"
    assert str(caught.value) == str(ValueInvalidError("SqliteNonces", said))
