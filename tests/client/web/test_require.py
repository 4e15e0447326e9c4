"""`Depends(require(policy))`: a route of somebody else's app, gated in one line."""

import re
import runpy
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import pytest
from eth_account.signers.local import LocalAccount
from fastapi import Depends, FastAPI
from tests.client.conftest import Programme, begin
from tests.support import chains
from tests.support.documents import ROOT
from tests.support.faulty_proxy import faulty_proxy
from tests.support.site import PROGRAM, Person, bound, running

from soulbadge.errors import SiteMissingError, ValueInvalidError
from soulbadge.holder import Holder
from soulbadge.policy import AllOf, AnyOf, Holds
from soulbadge.web import Member, Site, SiteSettings, require

EXAMPLE = ROOT / "examples" / "gated_app.py"


@dataclass(frozen=True)
class Gated:
    """The example, served."""

    url: str
    programme: Programme
    cable: Any


@pytest.fixture(scope="module")
def gated(anvil: chains.Node) -> Iterator[Gated]:
    programme = begin(anvil.web3, chains.account(0))
    with (
        faulty_proxy(anvil.url, seed=1, rate=0) as cable,
        bound() as (listening, port),
        pytest.MonkeyPatch.context() as on,
    ):
        url = f"http://127.0.0.1:{port}"
        on.setenv("ORIGIN", url)
        on.setenv("RPC_URL", cable.url)
        on.setenv("COLLECTION", programme.collection.address)
        app: FastAPI = runpy.run_path(str(EXAMPLE))["app"]

        @app.get("/vault")
        def vault(member: Annotated[Member, Depends(require(AllOf(Holds("cka"), Holds("cks"))))]) -> int:
            return len(member.badges)

        @app.post("/lounge/guestbook", dependencies=[Depends(require(Holds("cka")))])
        async def sign(line: str) -> str:
            return line

        with running(app, listening):
            yield Gated(url, programme, cable)
        app.state.soulbadge.close()


@pytest.fixture
def visitor(gated: Gated) -> Iterator[Person]:
    person = Person(gated.url, prefix="/badges")
    yield person
    person.close()


def entrance(visitor: Person, path: str) -> str:
    """Where somebody who is not in yet is led to: the name of the door."""
    answer = visitor.get(path)
    assert answer.status_code == 303
    found = re.fullmatch(
        rf"/badges/enter/([0-9a-f]{{24}})\?next={path.replace('/', '%2F')}", answer.headers["location"]
    )
    assert found, answer.headers["location"]
    assert visitor.get(answer.headers["location"]).status_code == 200
    return found[1]


def holder(gated: Gated, number: int, *slugs: str) -> LocalAccount:
    account = chains.account(number)
    for slug in slugs:
        gated.programme.issuer.issue(slug, account.address)
    return account


def test_the_example_lets_in_who_holds_the_badge_and_shuts_when_it_is_gone(gated: Gated, visitor: Person) -> None:
    assert visitor.get("/lounge", headers=PROGRAM).status_code == 401
    door = entrance(visitor, "/lounge")
    ada = holder(gated, 3, "cka")
    assert visitor.sign_in(ada, door, "/lounge").json() == {"next": "/lounge"}
    assert visitor.get("/lounge").json() == f"Welcome, {ada.address}"
    (badge,) = gated.programme.collection.badges_of(ada.address)
    Holder(gated.programme.collection, ada).renounce(badge.badge_id)
    deadline = time.monotonic() + 60
    while visitor.get("/lounge").status_code == 200:  # an answer may be two seconds old
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert visitor.get("/lounge", headers=PROGRAM).status_code == 401


def test_who_lacks_the_badge_is_refused_with_what_is_missing(gated: Gated, visitor: Person) -> None:
    refused = visitor.sign_in(holder(gated, 4), entrance(visitor, "/lounge"))
    assert (refused.status_code, refused.json()["error"]["name"]) == (403, "DoorClosedError")
    assert "Administrator" in refused.json()["error"]["message"]


