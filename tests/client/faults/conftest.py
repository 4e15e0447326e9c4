"""A site and an issuer in processes that die, starve and wait; and other programs that hold their files."""

import json
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx
import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from tests.client.conftest import Programme, begin
from tests.support import chains
from tests.support.command_line import Desk, Outcome
from tests.support.processes import Forked
from tests.support.site import PAGES, PROGRAM, Person, bound

from soulbadge.contract import Collection
from soulbadge.sharing import share

_PATIENCE = 120
_WEEK = 604_800


@dataclass
class Process(Forked):
    """`soulbadge …`, at work or at its end."""

    folder: Path
    number: int

    def file(self, name: str) -> Path:
        return self.folder / f"{name}-{self.number}"

    def said(self) -> str:
        return self.file("out").read_text(encoding="utf-8")

    def log(self) -> str:
        return self.file("log").read_text(encoding="utf-8")

    def wait(self, seconds: float = _PATIENCE) -> bool:
        """Whether it has ended within so many seconds."""
        return super().wait(seconds)

    def kill(self) -> None:
        """End it as an outage would."""
        self.send(signal.SIGKILL)
        assert self.wait()

    def end(self) -> None:
        """Let a site end as Ctrl-C does."""
        self.send(signal.SIGINT)
        done = self.outcome()
        assert (done.code, done.error.splitlines()[-1]) == (0, "the site ended"), done

    def outcome(self) -> Outcome:
        assert self.wait(), f"it does not end: {self.log()}"
        code = self.file("ended")
        return Outcome(int(code.read_text()) if code.exists() else -signal.SIGKILL, self.said(), self.log())

    def give_room(self, most: int | None) -> None:
        """From now on no file of it may grow beyond so many bytes; None for as many as there are."""
        hard = resource.prlimit(self.pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (hard if most is None else most, hard))

    def doom(self, when: str) -> None:
        """Let it kill itself right `before` or right `after` its next commit."""
        draft = self.file("draft")
        draft.write_text(when, encoding="utf-8")
        draft.rename(self.file("doom"))


@dataclass
class Processes:
    """Starts them."""

    orders: IO[str]
    answers: IO[str]
    started: list[Process] = field(default_factory=list)

    def start(self, desk: Desk, *words: object, room: int = 0, **environment: str) -> Process:
        """A command on a desk, at once; keyword arguments as for `Desk.run`."""
        number = len(self.started) + 1
        aside = desk.folder / "aside"
        aside.mkdir(exist_ok=True)
        order = {
            "folder": str(desk.folder),
            "environment": desk.environment(**environment) | {"PYTHONUNBUFFERED": "1"},
            "words": [str(each) for each in words],
            "room": room,
            **{name: str(aside / f"{name}-{number}") for name in ("out", "log", "doom", "ended")},
        }
        for name in ("out", "log"):
            Path(str(order[name])).touch()
        self.orders.write(json.dumps(order) + "\n")
        self.orders.flush()
        self.started.append(Process(int(self.answers.readline()), aside, number))
        return self.started[-1]


