"""Mutation testing of the Python that decides: what is signed, proven, demanded, and remembered while issuing."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from assurance._figures import Figure, Figures, MeasureError
from assurance._running import BUILD, ROOT, run
from assurance._targets import SAMPLE, TARGETS, Equivalents, Target, mutant_of

if TYPE_CHECKING:
    from pathlib import Path

MUTMUT = (sys.executable, "-m", "mutmut")
NOTICED = frozenset({"killed", "timeout"})
LEAST = 95.0
LIMIT = 6 * 3600.0
"""Seconds for one target."""

FOLDER = BUILD / "mutmut"
CONFIGURATION = """
[tool.pytest.ini_options]
addopts = ["--import-mode=importlib", "-p", "no:cacheprovider"]
pythonpath = [".", "src"]
filterwarnings = ["error"]

[tool.mutmut]
source_paths = ["src"]
only_mutate = {modules}
do_not_mutate = {spared}
also_copy = {copied}
pytest_add_cli_args = {arguments}
pytest_add_cli_args_test_selection = {tests}
timeout_multiplier = 8.0
timeout_constant = 4.0
use_git_change_detection = false
"""
COPIED = ("contracts", "interfaces", "examples", "docs", "tests")

SHOWS = """
mutmut changes the code in one place at a time (an operator, a number, a text, an argument), in a copy of the tree, and
runs the tests that come by that place. A mutant is killed if one of them fails, or ends no more. Modules whose tests
ask a chain ask py-evm in the process: no node is started for a mutant.
"""
NOTES = (
    """
    mutmut does not change decorated functions (class methods aside) nor what stands outside functions: properties, the
    journal's schema and the type strings of EIP-712 are shown by tests alone.
    """,
    "A mutant declared equivalent counts as neither killed nor alive; `assurance/equivalent_python.toml` says why.",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a target's mutants, by mutant: "killed", "timeout", "survived", "no tests"."""

    fates: dict[str, str]
    equivalent: int
    alive: tuple[str, ...]
    seconds: float

    @property
    def killed(self) -> int:
        """How many were noticed."""
        return sum(fate in NOTICED for fate in self.fates.values())

    @property
    def share(self) -> float:
        """Of those that can be noticed, in percent."""
        return 100 * self.killed / max(1, len(self.fates) - self.equivalent)


def measure(*, ci: bool) -> Figures:
    """Change, test, and count. In CI only a sample."""
    known = Equivalents.read()
    chosen = (SAMPLE,) if ci else TARGETS
    outcomes = {target.name: attack(target, known) for target in chosen}
    rows: list[Figure] = []
    for name, outcome in outcomes.items():
        fates = Counter(outcome.fates.values())
        rows += [
            Figure.told(f"{name}: mutants", len(outcome.fates)),
            Figure.told(f"{name}: of these killed by a test", fates["killed"]),
            Figure.told(f"{name}: of these killed by the time limit", fates["timeout"]),
            Figure.told(f"{name}: come by no test", fates["no tests"]),
            Figure.told(f"{name}: declared equivalent", outcome.equivalent),
            Figure.told(f"{name}: seconds", round(outcome.seconds)),
            Figure.at_least(f"{name}: killed of the others, in %", outcome.share, LEAST),
        ]
    alive = [name for outcome in outcomes.values() for name in outcome.alive]
    return Figures(
        title="Mutants of the Python code (mutmut)",
        shows=SHOWS,
        rows=tuple(rows),
        notes=(*NOTES, f"Alive: {', '.join(alive) or 'none'}."),
    )


def attack(target: Target, known: Equivalents) -> Outcome:
    """Run mutmut on one target. The diffs of what stays alive are left in `alive.json` of its folder.

    Raises:
        MeasureError: It did not come to its end.
    """
    copy = _copied(target)
    done = run([*MUTMUT, "run", *target.only], limit=LIMIT, folder=copy, log=f"mutmut-{target.name}.txt")
    told = run([*MUTMUT, "results", "--all", "true"], limit=600, folder=copy).text
    fates = {
        name: fate
        for name, fate in re.findall(r"^\s*(soulbadge\S+): (.+?)\s*$", told, re.MULTILINE)
        if not target.only or any(fnmatchcase(name, pattern) for pattern in target.only)
    }
    if done.code or not fates or "not checked" in fates.values():
        raise MeasureError(f"mutmut did not finish {target.name}: see build/assurance/mutmut-{target.name}.txt")
    alive = [name for name, fate in fates.items() if fate not in NOTICED]
    diffs = {name: run([*MUTMUT, "show", name], limit=60, folder=copy).text for name in alive}
    differing = {name: diff for name, diff in diffs.items() if mutant_of(name, diff) not in known}
    (copy / "alive.json").write_text(json.dumps(differing, indent=1), encoding="utf-8")
    return Outcome(fates, len(alive) - len(differing), tuple(differing), done.seconds)


def _copied(target: Target) -> Path:
    """A copy of what the tests need, with mutmut's settings for this target."""
    copy = FOLDER / target.name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in COPIED:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    arguments = ["-k", " and ".join(f"not {words}" for words in target.without)] if target.without else []
    # What stands in a list of strings is spelled in TOML as in JSON.
    settings = CONFIGURATION.format(
        modules=json.dumps([f"src/soulbadge/{pattern}" for pattern in target.modules]),
        spared=json.dumps([f"src/soulbadge/{pattern}" for pattern in target.spared]),
        copied=json.dumps(list(COPIED)),
        arguments=json.dumps(arguments),
        tests=json.dumps([f"tests/client/{name}" for name in target.tests]),
    )
    (copy / "pyproject.toml").write_text(settings, encoding="utf-8")
    return copy
