"""What goes wrong is a page with one clear sentence and the right status, never a traceback; and then it goes on."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.client.conftest import begin
from tests.client.web.conftest import World
from tests.support import chains
from tests.support.faulty_proxy import FaultyProxy, faulty_proxy
from tests.support.site import PROGRAM, Person, Served, served

from soulbadge.errors import StoreError
from soulbadge.issuer import Issuer
from soulbadge.policy import Holds
from soulbadge.web.store import SiteStore


@dataclass(frozen=True)
class Remote:
    """A site whose node is behind a cable that can be pulled."""

    site: Served
    cable: FaultyProxy
    collection: str
    issuer: Issuer


@pytest.fixture(scope="module")
def remote(anvil: chains.Node) -> Iterator[Remote]:
    programme = begin(anvil.web3, chains.account(0))
    with faulty_proxy(anvil.url, seed=1, rate=0) as cable:
        address = programme.collection.address
        with served(cable.url, [address], club=Holds("cka"), fresh_seconds=0.0) as site:
            yield Remote(site, cable, address, programme.issuer)


def said(page: str) -> str:
    """The one sentence of a page that refuses."""
    (found,) = re.findall(r'<p class="say[^>]*role="alert"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert "Traceback" not in page
    assert ".py" not in page
    return str(found)


def test_a_chain_that_is_down_is_said_so_and_pages_are_back_with_it(remote: Remote) -> None:
    ada = chains.account(5)
    remote.issuer.issue("cka", ada.address)
    person = Person(remote.site.url)
    assert remote.site.site.club
    assert person.sign_in(ada, remote.site.site.club.name, "/club").status_code == 200
    paths = ("/", "/club", f"/holder/{ada.address}", f"/collection/{remote.collection}")
    assert [person.get(path).status_code for path in paths] == [200] * 4
    remote.cable.unplugged = True
    for path in paths:
        answer = person.get(path)
        assert answer.status_code == 503, path
        assert "no answer from" in said(answer.text).lower()
        assert person.get(path, headers=PROGRAM).json()["error"]["name"]
    assert person.get("/verify").status_code == 200  # which needs no chain
    remote.cable.unplugged = False
    assert [person.get(path).status_code for path in paths] == [200] * 4  # nobody had to sign in again
    person.close()


def test_a_database_that_is_locked_is_said_so_and_works_again(world: World, visitor: Person) -> None:
    token, ada = visitor.token(), world.holder("cka")
    with closing(sqlite3.connect(world.file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer = visitor.post("/enter/wallet/ask", {"token": token, "address": ada.address}, headers=PROGRAM)
        assert (answer.status_code, answer.json()["error"]["name"]) == (503, "StoreError")
        assert "locked" in answer.json()["error"]["message"]
        other.execute("ROLLBACK")
    assert visitor.sign_in(ada).status_code == 200


def test_a_disk_that_is_full_is_said_so_and_what_was_there_stays(world: World, visitor: Person) -> None:
    ada = world.holder("cka")
    assert visitor.sign_in(ada).status_code == 200
    store = world.site.site.store
    store.most_pages = 1  # SQLite answers as it does for a disk: SQLITE_FULL
    try:
        answers = [visitor.post("/enter/wallet/ask", {"address": ada.address}, headers=PROGRAM) for _ in range(60)]
        refused = [answer for answer in answers if answer.status_code != 200]
        assert refused
        assert {answer.status_code for answer in refused} == {503}
        assert "full" in refused[0].json()["error"]["message"]
        assert ada.address in visitor.get("/").text  # still signed in
    finally:
        store.most_pages = 0
    assert visitor.sign_in(ada).status_code == 200


def test_a_file_that_is_no_database_is_refused_before_anything_is_served(tmp_path: Path) -> None:
    file = tmp_path / "site.sqlite"
    file.write_text("something else" * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="not a database"):
        SiteStore(file)
    with pytest.raises(StoreError, match="unable to open"):
        SiteStore(tmp_path / "nowhere" / "site.sqlite")


def test_a_fault_of_ours_is_a_page_too_and_says_nothing_of_itself(
    world: World, visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(world.site.site.reader, "about", broken)
    answer = visitor.get("/")
    assert answer.status_code == 500
    assert said(answer.text) == "Something went wrong on our side; it was noted, and nothing was changed."
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"]
    monkeypatch.undo()
    assert visitor.get("/").status_code == 200


NONSENSE = (
    "0x",
    "0x12",
    "0x" + "g" * 40,
    "0x" + "0" * 40,
    "eip155:",
    "eip155:1/erc721:0x00/1",
    "v1.AAAA",
    "{" * 300,
    "[" * 300,
    '{"message": 1, "signature": 2}',
    '{"message": "x", "signature": "0x00"}',
    '{"presentation": {}, "proof": {}}',
    '{"share": 1, "presentation": {}, "disclosures": []}',
    '{"@context": []}',
    '{"voucher": {}}',
    '{"signed": {}, "consent": {}}',
    '{"a": 1e999}',
    '{"a": 1, "a": 2}',
    "null",
    "\x00\x01",
    "9" * 300,
    "💥" * 50,
    "../../etc/passwd",
    "' OR 1=1 --",
)


@pytest.mark.parametrize("text", NONSENSE)
def test_whatever_is_put_in_is_answered_in_a_sentence(text: str, world: World, visitor: Person) -> None:
    token = visitor.token()
    badges = world.programme.collection.address
    answers = [
        visitor.get("/lookup", params={"what": text}),
        visitor.post("/verify", {"token": token, "text": text}),
        visitor.post("/verify", {"token": token, "text": text, "block_hash": text[:80]}),
        visitor.post("/claim", {"token": token, "what": text, "holder": text[:60]}),
        visitor.post("/enter/wallet/ask", {"token": token, "address": text[:60]}),
        visitor.post("/enter/wallet/answer", {"token": token, "nonce": text[:64], "signature": text}),
        visitor.post("/claim/transaction", {"token": token, "what": text, "holder": "x", "sender": text[:60]}),
        visitor.client.get(f"/holder/{json.dumps(text)[1:40]}"),
        visitor.client.get(f"/badge/{badges}/{json.dumps(text)[1:40]}"),
        visitor.client.get(f"/achievement/{badges}/{json.dumps(text)[1:40]}"),
        visitor.client.get(f"/share/{json.dumps(text)[1:40]}"),
        visitor.client.get(f"/enter/{json.dumps(text)[1:40]}"),
    ]
    for answer in answers:
        # A verdict that says no is an answer; everything else is refused, and none of it is our fault.
        assert answer.status_code in {200, 303, 403, 404, 409, 422}, (answer.status_code, answer.url)
        assert "Traceback" not in answer.text
        if answer.status_code not in {200, 303}:
            assert said(answer.text)


def test_numbers_beyond_all_measure_are_answered_too(world: World, visitor: Person) -> None:
    badges = world.programme.collection.address
    for path in (
        f"/badge/{badges}/{'9' * 78}",
        f"/badge/{badges}/0",
        f"/badge/{badges}/{1 << 208}",
        f"/badge/{badges}/{(1 << 256) - 1}",
        f"/achievement/{badges}/0",
        f"/achievement/{badges}/{1 << 48}",
        f"/achievement/{badges}/{'9' * 5000}",
        f"/collection/{'0x' + '22' * 20}",
        f"/claim/outcome/0x{'00' * 32}",
    ):
        answer = visitor.get(path)
        assert answer.status_code in {200, 404, 422}, (path[:60], answer.status_code)


def test_a_file_that_is_no_text_or_too_long_is_refused(visitor: Person) -> None:
    for content in (b"\xff\xfe\x00", b"x" * (1 << 20)):
        for path in ("/verify", "/claim"):
            data = {"token": visitor.token()}
            files = {"file": ("x.json", content, "application/json")}
            answer = visitor.client.post(path, data=data, files=files, headers={"origin": visitor.url})
            assert answer.status_code in {413, 422}
            assert said(answer.text)
