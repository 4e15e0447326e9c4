"""Issuing through faults, kills and reorganisations, and by several processes: nothing doubled, nothing missing.

python -m assurance.faults <rows> <seeds> <kills>    the storm alone, of another size
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assurance._figures import Figure, Figures
from assurance._running import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.client.issuing.conftest import Table, Workers, World

ROWS, SEEDS, KILLS = 1_000, 20, 50
ROWS_IN_CI, SEEDS_IN_CI, KILLS_IN_CI = 30, 1, 3
RATE = 0.25
"""Of all requests to the node, how many fail."""

DEPTHS, DEPTHS_IN_CI = (1, 2, 3, 4, 8, 16, 32, 64), (1, 8)
PROCESSES, PROCESSES_IN_CI = range(2, 9), (3,)

SHOWS = """
A table is issued by a process that is killed (SIGKILL) at random moments and begun again, while a quarter of its
requests to the node fail (refused, answered too late, cut, or answered with an error), until it is through. A finished
table's blocks are taken out of the chain, 1 to 64 deep, and the same command again repairs it. Several processes issue
the same table with the same key at once. Afterwards each row must have been issued exactly once.
"""


def measure(*, ci: bool) -> Figures:
    """All three, in full or in small."""
    rows, seeds, kills = (ROWS_IN_CI, SEEDS_IN_CI, KILLS_IN_CI) if ci else (ROWS, SEEDS, KILLS)
    began = time.monotonic()
    counts = storm(rows, seeds, kills)
    counts += reorganisations(DEPTHS_IN_CI if ci else DEPTHS)
    counts += processes(PROCESSES_IN_CI if ci else PROCESSES)
    return Figures(
        "Faults while issuing",
        SHOWS,
        (
            Figure.exactly("rows issued twice", counts.pop("doubled", 0), 0),
            Figure.exactly("rows not issued", counts.pop("missing", 0), 0),
            Figure.at_least("rows", counts.pop("rows", 0), rows * seeds),
            Figure.at_least("kills", counts.pop("kills", 0), seeds),
            *(Figure.told(name, count) for name, count in sorted(counts.items())),
            Figure.told("seconds", time.monotonic() - began),
        ),
    )


def storm(rows: int, seeds: int, kills: int) -> Counter[str]:
    """Kills and failing requests: what was done to it, and what came of it."""
    from tests.support.faulty_proxy import faulty_proxy

    counts: Counter[str] = Counter()
    with _place() as (world, workers, folder):
        for seed in range(seeds):
            chance, table = random.Random(seed), _table(folder, f"storm-{seed}", rows, seed)  # noqa: S311 (comes again)
            with faulty_proxy(world.node.url, seed=seed, rate=RATE) as proxy:
                for _ in range(kills):
                    child = workers.issue(world, table, url=proxy.url, window=8)
                    child.wait(chance.uniform(0.2, 2.0))
                    counts["kills"] += child.kill()
                counts.update(proxy.counts)
            _must_end(workers, world, table, counts)
    return counts


def reorganisations(depths: tuple[int, ...]) -> Counter[str]:
    """A finished table loses its newest blocks, so and so many."""
    counts: Counter[str] = Counter()
    with _place() as (world, workers, folder):
        for depth in depths:
            table = _table(folder, f"deep-{depth}", depth + 3, depth)
            world.mine(3)
            _must_end(workers, world, table, Counter(), window=1)
            world.blocks.reorganise(depth)
            counts[f"reorganisations by {depth}"] += 1
            _must_end(workers, world, table, counts)
    return counts


def processes(numbers: range | tuple[int, ...]) -> Counter[str]:
    """So many at once, each with a copy of the table and all with one key."""
    counts: Counter[str] = Counter()
    with _place() as (world, workers, folder):
        for number in numbers:
            table = _table(folder, f"many-{number}", 20, number)
            copies = [table, *(table.copied(f"many-{number}-{place}.csv") for place in range(1, number))]
            for child in [workers.issue(world, each, skip_held=True) for each in copies]:
                child.outcome()
                counts["processes on one key"] += 1
            _must_end(workers, world, table, counts, skip_held=True)
    return counts


def _must_end(workers: Workers, world: World, table: Table, counts: Counter[str], **settings: object) -> None:
    """Once more, undisturbed; then each row is counted on the chain."""
    outcome = workers.issue(world, table, **settings).outcome()  # type: ignore[arg-type]  # fields of Settings
    if "error" in outcome or not outcome:
        counts[f"ended in {outcome.get('error', 'nothing')}"] += 1
    awards = [len(world.awards(*row)) for row in table.rows]
    counts["rows"] += len(awards)
    counts["doubled"] += sum(found > 1 for found in awards)
    counts["missing"] += sum(not found for found in awards)


@contextmanager
def _place() -> Iterator[tuple[World, Workers, Path]]:
    """A chain with a collection, and processes to issue with."""
    from dataclasses import replace

    from tests.client.issuing.conftest import Workers, found_world
    from tests.support import chains
    from tests.support.blocks import MANUAL, Blocks

    command = [sys.executable, str(ROOT / "tests" / "client" / "issuing" / "worker.py")]
    with TemporaryDirectory() as folder, chains.anvil(*MANUAL) as node, Blocks(node).running() as blocks:
        world = replace(found_world(node), blocks=blocks)
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdin is not None  # noqa: S101 (as asked for above)
            assert process.stdout is not None  # noqa: S101 (the same)
            yield world, Workers(process.stdin, process.stdout), Path(folder)
            process.stdin.close()


def _table(folder: Path, name: str, rows: int, seed: int) -> Table:
    from tests.client.issuing.conftest import Table

    table = Table(folder / f"{name}.csv", seed=seed + 1)
    table.add("cka", rows)
    return table


if __name__ == "__main__":
    print(dict(storm(*map(int, sys.argv[1:4]))))
