"""What is printed: for people, for programs, and where strangers' texts would like to be more than texts."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from eth_account import Account
from tests.support import chains
from tests.support.command_line import PROGRAM, Desk
from tests.support.hostile_texts import NASTY

from soulbadge.cli._render import render
from soulbadge.cli.output import Facts, Page, Table, plain
from soulbadge.cli.receipts import ether
from soulbadge.cli.text import clean
from soulbadge.cli.words import duration, moment, requirement
from soulbadge.contract import Collection
from soulbadge.issuer import Issuer
from soulbadge.models import NO_EVIDENCE, Prerequisite, Receipt, Requirement, Status, Terms

ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
BADGE = 411376139330302153368301603490300641718192728471330882070542792
HARMFUL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _piped(human: str | Table | Facts | Page) -> str:
    stream = io.StringIO()
    render(human, stream)
    return stream.getvalue()


def _on_terminal(monkeypatch: pytest.MonkeyPatch, human: Table, width: int) -> str:
    for name, value in (("COLUMNS", str(width)), ("TERM", "xterm-256color")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = _Terminal()
    render(human, stream)
    return stream.getvalue()


TABLE = Table(("holder", "badge id", "note"), [(ADDRESS, BADGE, "x" * 300), (ADDRESS, 7, None)])


def test_piped_tables_are_whole_uncoloured_and_one_line_a_row() -> None:
    lines = _piped(TABLE).splitlines()
    assert len(lines) == 3
    assert lines[0].split() == ["holder", "badge", "id", "note"]
    assert lines[1].split() == [ADDRESS, str(BADGE), "x" * 300]
    assert lines[2].split() == [ADDRESS, "7"]
    assert not any(line != line.rstrip() for line in lines)
    assert "\x1b" not in _piped(TABLE)


def test_a_column_in_which_nobody_has_anything_is_left_out() -> None:
    assert "note" not in _piped(Table(("a", "note"), [(1, None), (2, "")]))
    assert _piped(Table(("a",), [], empty="nobody")) == "nobody\n"


def test_a_terminal_that_is_wide_enough_gets_a_table_with_a_bold_head(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = _on_terminal(monkeypatch, TABLE, 500).splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("\x1b[1m")
    assert ADDRESS in lines[1]
    assert str(BADGE) in lines[1]


def test_a_narrow_terminal_gets_records_with_ids_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    text = _on_terminal(monkeypatch, TABLE, 60)
    assert ADDRESS in text
    assert str(BADGE) in text
    assert "…" not in text
    assert max(len(line) for line in text.splitlines() if "xxx" not in line) < 100


def test_names_of_two_columns_width_are_aligned() -> None:
    first, second = _piped(Table(("name", "n"), [("漢字", 1), ("four", 2)])).splitlines()[1:]
    assert first == "漢字  1"
    assert second == "four  2"


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_no_strangers_text_moves_the_cursor_turns_the_line_round_or_begins_another(nasty: bytes) -> None:
    text = nasty.decode("utf-8", "surrogateescape")
    cleaned = clean(text)
    assert not HARMFUL.search(cleaned)
    assert len(cleaned.splitlines()) <= 1
    shown = _piped(Page([Table(("name",), [(text,), ("next",)]), Facts([("name", text)], text), "end"]))
    assert not HARMFUL.search(shown)
    cleaned.encode()  # no half characters


def test_markup_of_the_tables_library_is_text() -> None:
    for text in ("[bold red]x[/]", "[link=https://evil.example]x[/link]", ":smiley:", "[/]", "\\[x]"):
        assert text in _piped(Table(("name",), [(text,)]))
        assert text in _piped(Facts([(text, text)], text))


def test_joined_letters_survive_and_piles_do_not() -> None:
    family = "👨\u200d👩\u200d👧"
    assert clean(family) == family
    assert clean("é " + "e\u0301") == "é e\u0301"
    assert len(clean("Z" + "\u0301" * 400)) < 10
    assert clean("  a\tb\r\nc  ") == "  a b c  "


def test_hostile_names_on_a_chain_reach_the_terminal_as_text(desk: Desk, collection: Collection) -> None:
    owner = Issuer(collection, chains.account(0))
    evil = "Gold\x1b[2J\x1b]0;owned\x07 [bold]medal[/bold]\u202e 100%\nerror: all is lost"
    if "hostile" not in {each.slug for each in collection.achievements()}:
        owner.create_achievement(Terms("hostile", evil, description=evil, criteria=evil, skills=(evil,)))
    holder = Account.create().address
    owner.issue_cohort("hostile", [holder], evil)
    for words in (["show"], ["show", holder], ["show", f"hostile/1/{holder}"]):
        done = desk.call(*words)
        assert done.code == 0, done
        assert "[bold]medal[/bold]" in done.out
        assert not HARMFUL.search(done.out)
        assert not [line for line in done.out.splitlines() if line.startswith("error")]
        raw = desk.call(*words, "--json")
        assert raw.out.isascii()
        assert not HARMFUL.search(raw.out.replace("\n", ""))
        assert json.dumps(evil)[1:-1] in raw.out


def test_errors_are_cleaned_too(desk: Desk) -> None:
    done = desk.call("show", "ck\x1b[31ma\nerror: fake/0x12")
    assert (done.code, done.out) == (1, "")
    assert len(done.error.splitlines()) == 1
    assert "\x1b" not in done.error


def test_json_keeps_big_numbers_bytes_and_values() -> None:
    value = {
        "badge": BADGE,
        "small": 7,
        "negative": -(1 << 60),
        "yes": True,
        "root": NO_EVIDENCE,
        "status": Status.ACTIVE,
        "receipt": Receipt("0x12", 1, 2, 3),
        "list": (1, Path("x")),
        "none": None,
    }
    assert plain(value) == {
        "badge": str(BADGE),
        "small": 7,
        "negative": str(-(1 << 60)),
        "yes": True,
        "root": "0x" + "00" * 32,
        "status": "ACTIVE",
        "receipt": {"transaction": "0x12", "block": 1, "gas": 2, "cost": "3"},
        "list": [1, "x"],
        "none": None,
    }


def test_amounts_lengths_and_dates_as_people_read_them() -> None:
    assert [ether(wei) for wei in (0, 1, 10**18, 15 * 10**17)] == [
        "0 ether",
        "0.000000000000000001 ether",
        "1 ether",
        "1.5 ether",
    ]
    assert [duration(each) for each in (0, 1, 90, 3600, 86_400, 92 * 86_400, 31_557_600, 2 * 31_557_600)] == [
        "0 s",
        "1 s",
        "90 s",
        "1 hour",
        "1 day",
        "92 days",
        "1 year",
        "2 years",
    ]
    assert [moment(each) for each in (0, 1, 1 << 39)] == [None, "1970-01-01 00:00:01 UTC", f"second {1 << 39}"]
    cka, ckad, other = Prerequisite("cka"), Prerequisite("ckad", 31_557_600), Prerequisite(id=7, source=ADDRESS)
    assert requirement(Requirement((cka, ckad), 2)) == "cka and ckad for 1 year"
    assert requirement(Requirement((cka, other), 1, ongoing=True)) == f"cka or 7 at {ADDRESS}, always"
    assert requirement(Requirement((cka, ckad, other), 2)).startswith("2 of cka, ")


def test_with_json_an_error_is_a_document_on_stdout_beside_the_line_on_stderr(desk: Desk) -> None:
    done = desk.call("show", "ckx/" + ADDRESS, "--json")
    assert done.code == 1
    assert done.json["error"]["name"] == "AchievementNotFoundError"
    assert done.json["error"]["values"]["achievement"] == "ckx"
    assert done.error == f"error: {done.json['error']['message']}\n"
    wrong = desk.call("show", "--json", "--no-such")
    assert (wrong.code, wrong.json["error"]["name"]) == (2, "UsageError")


def test_somebody_who_stops_reading_is_no_traceback(desk: Desk) -> None:
    with subprocess.Popen(
        [*PROGRAM, "show", "--json"],
        cwd=desk.folder,
        env=desk.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()  # before anything is written
        complaint = process.stderr.read()
        assert process.wait(timeout=60) == 1
    assert complaint == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
def test_a_full_disk_and_a_closed_output_are_no_traceback(desk: Desk) -> None:
    def ended(redirection: str) -> "subprocess.CompletedProcess[bytes]":
        words = ["sh", "-c", f'exec "$@" {redirection}', "sh", *PROGRAM, "show"]
        return subprocess.run(words, cwd=desk.folder, env=desk.environment(), capture_output=True, check=False)

    full = ended(">/dev/full")
    assert (full.returncode, full.stderr) == (1, b"error: the output: No space left on device\n")
    closed = ended(">&-")
    assert (closed.returncode, closed.stderr) == (0, b"")


def test_json_that_the_environment_asks_for_holds_for_errors_of_usage_too(desk: Desk) -> None:
    assert desk.call("show", "--no-such", json="1").json["error"]["name"] == "UsageError"
    assert desk.call("show", "--no-such").out == ""


def test_a_terminal_of_another_encoding_gets_what_it_can_show(desk: Desk, collection: Collection) -> None:
    owner = Issuer(collection, chains.account(0))
    if "kanji" not in {each.slug for each in collection.achievements()}:
        owner.create_achievement(Terms("kanji", "漢字 é"))
    done = subprocess.run(
        [*PROGRAM, "show"],
        cwd=desk.folder,
        env={**desk.environment(), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"\u6f22\u5b57" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_is_one_line_and_130(tmp_path: Path) -> None:
    """A node that never answers, and somebody who does not wait."""
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with subprocess.Popen(
            [*PROGRAM, "show", "--rpc-url", url], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            connection, _ = silent.accept()  # so it has asked
            time.sleep(0.1)
            os.kill(process.pid, signal.SIGINT)
            out, error = process.communicate(timeout=60)
            connection.close()
    assert (process.returncode, out) == (130, b"")
    assert error.splitlines() == [b"", b"error: interrupted; what was sent before stands"]  # ^C stands on the first
