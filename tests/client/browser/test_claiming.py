"""A claim link and a wallet: the badge is the holder's, or a relayer can make it so."""

import json
from collections.abc import Callable

from eth_account import Account
from playwright.sync_api import Page, expect
from tests.support import chains
from tests.support.browser import Wallet

from soulbadge.contract import connect
from soulbadge.holder import Holder
from soulbadge.vouchers.claims import parse_claim
from soulbadge.web.demo import Demonstration

Opened = Callable[..., Page]
Wallets = Callable[..., Wallet]


def look_at(page: Page, link: str, holder: str) -> None:
    page.goto("/claim")
    page.get_by_label("Claim link or voucher").fill(link)
    page.get_by_label("Address of the holder").fill(holder)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("the contract will take this claim")).to_be_visible()


def test_a_claim_link_becomes_a_badge(open_page: Opened, wallet: Wallets, shown: Demonstration) -> None:
    kay = wallet("Kay")
    page = open_page(kay)
    look_at(page, shown.link, kay.account.address)
    page.get_by_role("button", name="Claim with your wallet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kubernetes and Cloud Native Associate", timeout=60_000)
    expect(page.get_by_text("It counts now")).to_be_visible()
    badges = connect(str(shown.rpc), shown.collections["cncf"])
    assert badges.holds(kay.account.address, "kcna")


def test_a_link_is_taken_from_behind_the_hash_and_out_of_the_address(open_page: Opened, shown: Demonstration) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/claim#{shown.link}")
    expect(page.get_by_label("Claim link or voucher")).to_have_value(shown.link)
    assert "#" not in page.url
    assert not any(shown.link in url.partition("#")[0] for url in asked)


def test_the_wallet_says_whom_a_link_is_for(open_page: Opened, wallet: Wallets, shown: Demonstration) -> None:
    kay = wallet("Kay")
    page = open_page(kay)
    page.goto(f"/claim#{shown.link}")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="Who is it for?")).to_be_visible()
    page.get_by_role("button", name="Take the address of your wallet").click()
    expect(page.get_by_role("button", name="Claim with your wallet")).to_be_visible()
    expect(page.get_by_text(kay.account.address)).to_be_visible()


def test_another_account_than_the_holders_is_told_so(open_page: Opened, wallet: Wallets, shown: Demonstration) -> None:
    grace = wallet("Grace")
    page = open_page(grace)
    look_at(page, shown.link, shown.people["Kay"].account.address)
    page.get_by_role("button", name="Claim with your wallet").click()
    expect(page.get_by_role("status").first).to_contain_text("Choose that account, then try again.")
    assert "eth_sendTransaction" not in grace.asked


def sign_for_a_relayer(page: Page, link: str, holder: str) -> str:
    look_at(page, link, holder)
    page.get_by_text("Let somebody else pay").click()
    page.get_by_role("button", name="Sign for a relayer").click()
    expect(page.get_by_label("For the relayer")).to_be_visible()
    return page.get_by_label("For the relayer").input_value()


def test_a_claim_signed_in_the_browser_is_sent_by_a_relayer(
    open_page: Opened, shown: Demonstration, anvil: chains.Node
) -> None:
    poor = Wallet(Account.create(), anvil.web3, 31337)
    text = sign_for_a_relayer(open_page(poor), shown.link, poor.account.address)
    assert json.loads(text)["consent"]["holder"] == poor.account.address
    badges = connect(str(shown.rpc), shown.collections["cncf"])
    Holder(badges, chains.account(0)).claim(parse_claim(text))
    assert badges.holds(poor.account.address, "kcna")
    assert "eth_sendTransaction" not in poor.asked


def test_a_relayer_sends_it_from_the_page_too(
    open_page: Opened, wallet: Wallets, shown: Demonstration, anvil: chains.Node
) -> None:
    poor = Wallet(Account.create(), anvil.web3, 31337)
    text = sign_for_a_relayer(open_page(poor), shown.link, poor.account.address)
    page = open_page(wallet("Grace"))
    look_at(page, text, "")
    page.get_by_role("button", name="Send it and pay").click()
    expect(page.get_by_text("It counts now")).to_be_visible(timeout=60_000)
    assert connect(str(shown.rpc), shown.collections["cncf"]).holds(poor.account.address, "kcna")


def test_who_declines_to_send_has_sent_nothing(open_page: Opened, wallet: Wallets, shown: Demonstration) -> None:
    kay = wallet("Kay", rejects={"eth_sendTransaction"})
    page = open_page(kay)
    look_at(page, shown.link, kay.account.address)
    page.get_by_role("button", name="Claim with your wallet").click()
    expect(page.get_by_role("status").first).to_have_text("You declined in your wallet. Nothing was signed or sent.")
