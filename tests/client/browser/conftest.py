"""The demonstration on anvil, its site, and browsers with wallets."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support import browser as browsers
from tests.support import chains
from tests.support.browser import Wallet
from tests.support.site import Served, served

from soulbadge.web.demo import Demonstration, build

expect.set_options(timeout=30_000)  # two cores may be busy


@pytest.fixture(scope="session")
def shown(anvil: chains.Node) -> Demonstration:
    made = build(anvil.web3, "anvil", [chains.account(number) for number in range(10)])
    return Demonstration(anvil.url, made.chain, made.collections, made.policy, made.people, made.link, made.issuer)


@pytest.fixture(scope="session")
def site(shown: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    file = tmp_path_factory.mktemp("site") / "site.sqlite"
    with served(shown.rpc, list(shown.collections.values()), club=shown.policy, file=file) as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browsers.opened() as browser:
        yield browser


@pytest.fixture(autouse=True)
def as_before(anvil: chains.Node, shown: Demonstration) -> Iterator[None]:  # noqa: ARG001 (made before)
    """After each test the chain is as it was, the clock too."""
    snapshot = anvil.ask("evm_snapshot")
    yield
    assert anvil.ask("evm_revert", snapshot) is True


@pytest.fixture
def wallet(anvil: chains.Node, shown: Demonstration) -> Callable[..., Wallet]:
    """The wallet of somebody in the demonstration."""

    def of(name: str, **more: Any) -> Wallet:  # noqa: ANN401 (fields of Wallet)
        return Wallet(shown.people[name].account, anvil.web3, **{"chain_id": 31337, **more})

    return of


@pytest.fixture
def open_page(chromium: Browser, site: Served) -> Iterator[Callable[..., Page]]:
    """A page in a browser of its own; whatever its scripts complain about fails the test."""
    complaints: list[str] = []
    contexts = []

    def opened(*wallets: Wallet, announces: bool = True, **options: Any) -> Page:  # noqa: ANN401 (Playwright's)
        context = chromium.new_context(base_url=site.url, **options)
        contexts.append(context)
        browsers.inject(context, *wallets, announces=announces)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints
