"""show, explain, holders, expiring: what is read, for people and for programs."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from eth_account import Account
from tests.client.cli.conftest import CATALOG
from tests.support import chains
from tests.support.command_line import Desk

from soulbadge.contract import Collection, connect
from soulbadge.issuer import Issuer
from soulbadge.models import Badge, Status

DAY = 86_400


class World:
    """A desk, its collection, and somebody with badges of several kinds."""

    def __init__(self, desk: Desk) -> None:
        assert desk.node
        self.desk = desk
        self.collection: Collection = connect(desk.node.web3, desk.done("show")["collection"])
        self.issuer = Issuer(self.collection, chains.account(0))
        self.holder = str(Account.create().address)
        self.stranger = str(Account.create().address)
        self.now = self.collection.node.timestamp()
        self.issuer.issue("cka", self.holder, end=self.now + 10 * DAY)
        self.issuer.issue("title", self.holder)
        self.issuer.issue("gold", self.holder)
        self.issuer.issue_cohort("pass", [self.holder, self.stranger], "Class of 2026", end=self.now + 40 * DAY)


@pytest.fixture(scope="module", params=["anvil", "ganache"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with getattr(chains, request.param)() as node:
        desk = Desk(tmp_path_factory.mktemp(request.param), node, chains.account(0))
        (desk.folder / "catalog.toml").write_text(CATALOG, encoding="utf-8")
        assert desk.call("deploy", "--catalog", "catalog.toml").code == 0
        yield World(desk)


def test_a_collection(world: World) -> None:
    told = world.desk.done("show")
    assert (told["name"], told["symbol"], told["owner"]) == ("Foundation", "FND", chains.account(0).address)
    assert [each["terms"]["slug"] for each in told["achievements"]] == ["cka", "cks", "title", "gold", "pass"]
    assert told["issuers"] == [{"account": chains.account(0).address, "everything": True, "achievements": []}]
    assert world.desk.done("show", world.collection.address)["symbol"] == "FND"
    shown = world.desk.call("show").out
    assert "cka, always" in shown
    assert "holder and issuer" in shown


def test_a_holder(world: World) -> None:
    told = world.desk.done("show", world.holder)["badges"]
    assert [(each["slug"], each["status"]) for each in told] == [
        ("cka", "ACTIVE"),
        ("title", "ACTIVE"),
        ("gold", "ACTIVE"),
        ("pass", "ACTIVE"),
    ]
    for each in told:
        own = {name: value for name, value in each.items() if name not in {"slug", "name", "caip19"}}
        assert Badge.from_json(own) == world.collection.badge(int(each["badge_id"]))
    lines = world.desk.call("show", world.holder).out.splitlines()
    assert len(lines) == 5
    assert lines[4].startswith("pass, cohort 1")
    assert all(each["badge_id"] in line for each, line in zip(told, lines[1:], strict=True))
    nobody = Account.create().address
    assert world.desk.call("show", nobody).out == f"{nobody} has no badge in {world.collection.address}\n"


def test_a_badge_by_each_of_its_names(world: World) -> None:
    badge = next(each for each in world.collection.badges_of(world.holder) if each.cohort)
    for name in (f"pass/1/{world.holder}", f"pass/1/{world.holder.lower()}", badge.badge_id, badge.caip19):
        told = world.desk.done("show", name)
        assert Badge.from_json(told["badge"]) == badge
        assert told["cohort"]["label"] == "Class of 2026"
        assert told["metadata"]["name"] == "Pass · Class of 2026"
    elsewhere = Desk(world.desk.folder / "..", world.desk.node)
    assert elsewhere.done("show", badge.caip19)["badge"]["badge_id"] == str(badge.badge_id)  # no collection needed
    assert "cohort 1: Class of 2026" in world.desk.call("show", badge.badge_id).out


def test_what_happened_to_a_badge(world: World) -> None:
    holder = Account.create().address
    badge_id = world.issuer.issue("gold", holder).badge_id
    world.issuer.revoke(badge_id)
    told = world.desk.done("show", badge_id, "--history")
    assert [each["happening"] for each in told["history"]] == ["ISSUED", "REVOKED"]
    assert told["badge"]["status"] == "REVOKED"
    assert told["metadata"] is None
    assert "revoked" in world.desk.call("show", badge_id, "--history").out
    world.desk.call("show", "--history").refused("--history: is of one badge")


def test_a_picture(world: World) -> None:
    file = world.desk.folder / "gold.svg"
    for _ in range(2):  # a picture may be drawn again: it changes with the badge
        done = world.desk.done("show", f"gold/{world.holder}", "--picture", "gold.svg")
        assert done["picture"] == "gold.svg"
        root = ET.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314 (drawn by our own contract a moment ago)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert {"Gold medal", "ACTIVE"} <= {(text or "").strip() for text in root.itertext()}
    gone = world.desk.call("show", f"gold/{world.holder}", "--picture", "no/gold.svg")
    assert gone.code == 1
    assert gone.error.startswith("error: cannot write no/gold.svg: No such file")


def test_why_not_and_how(world: World) -> None:
    told = world.desk.call("explain", "cks", world.stranger)
    assert told.code == 0
    assert "It needs cka: cka is missing." in told.out
    assert "The shortest way:\n1. Earn cka (Administrator).\n2. Earn cks (Security).\n" in told.out
    document = world.desk.done("explain", "cks", world.holder)
    assert document["explanation"]["issuable"] is True
    assert [each["slug"] for each in document["path"]["steps"]] == ["cks"]
    assert document["explanation"]["block"] == document["path"]["block"]
    assert "cka" in world.desk.call("explain", "title", world.holder).out  # its end ends the title's use
    world.desk.call("explain", "ckx", world.holder).refused("no achievement 'ckx'")
    world.desk.call("explain", "cks", "0x12").refused("bad address")


def test_who_holds_what(world: World) -> None:
    told = world.desk.done("holders", "pass")
    expected = sorted([world.holder, world.stranger], key=str.lower)
    assert [(each["holder"], each["cohort"]) for each in told["holders"]] == [(each, 1) for each in expected]
    assert world.desk.done("holders", "pass", "--status", "expired")["holders"] == []
    assert world.desk.call("holders", "cks").out == "nobody has such a cks\n"
    one = world.desk.call("holders", "5").out  # by number
    assert world.stranger in one
    world.desk.call("holders", "ckx").refused("no achievement 'ckx'")
    world.desk.call("holders", "pass", "--status", "LOST").refused("LOST", code=2)


def test_who_lapses_soon(world: World) -> None:
    soon = world.desk.done("expiring", "--days", "15")
    assert [(each["slug"], each["holder"]) for each in soon["badges"]] == [("cka", world.holder)]
    assert len(world.desk.done("expiring", "--days", "60")["badges"]) == 3
    assert len(world.desk.done("expiring", "--days", "60", "--achievement", "pass")["badges"]) == 2
    assert world.desk.call("expiring", "--days", "1").out == "nothing lapses within 1 days\n"
    lines = world.desk.call("expiring", days="60").out.splitlines()
    assert lines[1].split("  ")[1].strip() == "cka"
    world.desk.call("expiring", "--days", "-1").refused("--days", code=2)


def test_statuses_are_as_of_one_block_and_suspension_shows(world: World) -> None:
    holder = chains.account(6)
    world.issuer.issue("cka", holder.address)
    world.issuer.issue("title", holder.address)
    assert world.desk.by(holder).call("renounce", f"cka/{holder.address}", "--yes").code == 0
    shown = world.desk.done("show", f"title/{holder.address}")
    assert shown["badge"]["status"] == Status.SUSPENDED.name
    assert "SUSPENDED" in world.desk.call("show", holder.address).out
    assert json.dumps(shown).isascii()
