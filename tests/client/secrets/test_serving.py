"""A site tells nobody's secrets: not in its log, however talkative, not on its pages, not in its file.

Secret are: ids of sessions, the site's own secret, claim keys, the URL of the node but for its host, and what the
process was given to sign with, which a site has no use for.
"""

import json
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from eth_account import Account
from tests.client.conftest import Programme, begin
from tests.client.reading.proxies import Proxy, Request, proxy
from tests.client.secrets.canary import ACCOUNT, HEX, KEY, PASSPHRASE, seen_in
from tests.support import chains
from tests.support.command_line import Desk
from tests.support.site import PAGES, PROGRAM, Person, bound

from soulbadge.ids import ZERO_ADDRESS, badge_id
from soulbadge.models import NO_EVIDENCE, Voucher
from soulbadge.sharing import share
from soulbadge.typed_data import Domain
from soulbadge.vouchers import sign_voucher
from soulbadge.vouchers.links import ClaimLink

USER, PASSWORD = "canary-user-Pq8", "canary-password-Rt5"
PATH, QUERY = "canary0of0the0path0Lm3", "canary-of-the-query-Vb6"
OF_THE_URL = (USER, PASSWORD, PATH, QUERY)
_PATIENCE = 120
_WEEK = 604_800


@dataclass
class Scene:
    """A talkative site behind a proxy that a test may break, and all that it ever answered."""

    programme: Programme
    between: Proxy
    desk: Desk
    url: str
    process: "subprocess.Popen[bytes]"
    answers: list[tuple[str, str]] = field(default_factory=list)
    cookies: set[str] = field(default_factory=set)
    people: list[Person] = field(default_factory=list)

    @property
    def log(self) -> str:
        """All that the process said: uvicorn tells of requests on stdout, of everything else on stderr."""
        return "".join((self.desk.folder / name).read_text(encoding="utf-8") for name in ("out", "log"))

    @property
    def faults(self) -> Path:
        return self.desk.folder / "faults"

    def visitor(self) -> Person:
        """Somebody whose answers are all kept."""
        person = Person(self.url)
        person.client.close()
        hooks = {"response": [self._keep]}
        self.people.append(person)
        person.client = httpx.Client(base_url=self.url, headers=PAGES, timeout=60, event_hooks=hooks)
        return person

    def _keep(self, answer: httpx.Response) -> None:
        self.cookies.update(answer.cookies.values())
        headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name != "set-cookie")
        self.answers.append((f"{answer.request.method} {answer.request.url.path}", f"{headers}\n{_text(answer)}"))

    def link(self) -> ClaimLink:
        """For a `cka`; its key is the canary."""
        collection = self.programme.collection
        kind = badge_id(collection.achievement_id("cka"), 0, ZERO_ADDRESS)
        deadline = collection.node.timestamp() + 3600
        issuer = self.programme.signer
        voucher = Voucher(issuer.address, kind, 0, 0, 0, NO_EVIDENCE, deadline, claim_key=ACCOUNT.address)
        return ClaimLink(KEY, sign_voucher(Domain(collection.chain_id, collection.address), issuer, voucher))

    def search(self) -> None:
        """Nothing of it is anywhere."""
        assert self.answers
        assert self.cookies
        texts = [*self.answers, ("the log", self.log)]
        for where, text in texts:
            assert "Traceback" not in text, where
            for secret in (*OF_THE_URL, *self.cookies, PASSPHRASE):
                assert secret not in text, (where, secret)
            # Whoever pastes a claim link finds it in the form that is to be sent on, and nowhere else.
            assert not seen_in(text) or where == "POST /claim", (where, seen_in(text))
        stored = b"".join(each.read_bytes() for each in self.desk.folder.glob("site.sqlite*"))
        assert stored
        assert not seen_in(stored)
        assert not any(secret.encode() in stored for secret in (*OF_THE_URL, *self.cookies))
        with closing(sqlite3.connect(self.desk.folder / "site.sqlite")) as database:
            (own,) = database.execute("SELECT value FROM secrets").fetchone()
        assert not any(own.hex() in text or repr(own) in text for _, text in texts)


def _text(answer: httpx.Response) -> str:
    return answer.read().decode(errors="replace")


@pytest.fixture
def scene(anvil: chains.Node, tmp_path: Path) -> Iterator[Scene]:
    programme = begin(anvil.web3, chains.account(0))
    desk = Desk(tmp_path, anvil)
    with bound() as (_, port), proxy(anvil.url) as between:
        rpc = between.url.replace("://", f"://{USER}:{PASSWORD}@") + f"/v3/{PATH}?apikey={QUERY}"
        words = ("--collection", programme.collection.address, "--port", str(port), "--file", "site.sqlite", "--json")
        signer = {"key": HEX, "keystore": "none.json", "password_file": PASSPHRASE}
        with (tmp_path / "out").open("wb") as out, (tmp_path / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("talkative.py")), "faults", "serve", *words],
                cwd=tmp_path,
                env=desk.environment(rpc_url=rpc, **signer),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=log,
            )
        found = Scene(programme, between, desk, f"http://127.0.0.1:{port}", process)
        try:
            deadline = time.monotonic() + _PATIENCE
            while not (tmp_path / "out").read_text().endswith("}\n"):
                assert process.poll() is None, found.log
                assert time.monotonic() < deadline, found.log
                time.sleep(0.02)
            yield found
        finally:
            process.kill()
            process.wait()
            for each in found.people:
                each.close()


