"""The compiler, as one process that answers one job after the other."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from assurance._figures import MeasureError
from assurance._mutants._gambit import COMPILE
from assurance._running import PROGRAMS, ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from typing_extensions import Self

Contract = tuple[str, str]
"""Source and name."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An error of the compiler: file, first byte and the one behind the last, message."""

    file: str
    start: int
    stop: int
    message: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """Creation code by contract, or what the compiler had against it."""

    codes: dict[str, bytes]
    problems: tuple[Problem, ...]


class Compiler:
    """Solidity's compiler with the project's settings, without metadata, whatever the code's size."""

    def __init__(self) -> None:
        self._settings = yaml.safe_load((ROOT / "brownie-config.yaml").read_text("utf-8"))["compiler"]
        self._process = subprocess.Popen(
            [PROGRAMS / "node", "--stack-size=4000", COMPILE],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()

    def compile(self, wanted: Sequence[Contract], sources: Mapping[str, str], *, optimize: bool) -> Compiled:
        """Compile these contracts; `sources` are read in place of the files of the same name."""
        settings: dict[str, Any] = {
            "evmVersion": self._settings["evm_version"],
            "metadata": {"appendCBOR": False, "bytecodeHash": "none"},
            "optimizer": self._settings["solc"]["optimizer"] if optimize else {"enabled": False},
        }
        return self._ask({"wanted": wanted, "sources": dict(sources), "settings": settings})

    def parses(self, file: str, text: str) -> bool:
        """Whether a source is Solidity at all, whatever it means."""
        return not self._ask({"wanted": [], "sources": {file: text}, "settings": {"stopAfter": "parsing"}}).problems

    def _ask(self, job: dict[str, Any]) -> Compiled:
        assert self._process.stdin  # noqa: S101 - both are pipes
        assert self._process.stdout  # noqa: S101
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise MeasureError("the compiler of the mutants ended: see above")
        answer = json.loads(line)
        return Compiled(
            {name: bytes.fromhex(code) for name, code in answer.get("codes", {}).items()},
            tuple(Problem(**problem) for problem in answer.get("problems", ())),
        )
