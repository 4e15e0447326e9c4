"""Pictures of every page, light and dark, on a desktop and on a phone: `make screenshots`, into build/screenshots.

    python tests/support/screenshots.py [FOLDER]

They are made to be looked at; nothing compares them.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import Browser, Page, expect
from tests.support.browser import Wallet, inject, opened
from tests.support.site import Served, served

from soulbadge.contract import connect
from soulbadge.proofs import challenge, present
from soulbadge.web.demo import Demonstration, demonstration

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Scene:
    """Where the pictures are taken.

    Attributes:
        shown: What is on the chain.
        site: The pages.
        browser: The browser.
    """

    shown: Demonstration
    site: Served
    browser: Browser

    def address(self, name: str) -> str:
        """Somebody's address."""
        return self.shown.people[name].account.address

    @contextmanager
    def page(self, name: str, theme: str, size: str) -> Iterator[Page]:
        """A page in somebody's browser, of a size, in some colours."""
        width, height = SIZES[size]
        context = self.browser.new_context(
            base_url=self.site.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            device_scale_factor=1,
        )
        chain = connect(self.shown.rpc, self.shown.collections["cncf"])
        inject(context, Wallet(self.shown.people[name].account, chain.web3, chain.chain_id))
        try:
            yield context.new_page()
        finally:
            context.close()


Step = Callable[[Scene, Page], None]


def visit(path: str) -> Step:
    """Open a page."""

    def go(scene: Scene, page: Page) -> None:
        page.goto(path.format(**{name.lower(): scene.address(name) for name in scene.shown.people}))

    return go


def badge(name: str, collection: str, slug: str) -> Step:
    """Open somebody's badge."""

    def go(scene: Scene, page: Page) -> None:
        badges = connect(scene.shown.rpc, scene.shown.collections[collection])
        number = badges.achievement_id(slug)
        found = next(each for each in badges.badges_of(scene.address(name)) if each.achievement_id == number)
        page.goto(f"/badge/{badges.address}/{found.badge_id}")

    return go


def achievement(collection: str, slug: str) -> Step:
    """Open an achievement."""

    def go(scene: Scene, page: Page) -> None:
        badges = connect(scene.shown.rpc, scene.shown.collections[collection])
        page.goto(f"/achievement/{badges.address}/{badges.achievement_id(slug)}")

    return go


def issuer(collection: str) -> Step:
    """Open a collection."""

    def go(scene: Scene, page: Page) -> None:
        page.goto(f"/collection/{scene.shown.collections[collection]}")

    return go


def enter(scene: Scene, page: Page) -> None:
    """Connect the wallet, and come in."""
    page.goto("/club")
    page.get_by_role("button", name="Connect your wallet").click()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible(timeout=60_000)
    assert scene.site.url in page.url


def shares(scene: Scene, page: Page) -> None:
    """Come in, and look at what one shares."""
    enter(scene, page)
    page.goto("/shares")


def shared(scene: Scene, page: Page) -> None:
    """Come in, share a badge, and read it as its audience does."""
    shares(scene, page)
    page.locator("#badge1").check()
    page.get_by_label("For whom").fill("recruiter.example")
    page.get_by_role("button", name="Sign and share").click()
    expect(page.get_by_role("heading", name="1 badge of")).to_be_visible(timeout=60_000)


def knock(scene: Scene, page: Page) -> None:
    """Connect the wallet, and be refused."""
    page.goto("/club")
    page.get_by_role("button", name="Connect your wallet").click()
    expect(page.get_by_role("status")).to_contain_text("missing", timeout=60_000)
    assert scene.site.url in page.url


def claim(scene: Scene, page: Page) -> None:
    """Look at a claim link."""
    page.goto(f"/claim#{scene.shown.link}")
    page.get_by_label("Address of the holder").fill(scene.address("Kay"))
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("the contract will take this claim")).to_be_visible(timeout=60_000)


def verify(name: str) -> Step:
    """Look at a presentation of somebody's."""

    def go(scene: Scene, page: Page) -> None:
        account = scene.shown.people[name].account
        badges = connect(scene.shown.rpc, scene.shown.collections["cncf"])
        asked = challenge("jobs.example", "https://jobs.example/apply", badges.chain_id)
        shown = present(account, badges.badges_of(account.address), asked)
        page.goto("/verify")
        page.get_by_label("The document").fill(json.dumps(shown.to_json()))
        page.get_by_role("button", name="Verify").click()
        expect(page.locator("#verdict")).to_be_visible(timeout=60_000)

    return go


PAGES: dict[str, tuple[str, Step]] = {
    "home": ("Kay", visit("/")),
    "mistake": ("Kay", visit("/lookup?what=0x12")),
    "resume": ("Ada", visit("/holder/{ada}")),
    "resume-work": ("Ada", visit("/holder/{linus}")),
    "resume-medals": ("Ada", visit("/holder/{grace}")),
    "resume-expired": ("Ada", visit("/holder/{margaret}")),
    "resume-empty": ("Ada", visit("/holder/0x000000000000000000000000000000000000dEaD")),
    "badge": ("Ada", badge("Ada", "cncf", "kubestronaut")),
    "badge-club": ("Ada", badge("Ada", "club", "member")),
    "badge-expired": ("Ada", badge("Margaret", "cncf", "cka")),
    "issuer": ("Ada", issuer("cncf")),
    "achievement": ("Ada", achievement("kaggle", "grandmaster")),
    "club-door": ("Kay", visit("/club")),
    "club-refused": ("Margaret", knock),
    "club": ("Ada", enter),
    "sign-in": ("Kay", visit("/enter/wallet")),
    "verify": ("Kay", visit("/verify")),
    "verify-yes": ("Kay", verify("Ada")),
    "verify-no": ("Kay", verify("Margaret")),
    "claim": ("Kay", visit("/claim")),
    "claim-look": ("Kay", claim),
    "shares": ("Ada", shares),
    "share": ("Ada", shared),
    "not-found": ("Kay", visit("/nothing/here")),
}


def main(arguments: list[str]) -> int:
    """Take all pictures."""
    folder = Path(arguments[0]) if arguments else ROOT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = set(arguments[1:]) or set(PAGES)
    with demonstration([ROOT / ".toolchain" / "bin"]) as shown:
        collections = list(shown.collections.values())
        with served(shown.rpc, collections, club=shown.policy) as site, opened() as browser:
            scene = Scene(shown, site, browser)
            for name, (person, step) in PAGES.items():
                for theme in THEMES if name in wanted else ():
                    for size in SIZES:
                        with scene.page(person, theme, size) as page:
                            step(scene, page)
                            page.evaluate("window.scrollTo(0, document.body.scrollHeight)")  # pictures load late
                            page.wait_for_load_state("networkidle")
                            page.evaluate("window.scrollTo(0, 0)")
                            page.screenshot(path=folder / f"{name}-{theme}-{size}.png", full_page=True)
                        print(f"{name}-{theme}-{size}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