def test_nobodys_secrets_are_told_well_or_badly(scene: Scene) -> None:
    _all_goes_well(scene)
    _the_chain_is_down(scene)
    _the_node_answers_with_its_keys(scene)
    _a_fault_of_ours(scene)
    _nonsense(scene)
    scene.process.send_signal(signal.SIGINT)
    assert scene.process.wait(_PATIENCE) == 0, scene.log
    # It was as talkative as can be: else it would mean nothing that nothing is found.
    for said in ("Making request HTTP", '"POST /v3/…?… HTTP/1.1" 200', "GET /shares", "ASGI [", "claim failed"):
        assert said in scene.log, said
    scene.search()


def _all_goes_well(scene: Scene) -> None:
    ada, grace = scene.visitor(), scene.visitor()
    account = Account.create()
    scene.programme.issuer.issue("cka", account.address)
    assert ada.sign_in(account).status_code == 200
    badges = scene.programme.collection.badges_of(account.address)
    text = json.dumps(share(account, badges, "jobs.example", expires_in=_WEEK).to_json())
    done = ada.post("/shares", {"share": text}, headers=PROGRAM)
    path = str(done.json()["next"])
    assert ada.get("/shares").status_code == grace.get(path).status_code == 200
    link, holder = scene.link(), Account.create().address
    assert grace.post("/claim", {"what": link.text(), "holder": holder}).status_code == 200
    fields = {"what": link.text(), "holder": holder, "sender": holder}
    assert grace.post("/claim/transaction", fields, headers=PROGRAM).status_code == 200
    assert grace.post("/claim/consent", {"what": link.text(), "holder": holder}, headers=PROGRAM).status_code == 200
    assert ada.post("/shares/withdraw", {"name": path.rpartition("/")[2]}).status_code == 303
    assert ada.post("/leave").status_code == 303


def _the_chain_is_down(scene: Scene) -> None:
    person = scene.visitor()
    scene.between.status = lambda _: 401
    deadline = time.monotonic() + _PATIENCE
    while person.get("/").status_code != 503:  # what was read a second ago is shown still
        assert time.monotonic() < deadline
        time.sleep(0.1)
    for wanted in (PAGES, PROGRAM):
        answer = person.get("/", headers=wanted)
        assert answer.status_code == 503
        assert f"No answer from {scene.between.url}" in answer.text
    token = {"token": person.token()}
    assert person.post("/claim", {**token, "what": scene.link().text(), "holder": ACCOUNT.address}).status_code == 503
    scene.between.status = lambda _: 200
    scene.between.body = lambda _: b"{"
    refused = person.get(f"/holder/{Account.create().address}")
    assert refused.status_code == 503
    assert "its answer is no JSON" in refused.text
    scene.between.body = lambda body: body


def _the_node_answers_with_its_keys(scene: Scene) -> None:
    """As nodes do: `invalid project id …`; one shows all that it was asked with."""
    said = f"invalid project id {PATH} or key {QUERY} of {USER}:{PASSWORD}, " + "x" * 200 + f" at /v3/{PATH}?k={QUERY}"

    def refuse(_: Request) -> dict[str, Any]:
        return {"error": {"code": -32600, "message": said}}

    def nonsense(asked: Request) -> dict[str, Any] | None:
        return {"result": said} if asked["method"] == "eth_call" else None

    person = scene.visitor()
    for answer in (refuse, nonsense):
        scene.between.answer = answer
        for wanted in (PAGES, PROGRAM):
            somebody = Account.create().address  # of whom the site has not heard yet
            assert "invalid project id … or key …" in person.get(f"/holder/{somebody}", headers=wanted).text
            refused = person.get(f"/holder/{somebody}", headers=PROGRAM)
            assert refused.status_code == 503, refused.text
            assert "invalid project id … or key …" in refused.json()["error"]["message"], refused.text
    scene.between.answer = lambda _: None
    assert person.get("/").status_code == 200


def _a_fault_of_ours(scene: Scene) -> None:
    person = scene.visitor()
    scene.faults.touch()
    for wanted in (PAGES, PROGRAM):
        fields = {"token": person.token(), "what": scene.link().text(), "holder": ACCOUNT.address}
        answer = person.post("/claim", fields, headers=wanted)
        assert answer.status_code == 500
        assert "Something went wrong on our side" in answer.text
    scene.faults.unlink()
    log = scene.log
    assert "POST /claim failed: builtins.RuntimeError: cannot make sense of" in log
    assert "which came of\nrequests.exceptions." in log
    assert re.search(r'File ".*claiming\.py", line \d+, in look', log)


def _nonsense(scene: Scene) -> None:
    person, link = scene.visitor(), scene.link().text()
    stranger = {"cookie": f"soulbadge={'x' * 43}"}
    for fields in ({"what": link[:-6]}, {"what": "{" + link}):
        assert person.post("/claim/consent", {**fields, "holder": "0x12"}, headers=PROGRAM).status_code == 422
    assert person.post("/enter/wallet/answer", {"nonce": "none"}, headers=PROGRAM).status_code == 409
    assert person.client.get("/shares", headers={**stranger, **PROGRAM}).status_code == 401
    assert person.post("/leave", {"token": "0" * 64}, headers=PROGRAM).status_code == 403
    assert person.post("/claim/transaction", {"what": link}, headers=PROGRAM).status_code == 422
