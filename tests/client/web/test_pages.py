"""Every page: its headers, its markup, what it is to those who do not see it, and texts of strangers on it."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from tests.client.web.conftest import World
from tests.support.hostile_texts import NASTY
from tests.support.site import Person, served

from soulbadge.contract import connect
from soulbadge.deployment import deploy
from soulbadge.issuer import Issuer
from soulbadge.models import Profile, Terms
from soulbadge.policy import Holds

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SVG = {"path", "circle", "rect", "ellipse", "line"}


class Reading(HTMLParser):
    """A page as a browser or a screen reader finds it; what is not well-formed is a failure."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID | _SVG:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID | _SVG:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def paths(world: World) -> list[str]:
    """One of each page."""
    ada = world.holder("cka", "cks")
    badges = world.programme.collection
    (badge, *_) = badges.badges_of(ada.address)
    return [
        "/",
        "/lookup?what=nothing",
        f"/holder/{ada.address}",
        "/holder/0x" + "00" * 19 + "01",
        f"/collection/{badges.address}",
        f"/achievement/{badges.address}/2",
        f"/badge/{badges.address}/{badge.badge_id}",
        f"/badge/{badges.address}/{badge.badge_id + 1}",
        "/verify",
        "/claim",
        "/club",
        "/enter/wallet",
        "/nothing/here",
        "/enter/wallet?next=/shares",
    ]


def test_every_page_may_run_nothing_but_our_files_and_be_framed_by_nobody(visitor: Person, paths: list[str]) -> None:
    for path in paths:
        headers = visitor.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers or "uvicorn" in headers["server"]


def test_no_page_has_a_script_or_a_style_of_its_own(visitor: Person, paths: list[str]) -> None:
    for path in paths:
        read = Reading(visitor.get(path).text)
        for tag, attributes in read.tags:
            assert tag != "style", path
            assert tag != "script" or (attributes["src"] or "").startswith("/static/"), path
            assert not any(name.startswith("on") or name == "style" for name in attributes), path


def test_every_page_can_be_used_without_seeing_it(visitor: Person, paths: list[str]) -> None:
    for path in paths:
        read = Reading(visitor.get(path).text)
        assert read.all("html")[0]["lang"] == "en"
        assert len(read.all("h1")) == 1, path
        assert len(read.all("title")) == 1
        assert next(each["href"] for each in read.all("a")) == "#main"
        assert [each["id"] for each in read.all("main")] == ["main"]
        labelled = {each.get("for") for each in read.all("label")}
        for tag in ("input", "textarea", "select"):
            for each in read.all(tag):
                assert each.get("type") == "hidden" or each["id"] in labelled, path
        for each in read.all("img"):
            assert each["alt"] is not None, path
        ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
        assert len(ids) == len(set(ids)), path
        for each in read.all("nav"):
            assert each["aria-label"]


def test_what_a_wallet_does_is_said_aloud(visitor: Person) -> None:
    for path in ("/club", "/enter/wallet"):
        states = [each for each in Reading(visitor.get(path).text).all("p") if each.get("aria-live")]
        assert [each["aria-live"] for each in states] == ["polite"]


