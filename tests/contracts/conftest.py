"""Actors, a collection, and the words in which the contract tests speak.

Every module deploys once and every test starts from that state (`fn_isolation`). Actors are named by their role.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

import pytest
from branches import WANTED, Witness
from node import Node
from vouchers import Domain

ZERO = "0x" + "00" * 20
NONE = b"\0" * 32
YEAR = 31_557_600  # 365.25 days, the year of every catalog
DAY = 86_400


class Status(IntEnum):
    NONE = 0
    PENDING = 1
    ACTIVE = 2
    SUSPENDED = 3
    EXPIRED = 4
    REVOKED = 5
    RENOUNCED = 6


class BurnAuth(IntEnum):
    ISSUER_ONLY = 0
    OWNER_ONLY = 1
    BOTH = 2
    NEITHER = 3


@dataclass(frozen=True)
class Terms:
    """The terms of an achievement, with the defaults that most tests want; `as_tuple` is what the contract takes."""

    slug: str
    name: str = "An achievement"
    description: str = "What it stands for"
    criteria: str = "How it is earned"
    skills: tuple[str, ...] = ("a skill",)
    color: int = 0x336699
    validity: int = 0
    burn_auth: BurnAuth = BurnAuth.OWNER_ONLY
    claim_only: bool = False
    individual: bool = False
    requirements: tuple[Any, ...] = field(default=())
    tiers: tuple[Any, ...] = field(default=())

    def as_tuple(self) -> tuple[Any, ...]:
        return (
            self.slug,
            self.name,
            self.description,
            self.criteria,
            list(self.skills),
            self.color,
            self.validity,
            int(self.burn_auth),
            self.claim_only,
            self.individual,
            list(self.requirements),
            list(self.tiers),
        )


def prerequisite(achievement_id: int, *, source: str = ZERO, held_for: int = 0) -> tuple[str, int, int]:
    return (source, achievement_id, held_for)


def requirement(needed: int, *prerequisites: tuple[str, int, int], ongoing: bool = False) -> tuple[Any, ...]:
    return (needed, ongoing, list(prerequisites))


def tier(label: str, *requirements: tuple[Any, ...]) -> tuple[Any, ...]:
    return (label, list(requirements))


def badge_id(achievement_id: int, holder: Any, cohort: int = 0) -> int:
    return achievement_id << 208 | cohort << 160 | int(str(holder), 16)


def packed(holders: Any) -> bytes:
    """Members of a cohort as the contract takes them: ascending, 20 bytes each."""
    return b"".join(sorted(bytes.fromhex(str(holder)[2:]) for holder in holders))


@pytest.fixture(autouse=True)
def isolation(fn_isolation: None) -> None:
    """Every test starts from the state that its module's fixtures left."""


@pytest.fixture(scope="session", autouse=True)
def patience():
    """A busy machine takes longer than Brownie's 30 seconds over what attack 17 asks; that is no answer yet."""
    from brownie import web3

    web3.provider._request_kwargs["timeout"] = 300  # of a network's settings Brownie takes only those of its command


@pytest.fixture(scope="session", autouse=True)
def witness():
    """Where branch coverage is measured, sees every transaction and call of the tests: see branches.py."""
    folder = os.environ.get(WANTED)
    if not folder:
        yield
        return
    from brownie import web3

    seen = Witness(web3.provider)
    yield
    seen.write(Path(folder))


def pytest_collection_modifyitems(config, items):
    """Where branch coverage is measured, leaves out what would double the time and adds no branch."""
    if os.environ.get(WANTED):
        left_out = [
            item for item in items if item.path.parent.name == "attacks" or item.get_closest_marker("skip_coverage")
        ]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


# ──────────────────────────────────────────────── actors ────────────────────────────────────────────────


@pytest.fixture(scope="module")
def owner(accounts):
    return accounts[0]


@pytest.fixture(scope="module")
def issuer(accounts):
    return accounts[1]


@pytest.fixture(scope="module")
def holder(accounts):
    return accounts[2]


@pytest.fixture(scope="module")
def another_holder(accounts):
    return accounts[3]


