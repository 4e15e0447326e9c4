"""The unit of preparation: a step that knows whether it is already done, and how a command is run and reported."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".toolchain"
REQUIREMENTS = ROOT / "toolchain" / "requirements"


class PrepareError(Exception):
    """Preparation cannot go on; the message is one line that says what was tried and what to do next."""


def say(line: str) -> None:
    """Report progress where it does not mix with a program's output."""
    print(f"toolchain: {line}", file=sys.stderr, flush=True)


def run(
    command: Sequence[str | Path],
    *,
    purpose: str,
    environment: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> str:
    """Run a command from the project's root without a terminal to ask questions at; return its stdout.

    Args:
        command: Program and arguments, never a shell line.
        purpose: What it is for, as the error shall name it: "install the npm packages".
        environment: Variables to set on top of ours.
        timeout: Seconds to wait at most.

    Raises:
        PrepareError: It could not be started, ran out of time or failed; its whole output is kept in a log file.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PrepareError(f"could not {purpose}: {words[0]} took longer than {timeout:g} s") from error
    except OSError as error:
        raise PrepareError(f"could not {purpose}: {words[0]} does not start ({error.strerror})") from error
    if done.returncode == 0:
        return done.stdout
    output = done.stdout + done.stderr
    log = HOME / "last-failure.log"
    log.parent.mkdir(exist_ok=True)
    log.write_text(f"$ {' '.join(words)}\n{output}", encoding="utf-8")
    raise PrepareError(f"could not {purpose}: {_telling_line(output)} (whole output: {log.relative_to(ROOT)})")


def _telling_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    # npm, pip and uv put the cause on the first line that says "error", and advice after it.
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines[-1:] or ["it printed nothing"])[0]


@dataclass(frozen=True)
class Step:
    """Something to bring about once, and again only when what it was made from has changed.

    Attributes:
        title: What is being made, as the user reads it.
        stamp: A file that holds the digest of the inputs after success. It lies inside what the step makes, wherever
            possible, so that whoever deletes the folder deletes the claim that it is ready.
        inputs: Files and words that the result depends on.
        outputs: What must exist for the step to count as done.
        make: Does the work.
    """

    title: str
    stamp: Path
    inputs: tuple[Path | str, ...]
    outputs: tuple[Path, ...]
    make: Callable[[], None]

    def is_done(self) -> bool:
        """Whether the result stands and was made from today's inputs."""
        try:
            recorded = self.stamp.read_text(encoding="ascii")
        except OSError:
            return False
        return recorded == self._digest() and all(output.exists() for output in self.outputs)

    def ensure(self) -> None:
        """Do the work unless it is done."""
        if self.is_done():
            return
        say(self.title)
        self.stamp.unlink(missing_ok=True)
        self.make()
        for output in self.outputs:
            if not output.exists():
                raise PrepareError(f"{self.title}: finished without making {output.relative_to(ROOT)}")
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(self._digest(), encoding="ascii")

    def _digest(self) -> str:
        # The root is an input: virtual environments and launchers hold absolute paths, so a moved clone is made anew.
        return digest((str(ROOT), *self.inputs))


def digest(inputs: Iterable[Path | str]) -> str:
    """SHA-256 over the words and over the files' contents, in order, each with its length."""
    total = hashlib.sha256()
    for item in inputs:
        content = item.read_bytes() if isinstance(item, Path) else item.encode()
        total.update(len(content).to_bytes(8, "big"))
        total.update(content)
    return total.hexdigest()
