"""A site of one small programme on a chain in this process, and people who ask it by HTTP."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from tests.client.conftest import InProcess, Programme, begin
from tests.support.site import Person, Served, served

from soulbadge.models import BurnAuth, Terms
from soulbadge.policy import Holds

HOUR = 3600


@dataclass
class Clock:
    """The machine's clock, which tests may put forward: sessions and badges end by it."""

    chain: InProcess
    ahead: int = field(default=0)

    def __call__(self) -> int:
        return self.chain.now() + self.ahead


@dataclass(frozen=True)
class World:
    """A programme with `cka`, `cks` that asks for it, and a `pass` that its issuer may take back; and its site."""

    programme: Programme
    site: Served
    file: Path
    clock: Clock

    def holder(self, *slugs: str, end: int | None = None) -> LocalAccount:
        """Somebody new who holds these."""
        account: LocalAccount = Account.create()
        for slug in slugs:
            self.programme.issuer.issue(slug, account.address, end=end)
        return account


@pytest.fixture(scope="module")
def world(in_process: InProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    programme = begin(in_process.web3, in_process.signer)
    programme.issuer.create_achievement(Terms("pass", "Pass", individual=True, burn_auth=BurnAuth.Both))
    file, clock = tmp_path_factory.mktemp("site") / "site.sqlite", Clock(in_process)
    with served(in_process.web3, [programme.collection.address], club=Holds("cka"), file=file, now=clock) as site:
        yield World(programme, site, file, clock)


@pytest.fixture(autouse=True)
def on_time(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "world" in request.fixturenames:
        request.getfixturevalue("world").clock.ahead = 0


@pytest.fixture
def arrive(world: World) -> Iterator[Callable[[], Person]]:
    """Somebody new at the site."""
    people: list[Person] = []

    def arrived() -> Person:
        people.append(Person(world.site.url))
        return people[-1]

    yield arrived
    for each in people:
        each.close()


@pytest.fixture
def visitor(arrive: Callable[[], Person]) -> Person:
    return arrive()
