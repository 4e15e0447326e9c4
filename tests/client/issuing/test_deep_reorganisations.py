"""Reorganisations by 64 blocks, where a row counts after one. `assurance/faults.py` has all depths and all steps."""

from typing import Any

import pytest
from tests.client.issuing.conftest import Counts, Table, Workers, World

DEEP = 64

_INSTANTS: dict[str, dict[str, Any]] = {
    "signed and not sent": {"of": "commit", "when": "after", "count": 2},
    "some sent": {"of": "send", "when": "after", "count": 2},
    "between two cohorts": {"of": "commit", "when": "after", "count": 3},
}


def _cohorts(table: Table) -> Table:
    """Two cohorts, which wait for each other, and badges one by one."""
    table.add("fin", 5, rest=",2090-01-01,")
    table.add("fin", 5, rest=",2091-01-01,")
    table.add("cka", 4)
    return table


@pytest.mark.parametrize("step", _INSTANTS)
def test_killed_and_deeply_reorganised(
    workers: Workers, world: World, table: Table, injected: Counts, step: str
) -> None:
    _cohorts(table)
    world.mine(DEEP)
    window = 3 if step == "some sent" else 1
    assert not workers.issue(world, table, instant=_INSTANTS[step], window=window).outcome()
    injected["kills"] += 1
    _goes_on_after_it(workers, world, table, injected)


def test_finished_and_deeply_reorganised(workers: Workers, world: World, table: Table, injected: Counts) -> None:
    _cohorts(table)
    world.mine(DEEP)
    assert len(workers.issue(world, table).outcome()["done"]) == len(table.rows)
    # The second cohort is signed anew: with both under way, the first might come after it.
    _goes_on_after_it(workers, world, table, injected)


def _goes_on_after_it(workers: Workers, world: World, table: Table, injected: Counts) -> None:
    world.blocks.reorganise(DEEP)
    injected[f"reorganisations by {DEEP} blocks"] += 1
    assert not any(world.awards(*row) for row in table.rows)
    outcome = workers.issue(world, table).outcome()
    assert len(outcome["done"]) == len(table.rows), outcome
    world.check_once(table.rows)
