"""Running a tool: from the project's root, without a terminal, with a limit, and with the project's own programs."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assurance._figures import MeasureError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "assurance"
"""Where a measure leaves what it makes: copies, logs, counterexamples. Not committed."""

TOOLS = ROOT / ".venv-assure" / "bin"
PROGRAMS = ROOT / ".toolchain" / "bin"
FORGE = PROGRAMS / "forge"


@dataclass(frozen=True, slots=True)
class Finished:
    """A program that has ended.

    Attributes:
        code: Its exit code.
        text: What it wrote, stdout and stderr together.
        seconds: How long it took.
    """

    code: int
    text: str
    seconds: float


def run(
    command: Sequence[str | Path],
    *,
    limit: float,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    log: str | None = None,
) -> Finished:
    """Run a program to its end, whatever its exit code is.

    Args:
        command: Program and arguments, never a shell line.
        limit: Seconds that it may take.
        folder: Where it runs.
        environment: Variables to set on top of ours.
        log: Name under `build/assurance` by which the output is kept.

    Raises:
        MeasureError: It is not there (`prepare.py assure` brings it), or it took too long; it is ended then, with all
            that it started.
    """
    words = [str(word) for word in command]
    variables = {**os.environ, "PATH": f"{PROGRAMS}{os.pathsep}{TOOLS}{os.pathsep}{os.environ['PATH']}"}
    began = time.monotonic()
    try:
        program = subprocess.Popen(
            words,
            cwd=folder,
            env={**variables, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise MeasureError(f"{words[0]} is missing: run `python3 toolchain/prepare.py assure`") from error
    try:
        text, _ = program.communicate(timeout=limit)
    except subprocess.TimeoutExpired as error:
        raise MeasureError(f"{Path(words[0]).name} took more than {limit:.0f} s and was ended") from error
    finally:
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
            program.communicate()
    if log:
        BUILD.mkdir(parents=True, exist_ok=True)
        (BUILD / log).write_text(text, encoding="utf-8")
    return Finished(program.returncode, text, time.monotonic() - began)


def head() -> str:
    """The commit that is measured, shortened."""
    return run(["git", "rev-parse", "--short", "HEAD"], limit=30).text.strip()
