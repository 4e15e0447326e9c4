"""A table is issued by processes that are killed, over a line that fails."""

from __future__ import annotations

import time
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

from tests.client.issuing.conftest import FIRST
from tests.support.faulty_proxy import faulty_proxy

from assurance._faults import tally
from assurance._faults.place import outcome_of, place

if TYPE_CHECKING:
    from tests.client.issuing.conftest import Child
    from tests.support.faulty_proxy import FaultyProxy

RATE = 0.25
"""Of all requests to the node, how many fail."""

_MEMBERS = 20
_RUNS = 200
"""The same command so many times at most without an end, or without the next kill that counts."""
_NODE = {"UnreachableError", "NodeError"}
"""How a run may end by itself while every fourth request fails: before it begins, one fault is enough."""


def storm(rows: int, seed: int, kills: int) -> Counter[str]:
    """So many kills of processes that were at work on one table, and what came of it."""
    counts: Counter[str] = Counter()
    with place() as found:
        half = rows // 2
        members = min(_MEMBERS, half)
        cohorts = half // members
        table = found.table(
            f"storm-{seed}", seed=seed + 1, cohorts=cohorts, members=members, singles=rows - cohorts * members - 2
        )
        with faulty_proxy(found.world.node.url, seed=seed, rate=RATE) as proxy:
            chance = Random(seed)  # noqa: S311 (it must come again)
            state, share = tally.BEFORE, 0.0
            for _ in range(kills * _RUNS):
                if counts["kills"] == kills or state == tally.AFTER:
                    break
                # Kills are spread over the whole table: a run that is ahead of them is ended sooner.
                ahead = share > counts["kills"] / kills
                child = found.workers.issue(found.world, table, url=proxy.url, window=chance.choice((4, 8, 16)))
                _wait(child, proxy, chance.randint(1, 12) if ahead else chance.randint(1, 90))
                killed = child.kill()
                state, share = tally.progress(table)
                if killed:
                    counts["kills"] += state != tally.AFTER
                    counts[f"kills, {state}"] += 1
                else:
                    _judge(outcome_of(child), counts)
            for _ in range(_RUNS):
                outcome = outcome_of(found.workers.issue(found.world, table, url=proxy.url, timeout=120))
                _judge(outcome, counts)
                if "error" not in outcome:
                    break
            counts.update({f"requests: {fault}": times for fault, times in proxy.counts.items()})
            counts["requests"] += proxy.requests
            counts["requests that met a fault"] += proxy.counts.total()
        counts += tally.count(found.world, table)
        before = found.world.collection.node.nonce(FIRST.address)
        _judge(outcome_of(found.workers.issue(found.world, table)), counts)
        counts["transactions after the end"] += found.world.collection.node.nonce(FIRST.address) - before
    return counts


def _wait(child: Child, proxy: FaultyProxy, requests: int) -> None:
    """Until it has asked so many times, and a moment longer; or until it has ended."""
    goal, deadline = proxy.requests + requests, time.monotonic() + 60
    while proxy.requests < goal and time.monotonic() < deadline:
        if child.wait(0.004):
            return


def _judge(outcome: dict[str, object], counts: Counter[str]) -> None:
    """How a run ended by itself."""
    error = outcome.get("error")
    if error is None:
        counts["runs that came to the end"] += 1
    elif error in _NODE:
        counts["runs ended by the node's faults, in one line"] += 1
    else:
        counts[f"runs that ended in {error}"] += 1
        counts["amiss"] += 1
