"""A collection on anvil with cohorts and badges issued one by one, and a proxy in front of the chain."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from eth_account import Account
from tests.client.conftest import Programme, begin
from tests.client.reading.proxies import Proxy, proxy
from tests.support import chains

from soulbadge.contract import Collection, connect
from soulbadge.models import BurnAuth, Terms


@dataclass
class Scene:
    """`medal` comes in cohorts and one by one, and lapses after 1,000 seconds; `pass` can be revoked."""

    node: chains.Node
    programme: Programme
    proxy: Proxy

    def connect(self) -> Collection:
        """The collection by the proxy, whose count begins anew."""
        found = connect(self.proxy.url, self.programme.collection.address)
        self.proxy.posts.clear()
        return found


@pytest.fixture(scope="module")
def chain() -> Iterator[chains.Node]:
    with chains.anvil() as node:
        yield node


@pytest.fixture(scope="module")
def medals(chain: chains.Node) -> Programme:
    chain.ask("anvil_mine", hex(40))
    programme = begin(chain.web3, chains.account(0))
    programme.issuer.create_achievement(Terms("medal", "Medal", validity=1000))
    programme.issuer.create_achievement(Terms("pass", "Pass", burn_auth=BurnAuth.Both))
    return programme


@pytest.fixture
def scene(chain: chains.Node, medals: Programme) -> Iterator[Scene]:
    """The same again for each test: what a test does to the chain is undone."""
    snapshot = chain.ask("evm_snapshot")
    with proxy(chain.url) as between:
        yield Scene(chain, medals, between)
    chain.ask("evm_revert", snapshot)


def somebody() -> str:
    """An address that nobody has used."""
    return str(Account.create().address)
