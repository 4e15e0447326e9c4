"""What the chain says of a table, and what its journal says."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from soulbadge import ids
from soulbadge.issuing import journal_of

if TYPE_CHECKING:
    from tests.client.issuing.conftest import Table, World

_TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
_NOBODY = "0x" + "0" * 64

BEFORE, PLANNED, AT_WORK, AFTER = "while rows were checked", "planned, nothing signed", "at work", "all rows done"
"""How far a table is, by its journal."""


def count(world: World, table: Table) -> Counter[str]:
    """How often each row was issued, by the contract's own events: what no code of the issuing engine reads."""
    collection = world.collection
    question = {"address": collection.address, "fromBlock": "0x0", "topics": [_TRANSFER, _NOBODY]}
    issued = Counter(ids.split(int(log["topics"][3], 16)) for log in world.node.ask("eth_getLogs", question))
    held: Counter[tuple[str, int]] = Counter()
    roads: Counter[tuple[tuple[str, int], bool]] = Counter()
    for parts, times in issued.items():
        held[parts.holder, parts.achievement_id] += times
        roads[(parts.holder, parts.achievement_id), parts.cohort > 0] += times
    numbers = {slug: collection.achievement(slug).achievement_id for slug in {slug for _, slug in table.rows}}
    wanted = [(holder, numbers[slug]) for holder, slug in table.rows]
    return Counter(
        {
            "rows": len(wanted),
            "rows issued in cohorts": sum(roads[row, True] for row in wanted),
            "rows issued one by one": sum(roads[row, False] for row in wanted),
            "doubled": sum(held[row] > 1 for row in wanted),
            "missing": sum(not held[row] for row in wanted),
        }
    )


def progress(table: Table) -> tuple[str, float]:
    """How far a table is whose process was killed: in a word, and as a share of its rows.

    Its journal is looked at in a copy, so that whatever the kill left half-written is left to the next process.
    """
    journal = journal_of(table.file)
    with TemporaryDirectory() as folder:
        copies = [shutil.copy(each, folder) for each in journal.parent.glob(f"{journal.name}*")]
        if not copies:
            return BEFORE, 0.0
        with closing(sqlite3.connect(Path(folder) / journal.name)) as database:
            if not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return BEFORE, 0.0
            rows, done = database.execute("SELECT count(*), total(outcome != '') FROM rows").fetchone()
            signed = database.execute("SELECT count(*) FROM attempts").fetchone()[0]
    if not rows:
        return BEFORE, 0.0
    if done == rows:
        return AFTER, 1.0
    return (AT_WORK if signed else PLANNED), done / rows
