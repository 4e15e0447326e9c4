"""A chain with a collection, processes to issue with, and tables to issue."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.client.issuing.conftest import Table, Workers, World, found_world
from tests.support import chains
from tests.support.blocks import MANUAL, Blocks

from assurance._running import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.client.issuing.conftest import Child

_YEAR = 2090
_PATIENCE = 900.0
"""Seconds for one run; long before that it says itself that nothing moves."""


@dataclass(frozen=True)
class Place:
    """Where a part of the measure takes place."""

    world: World
    workers: Workers
    folder: Path

    def anew(self) -> Place:
        """The same chain with another collection, in which nobody has anything."""
        return replace(self, world=replace(found_world(self.world.node), blocks=self.world.blocks))

    def table(self, name: str, *, seed: int, cohorts: int, members: int, singles: int) -> Table:
        """Rows for both roads, mixed: cohorts, badges one by one, and two of these that rest on the others."""
        table = Table(self.folder / f"{name}.csv", seed=seed)
        finishers: list[str] = []
        administrators: list[str] = []
        for number in range(cohorts):
            finishers += table.add("fin", members, rest=f",{_YEAR + number}-01-01,")
            due = singles * (number + 1) // cohorts - len(administrators)
            administrators += table.add("cka", due, rest=",,0x" + "ab" * 32 if number % 4 == 1 else ",,")
        table.add("cks", holders=administrators[:1])
        table.add("pro", holders=finishers[:1])
        return table


def outcome_of(child: Child) -> dict[str, Any]:
    """What a process came to, however busy the machine is."""
    child.wait(_PATIENCE)
    return child.outcome()


@contextmanager
def place() -> Iterator[Place]:
    """A chain whose blocks are made by us, and a process that forks others."""
    command = [sys.executable, str(ROOT / "tests" / "client" / "issuing" / "worker.py")]
    with TemporaryDirectory() as folder, chains.anvil(*MANUAL) as node, Blocks(node).running() as blocks:
        world = replace(found_world(node), blocks=blocks)
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdin is not None  # noqa: S101 (as asked for above)
            assert process.stdout is not None  # noqa: S101 (the same)
            yield Place(world, Workers(process.stdin, process.stdout), Path(folder))
            process.stdin.close()
