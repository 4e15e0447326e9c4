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
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from assurance._faults.parts import Part, run_all
from assurance._figures import Figure, Figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

TOGETHER = 4
"""Depths of reorganisations in one part."""

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

CUT_SHORT = """
This run was cut short: what was done of it is above, beside what is wanted. Run again, it goes on with the parts that
are left.
"""


@dataclass(frozen=True)
class Extent:
    """How much of it there is."""

    rows: int
    seeds: int
    kills: int
    depth: int
    crowds: range

    @property
    def parts(self) -> list[Part]:
        """Crowds first, then storms and reorganisations in turn: so one that is cut short has some of each.

        Of the depths, the least and the deepest come first.
        """
        storms = [Part("storm", (self.rows, seed, self.kills)) for seed in range(self.seeds)]
        spans = [(least, min(least + TOGETHER - 1, self.depth)) for least in range(1, self.depth + 1, TOGETHER)]
        spans.sort(key=lambda span: min(span[0], self.depth + 1 - span[1]))
        deep = [Part("reorganisations", span) for span in spans]
        crowds = [Part("crowd", (number,)) for number in self.crowds]
        return [*crowds, *(part for pair in zip_longest(storms, deep) for part in pair if part)]


FULL = Extent(1_000, 20, 50, 64, range(2, 9))
IN_CI = Extent(40, 1, 5, 1, range(3, 4))


def measure(*, ci: bool) -> Figures:
    """All three, in full or in small."""
    began = time.monotonic()
    extent = IN_CI if ci else FULL
    return figures(extent, run_all(extent.parts), time.monotonic() - began)


def figures(extent: Extent, found: Mapping[Part, Counter[str]], seconds: float) -> Figures:
    """What the parts came to that were run, beside what all must come to."""
    storms, deep, many = (
        [counts for part, counts in found.items() if part.name == name]
        for name in ("storm", "reorganisations", "crowd")
    )
    storm, reorganised, crowd = (sum(some, Counter()) for some in (storms, deep, many))
    everything = storm + reorganised + crowd
    return Figures(
        "Faults while issuing",
        SHOWS,
        (
            Figure.exactly("rows issued twice", everything["doubled"], 0),
            Figure.exactly("rows not issued", everything["missing"], 0),
            Figure.exactly("runs that ended in anything but the node's faults", everything["amiss"], 0),
            Figure.exactly("storm: tables", len(storms), extent.seeds),
            Figure.exactly("storm: rows", storm["rows"], extent.rows * extent.seeds),
            Figure.exactly("storm: transactions of a run after the end", storm["transactions after the end"], 0),
            Figure.at_least("storm: kills", storm["kills"], extent.kills * extent.seeds),
            Figure.at_least(
                "storm: fewest kills of one table", min((each["kills"] for each in storms), default=0), extent.kills
            ),
            *_told("storm", storm, {"rows", "kills", "transactions after the end"}),
            Figure.exactly(
                f"reorganisations: depths, of 1 to {extent.depth} blocks, at every step",
                reorganised["depths at every step"],
                extent.depth,
            ),
            Figure.told(
                "reorganisations: blocks", _spans(part.numbers for part in found if part.name == "reorganisations")
            ),
            *_told("reorganisations", reorganised, {"depths at every step"}),
            Figure.exactly(
                f"one key: crowds, of {extent.crowds[0]} to {extent.crowds[-1]} processes, with {TABLES} tables each",
                sum(each["tables"] == TABLES for each in many),
                len(extent.crowds),
            ),
            *_told("one key", crowd, {"tables"}),
            Figure.told("seconds", seconds),
        ),
        (NOTE,) if found.keys() >= set(extent.parts) else (NOTE, CUT_SHORT),
    )


def _spans(spans: Iterable[tuple[int, ...]]) -> str:
    """From the least to the most of each, in words."""
    return ", ".join(f"{least} to {most}" if least != most else str(least) for least, most in sorted(spans))


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
