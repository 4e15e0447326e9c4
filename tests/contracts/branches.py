"""Branch coverage of contracts/, from the traces that `brownie test --coverage` collects on anvil.

Brownie 1.22.2 collects them rightly, but its compiled report crashes as soon as there are two transactions. So the
report is made here: each branch is a place in a source with two ways out, seen from whichever contract ran it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEAST = 0.98
ROOT = Path(__file__).parents[2]
OURS = "contracts/"
NOT_OURS = "contracts/test/"

Place = tuple[str, int, int]
"""A branch: source, and where its condition starts and stops."""


class Branches:
    """The branches of all contracts, and which of their two ways were taken."""

    def __init__(self, artifacts: Path = ROOT / "build" / "contracts") -> None:
        self._maps = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(artifacts.glob("*.json"))}
        self.taken: dict[Place, set[bool]] = defaultdict(set)
        self._places = {name: self._places_of(build) for name, build in self._maps.items()}
        for places in self._places.values():
            for place in places.values():
                self.taken[place] = set()  # a branch that nobody takes counts too

    def add(self, transactions: Iterable[Mapping[str, Mapping[str, list[Iterable[int]]]]]) -> None:
        """What Brownie noted of transactions: by contract and source, statements, ways not taken, ways taken."""
        for transaction in transactions:
            for name, sources in transaction.items():
                for source, (_, untaken, taken) in sources.items():
                    for way, numbers in ((False, untaken), (True, taken)):
                        for number in numbers:
                            place = self._places.get(name, {}).get((source, number))
                            if place:
                                self.taken[place].add(way)

    @property
    def share(self) -> float:
        """Ways taken of all ways, 0 to 1."""
        return sum(len(ways) for ways in self.taken.values()) / (2 * len(self.taken))

    def missing(self) -> list[str]:
        """Each way that was never taken, with its file, line and condition."""
        found = []
        for (source, start, stop), ways in sorted(self.taken.items()):
            text = (ROOT / source).read_bytes()
            line = text[:start].count(b"\n") + 1
            for way in sorted({True, False} - ways):
                condition = b" ".join(text[start:stop].split()).decode()
                found.append(f"{source}:{line}: never {'taken' if way else 'passed by'}: {condition}")
        return found

    def _places_of(self, build: dict[str, Any]) -> dict[tuple[str, int], Place]:
        paths = build.get("allSourcePaths") or {}
        return {
            (number, int(branch)): (paths[number], span[0], span[1])
            for number, functions in (build.get("coverageMap") or {}).get("branches", {}).items()
            if paths[number].startswith(OURS) and not paths[number].startswith(NOT_OURS)
            for branches in functions.values()
            for branch, span in branches.items()
        }
