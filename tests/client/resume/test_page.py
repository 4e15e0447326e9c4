"""The page: whole, harmless whatever a badge says, printable. Looked at by a parser, and by a real browser."""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser
from tests.support import qr
from tests.support.browser import opened
from tests.support.careers import Careers
from tests.support.hostile_texts import NASTY, texts

from soulbadge.errors import BrowserError, ValueInvalidError
from soulbadge.resume import Resume, find_browser, live_url, render_body, render_html, render_pdf, resume, stylesheet
from soulbadge.resume.reading import SVG, picture_in

KEPT = {"caip19", "collection", "owner", "hash", "holder", "wallets", "chain_id", "link", "picture", "format", "source"}
"""Fields whose form this library sees to when it reads them; every other text may be anything."""

TAGS = (
    "html head meta title style body main article header footer section div p h1 h2 h3 ul li code span dl dt dd table "
    "thead tbody tr th td figure figcaption a img b br svg path rect text"
)
ATTRIBUTES = (
    "lang charset http-equiv content name class scope href rel src alt width height viewbox transform role aria-label "
    "x y d rx fill stroke text-anchor xmlns"
)
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e00ff]"
)


class Reader(HTMLParser):
    """Every element with its attributes, and all text that is shown."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.shown: list[str] = []
        self._style = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.shown.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def attributes(self, tag: str, name: str) -> list[str]:
        return [each[name] or "" for found, each in self.elements if found == tag and name in each]


def spoiled(value: Any, source: Iterator[str]) -> Any:  # noqa: ANN401 (any value of a résumé)
    """A value with a hostile text in the place of every text that a stranger could have written."""
    if isinstance(value, tuple):
        return tuple(next(source) if isinstance(each, str) else spoiled(each, source) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {}
    for field in fields(value):
        old = getattr(value, field.name)
        if field.name in KEPT:
            continue
        changes[field.name] = next(source) if isinstance(old, str) else spoiled(old, source)
    return replace(value, **changes)


def hostile(seed: int) -> Iterator[str]:
    return (each[:2000].decode("utf-8", "replace") for each in texts(seed))


def inspect(page: str) -> Reader:
    """Nothing in the page but what the templates put there."""
    found = Reader(page)
    assert {tag for tag, _ in found.elements} <= set(TAGS.split())
    assert {name for _, each in found.elements for name in each} <= set(ATTRIBUTES.split())
    for name in ("href", "src"):
        for tag, each in found.elements:
            if name in each:
                start = {"a": "https://", "img": "data:image/svg+xml;base64,"}[tag]
                assert (each[name] or "").startswith(start)
    assert not HIDDEN.search("".join(found.shown))
    return found


def test_texts_of_strangers_are_shown_and_never_obeyed(joined: Resume) -> None:
    plain = inspect(render_html(joined, url="https://badges.example"))
    for seed in range(6):
        page = render_html(spoiled(joined, hostile(seed)), url="https://badges.example")
        found = inspect(page)
        shape = [tag for tag, _ in found.elements]
        # The same page: texts add no element, and take none away but the optional ones that an empty text leaves out.
        assert set(shape) <= {tag for tag, _ in plain.elements}


def test_every_nasty_text_is_seen_in_every_place(joined: Resume) -> None:
    for text in NASTY:
        one = text.decode("utf-8", "replace")[:500]
        inspect(render_html(spoiled(joined, iter(lambda one=one: one, None))))  # type: ignore[misc]  # mypy knows no default here


def test_an_address_of_an_issuer_is_a_link_only_if_it_can_be_nothing_else(joined: Resume) -> None:
    def page(url: str) -> Reader:
        section = joined.people[0].sections[0]
        attester = replace(section.attester, profile=replace(section.attester.profile, url=url))
        person = replace(joined.people[0], sections=(replace(section, attester=attester),))
        return inspect(render_html(replace(joined, people=(person,))))

    assert page("https://www.cncf.io/a?b=c#d").attributes("a", "href") == ["https://www.cncf.io/a?b=c#d"]
    for url in (
        "javascript:alert(1)",
        "http://a.example",
        "https://a.example/\u202e",
        'https://a"onclick=x',
        "//a.example",
    ):
        assert page(url).attributes("a", "href") == []


def test_the_policy_lets_nothing_run_or_load_and_names_the_style(joined: Resume) -> None:
    page = render_html(joined)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = Reader(page).attributes("meta", "content")[0]
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert digest in policy
    assert "style=" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert "@import" not in style
    assert "url(" not in style


def test_pictures_are_whole_inside_it(joined: Resume) -> None:
    pictures = inspect(render_html(joined)).attributes("img", "src")
    assert len(pictures) == 11
    for each in pictures:
        assert b64decode(each.partition(",")[2]).startswith(b"<svg ")


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "https://evil.example/x.json",
        "data:application/json;base64,%%%",
        "data:application/json;base64," + b64encode(b"[]").decode(),
        "data:application/json;base64," + b64encode(b"{" * 100_000).decode(),
        *(
            "data:application/json;base64," + b64encode(json.dumps({"image": image}).encode()).decode()
            for image in (7, "https://evil.example/x.svg", "data:text/html,x", SVG + "%%%", SVG + "A" * 300_000)
        ),
    ],
)
def test_what_is_no_picture_is_none(uri: str) -> None:
    assert picture_in(uri) == ""


def test_a_picture_from_elsewhere_is_not_loaded(joined: Resume) -> None:
    person = joined.people[0]
    sections = tuple(
        replace(section, entries=tuple(replace(each, picture="https://evil.example/x.svg") for each in section.entries))
        for section in person.sections
    )
    page = render_html(replace(joined, people=(replace(person, sections=sections),)))
    assert "evil.example" not in page
    assert inspect(page).attributes("img", "src") == []


def test_a_qr_code_leads_to_the_live_page(joined: Resume) -> None:
    page = render_html(joined, url="https://badges.example/")
    wallet = joined.people[0].wallets[0]
    assert Reader(page).attributes("a", "href")[0] == f"https://badges.example/{wallet}"
    assert qr.read(page) == f"https://badges.example/{wallet}"
    assert 'class="code"' not in render_html(joined)


@pytest.mark.parametrize(
    "base", ["badges.example", "javascript:alert(1)", "https://", "https://a b", "https://a/?q", "x" * 9]
)
def test_a_base_that_is_no_site_is_refused(joined: Resume, base: str) -> None:
    with pytest.raises(ValueInvalidError, match=r"https://badges\.example"):
        render_html(joined, url=base)
    assert live_url("http://127.0.0.1:8000", joined.people[0]).startswith("http://127.0.0.1:8000/0x")


def test_a_body_can_stand_in_another_page(joined: Resume) -> None:
    body = render_body(joined)
    assert "<html" not in body
    assert body.strip() in render_html(joined)
    assert stylesheet() in render_html(joined)


def test_several_people_and_nobody_are_shown_as_such(ada: Careers) -> None:
    addresses = [ada.work.address, ada.home.address, "0x" + "00" * 19 + "77"]
    page = render_html(resume(addresses, ada.collections, pictures=False))
    assert page.count("<article") == 3
    assert "None of the collections below has a badge of this wallet." in page
    assert "One person" not in page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened() as found:
        yield found


def test_in_a_browser_nothing_runs_and_nobody_is_asked(joined: Resume, browser: Browser) -> None:
    attacks = iter(lambda: "<img src=x onerror=alert(1)><script>alert(2)</script>'\"><svg onload=alert(3)>", None)
    page = render_html(spoiled(joined, attacks), url="https://badges.example")
    context = browser.new_context()
    tab, said, asked = context.new_page(), [], []
    tab.on("dialog", lambda each: said.append(each.message))
    tab.on("console", lambda each: said.append(each.text))  # refusals of the policy are told there
    tab.on("pageerror", lambda each: said.append(str(each)))
    tab.on("request", lambda each: asked.append(each.url))
    tab.set_content(page, wait_until="load")
    assert tab.locator("img").count() == 11
    loaded = tab.evaluate("[...document.images].map(each => each.naturalWidth)")
    assert loaded == [400] * 11
    assert tab.locator("script").count() == 0
    assert said == []
    assert [each[:30] for each in asked if not each.startswith("data:image/svg+xml;base64,")] == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1000])
def test_it_fits_a_phone_and_a_desk_in_both_themes_with_contrast(
    joined: Resume, browser: Browser, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    tab = context.new_page()
    tab.set_content(render_html(joined), wait_until="load")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    pairs = tab.evaluate(COLOURS)
    assert len(pairs) > 50
    assert min(contrast(*each) for each in pairs) >= 4.5  # WCAG 2.2, level AA
    context.close()


COLOURS = """
() => [...document.querySelectorAll('.resume *')].filter(each => !each.closest('svg') && [...each.childNodes].some(
  one => one.nodeType === 3 && one.textContent.trim())).map(each => {
    let below = each;
    const opaque = one => !/rgba\\(.*, 0\\)/.test(getComputedStyle(one).backgroundColor);
    while (below.parentElement && !opaque(below)) below = below.parentElement;
    return [getComputedStyle(each).color, getComputedStyle(below).backgroundColor];
})
"""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2)."""

    def luminance(colour: str) -> float:
        parts = [int(each) / 255 for each in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_it_is_printed_on_a4(joined: Resume) -> None:
    printed = render_pdf(render_html(joined))
    assert printed.startswith(b"%PDF-")
    sizes = {tuple(map(float, each.split())) for each in re.findall(rb"/MediaBox \[([^\]]+)\]", printed)}
    assert {(round(width), round(height)) for _, _, width, height in sizes} == {(595, 842)}
    assert b"/JavaScript" not in printed


def test_without_a_browser_it_says_so(joined: Resume) -> None:
    with pytest.raises(BrowserError, match=r"no-such-browser: not found\); name a Chromium"):
        find_browser("no-such-browser")
    with pytest.raises(BrowserError, match="printed nothing"):
        render_pdf(render_html(joined), browser="true")
    with pytest.raises(BrowserError, match="ended with 1"):
        render_pdf(render_html(joined), browser="false")
