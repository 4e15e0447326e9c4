"""`soulbadge serve`: what it prints, what it refuses, and how it ends."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.client.conftest import Programme, begin
from tests.support import chains
from tests.support.command_line import PROGRAM, ROOT, Desk
from tests.support.site import Person, served

from soulbadge.trust import ListedCollection
from soulbadge.web.demo import demonstration

_PATIENCE = 120


@dataclass(frozen=True)
class Running:
    """A site in a process of its own."""

    process: "subprocess.Popen[str]"
    told: Any


@contextmanager
def running(desk: Desk, *words: object, **environment: str) -> Iterator[Running]:
    """`soulbadge serve … --json`, once it serves."""
    process = subprocess.Popen(
        [*PROGRAM, "serve", *map(str, words), "--port", "0", "--json"],
        cwd=desk.folder,
        env=desk.environment(**environment) | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stderr
    try:
        lines = ""
        for line in process.stdout:
            lines += line
            if line == "}\n":
                break
        assert lines, process.stderr.read()
        yield Running(process, json.loads(lines))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def ended(site: Running, number: int = signal.SIGINT) -> str:
    """What it says when it is asked to end; the exit code must be 0."""
    site.process.send_signal(number)
    said = site.process.communicate(timeout=_PATIENCE)[1]
    assert site.process.returncode == 0, said
    return str(said)


@pytest.fixture(scope="module")
def programme(anvil: chains.Node) -> Programme:
    return begin(anvil.web3, chains.account(0))


@pytest.fixture
def desk(anvil: chains.Node, tmp_path: Path) -> Desk:
    return Desk(tmp_path, anvil)


def test_a_collection_is_served_until_somebody_ends_it(desk: Desk, programme: Programme) -> None:
    with running(desk, "--collection", programme.collection.address, "--title", "Badges of ours") as site:
        assert site.told["collections"] == [programme.collection.address]
        page = httpx.get(site.told["url"], headers={"accept": "text/html"}, timeout=60)
        assert page.status_code == 200
        assert "Badges of ours" in page.text
        assert "Cloud Native" in page.text
        assert "server" not in page.headers
        assert "the site ended" in ended(site)


def test_a_policy_opens_a_club_and_a_trust_file_names_the_collections(desk: Desk, programme: Programme) -> None:
    listed = ListedCollection(31337, programme.collection.address, name="cncf")
    trust = f'[[collection]]\nchain_id = 31337\naddress = "{listed.address}"\nname = "cncf"\n'
    (desk.folder / "trust.toml").write_text(trust, encoding="utf-8")
    policy = 'holds = "cka"\ncollection = "cncf"\n[collections]\ncncf = ""\n'
    (desk.folder / "club.toml").write_text(policy, encoding="utf-8")
    words = ("--trust", "trust.toml", "--policy", "club.toml", "--file", "site.sqlite")
    with running(desk, *words) as site:
        answer = httpx.get(f"{site.told['url']}/club", headers={"accept": "text/html"}, timeout=60)
        assert answer.status_code == 401
        assert "Administrator" in answer.text
        assert (desk.folder / "site.sqlite").stat().st_size
        assert "the site ended" in ended(site, signal.SIGTERM)


def test_the_demonstration_says_who_is_there_and_where_to_look(aside: Desk) -> None:
    with running(aside, "--demo", "--bin", ROOT / ".toolchain" / "bin") as site:
        told = site.told
        assert [each["name"] for each in told["people"]] == ["Ada", "Grace", "Linus", "Margaret", "Alan", "Kay"]
        assert "anvil" in told["chain"]
        page = httpx.get(f"{told['url']}/holder/{told['people'][0]['address']}", timeout=60)
        assert page.status_code == 200
        assert "Kubestronaut" in page.text
        assert told["claim_link"].startswith(f"{told['url']}/claim#v1.")
        rpc = str(told["rpc_url"])
        assert chains.Node("anvil", rpc).ask("eth_chainId") == "0x7a69"
        assert "the site ended" in ended(site)
    with pytest.raises(OSError, match="refused"):
        chains.Node("anvil", rpc).ask("eth_chainId")


def test_without_anvil_the_demonstration_has_a_chain_inside_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    with demonstration() as shown:
        assert shown.chain.startswith("in this process")
        with served(shown.rpc, list(shown.collections.values()), club=shown.policy) as site:
            page = httpx.get(f"{site.url}/holder/{shown.people['Linus'].account.address}", timeout=60)
            assert "Kubernetes in production" in page.text
            person = Person(site.url)
            assert site.site.club
            assert person.sign_in(shown.people["Linus"].account, site.site.club.name).status_code == 200
            assert person.get("/club").status_code == 200
            person.close()


def test_who_lacks_the_extra_is_told_what_to_install(aside: Desk) -> None:
    code = (
        "import sys\nsys.modules['fastapi'] = None\nfrom soulbadge.cli import main\n"
        "sys.exit(main(['serve', '--demo', '--port', '0']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=aside.folder, check=False, timeout=_PATIENCE
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == ["error: what serves pages needs more packages: pip install 'soulbadge[web]'"]


def test_mistakes_are_one_line_before_anything_is_served(desk: Desk, programme: Programme) -> None:
    address = programme.collection.address
    (desk.folder / "club.toml").write_text('holds = "cka"\n', encoding="utf-8")
    (desk.folder / "no.toml").write_text("holds = 5 + 5\n", encoding="utf-8")
    (desk.folder / "other.toml").write_text(f'holds = "cka"\ncollection = "0x{"11" * 20}"\n', encoding="utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for words, said in (
            (("--port", port), ("port", "name another")),
            (("--host", "0.0.0.0", "--port", 0), ("--origin", "https")),  # noqa: S104 (it is refused)
            (("--origin", "http://club.example", "--port", 0), ("in the clear",)),
            (("--origin", "club.example", "--port", 0), ("origin",)),
            (("--policy", "no.toml", "--port", 0), ("no.toml",)),
            (("--policy", "missing.toml", "--port", 0), ("missing.toml",)),
            (("--policy", "other.toml", "--port", 0), ("not among the collections",)),
            (("--trust", "missing.toml", "--port", 0), ("missing.toml",)),
            (("--demo", "--policy", "club.toml", "--port", 0), ("--policy", "--demo")),
            (("--file", "nowhere/site.sqlite", "--port", 0), ("unable to open",)),
            (("--rpc-url", "http://127.0.0.1:9", "--port", 0), ("no answer",)),
        ):
            desk.call("serve", "--collection", address, *words).refused(*said)


def test_the_help_says_what_it_is_for(aside: Desk) -> None:
    begun = time.monotonic()
    done = aside.run("serve", "--help")
    assert done.code == 0
    assert "pip install 'soulbadge[web]'" in done.out
    assert time.monotonic() - begun < 60


@pytest.fixture
def aside(tmp_path: Path) -> Desk:
    """A desk in an empty folder, without a node."""
    return Desk(tmp_path)
