"""The chain client is restarted in the middle; a chain that begins anew is another chain."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from tests.client.issuing.conftest import Counts, Table, Workers, World, found_world, mixed, world_at
from tests.support import chains

from soulbadge import issuing
from soulbadge.errors import JournalMismatchError
from soulbadge.issuing.rows import Sheet

Start = Callable[[], AbstractContextManager[chains.Node]]


def _keeping(kind: str, folder: Path) -> Start:
    """A chain client that keeps its chain in a folder."""
    if kind == "anvil":
        return partial(chains.anvil, "--state", str(folder / "state.json"))
    return partial(chains.ganache, "--database.dbPath", str(folder / "database"))


@pytest.mark.parametrize("kind", ["anvil", "ganache"])
def test_a_chain_client_that_is_restarted_in_the_middle(
    workers: Workers, table: Table, tmp_path: Path, injected: Counts, kind: str
) -> None:
    start = _keeping(kind, tmp_path)
    mixed(table)
    table.add("cka", 10)
    with start() as node:
        world = found_world(node)
        address = world.collection.address
        child = workers.issue(world, table, window=1, timeout=1)
        while node.height() < 14:
            assert not child.wait(0.02)
    outcome = child.outcome()
    injected[f"restarts of {kind}"] += 1
    assert outcome["error"] == "UnreachableError", outcome
    with start() as node:
        world = world_at(node, address)
        outcome = workers.issue(world, table).outcome()
        assert len(outcome["done"]) == len(table.rows), outcome
        world.check_once(table.rows)


def test_a_chain_client_that_comes_back_without_its_last_blocks(world: World, table: Table, injected: Counts) -> None:
    mixed(table)
    sheet, journal = Sheet.load(table.file), issuing.journal_of(table.file)
    before = world.blocks.snapshot()
    first = issuing.run(world.issuer, sheet, journal)
    world.blocks.revert(before)
    injected["restarts without the last blocks"] += 1
    second = issuing.run(world.issuer, sheet, journal)
    assert {row.transaction for row in first.done} == {row.transaction for row in second.done}
    world.check_once(table.rows)


def test_a_local_chain_that_begins_anew_is_another_chain(world: World, table: Table) -> None:
    table.add("cka", 1)
    sheet, journal = Sheet.load(table.file), issuing.journal_of(table.file)
    issuing.run(world.issuer, sheet, journal)
    with chains.anvil() as node:
        anew = found_world(node)
        assert anew.collection.address == world.collection.address
        assert anew.collection.chain_id == world.collection.chain_id
        with pytest.raises(JournalMismatchError, match="the genesis"):
            issuing.run(anew.issuer, sheet, journal)
        assert replace(anew, node=node).awards(*table.rows[0]) == []
