"""Mutants of the contracts (gambit), killed by whatever the Brownie tests see of a collection."""

from __future__ import annotations

import json
import re
from random import Random
from typing import TYPE_CHECKING

from assurance._figures import Figure, Figures
from assurance._mutants import _build, _gambit, _replay, _transcript
from assurance._mutants._compiling import Compiler
from assurance._running import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assurance._mutants._compiling import Contract
    from assurance._mutants._gambit import Mutant

COLLECTION = [("contracts/Badges.sol", "Badges"), ("contracts/BadgeReader.sol", "BadgeReader")]
EQUIVALENT = ROOT / "assurance" / "equivalent_mutants.json"
SEED = 0x5EED
MOST_ALONE = 0
"""Mutants of constants and the like need a compilation each, several seconds: how many of them are tried."""

IN_CI, LEAST_IN_CI = 30, 55.0
TESTS_IN_CI = ("test_issue_cohort.py", "test_claim_root.py")
"""They kill two mutants of three: what CI has time to record. A full run records every test."""

LEAST, MOST_EQUIVALENT = 95.0, 5.0


def measure(*, ci: bool) -> Figures:
    """Kill what can be killed; name what lives."""
    if not any(_transcript.RECORDING.glob("*.jsonl")):
        _transcript.record([f"tests/contracts/{name}" for name in TESTS_IN_CI] if ci else [])
    scenes = _transcript.scenes()
    files = [
        "contracts/Badges.sol",
        *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("contracts/badges/*.sol")),
    ]
    made = _gambit.mutants(files)
    chosen = Random(SEED).sample(made, min(len(made), IN_CI * 5)) if ci else made  # noqa: S311 - a sample, no secret
    with Compiler() as compiler:
        codes = compiler.compile(_contracts(scenes), {}, optimize=False).codes
        built = _build.built(compiler, COLLECTION, chosen, MOST_ALONE)
    golden = _replay.Golden(scenes, codes)
    living: list[Mutant] = []
    tried = disturbed = 0
    for build in built.builds:
        ignored = golden.disturbed(build.codes) if 0 not in build.mutants else frozenset()
        disturbed = max(disturbed, len(ignored))
        for number, mutant in build.mutants.items():
            if ci and tried == IN_CI:
                break
            tried += 1
            if golden.difference(build.codes, number, ignored) is None:
                living.append(mutant)
    if not ci:
        nonsense = _refused(living)
        living, tried = [mutant for mutant in living if mutant not in nonsense], tried - len(nonsense)
        built.invalid += nonsense
    return _figures(made, built, golden, tried, living, disturbed, ci=ci)


def _refused(living: Sequence[Mutant]) -> list[Mutant]:
    """Those that compile in a condition alone, in its brackets: `(a + 64) / 63` does, `a + 64 / 63` is refused."""
    with Compiler() as compiler:
        return [
            mutant
            for mutant in living
            if compiler.compile(COLLECTION[:1], {mutant.file: mutant.applied()}, optimize=False).problems
        ]


def _figures(  # noqa: PLR0917 - what was found, in the order in which it is told
    made: Sequence[Mutant],
    built: _build.Built,
    golden: _replay.Golden,
    tried: int,
    living: Sequence[Mutant],
    disturbed: int,
    *,
    ci: bool,
) -> Figures:
    declared = json.loads(EQUIVALENT.read_text("utf-8"))
    equivalent = [mutant for mutant in living if mutant.name in declared]
    survivors = [mutant for mutant in living if mutant.name not in declared]
    log = _gambit.FOLDER / "survivors.txt"
    log.write_text("".join(f"{mutant.operator} {mutant.diff()}\n    {mutant.name}\n" for mutant in survivors), "utf-8")
    different = tried - len(equivalent)
    return Figures(
        title="Mutants of the contracts (gambit)",
        shows=(
            "Each change that gambit makes to the collection (`contracts/Badges.sol`, `contracts/badges`), against all "
            "that the Brownie tests ask of a chain, recorded once and asked again: it is killed when a transaction "
            "or a question succeeds or fails otherwise, answers otherwise, gives another error, or logs otherwise."
        ),
        rows=(
            Figure.told("changes that gambit made", len(made)),
            Figure.told("of which do not compile", len(built.invalid)),
            Figure.told("of which would have to be compiled alone and were left out", len(built.left_out)),
            Figure.at_least("mutants tried", tried, IN_CI if ci else 500),
            Figure.told("declared equivalent", len(equivalent)),
            Figure.at_most("declared equivalent, in %", 100 * len(equivalent) / tried, MOST_EQUIVALENT),
            Figure.told("killed", tried - len(living)),
            Figure.at_least(
                "killed of those that differ, in %",
                100 * (tried - len(living)) / different,
                LEAST_IN_CI if ci else LEAST,
            ),
            Figure.told("survivors, listed in build/assurance/mutants/survivors.txt", len(survivors)),
            Figure.told("files of tests, and operations compared", f"{len(golden.scenes)}, {golden.operations}"),
            Figure.told("operations at which the recorded chain and ours disagree", golden.disagreed),
        ),
        notes=(
            (
                "Everything recorded is what the contract says to its callers, so any difference is a difference in "
                "specified behaviour; it is more than each test asserts. Gas is not compared: attack 25 is left out, "
                f"and up to {disturbed} operations that answer amounts of gas. So mutants that only gas tells live: "
                "of the reserve in `Questions.sol` (attack 25 tests it), and of the count in `Requirements.sol` which "
                "stops at what is needed (`test_foreign_sources.py` tests it). So does the one that takes an "
                "account with delegated code (ERC-7702) for a contract: `tests/client/attacks/test_07` is its test."
            ),
            (
                "Hundreds of mutants share one compilation, without optimizer: each stands beside the original in a "
                "condition that a value of the block decides. With none switched on the code answers as the original."
            ),
            "Mutants that cannot stand in a condition, most of them of constants, are left out; so is `test_model.py`.",
        ),
    )


def _contracts(scenes: Sequence[_transcript.Scene]) -> list[Contract]:
    """Where the contracts lie that the tests create."""
    names = {operation.contract for scene in scenes for operation in scene.operations if operation.contract}
    found: list[Contract] = []
    for path in sorted((ROOT / "contracts").rglob("*.sol")):
        for name in re.findall(r"^contract (\w+)", path.read_text("utf-8"), re.MULTILINE):
            if name in names | {"Badges", "BadgeReader"}:
                found.append((str(path.relative_to(ROOT)), name))  # noqa: PERF401 - longer as one expression
    return found
