"""What universalmutator changes: by regular expressions, line by line, whatever the language has to say to it."""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

from assurance._figures import MeasureError
from assurance._mutants._gambit import FOLDER, Mutant, least
from assurance._running import ROOT, TOOLS, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

OPERATOR = "universalmutator"
WORDS = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\w+|[^\w\s]""", re.DOTALL)
"""Comments, strings, words and signs."""


def mutants(files: Sequence[str], size: int, seed: int) -> tuple[int, list[Mutant]]:
    """How many mutants its rules for Solidity make of these sources, and a sample of them.

    Those that change comments alone are left out of the sample, and of those that make the same code all but one.
    """
    made = [(file, path) for file in files for path in _made(file)]
    originals = {file: code_of((ROOT / file).read_text("utf-8")) for file in files}
    found: dict[tuple[str, str], Mutant] = {}
    for file, path in Random(seed).sample(made, min(size, len(made))):  # noqa: S311 - a sample, no secret
        text = path.read_text("utf-8")
        code = code_of(text)
        if code != originals[file]:
            found.setdefault((file, code), least(file, OPERATOR, text))
    return len(made), list(found.values())


def distinct(mutants: Iterable[Mutant], known: Iterable[Mutant]) -> list[Mutant]:
    """Those that make no code that one of the known mutants makes too."""
    made = {(mutant.file, code_of(mutant.applied())) for mutant in known}
    return [mutant for mutant in mutants if (mutant.file, code_of(mutant.applied())) not in made]


def code_of(text: str) -> str:
    """A source without its comments, whatever its white space: the same text for the same code."""
    return " ".join(word for word in WORDS.findall(text) if not word.startswith(("//", "/*")))


def _made(file: str) -> list[Path]:
    """All that it makes of a source; what it made of the same text before is still there."""
    folder = FOLDER / "universal" / sha256((ROOT / file).read_bytes()).hexdigest()[:16]
    if not folder.is_dir():
        new = folder.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        done = run(
            [TOOLS / "mutate", ROOT / file, "solidity", "--noCheck", "--mutantDir", new],
            folder=new,
            limit=600,
            log="universal.txt",
        )
        if done.code:
            raise MeasureError(f"universalmutator made nothing of {file}: see build/assurance/universal.txt")
        new.rename(folder)
    return sorted(folder.glob("*.sol"))