def test_the_files_beside_the_pages_may_be_kept_and_are_all_that_can_be_had(visitor: Person) -> None:
    found = set(re.findall(r'"(/static/[^"]+)"', visitor.get("/club").text))
    assert {path.partition("?")[0] for path in found} == {"/static/icon.svg", "/static/site.css", "/static/sign-in.js"}
    for path in found:
        answer = visitor.get(path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    for path in ("/static/../store.py", "/static/..%2fstore.py", "/static/%2e%2e/settings.py", "/static/", "/static/x"):
        assert visitor.get(path).status_code == 404


def test_the_picture_of_a_badge_is_inert(world: World, visitor: Person) -> None:
    badges, ada = world.programme.collection, world.holder("cka")
    (badge,) = badges.badges_of(ada.address)
    answer = visitor.get(f"/badge/{badges.address}/{badge.badge_id}/picture.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer.text.startswith("<svg")
    assert visitor.get(f"/badge/{badges.address}/{badge.badge_id + 1}/picture.svg").status_code == 404


def test_a_resume_is_a_file_to_take_along_and_leads_back(world: World, visitor: Person) -> None:
    ada = world.holder("cka")
    page = visitor.get(f"/holder/{ada.address}/resume.html")
    assert page.headers["content-disposition"].startswith("attachment")
    assert f"{world.site.url}/{ada.address}" in page.text
    assert visitor.get(f"/{ada.address}").headers["location"] == f"/holder/{ada.address}"
    found = visitor.get(f"/holder/{ada.address}/resume.json").json()
    assert found["people"][0]["wallets"] == [ada.address]


def test_an_address_leads_to_its_holder_and_a_name_to_its_badge(world: World, visitor: Person) -> None:
    ada = world.holder("cka")
    (badge,) = world.programme.collection.badges_of(ada.address)
    for typed, leads in (
        (f"  {ada.address.lower()} ", f"/holder/{ada.address}"),
        (badge.caip19, f"/badge/{badge.collection}/{badge.badge_id}"),
    ):
        answer = visitor.get("/lookup", params={"what": typed})
        assert (answer.status_code, answer.headers["location"]) == (303, leads)


def test_a_badge_says_what_it_requires_and_what_its_holder_has_of_it(world: World, visitor: Person) -> None:
    badges, ada = world.programme.collection, world.holder("cka", "cks")
    cks = next(each for each in badges.badges_of(ada.address) if each.achievement_id == 2)
    text = visitor.get(f"/badge/{badges.address}/{cks.badge_id}").text
    assert re.search(r'<span class="met yes">met</span>\s*Needs <em>when it is issued</em>', text)
    assert '<span class="unseen">held</span>' in text
    nobody = visitor.get(f"/badge/{badges.address}/{cks.badge_id + 1}")
    assert "It was never issued" in nobody.text
    assert '<span class="unseen">missing</span>' in nobody.text


def test_texts_of_strangers_are_only_texts(world: World, arrive: Callable[[], Person]) -> None:
    """Hostile names in every place that an issuer or a person who asks can fill; each page stays what it is."""
    web3, signer = world.programme.web3, world.programme.signer
    texts = [each.decode("utf-8", "ignore").replace("\x00", "") for each in NASTY]
    texts = [each for each in texts if each.strip()]
    whole = " ".join(texts)[:1500]
    name = "</title><script>alert(1)</script><img src=x onerror=alert(1)>"
    profile = Profile(name, whole, "javascript:alert(1)")
    badges = connect(web3, deploy(web3, signer, name, "EVIL", profile).address)
    issuer = Issuer(badges, signer)
    issuer.appoint_issuer(signer.address)
    issuer.create_achievement(Terms("evil", name, whole, whole, tuple(texts[:8]), individual=True))
    issuer.issue("evil", (ada := world.holder()).address)
    (badge,) = badges.badges_of(ada.address)
    with served(web3, [badges.address], club=Holds("evil"), title="<script>") as site:
        person = Person(site.url)
        person.sign_in(ada, site.site.club.name if site.site.club else "", "/club")
        pages = [
            "/",
            f"/holder/{ada.address}",
            f"/collection/{badges.address}",
            f"/achievement/{badges.address}/1",
            f"/badge/{badges.address}/{badge.badge_id}",
            "/club",
            *(f"/lookup?what={name}{number}" for number in range(2)),
        ]
        answers = [person.get(path) for path in pages]
        answers += [person.get("/lookup", params={"what": text[:300]}) for text in texts]
        answers += [person.post("/verify", {"text": text[:300]}) for text in texts[:12]]
        answers += [person.post("/claim", {"what": text[:300], "holder": text[:50]}) for text in texts[:12]]
        for answer in answers:
            assert answer.status_code < 500
            read = Reading(answer.text)
            assert {each["src"] for each in read.all("script")} <= {
                path for path in (each["src"] for each in read.all("script")) if path and path.startswith("/static/")
            }
            for tag, attributes in read.tags:
                assert not any(each.startswith("on") for each in attributes), answer.text
                for place in ("href", "src", "action"):
                    value = attributes.get(place) or "/"
                    assert value.startswith(("/", "#")), (tag, value)
            assert not {"\u202e", "\u2066", "\u200f"} & set(" ".join(read.texts))
        person.close()
    assert arrive().get("/").status_code == 200