def test_a_session_for_one_policy_does_not_open_a_route_with_another(gated: Gated, visitor: Person) -> None:
    grace = holder(gated, 5, "cka", "cks")
    assert visitor.sign_in(grace, entrance(visitor, "/lounge")).status_code == 200
    assert visitor.get("/lounge").status_code == 200
    assert visitor.get("/vault", headers=PROGRAM).status_code == 401
    assert visitor.sign_in(grace, entrance(visitor, "/vault")).status_code == 200
    assert visitor.get("/vault").json() == 2
    assert visitor.get("/lounge").status_code == 200  # one browser, one address, two doors


def test_routes_without_a_parameter_and_async_ones_are_gated_alike(gated: Gated, visitor: Person) -> None:
    assert visitor.client.post("/lounge/guestbook?line=hello", headers=PROGRAM).status_code == 401
    linus = holder(gated, 6, "cka")
    visitor.sign_in(linus, entrance(visitor, "/lounge"))
    assert visitor.client.post("/lounge/guestbook?line=hello").json() == "hello"


def test_while_the_chain_is_down_the_door_is_shut_and_the_session_stays(gated: Gated, visitor: Person) -> None:
    margaret = holder(gated, 7, "cka")
    visitor.sign_in(margaret, entrance(visitor, "/lounge"))
    gated.cable.unplugged = True
    try:
        answers = {visitor.get("/lounge", headers=PROGRAM).status_code for _ in range(3)}
        assert answers <= {200, 503}
        assert visitor.get("/badges/").status_code in {200, 503}
    finally:
        gated.cable.unplugged = False
    assert visitor.get("/lounge").status_code == 200


def test_the_apps_own_routes_keep_their_own_rules(visitor: Person) -> None:
    assert "content-security-policy" not in visitor.get("/openapi.json").headers
    assert visitor.get("/badges/").headers["content-security-policy"]
    assert visitor.get("/badges/nothing/here").status_code == 404
    found = re.findall(r'(?:href|src|action)="(/[^"]*)"', visitor.get("/badges/").text)
    assert found
    assert all(path.startswith("/badges/") for path in found)


def test_an_app_without_a_site_is_told_so(anvil: chains.Node, gated: Gated) -> None:
    app = FastAPI()

    @app.get("/")
    def nothing(member: Annotated[Member, Depends(require(Holds("cka")))]) -> str:
        return member.holder

    caught: list[Exception] = []

    @app.exception_handler(SiteMissingError)
    def tell(_: object, error: Exception) -> Any:  # noqa: ANN401 (a response)
        from starlette.responses import PlainTextResponse

        caught.append(error)
        return PlainTextResponse(str(error), status_code=500)

    with bound() as (listening, port), running(app, listening):
        person = Person(f"http://127.0.0.1:{port}")
        assert "install(app)" in person.get("/").text
        person.close()
    assert isinstance(caught[0], LookupError)
    site = Site(SiteSettings(origin="http://localhost:1"), anvil.url, [gated.programme.collection.address])
    with pytest.raises(ValueInvalidError, match="a path of its own"):
        site.install(app)
    site.close()


def test_a_door_is_named_by_what_it_demands_and_by_nothing_else() -> None:
    one = require(AnyOf(Holds("a"), Holds("b"))).door.name
    assert one == require(AnyOf(Holds("a"), Holds("b"))).door.name
    others = (
        Holds("a"),
        Holds("b"),
        AllOf(Holds("a"), Holds("b")),
        Holds("a", held_for=1),
        Holds("a", "0x" + "11" * 20),
    )
    assert len({one, *(require(each).door.name for each in others)}) == 6


def test_the_guide_shows_the_example_as_it_is() -> None:
    text = (ROOT / "docs" / "web.md").read_text(encoding="utf-8")
    body = EXAMPLE.read_text(encoding="utf-8").partition('"""\n\n')[2]
    assert f"```python gated_app.py\n{body}```" in text
    lines = [line for line in body.splitlines() if line and not line.startswith(("import", "from"))]
    assert len(lines) <= 10
