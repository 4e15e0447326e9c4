"""Halmos: the same rules for every state, every argument and every moment, one call at a time (tests/forge/proofs)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assurance._figures import Figure, Figures, MeasureError
from assurance._running import ROOT, TOOLS, run

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 3 * 3600.0
"""Seconds that all proofs together may take, compiling included."""

BOUNDS = ("--loop", "4", "--solver-timeout-assertion", "5m", "--solver-timeout-branching", "1ms")
"""Loops are followed four times: three suffice for a cohort of three, and a path that is cut short is a failure.
A branch that the solver cannot rule out in a millisecond is followed, which costs time and loses nothing; an assertion
that it cannot decide in five minutes is a failure."""

EVERYTHING = ".*Proof"
PROOFS = 26
"""How many there are, so that none disappears unnoticed."""

SHOWS = """
For every record, moment, caller and argument, and not for those that somebody thought of: ids and packed words are
exact, status is by precedence, transfers revert, no door breaks rules 1 to 4 or 10. The state before the call is any
that the contract can have written, so what holds for one call holds for any number of them.
"""

NOTES = (
    """Bounds: loops 4, signatures of 65 bytes, cohorts of three members (issued: two), no voucher trees, 5 minutes for
    the solver on each assertion; one achievement without requirements, claimOnly and individual off (they only refuse
    more), fewer than 2^40 - 1 cohorts, and a living badge's award below 65,535 (it awards no more).""",
    """Not symbolic, so left to the invariant runs: requirements and tiers (a blob of any shape would be decoded),
    creating an achievement (its terms are decoded by another contract), cohorts of other sizes (members are code),
    contract wallets (their answer is somebody else's code), voucher trees, claim keys. ecrecover is a function of which
    nothing is known: any signature may be right.""",
)

_OUTCOME = re.compile(r"^\[(PASS|FAIL|ERROR|TIMEOUT)\] (check_\w+)\(.*?\(paths: (\d+)", re.MULTILINE)
_UNFINISHED = re.compile(r"^\[(FAIL|ERROR|TIMEOUT)\] (check_\w+)", re.MULTILINE)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the proofs.

    Attributes:
        proven: Names of those that hold.
        refuted: Names of those that do not hold, or could not be decided.
        paths: How many paths were followed.
        cut: Whether a loop was left before its end.
    """

    proven: tuple[str, ...]
    refuted: tuple[str, ...]
    paths: int
    cut: bool


def measure(*, ci: bool) -> Figures:  # noqa: ARG001 (CI proves all of it)
    """Prove what can be proven."""
    outcome = prove(ROOT, contracts=EVERYTHING, limit=LIMIT)
    return Figures(
        title="Symbolic proofs (halmos)",
        shows=SHOWS,
        rows=(
            Figure.exactly("proofs that hold", len(outcome.proven), PROOFS),
            Figure.exactly(
                "proofs that do not" + "".join(f", {name}" for name in outcome.refuted), len(outcome.refuted), 0
            ),
            Figure.told("paths followed", outcome.paths),
            Figure.exactly("loops cut short", int(outcome.cut), 0),
        ),
        notes=NOTES,
    )


def prove(folder: Path, *, contracts: str, limit: float, only: str = "") -> Outcome:
    """Run the proofs of a tree, this one or a copy of it with a defect.

    Args:
        folder: The tree's root.
        contracts: Regular expression of the contracts whose proofs are run.
        limit: Seconds that they may take.
        only: Regular expression of the proofs' names; all if empty.

    Raises:
        MeasureError: halmos did not come to results.
    """
    done = run(
        [
            TOOLS / "halmos",
            "--root",
            folder,
            "--forge-build-out",
            "build/forge/proofs",
            "--match-contract",
            contracts,
            *(["--match-test", only] if only else []),
            "--no-status",
            *BOUNDS,
        ],
        folder=folder,
        limit=limit,
        log=f"halmos-{folder.name}.txt",
        environment={"FOUNDRY_PROFILE": "proofs"},
    )
    text = _COLOURS.sub("", done.text)
    found = _OUTCOME.findall(text)
    refuted = {name for _, name in _UNFINISHED.findall(text)}
    if not found and not refuted:
        raise MeasureError(f"halmos answered without results: see build/assurance/halmos-{folder.name}.txt")
    return Outcome(
        proven=tuple(sorted(name for outcome, name, _ in found if outcome == "PASS" and name not in refuted)),
        refuted=tuple(sorted(refuted)),
        paths=sum(int(paths) for _, _, paths in found),
        cut="loop-bound" in text or "bounds: [loop" in text,
    )