@pytest.fixture(scope="session")
def _ready() -> Iterator[Processes]:
    command = [sys.executable, str(Path(__file__).with_name("processes.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Processes(process.stdin, process.stdout)
        process.stdin.close()


@pytest.fixture
def processes(_ready: Processes) -> Iterator[Processes]:
    """Whatever a test starts with it has ended when the test has."""
    before = len(_ready.started)
    yield _ready
    for each in _ready.started[before:]:
        each.kill()


# ───────────────────────────────────────────── a site ────────────────────────────────────────────


class Club:
    """`soulbadge serve` of one programme, begun again and again at one address; and the people who come."""

    def __init__(self, processes: Processes, desk: Desk, programme: Programme, port: int) -> None:
        self.desk = desk
        self.programme = programme
        self.url = f"http://127.0.0.1:{port}"
        self.file = desk.folder / "site.sqlite"
        self.people: list[Visitor] = []
        self._processes = processes
        self._words = ("serve", "--collection", programme.collection.address, "--port", port, "--json")

    def start(self, *words: object, room: int = 0) -> Process:
        """Begin to serve; it may end at once."""
        return self._processes.start(self.desk, *self._words, *words, room=room)

    def serve(self, *words: object) -> Process:
        """Serve, with the file if nothing else is said; whoever was there before finds it again."""
        process = self.start(*(words or ("--file", "site.sqlite")))
        deadline = time.monotonic() + _PATIENCE
        while not process.said().endswith("}\n"):
            assert not process.wait(0.01), process.outcome()
            assert time.monotonic() < deadline, process.log()
        return process

    def visitor(self, *slugs: str) -> "Visitor":
        """Somebody new who holds these."""
        account: LocalAccount = Account.create()
        for slug in slugs:
            self.programme.issuer.issue(slug, account.address)
        self.people.append(Visitor(self.url, account, f"127.0.0.{len(self.people) + 2}"))
        return self.people[-1]


class Visitor(Person):
    """A holder with a browser, from an address of their own: one address may not post as often as tests do."""

    def __init__(self, url: str, account: LocalAccount, address: str) -> None:
        super().__init__(url)
        self.client.close()
        self.client = httpx.Client(
            base_url=url, headers=PAGES, timeout=60, transport=httpx.HTTPTransport(local_address=address)
        )
        self.account = account

    def answer(self) -> dict[str, str]:
        """What this wallet answers to a challenge that it asked for; not sent yet."""
        asked = self.post("/enter/wallet/ask", {"address": self.account.address}, headers=PROGRAM)
        assert asked.status_code == 200, asked.text
        return {
            "token": self.token(),
            "nonce": asked.json()["nonce"],
            "signature": self.signed(asked.json()["message"]),
        }

    def signed(self, message: str) -> str:
        return "0x" + bytes(self.account.sign_message(encode_defunct(text=message)).signature).hex()

    def send(self, answer: dict[str, str]) -> httpx.Response:
        """Send an answer as it was signed."""
        return self.post("/enter/wallet/answer", answer, headers=PROGRAM)

    def is_in(self) -> bool:
        return self.get("/shares", headers=PROGRAM).status_code == 200

    def cookies(self) -> dict[str, str]:
        return dict(self.client.cookies)

    def with_cookies(self, cookies: dict[str, str]) -> None:
        """Be the browser that had these."""
        self.client.cookies = httpx.Cookies()
        for name, value in cookies.items():
            self.client.cookies.set(name, value, domain="127.0.0.1", path="/")

    def share_text(self, collection: Collection, audience: str = "jobs.example") -> str:
        badges = collection.badges_of(self.account.address)
        return json.dumps(share(self.account, badges, audience, expires_in=_WEEK).to_json())

    def publish(self, text: str) -> str:
        """The name of the share."""
        done = self.post("/shares", {"share": text}, headers=PROGRAM)
        assert done.status_code == 200, done.text
        return str(done.json()["next"]).rpartition("/")[2]

    def withdraw(self, name: str) -> httpx.Response:
        return self.post("/shares/withdraw", {"name": name}, headers=PROGRAM)

    def listed(self) -> set[str]:
        """Names of what this person shares, as their own page lists them."""
        page = self.get("/shares")
        assert page.status_code == 200, page.text
        return set(re.findall(r'/share/([A-Za-z0-9_-]{32})"', page.text))

    def status_of(self, name: str) -> int:
        """What a link to a share leads to."""
        return self.get(f"/share/{name}/document.json").status_code


@pytest.fixture(scope="module")
def programme(anvil: chains.Node) -> Programme:
    return begin(anvil.web3, chains.account(0))


@pytest.fixture
def desk(anvil: chains.Node, tmp_path: Path) -> Desk:
    return Desk(tmp_path, anvil, chains.account(0))


@pytest.fixture
def club(processes: Processes, desk: Desk, programme: Programme) -> Iterator[Club]:
    with bound() as (_, port):  # nobody else is given it while the site is down
        found = Club(processes, desk, programme, port)
        yield found
        for each in found.people:
            each.close()


def refusal(answer: httpx.Response) -> str:
    """The sentence of a refusal that is for now; anything else is none."""
    assert answer.status_code == 503, (answer.status_code, answer.text)
    assert "Traceback" not in answer.text
    found = answer.json()["error"]
    assert found["name"] == "StoreError"
    return str(found["message"])


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Another program has a database to itself."""
    code = (
        "import sqlite3, sys\ndatabase = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "database.execute('BEGIN EXCLUSIVE')\nprint('held', flush=True)\nsys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        try:
            yield
        finally:
            other.communicate("")
