"""A development chain in a process of its own: found, started, awaited, ended."""

import ctypes
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO, Any

from soulbadge.errors import ProgramError

PORT = 8545
PROGRAMS = ("anvil", "ganache")
MNEMONIC = "test test test test test test test test test test test junk"
"""Known to everybody: what development chains endow, and worth nothing anywhere else."""

_HOST = "127.0.0.1"
_WAIT = 60.0
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Node:
    """A chain that runs."""

    program: str
    url: str
    chain_id: int
    process: "subprocess.Popen[bytes]"


def find(program: str | None, folders: Sequence[Path]) -> tuple[str, str]:
    """Name and path of the program to run: in the folders given, then on the PATH.

    Nothing is run from the working directory by itself: what lies there may be a stranger's.

    Raises:
        ProgramError: It is not there.
    """
    places = [*(str(folder.resolve()) for folder in folders), os.environ.get("PATH", os.defpath)]
    for place in places:
        for name in [program] if program else PROGRAMS:
            if found := shutil.which(name, path=place):
                return name, found
    wanted = program or " or ".join(PROGRAMS)
    raise ProgramError(
        wanted, "it is neither on the PATH nor in a folder named by --bin; install it or name its folder"
    )


def free_port(wanted: int | None) -> int:
    """The port that was asked for; without a wish 8545, or if that is taken any other.

    Raises:
        ProgramError: The port that was asked for is taken.
    """
    for port in [wanted] if wanted is not None else [PORT, 0]:
        with socket.socket() as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((_HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ProgramError("the chain", f"port {wanted} is taken; name another, or 0 for any")


@contextmanager
def running(program: str, path: str, port: int, accounts: int) -> Iterator[Node]:
    """The program, serving this machine alone, until the block is left or somebody ends this process.

    Raises:
        ProgramError: It ended at once, or does not answer.
    """
    with tempfile.TemporaryFile() as complaints, ended_kindly():
        try:
            process = subprocess.Popen(
                _command(program, path, port, accounts),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                preexec_fn=_bound_to_parent(),  # noqa: PLW1509 (it makes one system call, and no thread is about)
            )
        except OSError as error:
            raise ProgramError(path, error.strerror or "it cannot be started") from error
        try:
            yield Node(program, f"http://{_HOST}:{port}", _await(program, process, port, complaints), process)
        finally:
            end(process)


def _command(program: str, path: str, port: int, accounts: int) -> list[str]:
    number = str(port)
    if program == "anvil":
        return [path, "--host", _HOST, "--port", number, "--mnemonic", MNEMONIC, "--accounts", str(accounts)]
    wallet = ["--wallet.mnemonic", MNEMONIC, "--wallet.totalAccounts", str(accounts)]
    return [path, "--server.host", _HOST, "--server.port", number, *wallet, "--quiet"]


def _bound_to_parent() -> Callable[[], object] | None:
    """On Linux the chain ends with this process even if that is killed without being asked."""
    if not sys.platform.startswith("linux"):
        return None
    system = ctypes.CDLL(None)  # before the fork, in which nothing should be loaded
    return lambda: system.prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM))


def _await(program: str, process: "subprocess.Popen[bytes]", port: int, complaints: IO[bytes]) -> int:
    deadline = time.monotonic() + _WAIT
    while time.monotonic() < deadline:
        chain_id = _chain_id(port)
        if process.poll() is not None:
            complaints.seek(0)
            lines = complaints.read().decode(errors="replace").split("\n")
            last = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
            raise ProgramError(program, f"it ended at once ({last[:200]})")
        if chain_id is not None:
            return chain_id
        time.sleep(0.05)
    raise ProgramError(program, f"it does not answer on port {port}")


def _chain_id(port: int) -> int | None:
    question = {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}
    connection = http.client.HTTPConnection(_HOST, port, timeout=5)
    try:
        connection.request("POST", "/", json.dumps(question), {"Content-Type": "application/json"})
        return int(json.loads(connection.getresponse().read())["result"], 16)
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return None
    finally:
        connection.close()


def end(process: "subprocess.Popen[Any]") -> None:
    """End a program, by force if it does not end in ten seconds."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def ended_kindly() -> Iterator[None]:
    """Whoever ends this process, or closes its terminal, interrupts it: what it started is ended too."""

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 (signal's signature)
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
