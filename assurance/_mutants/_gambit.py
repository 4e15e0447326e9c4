"""What gambit changes: each mutant as a span of a source, and what stands there instead."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assurance._figures import MeasureError
from assurance._running import BUILD, PROGRAMS, ROOT, TOOLS, run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COMPILE = ROOT / "assurance" / "_mutants" / "_compile.cjs"
FOLDER = BUILD / "mutants"
CHANGE = re.compile(r"^ */// (\w+)\(`(.*)` \|==> `(.*)`\) of: `.*`\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one source.

    Attributes:
        file: The source, from the project's root.
        operator: What gambit calls the sort of change.
        start: Where the changed text starts, in characters.
        original: What stands there.
        replacement: What stands there in the mutant.
    """

    file: str
    operator: str
    start: int
    original: str
    replacement: str

    @property
    def name(self) -> str:
        """The same for the same change of the same line, wherever the line moves to; equal lines are counted."""
        text = (ROOT / self.file).read_text("utf-8")
        begin = text.rfind("\n", 0, self.start) + 1
        line = text[begin : text.find("\n", self.start)].strip()
        column = len(text[begin : self.start].lstrip())
        number = 1 + [other.strip() for other in text[:begin].splitlines()].count(line)
        which = f" ({number})" if number > 1 else ""
        return f"{self.file}: {line}{which} [{column}] {self.original} => {self.replacement}"

    @property
    def stop(self) -> int:
        """Where the changed text ends."""
        return self.start + len(self.original)

    def applied(self) -> str:
        """The source with the change."""
        text = (ROOT / self.file).read_text("utf-8")
        return text[: self.start] + self.replacement + text[self.stop :]

    def diff(self) -> str:
        """Two lines, as a reader wants them."""
        text = (ROOT / self.file).read_text("utf-8")
        line = text.count("\n", 0, self.start) + 1
        begin, end = text.rfind("\n", 0, self.start) + 1, text.find("\n", self.stop)
        after = text[begin : self.start] + self.replacement + text[self.stop : end]
        return f"{self.file}:{line}\n- {text[begin:end].strip()}\n+ {after.strip()}"


def sources() -> list[str]:
    """All contracts of ours, those for tests left out."""
    found = (path.relative_to(ROOT) for path in (ROOT / "contracts").rglob("*.sol"))
    return sorted(str(path) for path in found if path.parts[1] != "test")


def mutants(files: Sequence[str]) -> list[Mutant]:
    """All that gambit makes of these sources, each change once."""
    trees, folder = FOLDER / "trees", FOLDER / "gambit"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    done = run([PROGRAMS / "node", COMPILE, "--trees", trees, *files], limit=600, log="gambit-trees.txt")
    if done.code:
        raise MeasureError("the contracts do not compile: see build/assurance/gambit-trees.txt")
    configuration = [
        {
            "filename": str(ROOT / file),
            "sourceroot": str(ROOT),
            "solc": str(COMPILE),
            "outdir": str(folder),
            "skip_validate": True,
        }
        for file in files
    ]
    (folder.parent / "gambit.json").write_text(json.dumps(configuration), "utf-8")
    done = run(
        [_program(), "mutate", "--json", folder.parent / "gambit.json"],
        limit=1200,
        environment={
            **os.environ,
            "SOULBADGE_TREES": str(trees),
            "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        },
        log="gambit.txt",
    )
    results = folder / "gambit_results.json"
    if done.code or not results.is_file():
        raise MeasureError("gambit made nothing: see build/assurance/gambit.txt")
    found = [
        _mutant(entry["original"], (folder / entry["name"]).read_text("utf-8"))
        for entry in json.loads(results.read_text("utf-8"))
    ]
    return sorted(set(found), key=lambda mutant: (mutant.file, mutant.start, mutant.original, mutant.replacement))


def _program() -> Path:
    (program,) = (TOOLS.parent / "lib").glob("python*/site-packages/certora_bins/gambit")
    return program


def _mutant(file: str, mutated: str) -> Mutant:
    """Where the texts differ; gambit says before the line what it put for what."""
    note = CHANGE.search(mutated)
    if not note:
        raise MeasureError(f"gambit's mutant of {file} does not say what it changed")
    operator, original, replacement = note.groups()
    text, mutated = (ROOT / file).read_text("utf-8"), mutated[: note.start()] + mutated[note.end() :]
    start = text.find(original)
    while start >= 0:
        if text[:start] + replacement + text[start + len(original) :] == mutated:
            return Mutant(file, operator, start, original, replacement)
        start = text.find(original, start + 1)
    return least(file, operator, mutated)  # it describes some changes shortened


def least(file: str, operator: str, mutated: str) -> Mutant:
    """The least text that differs is the change."""
    text = (ROOT / file).read_text("utf-8")
    begin = _shared(text, mutated)
    end = _shared(text[begin:][::-1], mutated[begin:][::-1])
    return Mutant(file, operator, begin, text[begin : len(text) - end], mutated[begin : len(mutated) - end])


def _shared(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
