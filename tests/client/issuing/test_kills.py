"""A process that issues is killed at any instant, by SIGKILL; the same command again finishes the job."""

import random
from itertools import count
from typing import Any

import pytest
from tests.client.issuing.conftest import Counts, Table, Workers, World, mixed


def _finish(workers: Workers, world: World, table: Table) -> dict[str, Any]:
    outcome = workers.issue(world, table).outcome()
    assert "error" not in outcome, outcome
    world.check_once(table.rows)
    assert len(outcome["done"]) == len(table.rows), "what a killed process sent is its own"
    assert not outcome["by_another"]
    return outcome


@pytest.mark.parametrize("instant", ["before a request", "before a commit", "after a commit"])
def test_killed_at_each_instant_in_turn(
    workers: Workers, world: World, table: Table, injected: Counts, instant: str
) -> None:
    # Each run dies one instant later than the run before it, until one comes to its end.
    mixed(table)
    when, _, of = instant.split()
    for number in count(1):
        child = workers.issue(world, table, instant={"of": of, "when": when, "count": number})
        outcome = child.outcome()
        if outcome:
            assert "error" not in outcome, outcome
            break
        injected[f"kills {instant}"] += 1
    assert injected.total() >= {"request": 15, "commit": 3}[of]
    _finish(workers, world, table)


def test_killed_at_each_request_of_a_run_that_begins_anew(
    workers: Workers, world: World, table: Table, injected: Counts
) -> None:
    # Here each death meets the same run, and the next run finishes.
    mixed(table)
    for number in count(9, 3):
        before = world.blocks.snapshot()
        for stale in table.file.parent.glob("*.journal*"):
            stale.unlink()
        outcome = workers.issue(world, table, instant={"of": "request", "when": "after", "count": number}).outcome()
        if outcome:
            break
        injected["kills after a request"] += 1
        _finish(workers, world, table)
        world.blocks.revert(before)
    assert injected.total() >= 8


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_random_moments(workers: Workers, world: World, table: Table, injected: Counts, seed: int) -> None:
    chance = random.Random(seed)
    mixed(table, people=8)
    table.add("cka", 40)
    for _ in range(12):
        child = workers.issue(world, table, window=4)
        child.wait(chance.uniform(0.05, 0.6))
        injected["kills at random"] += child.kill()
        if child.result.exists():
            break
    _finish(workers, world, table)
