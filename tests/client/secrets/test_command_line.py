"""No command shows, stores or sends the key that it signs with, nor the passphrase: whatever becomes of it.

Every command that signs is run with the canary, first well and then in every way in which it fails. All that it said,
all files that it left and all that the node was sent is searched, byte by byte.
"""

import json
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from eth_account import Account
from tests.client.reading.proxies import Proxy, Request, proxy
from tests.client.secrets.canary import ACCOUNT, HEX, KEY, PASSPHRASE, seen_below, seen_in
from tests.support import chains
from tests.support.command_line import PROGRAM, Desk, Outcome

URL_SECRET = "canary-of-the-url-Xw4"
ME = str(ACCOUNT.address)
OTHER = str(chains.account(5).address)
GIVEN = ("password", "issuer.json", "other.json")
"""Files that a person made: the passphrase stands in one of them."""

CATALOG = """
[issuer]
name = "Foundation"
symbol = "FND"

[[achievement]]
slug = "cka"
name = "Administrator"
validity = "2 years"
individual = true
burn_auth = "Both"
"""


@dataclass
class Scene:
    """A desk whose signer is the canary, behind a proxy that keeps what is sent."""

    desk: Desk
    between: Proxy
    said: list[tuple[str, Outcome]] = field(default_factory=list)

    def call(self, *words: object, typed: str | None = None, **environment: str) -> Outcome:
        """Run a command with the keystore, and keep what it said."""
        given = {"keystore": "issuer.json", "password_file": "password", **environment}
        done = self.desk.call(*words, typed=typed, **given, rpc_url=f"{self.between.url}/{URL_SECRET}")
        self.said.append((" ".join(map(str, words)), done))
        return done

    def done(self, *words: object, **environment: str) -> Outcome:
        """The same; it must succeed."""
        done = self.call(*words, **environment)
        assert done.code == 0, (words, done)
        return done

    def write(self, name: str, text: str) -> str:
        (self.desk.folder / name).write_text(text, encoding="utf-8")
        return name

    def search(self) -> None:
        """Nothing of it is anywhere."""
        assert self.said
        for words, done in self.said:
            assert not seen_in(done.out + done.error), words
            assert URL_SECRET not in done.out + done.error, words
            assert "Traceback" not in done.error, words
        assert not list(seen_below(self.desk.folder, but=GIVEN))
        assert not seen_in(json.dumps(self.between.posts))
        assert self.between.posts


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("canary")
    for name, text in (
        ("password", PASSPHRASE),
        ("issuer.json", json.dumps(Account.encrypt(KEY, PASSPHRASE, iterations=2))),
        ("other.json", json.dumps(Account.encrypt(chains.account(5).key, "x" + PASSPHRASE, iterations=2))),
        ("catalog.toml", CATALOG),
    ):
        (folder / name).touch(0o600)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def deployed(anvil: chains.Node, folder: Path) -> None:
    anvil.ask("anvil_setBalance", ME, hex(10**20))
    with proxy(anvil.url) as between:
        scene = Scene(Desk(folder), between)
        scene.done("deploy", "--catalog", "catalog.toml")
        scene.search()


@pytest.fixture
def scene(anvil: chains.Node, folder: Path, deployed: None) -> Iterator[Scene]:  # noqa: ARG001 (a collection is there)
    with proxy(anvil.url) as between:
        found = Scene(Desk(folder), between)
        yield found
        found.search()


def test_all_that_an_issuer_does(scene: Scene) -> None:
    people = [str(Account.create().address) for _ in range(4)]
    scene.write("issue.csv", "holder,achievement\n" + "".join(f"{each},cka\n" for each in people))
    scene.done("plan", "catalog.toml")
    scene.done("apply", "catalog.toml", "--yes")
    scene.done("issue", "issue.csv", "--yes")
    assert (scene.desk.folder / "issue.csv.journal").is_file()
    scene.done("issue", "issue.csv", "--yes", "--json")
    scene.done("voucher", f"cka/{OTHER}", "-o", "voucher.jsonl")
    scene.done("voucher", "cka", "--link", "-o", "links.csv")
    scene.done("appoint", OTHER)
    scene.done("dismiss", OTHER, "--yes")
    scene.done("revoke", f"cka/{people[0]}", "--yes")
    scene.done("renew", f"cka/{people[1]}", "--max-fee-gwei", "90")
    scene.done("evidence", scene.write("facts.json", '{"grade": "A"}'), "-o", "evidence.json")
    scene.done("resume", people[2], "--open-badges", "credentials", "--html", "cv.html")
    scene.done("audit")
    scene.done("account", "list", ".")
    scene.done("account", "show", "issuer.json")