@pytest.fixture(scope="module")
def stranger(accounts):
    return accounts[4]


@pytest.fixture(scope="module")
def relayer(accounts):
    return accounts[5]


@pytest.fixture(scope="module")
def dismissed_issuer(accounts, badges, owner):
    badges.appointIssuer(accounts[6], 0, {"from": owner})
    badges.dismissIssuer(accounts[6], {"from": owner})
    return accounts[6]


# ────────────────────────────────────────────── a collection ──────────────────────────────────────────────


@pytest.fixture(scope="module")
def companions(owner, BadgeRenderer, BadgeReader):
    return BadgeRenderer.deploy({"from": owner}), BadgeReader.deploy({"from": owner})


@pytest.fixture(scope="module")
def deploy(owner, companions, Badges):
    """Deploys a further collection: `deploy("Another issuer")`."""

    def deploy_named(
        name: str = "The issuer", symbol: str = "BADGE", profile=("The issuer", "Who we are", "https://issuer.example")
    ):
        return Badges.deploy(name, symbol, owner, profile, *companions, {"from": owner})

    return deploy_named


@pytest.fixture(scope="module")
def badges(deploy, owner, issuer):
    """A collection with one issuer, and nothing in it."""
    collection = deploy()
    collection.appointIssuer(issuer, 0, {"from": owner})
    return collection


@pytest.fixture(scope="module")
def create(badges, owner):
    """Creates an achievement and returns its number: `create("cka", validity=YEAR)`."""

    def create_with(slug: str, **terms: Any) -> int:
        badges.createAchievement(Terms(slug, **terms).as_tuple(), {"from": owner})
        return badges.achievementCount()

    return create_with


@pytest.fixture(scope="module")
def issue(badges, issuer):
    """Issues a badge and returns its id: `issue(cka, holder, end=...)`."""

    def issue_to(achievement_id: int, to: Any, *, start: int = 0, end: int = 0, evidence: bytes = NONE) -> int:
        id_ = badge_id(achievement_id, to)
        badges.issue(id_, start, end, evidence, {"from": issuer})
        return id_

    return issue_to


@pytest.fixture(scope="module")
def issue_cohort(badges, issuer):
    """Issues the next cohort of an achievement and returns its number."""

    def issue_to(
        achievement_id: int, *holders: Any, label: str = "An occasion", start: int = 0, end: int = 0, root: bytes = NONE
    ) -> int:
        number = badges.achievementOf(achievement_id)[2] + 1
        badges.issueCohort(achievement_id, number, label, start, end, root, packed(holders), {"from": issuer})
        return number

    return issue_to


@pytest.fixture(scope="module")
def domain(badges, chain):
    """What is signed for this collection: `domain.request(voucher)` is all that `claim` takes."""
    return Domain(chain.id, badges.address)


@pytest.fixture(scope="module")
def programme(deploy, owner, issuer):
    """Applies an example catalog: `programme("cncf")`."""
    from programme import Programme  # which imports this module

    return lambda name: Programme(name, deploy, owner, issuer)


# ────────────────────────────────────────────────── time ──────────────────────────────────────────────────


@pytest.fixture(scope="module")
def node(web3):
    """What only a development node can do."""
    return Node(web3)


@pytest.fixture(scope="module")
def travel_to(node):
    """Moves the chain's clock: the next block, and calls on it, see exactly this time."""
    return node.mine_at


@pytest.fixture(scope="module")
def now(chain):
    """The time of the latest block."""
    return lambda: chain[-1].timestamp


@pytest.fixture
def send_at(chain, node):
    """Sends a transaction that is mined at exactly this time: `send_at(end, badges.renew, id_, 0, by=issuer)`."""

    def send(moment: int, function: Any, *arguments: Any, by: Any) -> Any:
        for _ in range(10):  # ganache's clock may tick once more before the transaction is there
            node.set_time(moment)
            receipt = function(*arguments, {"from": by})
            if receipt.timestamp == moment:
                return receipt
            chain.undo()
        raise AssertionError(f"no transaction in ten was mined at {moment}")

    return send
