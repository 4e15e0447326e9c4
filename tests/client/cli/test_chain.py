"""chain and demo: a first minute with nothing else running."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.support.chains import MNEMONIC
from tests.support.command_line import PROGRAM, Desk

from soulbadge.chain.rpc import open_web3
from soulbadge.cli.nodes import MNEMONIC as OURS
from soulbadge.cli.nodes import find
from soulbadge.errors import ProgramError


def _started(desk: Desk, *words: str) -> tuple["subprocess.Popen[str]", Any]:
    """The command, and the document that it prints before it waits."""
    process = subprocess.Popen(
        [*PROGRAM, "chain", "--json", *words],
        cwd=desk.folder,
        env=desk.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    lines = [process.stdout.readline()]
    while lines[-1] != "}\n":
        assert process.poll() is None, process.communicate()
        lines.append(process.stdout.readline())
    return process, json.loads("".join(lines))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # a system without /proc
        return True
    return state != "Z"  # ended, and not yet buried by whoever is process 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(("program", "number"), [("anvil", signal.SIGINT), ("ganache", signal.SIGTERM)])
def test_a_chain_runs_until_it_is_ended(aside: Desk, program: str, number: int) -> None:
    process, told = _started(aside, "--program", program, "--port", "0", "--accounts", "2")
    try:
        web3 = open_web3(told["rpc_url"])
        assert web3.eth.chain_id == told["chain_id"]
        assert [each["address"] for each in told["accounts"]] == list(web3.eth.accounts)[:2]
        assert (
            Desk(aside.folder)
            .call("deploy", "--name", "X", "--symbol", "X", rpc_url=told["rpc_url"], key=told["accounts"][0]["key"])
            .code
            == 0
        )
        os.kill(process.pid, number)
        _, error = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert error.splitlines() == ["Ctrl-C ends it", f"{program} ended"]
    assert not _is_alive(told["pid"])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere nothing ends with its parent")
def test_a_chain_does_not_outlive_its_command_even_if_that_is_killed(aside: Desk) -> None:
    process, told = _started(aside, "--program", "anvil", "--port", "0")
    process.kill()
    process.communicate(timeout=30)
    deadline = time.monotonic() + 10
    while _is_alive(told["pid"]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_alive(told["pid"])


def test_a_port_that_is_taken_is_told_or_avoided(aside: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        aside.run("chain", "--port", port).refused(f"port {port} is taken", "0 for any")


def _broken(folder: Path) -> None:
    program = folder / "ganache"
    program.write_text("#!/bin/sh\necho it is broken >&2\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)


def test_nothing_is_run_from_the_working_directory_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _broken(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ProgramError, match="neither on the PATH nor in a folder named by --bin"):
        find(None, [])
    assert find(None, [Path()]) == ("ganache", str(tmp_path / "ganache"))


def test_a_program_that_ends_at_once_says_why(aside: Desk, tmp_path: Path) -> None:
    _broken(tmp_path)
    aside.run("chain", "--port", "0", "--bin", tmp_path).refused("cannot run ganache: it ended at once (it is broken)")


def test_the_keys_are_the_ones_that_everybody_knows() -> None:
    assert OURS == MNEMONIC


def test_the_demo_is_told_and_its_pictures_listed(aside: Desk) -> None:
    done = aside.call("demo", "pictures", "--json")
    assert done.code == 0, done.error
    assert "pictures/kubestronaut.svg" in done.json["pictures"]
    assert all((aside.folder / file).read_text(encoding="utf-8").startswith("<svg") for file in done.json["pictures"])
    assert "the title is back by itself" in " ".join(done.error.split())


def test_a_folder_that_cannot_be_made_is_refused_before_the_story(aside: Desk) -> None:
    (aside.folder / "file").write_text("in the way", encoding="utf-8")
    aside.call("demo", "file/pictures").refused("file/pictures: Not a directory")
