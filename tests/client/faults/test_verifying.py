"""`soulbadge verify` whose file of used nonces is held, or has no room: one line, and the nonce is still to be used."""

from pathlib import Path

import pytest
from tests.client.conftest import Programme
from tests.client.faults.conftest import Processes, held
from tests.support import chains
from tests.support.command_line import Desk

from soulbadge.errors import OutputError
from soulbadge.proofs import SqliteNonces, nonces

_PAGE = 4096
ADA = chains.account(6)


@pytest.fixture
def words(desk: Desk, programme: Programme) -> tuple[str, ...]:
    """The command that checks what Ada shows."""
    where = ("--collection", programme.collection.address)
    if not programme.collection.holds(ADA.address, "cka"):
        programme.issuer.issue("cka", ADA.address)
    assert desk.call("challenge", "jobs.example", "--holds", "cka", "-o", "asked.json").code == 0
    assert desk.by(ADA).call("present", "asked.json", "-o", "shown.json", *where).code == 0
    return ("verify", "shown.json", "--challenge", "asked.json", "--nonces", "used.sqlite", *where)


def test_nonces_that_another_program_holds(desk: Desk, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    SqliteNonces(desk.folder / "used.sqlite")
    monkeypatch.setattr(nonces, "_PATIENCE", 0.1)
    with held(desk.folder / "used.sqlite"):
        desk.call(*words).refused("cannot write used.sqlite: database is locked; no nonce was used up, so try again")
    assert desk.call(*words).code == 0
    desk.call(*words).refused("has been used")


def test_nonces_without_room(processes: Processes, desk: Desk, words: tuple[str, ...]) -> None:
    processes.start(desk, *words, room=_PAGE).outcome().refused("cannot write used.sqlite: ", "no nonce was used up")
    assert processes.start(desk, *words).outcome().code == 0
    processes.start(desk, *words).outcome().refused("has been used")


def test_nonces_in_a_file_of_another_kind(desk: Desk, words: tuple[str, ...], tmp_path: Path) -> None:
    (desk.folder / "used.sqlite").write_text("something else " * 100, encoding="utf-8")
    desk.call(*words).refused("used.sqlite: file is not a database")
    with pytest.raises(OutputError, match="unable to open"):
        SqliteNonces(tmp_path / "nowhere" / "used.sqlite")
