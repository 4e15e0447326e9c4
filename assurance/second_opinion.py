"""Mutants of the collection by another tool (universalmutator), killed by whatever the Brownie tests see of them."""

from __future__ import annotations

from assurance._figures import Figure, Figures
from assurance._mutants import _gambit, _trials, _universal
from assurance._mutants._compiling import Compiler

SEED = 0x5EED
SAMPLE, SAMPLE_IN_CI = 240, 20
LEAST, LEAST_IN_CI = 95.0, 40.0


def measure(*, ci: bool) -> Figures:
    """Kill a sample of what gambit does not make; name what lives."""
    part = _trials.PARTS[0]
    files = [file for file in _gambit.sources() if file.startswith(part.sources)]
    size = SAMPLE_IN_CI if ci else SAMPLE
    made, sample = _universal.mutants(files, size, SEED)
    new = _universal.distinct(sample, _gambit.mutants(files if ci else _gambit.sources()))
    with Compiler() as compiler:
        sound = [mutant for mutant in new if compiler.parses(mutant.file, mutant.applied())]
    (trial,), golden = _trials.tried([part], sound, ci=ci, most=size)
    survivors = trial.survivors
    log = _gambit.FOLDER / "second-survivors.txt"
    log.write_text("".join(f"{mutant.diff()}\n    {mutant.name}\n" for mutant in survivors), "utf-8")
    killed = trial.tried - len(trial.equivalent) - len(survivors)
    return Figures(
        title="Mutants of the contracts, a second opinion (universalmutator)",
        shows=(
            "A sample of the changes that universalmutator makes to the collection and gambit does not, tried as "
            "gambit's are. Its rules are regular expressions, so most of what it makes is no Solidity, and "
            "more of the rest says the same in other words (`> 0` for `!= 0`) than of gambit's."
        ),
        rows=(
            Figure.told("changes that universalmutator made", made),
            Figure.told(f"of which drawn, with seed {SEED:#x}", size),
            Figure.told("of which change code, each otherwise, as gambit does not", len(new)),
            Figure.told("of which do not compile", len(new) - trial.tried - len(trial.built.left_out)),
            *([Figure.told("of which left out here", len(trial.built.left_out))] if ci else []),
            Figure.at_least("mutants tried", trial.tried, 1 if ci else SAMPLE // 10),
            Figure.told("declared equivalent", len(trial.equivalent)),
            Figure.told("declared equivalent, in %", 100 * len(trial.equivalent) / trial.tried),
            Figure.told("killed", killed),
            Figure.at_least(
                "killed of those that differ, in %",
                100 * killed / (trial.tried - len(trial.equivalent)),
                LEAST_IN_CI if ci else LEAST,
            ),
            Figure.told("survivors, listed in build/assurance/mutants/second-survivors.txt", len(survivors)),
            Figure.told("files of tests, and operations compared", f"{len(golden.scenes)}, {golden.operations:,}"),
        ),
    )
