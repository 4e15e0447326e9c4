"""Careers on anvil; no test of this folder changes them, but for those that take `aside`."""

from collections.abc import Iterator

import pytest
from tests.support import careers, chains

from soulbadge.resume import Resume, make_link, resume


@pytest.fixture(scope="session")
def careers_node() -> Iterator[chains.Node]:
    with chains.anvil() as node:
        yield node


@pytest.fixture(scope="session")
def ada(careers_node: chains.Node) -> careers.Careers:
    return careers.begin(careers_node)


@pytest.fixture
def aside(ada: careers.Careers) -> Iterator[careers.Careers]:
    """The same chain for a test that changes it; put back afterwards."""
    snapshot = ada.node.ask("evm_snapshot")
    yield ada
    assert ada.node.ask("evm_revert", snapshot) is True


@pytest.fixture(scope="session")
def joined(ada: careers.Careers) -> Resume:
    """Ada's résumé over both wallets, with pictures."""
    link = make_link([ada.work, ada.home], now=ada.start)
    return resume([ada.work.address, ada.home.address], ada.collections, links=[link])
