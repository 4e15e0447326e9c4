"""A programme to issue from, processes to kill, and a count of every fault that was injected."""

import json
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

import pytest
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address
from tests.client.conftest import begin
from tests.support import chains
from tests.support.blocks import MANUAL, Blocks
from tests.support.processes import Forked
from web3 import Web3

from soulbadge import ids
from soulbadge.contract import Collection, connect
from soulbadge.issuer import Issuer
from soulbadge.models import Prerequisite, Requirement, Status, Terms

FIRST, SECOND = chains.account(0), chains.account(1)
"""Two who may issue everything; the first owns the collection."""

Counts = Counter[str]


@dataclass(frozen=True)
class World:
    """A collection: cka (individual) and cks (asks for cka), fin (by cohort), pro (asks for fin), gift (claimed)."""

    node: chains.Node
    blocks: Blocks
    collection: Collection
    issuer: Issuer
    other: Issuer

    def awards(self, holder: str, slug: str) -> list[int]:
        """Every badge of the achievement that the holder was ever awarded: twice is a double."""
        found = self.collection.achievement(slug)
        kinds = [ids.badge_id(found.achievement_id, cohort, holder) for cohort in range(found.cohorts + 1)]
        statuses = self.collection.statuses_of(kinds)
        return [badge for badge, status in zip(kinds, statuses, strict=True) if status is not Status.NONE]

    def check_once(self, rows: Sequence[tuple[str, str]]) -> None:
        """Every row was issued exactly once."""
        amiss = {row: len(found) for row in rows if len(found := self.awards(*row)) != 1}
        assert not amiss

    def reorganise(self, *transactions: str) -> None:
        """Replace the newest three blocks by empty ones; what was in them is forgotten by everybody."""
        self.blocks.reorganise(3, *transactions)

    def mine(self, blocks: int = 1) -> None:
        self.blocks.make(blocks)


def found_world(node: chains.Node) -> World:
    programme = begin(node.web3, FIRST)
    owner = programme.issuer
    owner.create_achievement(Terms("fin", "Finisher"))
    owner.create_achievement(Terms("pro", "Professional", requirements=(Requirement((Prerequisite("fin"),)),)))
    owner.create_achievement(Terms("gift", "Gift", claim_only=True))
    owner.appoint_issuer(SECOND.address)
    return world_at(node, programme.collection.address)


def world_at(node: chains.Node, address: str, blocks: Blocks | None = None) -> World:
    """The same collection, by connections of its own."""
    return World(
        node,
        blocks or Blocks(node),
        connect(node.url, address),
        Issuer(connect(node.url, address), FIRST),
        Issuer(connect(node.url, address), SECOND),
    )


@pytest.fixture(scope="session")
def shared_world() -> Iterator[World]:
    with chains.anvil(*MANUAL) as node, Blocks(node).running() as blocks:
        yield replace(found_world(node), blocks=blocks)


@pytest.fixture
def world(shared_world: World) -> Iterator[World]:
    """A world in which nobody has anything; afterwards it is again."""
    blocks = shared_world.blocks
    before = blocks.snapshot()
    yield world_at(shared_world.node, shared_world.collection.address, blocks)
    blocks.go_on()
    blocks.revert(before)


@dataclass
class Table:
    """A CSV file that a test writes."""

    file: Path
    rows: list[tuple[str, str]] = field(default_factory=list)
    seed: int = 1

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self.file.write_text("holder,achievement,start,end,evidence\n", encoding="utf-8")

    def holder(self) -> str:
        return to_checksum_address(f"0x{self._random.getrandbits(160):040x}")

    def add(self, slug: str, count: int = 1, holders: Sequence[str] = (), rest: str = ",,") -> list[str]:
        """Rows for holders, new ones if none are named."""
        chosen = list(holders) or [self.holder() for _ in range(count)]
        with self.file.open("a", encoding="utf-8") as handle:
            handle.writelines(f"{holder},{slug},{rest}\n" for holder in chosen)
        self.rows += [(holder, slug) for holder in chosen]
        return chosen

    def copied(self, name: str) -> "Table":
        """The same rows in another file: a copy that somebody works on by mistake."""
        copy = Table(self.file.with_name(name), list(self.rows))
        copy.file.write_bytes(self.file.read_bytes())
        return copy


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path / "issue.csv")


def mixed(table: Table, people: int = 5) -> Table:
    """A cohort, badges one by one, and some that rest on both kinds."""
    finishers = table.add("fin", people)
    administrators = table.add("cka", 3)
    table.add("cks", holders=administrators[:1])
    table.add("pro", holders=finishers[:1])
    table.add("fin", rest=",,0x" + "ab" * 32)
    return table


# ─────────────────────────────────────────── processes ───────────────────────────────────────────


@dataclass
class Child(Forked):
    """A process that issues a table."""

    result: Path

    def wait(self, seconds: float = 60) -> bool:
        """Whether it has ended within so many seconds."""
        return super().wait(seconds)

    def kill(self) -> bool:
        """End it as an outage would; whether it was still alive."""
        sent = self.send(signal.SIGKILL)
        self.wait()
        return sent and not self.result.exists()

    def outcome(self) -> dict[str, Any]:
        """What it came to, once it has ended; empty if it was killed."""
        assert self.wait(), "it does not end"
        if not self.result.exists():
            return {}
        found: dict[str, Any] = json.loads(self.result.read_text(encoding="utf-8"))
        assert found.get("error") != "crash", found["text"]
        return found


class Workers:
    """Starts processes that have everything imported already."""

    def __init__(self, orders: IO[str], answers: IO[str]) -> None:
        self._orders = orders
        self._answers = answers
        self._started = 0

    def issue(
        self,
        world: World,
        table: Table,
        *,
        url: str = "",
        signer: LocalAccount = FIRST,
        instant: dict[str, Any] | None = None,
        skip_held: bool = False,
        **settings: Any,  # noqa: ANN401 (fields of Settings)
    ) -> Child:
        self._started += 1
        result = table.file.with_name(f"result-{self._started}.json")
        order = {
            "url": url or world.node.url,
            "collection": world.collection.address,
            "key": "0x" + bytes(signer.key).hex(),
            "sheet": str(table.file),
            "result": str(result),
            "instant": instant,
            "skip_held": skip_held,
            "settings": {"timeout": 30, **settings},
        }
        self._orders.write(json.dumps(order) + "\n")
        self._orders.flush()
        return Child(int(self._answers.readline()), result)


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    command = [sys.executable, str(Path(__file__).with_name("worker.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Workers(process.stdin, process.stdout)
        process.stdin.close()


def web3_of(world: World) -> Web3:
    return world.collection.web3


# ──────────────────────────────────────────── counting ───────────────────────────────────────────


@pytest.fixture
def injected(request: pytest.FixtureRequest) -> Iterator[Counts]:
    """What this test did to the system, for the summary at the end of the run."""
    counts: Counts = Counter()
    yield counts
    request.node.user_properties.append(("injected", dict(counts)))
