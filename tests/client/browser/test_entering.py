"""Connect your wallet and you are in: in a real browser, with a wallet that really signs."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.support import chains
from tests.support.browser import Wallet

from soulbadge.web.demo import Demonstration

Opened = Callable[..., Page]
Wallets = Callable[..., Wallet]
YEAR = 31_557_600


def connect(page: Page, path: str = "/club") -> None:
    page.goto(path)
    page.get_by_role("button", name="Connect your wallet").click()


def test_who_looks_up_an_address_sees_what_it_holds(open_page: Opened, shown: Demonstration) -> None:
    page = open_page()
    page.goto("/")
    page.get_by_label("An address, or the name of a badge").fill(shown.people["Ada"].account.address)
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_role("link", name="Kubestronaut", exact=True)).to_be_visible()
    page.get_by_role("link", name="Certified Kubernetes Administrator").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Certified Kubernetes Administrator")
    expect(page.get_by_role("img", name="The badge as the contract draws it")).to_be_visible()


def test_who_holds_what_it_takes_is_in(open_page: Opened, wallet: Wallets) -> None:
    for name in ("Ada", "Grace", "Linus"):
        theirs = wallet(name)
        page = open_page(theirs)
        connect(page)
        expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
        assert theirs.asked == ["eth_requestAccounts", "eth_chainId", "personal_sign"]


def test_who_lacks_it_is_told_what_and_is_not_asked_to_sign(open_page: Opened, wallet: Wallets) -> None:
    theirs = wallet("Margaret")
    page = open_page(theirs)
    connect(page)
    expect(page.get_by_role("status")).to_contain_text("missing")
    expect(page.get_by_role("status")).to_contain_text("Certified Kubernetes Administrator")
    assert "personal_sign" not in theirs.asked
    page.goto("/club")
    expect(page.get_by_role("heading", name="Connect your wallet")).to_be_visible()


def test_who_is_in_drops_out_when_a_badge_expires(open_page: Opened, wallet: Wallets, anvil: chains.Node) -> None:
    page = open_page(wallet("Linus"))
    connect(page)
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    anvil.ask("evm_increaseTime", 2 * YEAR)
    anvil.ask("evm_mine")
    page.reload()
    expect(page.get_by_role("heading", name="Welcome")).not_to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("is over")


def test_who_logs_out_is_out(open_page: Opened, wallet: Wallets) -> None:
    page = open_page(wallet("Ada"))
    connect(page)
    page.get_by_role("main").get_by_role("button", name="Log out").click()
    page.goto("/club")
    expect(page.get_by_role("button", name="Connect your wallet")).to_be_visible()


def test_a_wallet_without_announcement_is_found_where_wallets_used_to_be(open_page: Opened, wallet: Wallets) -> None:
    page = open_page(wallet("Ada"), announces=False)
    connect(page)
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()


def test_a_browser_without_wallet_is_told_so(open_page: Opened) -> None:
    page = open_page()
    page.goto("/club")
    expect(page.get_by_role("status")).to_contain_text("No wallet was found in this browser")


def test_who_declines_reads_that_nothing_happened(open_page: Opened, wallet: Wallets) -> None:
    for method in ("eth_requestAccounts", "personal_sign"):
        theirs = wallet("Ada", rejects={method})
        page = open_page(theirs)
        connect(page)
        expect(page.get_by_role("status")).to_have_text("You declined in your wallet. Nothing was signed or sent.")
        theirs.rejects.clear()
        page.get_by_role("button", name="Connect your wallet").click()
        expect(page.get_by_role("heading", name="Welcome")).to_be_visible()


def test_a_wallet_on_another_chain_is_asked_to_change(open_page: Opened, wallet: Wallets) -> None:
    theirs = wallet("Ada", chain_id=1, knows=(31337,))
    page = open_page(theirs)
    connect(page)
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    assert theirs.chain_id == 31337


def test_a_wallet_that_cannot_change_its_chain_says_which_two(open_page: Opened, wallet: Wallets) -> None:
    page = open_page(wallet("Ada", chain_id=1))
    connect(page)
    expect(page.get_by_role("status")).to_contain_text(
        "Your wallet is on chain 1, and these badges are on chain 31337."
    )
