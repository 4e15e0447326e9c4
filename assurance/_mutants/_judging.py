"""Which mutants live, in several processes; what was found out stays on the disk.

A scene is asked of a mutant once: whoever was killed by a scene that is still there stays killed, and those that lived
are asked what is new. So a test that is added costs its own time, not that of all others.
"""

from __future__ import annotations

import json
import os
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from assurance._mutants._gambit import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from assurance._mutants._replay import Golden

Task = tuple[dict[str, bytes], tuple[int, ...], tuple[int, ...]]
"""Code, the numbers of some mutants in it, and the scenes to ask."""

_golden: Golden
"""In each of the processes that replay."""


def remember(golden: Golden) -> None:
    """What the contracts as they are do; before anything is replayed."""
    global _golden  # noqa: PLW0603 - a process has one
    _golden = golden


def replayed(task: Task) -> tuple[list[int], int]:
    """Which of some code's mutants live, and how many operations were seen to tell nothing with this code."""
    codes, numbers, scenes = task
    path = _path("replayed", codes, numbers)
    kept = _read(path, {"killed": {}, "passed": {}})
    ignored = Ignored(codes, alone=0 in numbers)
    living = []
    for number in numbers:
        if kept["killed"].get(str(number)) in _golden.seals:
            continue
        passed = kept["passed"].setdefault(str(number), [])
        asked = [scene for scene in scenes if _golden.seals[scene] not in passed]
        killer = _golden.killer(codes, number, asked, ignored)
        if killer is None:
            living.append(number)
            passed += [_golden.seals[scene] for scene in asked]
        else:
            kept["killed"][str(number)] = _golden.seals[killer]
    _write(path, kept)
    return living, ignored.count


class Ignored:
    """Steps that tell nothing, scene by scene: some code answers them otherwise though no mutant is on."""

    def __init__(self, codes: dict[str, bytes], *, alone: bool) -> None:
        self._codes, self._alone = codes, alone
        self._path = _path("ignored", codes)
        self._kept: dict[str, list[int]] = _read(self._path, {})

    def __call__(self, scene: int) -> list[int]:
        if self._alone:
            return []  # nothing stands in conditions there
        seal = _golden.seals[scene]
        if seal not in self._kept:
            self._kept[seal] = _golden.disturbed(self._codes, scene)
            _write(self._path, self._kept)
        return self._kept[seal]

    @property
    def count(self) -> int:
        """How many steps there are."""
        return sum(map(len, self._kept.values()))


def _path(name: str, *inputs: object) -> Path:
    return FOLDER / f"{name}-{sha256(repr(inputs).encode()).hexdigest()[:16]}.json"


def _read(path: Path, nothing: dict[str, Any]) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8")) if path.is_file() else nothing


def _write(path: Path, kept: dict[str, Any]) -> None:
    """Whole or not at all: another process may be reading it."""
    new = path.with_suffix(f".{os.getpid()}")
    new.write_text(json.dumps(kept), "utf-8")
    new.replace(path)
