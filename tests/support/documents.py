"""The pages in docs/, run as written: every command and every Python block, in their order, in one folder.

| block | what is done with it |
| --- | --- |
| ```` ```console ```` | each `$ ` line is run, and what it shows below is compared with what it says |
| ```` ```python ```` | executed, all blocks of a page with the same names; answers to `>>> ` are compared |
| ```` ```csv people.csv ````, any block with a file's name | written to that file |

`…` stands for what differs from run to run: within a line for anything, alone on a line for any lines. A time is as
good as any other (2026-01-31 12:00:00 UTC), and so are 32 bytes (0x and 64 digits). Where a command shows nothing,
anything may be said. A command must succeed, unless the page shows a line that begins with `error: `; then it must not.

`soulbadge chain` is started in the background, on a port of its own, and ended with the page; the page's
http://127.0.0.1:8545 then means that port. Other `soulbadge` commands run in this process, which is ten times as fast,
unless they need a shell. Variables that a command exports are there for the next ones and for Python.
"""

import doctest
import io
import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from soulbadge.cli import main
from soulbadge.cli.nodes import end

ROOT = Path(__file__).resolve().parents[2]
LOCAL = "http://127.0.0.1:8545"

_FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_SHELL = re.compile(r"[|<>&;$`*#]|^export ")
_ANY_TIME = re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\b")
_ANY_HASH = re.compile(r"\b0x[0-9a-f]{64}\b")
_STATE = "SOULBADGE_DOCUMENT_STATE"
_TOOLS = (Path(sys.executable).parent, ROOT / ".toolchain" / "bin")
_SECONDS = 120


class DocumentError(AssertionError):
    """A page says something that is not so."""


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    kind: str
    file: str
    """Where it is written to; empty for one that is run."""
    text: str
    line: int
    """Of its first line in the page."""


@dataclass(frozen=True)
class Command:
    """A line to type, and the lines that a page shows below it."""

    text: str
    shown: str
    line: int

    @property
    def fails(self) -> bool:
        """Whether the page says that it is refused."""
        return bool(re.search(r"^error: ", self.shown, re.MULTILINE))


def blocks(text: str) -> list[Block]:
    """All fenced blocks of a page."""
    found = []
    for match in _FENCE.finditer(text):
        kind, _, file = match[1].strip().partition(" ")
        found.append(Block(kind, file.strip(), match[2], text.count("\n", 0, match.start(2)) + 1))
    return found


def commands(block: Block) -> list[Command]:
    """The commands of a console block."""
    found: list[Command] = []
    for number, line in enumerate(block.text.splitlines()):
        if line.startswith("$ "):
            found.append(Command(line.removeprefix("$ "), "", block.line + number))
        elif found:
            last = found.pop()
            found.append(Command(last.text, f"{last.shown}{line}\n", last.line))
        else:
            raise DocumentError(f"line {block.line + number}: a console block begins with a command, `$ …`")
    return found


def agrees(shown: str, said: str) -> bool:
    """Whether a page shows what was said, `…` standing for anything."""
    shown, said = (_ANY_TIME.sub("at some time", _ANY_HASH.sub("some hash", each)) for each in (shown, said))
    pattern = ""
    for line in shown.strip().splitlines():
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += r"[^\n]*?".join(re.escape(part) for part in line.rstrip().split("…")) + r"\n"
    text = "".join(f"{line.rstrip()}\n" for line in said.strip().splitlines())
    return re.fullmatch(pattern, text) is not None


