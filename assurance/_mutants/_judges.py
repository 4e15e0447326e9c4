"""Mutants that differ in gas alone: the Brownie tests that measure gas, run on their code.

A recording cannot judge them, since the code of many mutants at once is not optimised. So each is compiled alone as a
release is, its code takes the place of the original's in the recorded project, and the test of its source runs on it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assurance._figures import MeasureError
from assurance._mutants._transcript import PROJECT
from assurance._running import ROOT, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assurance._mutants._compiling import Compiler, Contract
    from assurance._mutants._gambit import Mutant

JUDGES = {
    "contracts/badges/Questions.sol": "tests/contracts/attacks/test_25_starving_the_question.py",
    "contracts/badges/Requirements.sol": "tests/contracts/test_foreign_sources.py",
}
"""By source: what tells its mutants where the recording does not."""

LIMIT = 900.0
PASSED, FAILED = 0, 1


def killed(compiler: Compiler, wanted: Sequence[Contract], mutants: Iterable[Mutant]) -> dict[Mutant, str]:
    """Those that the test of their source fails on, with that test.

    Raises:
        MeasureError: A test does not pass on the original, or did not run.
    """
    found: dict[Mutant, str] = {}
    sound: set[str] = set()
    original = compiler.compile(wanted, {}, optimize=True).codes
    for mutant in mutants:
        judge = JUDGES.get(mutant.file)
        if not judge:
            continue
        if judge not in sound:
            if _fails(judge, original):
                raise MeasureError(f"{judge} fails on the contracts as they are: see build/assurance/mutants-judge.txt")
            sound.add(judge)
        compiled = compiler.compile(wanted, {mutant.file: mutant.applied()}, optimize=True)
        if not compiled.problems and _fails(judge, compiled.codes):
            found[mutant] = judge
    return found


def _fails(test: str, codes: Mapping[str, bytes]) -> bool:
    """Whether a test fails on this code, in the project that was recorded."""
    artefacts = {name: PROJECT / "build" / "contracts" / f"{name}.json" for name in codes}
    kept = {name: path.read_text("utf-8") for name, path in artefacts.items()}
    try:
        for name, path in artefacts.items():
            path.write_text(json.dumps({**json.loads(kept[name]), "bytecode": codes[name].hex()}), "utf-8")
        brownie = ROOT / ".venv-brownie" / "bin" / "brownie"
        done = run(
            [brownie, "test", test, "-x", "--network", "anvil"], folder=PROJECT, limit=LIMIT, log="mutants-judge.txt"
        )
    finally:
        for name, path in artefacts.items():
            path.write_text(kept[name], "utf-8")
    if done.code not in (PASSED, FAILED):
        raise MeasureError(f"{test} did not run on a mutant: see build/assurance/mutants-judge.txt")
    return done.code == FAILED
