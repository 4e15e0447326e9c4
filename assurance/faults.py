"""Issuing through faults, kills and reorganisations, and by several processes: nothing doubled, nothing missing.

python -m assurance.faults storm <rows> <seed> <kills>     one table, killed so often, over a line that fails
python -m assurance.faults reorganisations <least> <most>  every step, to each of these depths
python -m assurance.faults crowd <number>                  so many processes on one key
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING

from assurance._faults.parts import Part, run_all
from assurance._figures import Figure, Figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROWS, SEEDS, KILLS = 1_000, 20, 50
ROWS_IN_CI, SEEDS_IN_CI, KILLS_IN_CI = 40, 1, 5

DEPTHS, DEPTHS_IN_CI, TOGETHER = 64, 1, 4
"""Blocks at most; and how many depths one part has."""

CROWDS, CROWDS_IN_CI = tuple(range(2, 9)), (3,)

TABLES = 3
"""Of one crowd."""

SHOWS = """
A table is issued by a process that is killed (SIGKILL) at random moments and begun again, while a quarter of its
requests to the node fail: lost on the way there or back, late, delivered twice, cut off, or answered by a load
balancer with 429 or 502. Only kills of a process whose table was not done yet are counted. In other tables the newest
blocks are taken out of the chain at each step: before anything is sent, while nothing is in a block, before what is
counts, between two cohorts, while it runs, after a kill and after the end; and several processes, of which half are
killed, issue copies of one table with one key. Each table has rows for cohorts, rows for badges one by one, and rows
that rest on both. Afterwards the contract's own events must show each row exactly once.
"""

NOTE = """
One issuer is at work while the chain is reorganised, and a row counts after one block, but for the step that says
otherwise. What can come of a reorganisation deeper than `Settings.confirmations` together with another issuer's cohort
is said at `issuing.run`.
"""


def measure(*, ci: bool) -> Figures:
    """All three, in full or in small."""
    rows, seeds, kills = (ROWS_IN_CI, SEEDS_IN_CI, KILLS_IN_CI) if ci else (ROWS, SEEDS, KILLS)
    depths, crowds = (DEPTHS_IN_CI, CROWDS_IN_CI) if ci else (DEPTHS, CROWDS)
    began = time.monotonic()
    storms = [Part("storm", (rows, seed, kills)) for seed in range(seeds)]
    deep = [
        Part("reorganisations", (least, min(least + TOGETHER - 1, depths))) for least in range(1, depths + 1, TOGETHER)
    ]
    many = [Part("crowd", (number,)) for number in crowds]
    parts = [*many, *(part for pair in zip_longest(storms, deep) for part in pair if part)]
    found = run_all(parts)
    storms, deep, many = ([part for part in some if part in found] for some in (storms, deep, many))
    storm, reorganised, crowd = (_sum(found[part] for part in some) for some in (storms, deep, many))
    everything = storm + reorganised + crowd
    return Figures(
        "Faults while issuing",
        SHOWS,
        (
            Figure.exactly("rows issued twice", everything["doubled"], 0),
            Figure.exactly("rows not issued", everything["missing"], 0),
            Figure.exactly("runs that ended in anything but the node's faults", everything["amiss"], 0),
            Figure.exactly("parts left out for want of time", len(parts) - len(found), 0),
            Figure.exactly("storm: tables", len(storms), seeds),
            Figure.exactly("storm: rows", storm["rows"], rows * seeds),
            Figure.exactly("storm: transactions of a run after the end", storm["transactions after the end"], 0),
            Figure.at_least("storm: kills", storm["kills"], kills * seeds),
            Figure.at_least(
                "storm: fewest kills of one table", min((found[part]["kills"] for part in storms), default=0), kills
            ),
            *_told("storm", storm, {"rows", "kills", "transactions after the end"}),
            Figure.exactly(
                f"reorganisations: depths, from 1 block to {depths}, at every step",
                reorganised["depths at every step"],
                depths,
            ),
            *_told("reorganisations", reorganised, {"depths at every step"}),
            Figure.exactly(
                f"one key: crowds of {crowds[0]} to {crowds[-1]} processes, with {TABLES} tables each",
                sum(found[part]["tables"] == TABLES for part in many),
                len(crowds),
            ),
            *_told("one key", crowd, {"tables"}),
            Figure.told("seconds", time.monotonic() - began),
        ),
        (NOTE,),
    )


def _sum(counts: Iterable[Counter[str]]) -> Counter[str]:
    return sum(counts, Counter())


def _told(name: str, counts: Counter[str], but: set[str]) -> list[Figure]:
    left = sorted((what, count) for what, count in counts.items() if what not in {*but, "doubled", "missing", "amiss"})
    return [Figure.told(f"{name}: {what}", count) for what, count in left]


def _part(name: str, numbers: list[int]) -> Counter[str]:
    from assurance._faults.crowd import crowd
    from assurance._faults.reorganisations import reorganisations
    from assurance._faults.storm import storm

    parts: dict[str, Callable[..., Counter[str]]] = {
        "storm": storm,
        "reorganisations": reorganisations,
        "crowd": crowd,
    }
    return parts[name](*numbers)


if __name__ == "__main__":
    print(json.dumps(_part(sys.argv[1], [int(number) for number in sys.argv[2:]])))
