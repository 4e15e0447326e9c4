"""Mutants of the contracts (gambit), killed by whatever the Brownie tests see of them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from assurance._figures import Figure, Figures
from assurance._mutants import _gambit, _trials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assurance._mutants._gambit import Mutant
    from assurance._mutants._replay import Golden
    from assurance._mutants._trials import Trial

SEED = 0x5EED
IN_CI, LEAST_IN_CI = 30, 55.0
LEAST, MOST_EQUIVALENT = 95.0, 5.0


def measure(*, ci: bool) -> Figures:
    """Kill what can be killed; name what lives."""
    parts = _trials.PARTS[:1] if ci else _trials.PARTS
    made = _gambit.mutants([file for file in _gambit.sources() if any(file.startswith(part.sources) for part in parts)])
    chosen = Random(SEED).sample(made, min(len(made), IN_CI * 5)) if ci else made  # noqa: S311 - a sample, no secret
    trials, golden = _trials.tried(parts, chosen, ci=ci, most=IN_CI if ci else len(made))
    return _figures(made, trials, golden, ci=ci)


def _figures(made: Sequence[Mutant], trials: Sequence[Trial], golden: Golden, *, ci: bool) -> Figures:
    equivalent = sum(len(trial.equivalent) for trial in trials)
    survivors = [mutant for trial in trials for mutant in trial.survivors]
    log = _gambit.FOLDER / "survivors.txt"
    log.write_text("".join(f"{mutant.operator} {mutant.diff()}\n    {mutant.name}\n" for mutant in survivors), "utf-8")
    tried = sum(trial.tried for trial in trials)
    killed = tried - equivalent - len(survivors)
    return Figures(
        title="Mutants of the contracts (gambit)",
        shows=(
            "Each change that gambit makes to the contracts, against all that the Brownie tests ask of a chain, "
            "recorded once and asked again: it is killed when a transaction or a question succeeds or fails otherwise, "
            "answers otherwise, gives another error, or logs otherwise."
        ),
        rows=(
            Figure.told("changes that gambit made", len(made)),
            Figure.told("of which do not compile", sum(len(trial.built.invalid) for trial in trials)),
            *_left_out(trials, ci=ci),
            Figure.at_least("mutants tried", tried, IN_CI if ci else 500),
            Figure.told("declared equivalent", equivalent),
            Figure.at_most("declared equivalent, in %", 100 * equivalent / tried, MOST_EQUIVALENT),
            Figure.told("killed", killed),
            Figure.at_least(
                "killed of those that differ, in %",
                100 * killed / (tried - equivalent),
                LEAST_IN_CI if ci else LEAST,
            ),
            Figure.told("survivors, listed in build/assurance/mutants/survivors.txt", len(survivors)),
            *(
                Figure.told(
                    f"in {trial.part.title}: tried, equivalent, surviving",
                    f"{trial.tried:,}, {len(trial.equivalent)}, {len(trial.survivors)}",
                )
                for trial in trials
            ),
            Figure.told("files of tests, and operations compared", f"{len(golden.scenes)}, {golden.operations:,}"),
            Figure.told("operations at which the recorded chain and ours disagree", golden.disagreed),
        ),
        notes=(
            (
                "Everything recorded is what a contract says to its callers, so any difference is a difference in "
                "specified behaviour; it is more than each test asserts. Gas is not compared: attack 25 is left out, "
                f"and up to {max(trial.disturbed for trial in trials)} operations of others that answer amounts of gas."
            ),
            (
                "Hundreds of mutants share one compilation, without optimizer: each stands beside the original in a "
                "condition that a value of the block decides. With none switched on the code answers as the original. "
                "What was compiled and asked before is not asked again of the same code: the time above may be short."
            ),
            (
                "Those declared equivalent stand in `assurance/equivalent_mutants.json`, each with its diff and the "
                "reason. Of what is asked again `test_model.py` is left out, and of the contracts `contracts/proving`."
            ),
        ),
    )


def _left_out(trials: Sequence[Trial], *, ci: bool) -> tuple[Figure, ...]:
    if not ci:
        return ()
    left_out = sum(len(trial.built.left_out) for trial in trials)
    return (Figure.told("of which would have to be compiled alone and are left out here", left_out),)