@dataclass
class Page:
    """A page that is being run."""

    path: Path
    folder: Path
    ends: ExitStack
    environment: dict[str, str]
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__page__"})
    url: str = LOCAL
    ran: int = 0
    """Commands and Python blocks so far."""

    def run(self) -> None:
        """Do everything that the page says, in its order. Raises `DocumentError`."""
        for block in blocks(self.path.read_text(encoding="utf-8")):
            if block.file:
                (self.folder / block.file).write_text(self._here(block.text), encoding="utf-8")
            elif block.kind == "console":
                for command in commands(block):
                    self._do(command)
            elif block.kind == "python":
                self._execute(block)
            else:
                raise self._wrong(block.line, f"a block of {block.kind or 'nothing'} is not run: name a file for it")

    def _do(self, command: Command) -> None:
        text = self._here(command.text)
        if text.startswith("soulbadge chain"):
            code, said = 0, self._start(shlex.split(text))
        elif text.startswith("soulbadge ") and not _SHELL.search(text):
            code, said = self._call(shlex.split(text)[1:])
        else:
            code, said = self._shell(text)
        said = said.replace(self.url, LOCAL)
        self.ran += 1
        if (code != 0) is not command.fails:
            raise self._wrong(command.line, f"`{command.text}` ended with {code}:\n{said}")
        if command.shown and not agrees(command.shown, said):
            raise self._wrong(command.line, f"`{command.text}` said\n{said}\nwhere the page has\n{command.shown}")

    def _call(self, words: list[str]) -> tuple[int, str]:
        said, stdin = io.StringIO(), sys.stdin
        with self._being_there():
            try:
                sys.stdin = io.StringIO()
                with redirect_stdout(said), redirect_stderr(said):
                    code = main(words)
            finally:
                sys.stdin = stdin
        return code, said.getvalue()

    def _shell(self, text: str) -> tuple[int, str]:
        state = self.folder.parent / "state"
        script = f'{text}\nstatus=$?\nenv -0 > "${_STATE}"\nexit $status\n'
        done = subprocess.run(
            ["bash", "-c", script],  # noqa: S607 (the reader's shell)
            cwd=self.folder,
            env={**self.environment, _STATE: str(state)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        after = dict(each.split("=", 1) for each in state.read_text(encoding="utf-8").split("\0") if each)
        self.environment = {name: value for name, value in after.items() if name not in (_STATE, "_", "SHLVL")}
        return done.returncode, done.stdout

    def _start(self, words: list[str]) -> str:
        """Start the chain; what it says until it serves."""
        process = subprocess.Popen(
            [sys.executable, "-m", *words, "--port", "0"],
            cwd=self.folder,
            env={**self.environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.ends.callback(_end, process)
        assert process.stdout is not None  # as asked for above
        timer = threading.Timer(_SECONDS, process.kill)
        timer.start()
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("Ctrl-C"):
                break
        timer.cancel()
        match = re.search(r"SOULBADGE_RPC_URL=(\S+)", said)
        if match is None:
            raise DocumentError(f"the chain does not start: {said}")
        self.url = match[1]
        return said

    def _execute(self, block: Block) -> None:
        text, where = self._here(block.text), f"{self.path.name}, line {block.line}"
        self.ran += 1
        with self._being_there():
            if text.lstrip().startswith(">>> "):
                test = doctest.DocTestParser().get_doctest(text, self.names, where, str(self.path), block.line - 1)
                test.globs = self.names  # the page's own, not a copy
                report: list[str] = []
                doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(
                    test, out=report.append, clear_globs=False
                )
                if report:
                    raise DocumentError("".join(report))
            else:
                padded = "\n" * (block.line - 1) + text  # so that a traceback names the page's own line
                exec(compile(padded, str(self.path), "exec"), self.names)  # noqa: S102 (the page's own lines)

    @contextmanager
    def _being_there(self) -> Iterator[None]:
        before, folder = dict(os.environ), Path.cwd()
        try:
            os.chdir(self.folder)
            _set(self.environment)
            yield
        finally:
            os.chdir(folder)
            _set(before)

    def _here(self, text: str) -> str:
        return text.replace(LOCAL, self.url)

    def _wrong(self, line: int, what: str) -> DocumentError:
        return DocumentError(f"{self.path.name}, line {line}: {what}")


@contextmanager
def opened(path: Path, folder: Path) -> Iterator[Page]:
    """A page about to be run in a new folder of its own below this one; what it started ends with the block."""
    work = folder / "programme"
    work.mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SOULBADGE_")}
    clean["SOULBADGE_TIMEOUT"] = "60"  # a table that does not move is found out before everybody's patience ends
    clean["PATH"] = os.pathsep.join([*map(str, _TOOLS), clean["PATH"]])
    for compiler in sorted((ROOT / ".toolchain" / "solcx").glob("solc-v*"))[-1:]:
        clean |= {"FOUNDRY_SOLC": str(compiler), "FOUNDRY_OFFLINE": "true"}  # forge would download one
    with ExitStack() as ends:
        yield Page(path, work, ends, clean)


def _set(environment: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)


def _end(process: "subprocess.Popen[str]") -> None:
    end(process)
    if process.stdout is not None:
        process.stdout.close()
