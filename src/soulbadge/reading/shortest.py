"""The fewest things to obtain so that a set of demands is met. Pure.

A `Unit` is one thing that may come to count: a badge that is there or could be. A `Demand` asks that so many of a list
of units count. A unit may itself have demands, on units of a lower rank alone; so there are no cycles. What is sought
is the cheapest set of units that meets all demands of everything in it: finding it is hard in general (it contains the
hitting set problem), and easy for what people write. The search tries to take and to leave one unit after the other,
and leaves a branch once it cannot become cheaper than the best that is known.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Name: TypeAlias = Hashable


class TooMuchWorkError(Exception):
    """The search was given up."""


@dataclass(frozen=True, slots=True)
class Demand:
    """At least `needed` of these units, named from the most to the least welcome."""

    needed: int
    units: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that may come to count."""

    cost: int
    """1 for something still to obtain, 0 for something that is there."""
    demands: tuple[Demand, ...] = ()


def cheapest(units: Mapping[Name, Unit], goal: Demand, *, most_work: int) -> frozenset[Name] | None:
    """The units of a cheapest set that meets the goal, and all demands of its own; None if there is none.

    Raises:
        TooMuchWorkError: It was not found in so many steps.
    """
    search = _Search(units, goal)
    for _ in range(most_work):
        if not search.step():
            return search.best
    raise TooMuchWorkError


class _Search:
    def __init__(self, units: Mapping[Name, Unit], goal: Demand) -> None:
        self._units = units
        self._twins = _twins(units, goal)
        self._branches: list[tuple[frozenset[Name], frozenset[Name], tuple[Demand, ...], int]] = [
            (frozenset(), frozenset(), (goal,), 0)
        ]
        self.best: frozenset[Name] | None = None
        self._best_cost = 0

    def step(self) -> bool:
        """Look at one more branch: all sets with what was taken and without what was left. False if there is none."""
        if not self._branches:
            return False
        taken, left, demands, cost = self._branches.pop()
        demands = tuple(each for each in demands if sum(name in taken for name in each.units) < each.needed)
        bound = self._bound(demands, taken, left)
        if bound is None or (self.best is not None and cost + bound >= self._best_cost):
            return True
        if not demands:
            self.best, self._best_cost = taken, cost
            return True
        # The demand with the least choice first: what it forces is taken without trying much else.
        demand = min(demands, key=lambda each: self._slack(each, left))
        name = next(name for name in demand.units if name not in taken and name not in left)
        unit = self._units[name]
        # Where this one is left, so are all that are like it in everything: they would only repeat what was seen.
        self._branches.append((taken, left | {name} | (self._twins[name] - taken), demands, cost))
        self._branches.append((taken | {name}, left, (*demands, *unit.demands), cost + unit.cost))
        return True

    def _slack(self, demand: Demand, left: frozenset[Name]) -> int:
        return sum(name not in left for name in demand.units) - demand.needed

    def _bound(self, demands: Sequence[Demand], taken: frozenset[Name], left: frozenset[Name]) -> int | None:
        """What the open demands cost at least; None if one of them cannot be met.

        Demands that share no units are added up.
        """
        total, counted = 0, set[Name]()
        for demand in demands:
            free = [name for name in demand.units if name not in taken and name not in left]
            short = demand.needed - sum(name in taken for name in demand.units)
            if len(free) < short:
                return None
            if counted.isdisjoint(free):
                counted.update(free)
                total += sum(sorted(self._units[name].cost for name in free)[:short])
        return total


def _twins(units: Mapping[Name, Unit], goal: Demand) -> dict[Name, frozenset[Name]]:
    """For each unit those that could stand in its place: of its cost, with its demands, demanded wherever it is."""
    places: dict[Name, list[int]] = {name: [] for name in units}
    demands = [goal, *(demand for unit in units.values() for demand in unit.demands)]
    for number, demand in enumerate(demands):
        for name in demand.units:
            places[name].append(number)
    alike: dict[Hashable, list[Name]] = {}
    for name, unit in units.items():
        alike.setdefault((unit.cost, unit.demands, tuple(places[name])), []).append(name)
    return {name: frozenset(group) - {name} for group in alike.values() for name in group}
