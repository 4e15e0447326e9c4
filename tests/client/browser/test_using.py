"""The pages as people use them: by keyboard, without JavaScript, by day and night, on a phone; verify and share."""

import json
from collections.abc import Callable

import pytest
from eth_account.messages import encode_defunct
from playwright.sync_api import Page, expect
from tests.support import chains
from tests.support.browser import Wallet
from tests.support.site import Served

from soulbadge.contract import connect
from soulbadge.policy import Holds
from soulbadge.proofs import challenge, present
from soulbadge.proofs.bundles import RpcProofs, bundle
from soulbadge.web.demo import Demonstration

Opened = Callable[..., Page]
Wallets = Callable[..., Wallet]


def test_a_keyboard_is_enough_to_come_in(open_page: Opened, wallet: Wallets) -> None:
    page = open_page(wallet("Ada"))
    page.goto("/club")
    expect(page.get_by_role("button", name="Connect your wallet")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Connect your wallet":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()


def test_without_javascript_everything_works_but_the_wallet(
    open_page: Opened, shown: Demonstration, anvil: chains.Node
) -> None:
    page = open_page(java_script_enabled=False)
    ada = shown.people["Ada"].account
    page.goto("/")
    page.get_by_label("An address, or the name of a badge").fill(ada.address)
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(ada.address[:6])
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"

    page.goto("/claim")
    page.get_by_label("Claim link or voucher").fill(shown.link)
    page.get_by_label("Address of the holder").fill(shown.people["Kay"].account.address)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("the contract will take this claim")).to_be_visible()

    page.goto("/club")
    page.get_by_text("Without a wallet in this browser").click()
    page.get_by_label("Your address").fill(ada.address)
    page.get_by_role("button", name="Get a challenge").click()
    text = page.locator("pre.message").inner_text()
    signed = ada.sign_message(encode_defunct(text=text)).signature
    page.get_by_label("The signature").fill("0x" + bytes(signed).hex())
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    assert anvil.height() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_are_the_machines_own_until_others_are_chosen(open_page: Opened, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    page.goto("/verify")
    ground = "getComputedStyle(document.body).backgroundColor"
    by_day, by_night = "rgb(250, 248, 243)", "rgb(18, 21, 28)"
    assert page.evaluate(ground) == (by_day if scheme == "light" else by_night)
    for name, colour in (("Dark", by_night), ("Light", by_day)):
        page.get_by_role("button", name=name).click()
        page.wait_for_load_state()
        assert page.evaluate(ground) == colour
        assert page.url.endswith("/verify")


def test_on_a_phone_nothing_is_wider_than_the_phone(open_page: Opened, shown: Demonstration) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    cncf, ada = shown.collections["cncf"], shown.people["Ada"].account.address
    badges = connect(str(shown.rpc), cncf).badges_of(ada)
    paths = (
        "/",
        "/club",
        "/claim",
        "/verify",
        f"/holder/{ada}",
        f"/badge/{cncf}/{badges[-1].badge_id}",
        f"/collection/{cncf}",
    )
    for path in paths:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, (path, wide)


def test_a_presentation_gets_a_verdict_in_plain_words(open_page: Opened, shown: Demonstration) -> None:
    ada = shown.people["Ada"].account
    badges = connect(str(shown.rpc), shown.collections["cncf"])
    asked = challenge("jobs.example", "https://jobs.example/apply", badges.chain_id)
    text = json.dumps(present(ada, badges.badges_of(ada.address), asked).to_json())
    page = open_page()
    page.goto("/verify")
    page.get_by_label("The document").fill(text)
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Genuine, and made for jobs.example")
    expect(page.get_by_role("status")).to_contain_text(ada.address)
    expect(page.get_by_text("What this rests on")).to_be_visible()

    page.get_by_label("The document").fill(text.replace("jobs.example", "evil.example"))
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This presentation does not hold")
    expect(page.get_by_role("status")).to_contain_text("did not sign this text as it stands")


def test_a_dropped_bundle_asks_for_a_block_and_is_verified_without_a_node(
    open_page: Opened, shown: Demonstration, anvil: chains.Node
) -> None:
    ada = shown.people["Ada"].account
    badges = connect(str(shown.rpc), shown.collections["cncf"])
    asked = challenge("jobs.example", "https://jobs.example/apply", badges.chain_id, Holds("cka"))
    made = bundle(present(ada, badges.badges_of(ada.address)[:1], asked), asked, RpcProofs(anvil.url))
    page = open_page()
    page.goto("/verify")
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "bundle.json", { type: "application/json" }));
            const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true });
            document.querySelector("[data-drop]").dispatchEvent(drop);
        }""",
        made.to_text(),
    )
    expect(page.get_by_label("The document")).to_have_value(made.to_text())
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which block do you trust?")
    page.get_by_label("Hash of its block").fill(made.proof.block.hash)
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Genuine, and made for jobs.example")
    expect(page.get_by_text("computed from the bundle alone")).to_be_visible()


def test_badges_are_shared_on_a_phone_and_withdrawn_at_once(open_page: Opened, wallet: Wallets, site: Served) -> None:
    page = open_page(wallet("Ada"), viewport={"width": 360, "height": 740})
    page.goto("/shares")
    page.get_by_role("button", name="Connect your wallet").click()
    expect(page.get_by_role("heading", name="Show what you choose")).to_be_visible()
    expect(page.get_by_role("button", name="Sign and share")).to_be_visible()
    panel, button = (
        page.locator("#share").bounding_box(),
        page.get_by_role("button", name="Sign and share").bounding_box(),
    )
    assert panel is not None
    assert button is not None
    assert button["y"] >= panel["y"] + panel["height"] + 12
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_label("Certified Kubernetes Administrator").check()
    page.get_by_label("For whom").fill("recruiter.example")
    page.get_by_role("button", name="Sign and share").click()
    expect(page.get_by_text("True at this moment")).to_be_visible()
    link = page.url

    reader = open_page()
    reader.goto(link)
    expect(reader.get_by_role("heading", level=1)).to_contain_text("1 badge of")
    page.get_by_role("button", name="Withdraw it now").click()
    expect(page.get_by_text("Nothing.", exact=True)).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("alert")).to_contain_text("not shared any more")
    assert link.startswith(f"{site.url}/share/")