def test_all_that_a_holder_does(scene: Scene) -> None:
    scene.write("mine.json", scene.done("voucher", f"cka/{ME}").out)
    scene.done("claim", "mine.json", "--for-relayer", "relayed.json", "--yes")
    scene.done("claim", "relayed.json")
    link = scene.done("voucher", "cka", "--link").out.strip()
    assert scene.call("claim", link, "--yes").code == 1  # one badge of a kind
    scene.done("challenge", "jobs.example", "--holds", "cka", "-o", "asked.json")
    scene.done("present", "asked.json", f"cka/{ME}", "-o", "shown.json")
    scene.done("present", "asked.json", f"cka/{ME}", "--json")
    scene.done("bundle", "shown.json", "--challenge", "asked.json", "-o", "bundle.json")
    scene.done("verify", "shown.json", "--challenge", "asked.json")
    scene.done("share", "jobs.example", f"cka/{ME}", "-o", "share.json")
    scene.done("link", "new", ME, OTHER, "-o", "wallets.json")
    scene.done("link", "sign", "wallets.json", "-o", "signed.json")
    scene.done("renounce", f"cka/{ME}", "--yes")


_WRITES = (
    ("revoke", f"cka/{OTHER}", "--yes"),
    ("voucher", f"cka/{ME}"),
    ("appoint", OTHER),
    ("share", "jobs.example", f"cka/{ME}"),
    ("deploy", "--name", "Another", "--symbol", "AN"),
)


def test_a_node_that_answers_with_what_it_was_asked(scene: Scene) -> None:
    def echo(asked: Request) -> dict[str, Any]:
        return {"error": {"code": -32000, "message": f"refused: {json.dumps(asked)}", "data": asked}}

    def echo_writes(asked: Request) -> dict[str, Any] | None:
        return echo(asked) if asked["method"] in ("eth_sendRawTransaction", "eth_estimateGas", "eth_call") else None

    for answer in (echo_writes, echo):
        scene.between.answer = answer
        for words in _WRITES:
            assert scene.call(*words).code == 1, words
            assert scene.call(*words, "--json").code == 1, words


def test_passwords_keystores_and_keys_that_are_wrong(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    words = _WRITES[0]
    assert "wrong password" in scene.call(*words, keystore="other.json").error
    assert "wrong password" in scene.call(*words, "--json", keystore="other.json").error
    assert "no such file" in scene.call(*words, keystore="none.json").error
    assert "not an encrypted keystore" in scene.call(*words, keystore="password").error
    for key in (HEX + "0", HEX[:-1], HEX[:-1] + "g", HEX + "\n" + HEX, KEY.decode(), " " + HEX + " 1"):
        done = scene.call(*words, keystore="", key=key)
        assert "it is not a private key" in done.error, key
        typed = iter([key])
        monkeypatch.setattr("getpass.getpass", lambda _, typed=typed: next(typed))
        done = scene.call("account", "import", "new.json", typed="")
        assert "it is not a private key" in done.error, key
    typed = iter([HEX, PASSPHRASE, PASSPHRASE + "x", HEX, PASSPHRASE, PASSPHRASE])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    monkeypatch.setenv("ETH_ACCOUNT_KDF", "pbkdf2")
    assert "differ" in scene.call("account", "import", "new.json", typed="", password_file="").error
    assert scene.call("account", "import", "new.json", typed="", password_file="").code == 0
    monkeypatch.setattr("getpass.getpass", lambda _: PASSPHRASE + "x")
    assert "wrong password" in scene.call(*words, password_file="", typed="").error


def test_development_keys_are_refused_outside_local_chains(scene: Scene) -> None:
    scene.between.answer = lambda asked: {"result": "0x1"} if asked["method"] == "eth_chainId" else None
    for words in _WRITES:
        for more in ((), ("--json",)):
            done = scene.call(*words, *more, keystore="", key=HEX, collection=OTHER)
            assert done.code == 1, words
    done = scene.call(*_WRITES[-1], keystore="", key=HEX)
    assert "a raw key is accepted on a local chain alone" in done.error
    assert "eth_sendRawTransaction" not in scene.between.methods()


def test_somebody_who_interrupts_it(scene: Scene) -> None:
    reached, over = Event(), Event()

    def hold(_: object) -> None:
        reached.set()
        over.wait(120)

    scene.between.before = hold
    process = subprocess.Popen(
        [*PROGRAM, "deploy", "--name", "Another", "--symbol", "AN"],
        cwd=scene.desk.folder,
        env=scene.desk.environment(rpc_url=scene.between.url, keystore="issuer.json", password_file="password"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert reached.wait(120)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=120)
    over.set()
    assert process.returncode == 130, error
    scene.said.append(("interrupted", Outcome(130, out, error)))
