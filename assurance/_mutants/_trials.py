"""Mutants of the contracts on trial: built, and asked what was recorded."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from assurance._mutants import _build, _judging, _replay, _transcript
from assurance._mutants._compiling import Compiler
from assurance._running import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assurance._mutants._compiling import Contract
    from assurance._mutants._gambit import Mutant

EQUIVALENT = ROOT / "assurance" / "equivalent_mutants.json"
WORKERS = 2
AT_ONCE = 25
"""Mutants that a process replays before it reports."""

TESTS_IN_CI = ("test_issue_cohort.py", "test_claim_root.py")
"""They kill two mutants of three: what CI has time to record. A full run records every test."""


@dataclass(frozen=True, slots=True)
class Part:
    """Sources, and the contracts that they become."""

    title: str
    sources: tuple[str, ...]
    contracts: tuple[Contract, ...]


COLLECTION = (("contracts/Badges.sol", "Badges"), ("contracts/BadgeReader.sol", "BadgeReader"))
PARTS = (
    Part("the collection", ("contracts/Badges.sol", "contracts/badges/"), COLLECTION),
    Part("its long reads", ("contracts/BadgeReader.sol", "contracts/reading/"), COLLECTION[1:]),
    Part(
        "documents and pictures",
        ("contracts/BadgeRenderer.sol", "contracts/rendering/"),
        (("contracts/BadgeRenderer.sol", "BadgeRenderer"),),
    ),
    Part(
        "gates",
        ("contracts/Gated.sol", "contracts/examples/"),
        (("contracts/examples/Club.sol", "Club"), ("contracts/test/MockGate.sol", "MockGate")),
    ),
    Part(
        "sources",
        ("contracts/sources/",),
        tuple((f"contracts/sources/{name}.sol", name) for name in ("Erc20Source", "Erc721Source", "Erc1155Source")),
    ),
)
"""All that runs on a chain for others; the probe in `contracts/proving` runs in a call alone, where no test records."""


@dataclass(slots=True)
class Trial:
    """What came of the mutants of one part.

    Attributes:
        part: The part.
        built: Its mutants.
        tried: How many were replayed.
        disturbed: Operations that told nothing.
        living: Those that what was recorded does not kill.
        equivalent: Of these, those declared equivalent.
    """

    part: Part
    built: _build.Built
    tried: int = 0
    disturbed: int = 0
    living: list[Mutant] = field(default_factory=list)
    equivalent: list[Mutant] = field(default_factory=list)

    @property
    def survivors(self) -> list[Mutant]:
        """Those that nothing tells from the original, and that nobody declared to be it."""
        return [mutant for mutant in self.living if mutant not in self.equivalent]


def tried(
    parts: Sequence[Part], mutants: Sequence[Mutant], *, ci: bool, most: int
) -> tuple[list[Trial], _replay.Golden]:
    """Try these mutants of these parts.

    Args:
        parts: Where they are.
        mutants: The mutants.
        ci: Whether time is short: no more tests are recorded than it has time for, nothing is compiled alone.
        most: How many are tried in each part.
    """
    if not any(_transcript.RECORDING.glob("*.jsonl")):
        _transcript.record([f"tests/contracts/{name}" for name in TESTS_IN_CI] if ci else [])
    scenes = _transcript.scenes()
    with Compiler() as compiler:
        codes = _build.originals(compiler, _contracts(scenes))
        trials = [
            Trial(part, _build.built(compiler, part.contracts, _of(part, mutants), alone=not ci)) for part in parts
        ]
    golden = _replay.Golden(scenes, codes)
    declared = json.loads(EQUIVALENT.read_text("utf-8"))
    for trial in trials:
        _replay_all(golden, trial, most)
    with Compiler() as compiler:
        for trial in trials:
            trial.equivalent = [mutant for mutant in trial.living if mutant.name in declared]
            _leave_out_refused(compiler, trial)
    return trials, golden


def _of(part: Part, mutants: Sequence[Mutant]) -> list[Mutant]:
    return [mutant for mutant in mutants if mutant.file.startswith(part.sources)]


def _replay_all(golden: _replay.Golden, trial: Trial, most: int) -> None:
    scenes = golden.asked(name for _, name in trial.part.contracts)
    tasks = []
    mutants = []
    for build in trial.built.builds:
        numbers = iter(islice(build.mutants, most - trial.tried))
        while some := tuple(islice(numbers, AT_ONCE)):
            trial.tried += len(some)
            tasks.append((build.codes, some, scenes))
            mutants.append(build.mutants)
    with get_context("fork").Pool(WORKERS, _judging.remember, (golden,)) as pool:
        for among, (living, disturbed) in zip(mutants, pool.imap(_judging.replayed, tasks), strict=True):
            trial.living += [among[number] for number in living]
            trial.disturbed = max(trial.disturbed, disturbed)


def _leave_out_refused(compiler: Compiler, trial: Trial) -> None:
    """Those that compile in a condition alone, in its brackets: `(a + 64) / 63` does, `a + 64 / 63` is refused."""
    for mutant in trial.survivors:
        if compiler.compile([], {mutant.file: mutant.applied()}, optimize=False).problems:
            trial.living.remove(mutant)
            trial.built.invalid.append(mutant)
            trial.tried -= 1


def _contracts(scenes: Sequence[_transcript.Scene]) -> list[Contract]:
    """Where the contracts lie that the tests create."""
    names = {operation.contract for scene in scenes for operation in scene.operations if operation.contract}
    found: list[Contract] = []
    for path in sorted((ROOT / "contracts").rglob("*.sol")):
        for name in re.findall(r"^contract (\w+)", path.read_text("utf-8"), re.MULTILINE):
            if name in names | {"Badges", "BadgeReader"}:
                found.append((str(path.relative_to(ROOT)), name))  # noqa: PERF401 - longer as one expression
    return found
