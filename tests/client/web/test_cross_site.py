"""Cross-site requests: whatever is posted comes from a page of this site, in the browser that was given it."""

from collections.abc import Iterator

import pytest
from tests.client.web.conftest import World
from tests.support.site import PROGRAM, Person

POSTS = (
    "/theme",
    "/leave",
    "/verify",
    "/claim",
    "/claim/transaction",
    "/claim/consent",
    "/claim/request",
    "/enter/wallet/ask",
    "/enter/wallet/answer",
    "/shares",
    "/shares/ask",
    "/shares/withdraw",
)
FIELDS = {
    "choose": "dark",
    "text": "{}",
    "what": "{}",
    "holder": "0x" + "11" * 20,
    "sender": "0x" + "11" * 20,
    "deadline": "1",
    "signature": "0x",
    "address": "0x" + "11" * 20,
    "nonce": "12345678",
    "share": "x",
    "name": "x" * 32,
    "audience": "jobs.example",
    "days": "1",
}


@pytest.fixture(scope="module")
def another(world: World) -> Iterator[str]:
    """The token of somebody else's browser."""
    person = Person(world.site.url)
    yield person.token()
    person.close()


def test_every_post_of_the_site_is_in_this_table(world: World) -> None:
    from soulbadge.web.pages import ROUTERS

    found = {
        route.path.replace("{name}", "wallet")  # type: ignore[attr-defined]  # every route of ours has a path
        for router in ROUTERS
        for route in router.routes
        if "POST" in route.methods  # type: ignore[attr-defined]  # and methods
    }
    assert found == set(POSTS)
    assert world.site.url


@pytest.mark.parametrize("path", POSTS)
def test_a_form_without_the_token_of_its_browser_is_refused(path: str, visitor: Person, another: str) -> None:
    visitor.get("/nothing")
    visitor.get("/verify")
    for token in ("", "0" * 64, another, "é"):
        refused = visitor.post(path, {**FIELDS, "token": token}, headers=PROGRAM)
        assert (refused.status_code, refused.json()["error"]["name"]) == (403, "CrossSiteError"), token


@pytest.mark.parametrize("path", POSTS)
def test_a_form_from_another_origin_is_refused(path: str, visitor: Person) -> None:
    token = visitor.token()
    for origin in ("https://evil.example", "null", "http://127.0.0.1", visitor.url + ".evil.example", None):
        refused = visitor.post(path, {**FIELDS, "token": token}, origin=origin, headers=PROGRAM)
        assert (refused.status_code, refused.json()["error"]["name"]) == (403, "CrossSiteError"), origin


@pytest.mark.parametrize("path", POSTS)
def test_a_browser_without_cookie_cannot_send_anything(path: str, visitor: Person) -> None:
    token = visitor.token()
    visitor.client.cookies.clear()
    refused = visitor.post(path, {**FIELDS, "token": token}, headers=PROGRAM)
    assert (refused.status_code, refused.json()["error"]["name"]) == (403, "CrossSiteError")


def test_what_changes_something_is_never_done_by_following_a_link(visitor: Person) -> None:
    for path in POSTS:
        if path not in {"/verify", "/claim", "/shares"}:  # which have a page, too
            assert visitor.get(path).status_code in {404, 405, 422}, path
    assert visitor.get("/shares").headers["location"] == "/enter/wallet?next=%2Fshares"
