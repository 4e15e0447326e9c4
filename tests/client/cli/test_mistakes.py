"""What a user can get wrong: one line on stderr, the exit code, no traceback, nothing sent."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from eth_account import Account
from tests.support import chains
from tests.support.command_line import Desk

from soulbadge.contract import Collection

HOLDER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
OTHER = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"
REVOKE = ("revoke", f"gold/{HOLDER}", "--yes")


@pytest.fixture(autouse=True)
def nothing_is_sent(desk: Desk) -> Iterator[None]:
    def state() -> tuple[int, int]:
        assert desk.node
        nonce = desk.node.ask("eth_getTransactionCount", chains.account(0).address, "pending")
        return desk.node.height(), int(nonce, 16)

    before = state()
    yield
    assert state() == before


def test_the_wrong_chain(desk: Desk) -> None:
    for words in (("show",), REVOKE, ("plan", "catalog.toml"), ("deploy", "--catalog", "catalog.toml")):
        desk.call(*words, "--chain-id", "1").refused("expected chain 1", "serves chain 31337")
    desk.call(*REVOKE, chain_id="5").refused("expected chain 5")


def test_usage_is_2(desk: Desk) -> None:
    desk.call("show", "--chain-id", "sepolia").refused("--chain-id", "soulbadge show --help", code=2)
    desk.call("show", "--no-such").refused("--no-such", code=2)
    desk.call("revoke").refused("BADGE", code=2)
    desk.call("no-such").refused("no-such", code=2)
    desk.call("show", chain_id="sepolia").refused("--chain-id", "sepolia", code=2)
    desk.call("revoke", HOLDER, "--yes", dry_run="maybe").refused("--dry-run", code=2)
    desk.call("account").refused("Missing command", "soulbadge account --help", code=2)


def test_an_rpc_that_cannot_be_reached(desk: Desk) -> None:
    for words in (("show",), REVOKE):
        desk.call(*words, "--rpc-url", "http://127.0.0.1:9").refused("no answer from http://127.0.0.1:9")


@pytest.mark.parametrize("url", ["localhost:8545", "ftp://x", "http://", "http://[", "http://127.0.0.1:99999", "\x1b"])
def test_an_rpc_url_that_is_none(desk: Desk, url: str) -> None:
    desk.call("show", "--rpc-url", url).refused()


def test_no_contract_there_or_another(desk: Desk, collection: Collection) -> None:
    desk.call("show", "--collection", OTHER).refused(f"no contract at {OTHER} on chain 31337")
    renderer, _ = collection.companions()
    desk.call(*REVOKE, "--collection", renderer).refused("is not a badge collection")
    desk.call("show", "--collection", "KAGGLE").refused("'KAGGLE' is not in", "there: FND")
    desk.call("show", "--deployments", "elsewhere").refused("none is recorded", "--collection")
    desk.call("show", "--collection", OTHER[:-1]).refused("bad address")


def test_records_that_were_damaged(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "31337.json").write_text("{", encoding="utf-8")
    desk.call("show", "--deployments", tmp_path).refused("31337.json", "repair or delete it")


def test_keys(desk: Desk, tmp_path: Path) -> None:
    keystore, password = tmp_path / "issuer.json", tmp_path / "password"
    key = ("--keystore", keystore, "--password-file", password)
    desk.call(*REVOKE, key="").refused("no key to sign with", "SOULBADGE_KEYSTORE")
    spoilt = desk.call(*REVOKE, key="0x1234abcd")
    spoilt.refused("not a private key")
    assert "1234abcd" not in spoilt.error
    desk.call(*REVOKE, *key).refused("issuer.json", "no such file")
    keystore.touch(0o600)
    keystore.write_text("[]", encoding="utf-8")
    desk.call(*REVOKE, *key).refused("No such file")
    password.touch(0o600)
    password.write_text("wrong", encoding="utf-8")
    desk.call(*REVOKE, *key).refused("not an encrypted keystore")
    keystore.write_text(json.dumps(Account.encrypt(chains.account(0).key, "right", iterations=2)), encoding="utf-8")
    desk.call(*REVOKE, *key).refused("wrong password")
    desk.call(*REVOKE, "--keystore", keystore).refused("nobody to ask", "--password-file")
    password.write_bytes(b"\xff\xfe")
    desk.call(*REVOKE, *key).refused("no text in UTF-8")


def test_somebody_without_rights_or_without_money(desk: Desk) -> None:
    desk.by(chains.account(3)).call("apply", "catalog.toml", "--yes", dry_run="0")  # nothing is missing, so fine
    desk.by(chains.account(3)).call("dismiss", OTHER, "--yes").refused(chains.account(3).address)
    poor: Desk = desk.by(Account.create())
    poor.call("deploy", "--name", "Poor", "--symbol", "POOR").refused("are missing", "ether")


@pytest.mark.parametrize(
    ("badge", "words"),
    [
        (f"gold/{HOLDER[:-1]}", "40 hexadecimal digits"),
        (f"gold/{HOLDER.replace('C8', 'c8')}", "checksum"),
        (f"gold/{'0x' + '0' * 40}", "zero address"),
        ("gold/ada.eth", "40 hexadecimal digits"),
        (f"ckx/{HOLDER}", "no achievement 'ckx' in this collection; it has: cka"),
        (f"gold/x/{HOLDER}", "cohort 'x' is no number"),
        (f"gold/{1 << 48}/{HOLDER}", "from 0 to"),
        (f"gold/{'9' * 5000}/{HOLDER}", "is no number"),
        (f"{'9' * 5000}/{HOLDER}", "no achievement"),
        (f"0/{HOLDER}", "from 1 to"),
        (f"a/b/c/{HOLDER}", "ACHIEVEMENT/HOLDER"),
        ("gold", "ACHIEVEMENT/HOLDER"),
        ("", "ACHIEVEMENT/HOLDER"),
        ("12", "first 48 bits"),
        ("9" * 78, "256-bit"),
        ("9" * 5000, "ACHIEVEMENT/HOLDER"),
        (HOLDER, "first 48 bits"),
        ("eip155:31337/erc721:x/1", "expected eip155:<chain id>"),
        (f"eip155:1/erc721:{HOLDER}/{1 << 208}", "expected chain 1"),
        (f"eip155:31337/erc721:{OTHER}/{1 << 208}", f"no contract at {OTHER}"),
    ],
)
def test_what_names_no_badge(desk: Desk, badge: str, words: str) -> None:
    desk.call("revoke", badge, "--yes").refused(words)
    if badge and badge != HOLDER:
        desk.call("show", badge).refused(words)


def test_a_badge_that_was_never_issued_or_may_not_be_ended(desk: Desk) -> None:
    desk.call("revoke", f"gold/{OTHER}", "--yes").refused("does not exist")
    desk.call("renew", f"gold/{OTHER}").refused("does not exist")
    assert "NONE" in desk.call("show", f"gold/{OTHER}").out
    desk.call("show", f"gold/{OTHER}", "--picture", "x.svg").refused("only badges that exist have one")
    desk.call("show", "--picture", "x.svg").refused("--picture: is of one badge")


@pytest.mark.parametrize("gwei", ["nan", "inf", "0", "-1", "much", "1e-12"])
def test_a_cap_that_is_no_amount(desk: Desk, gwei: str) -> None:
    done = desk.call("retire", "gold", "--yes", "--max-fee-gwei", gwei)
    assert done.code in {1, 2}
    assert "--max-fee-gwei" in done.error
    assert len(done.error.splitlines()) == 1


def test_bad_dates(desk: Desk) -> None:
    desk.call("renew", f"gold/{HOLDER}", "--until", "31.01.2030").refused("bad time '31.01.2030'", "2026-01-31")
    desk.call("renew", f"gold/{HOLDER}", "--until", "9" * 5000).refused("bad time")


def test_catalogs_and_configurations(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    desk.call("plan", file).refused("x.toml", "No such file")
    desk.call("plan", tmp_path).refused(str(tmp_path))
    file.write_bytes(b"\xff")
    desk.call("plan", file).refused("x.toml", "is no TOML")
    desk.call("show", "--config", file).refused("x.toml", "is no TOML")
    desk.call("show", "--config", tmp_path / "none").refused("cannot be read")
    desk.call("show", "--network", "sepolia").refused("there is no network 'sepolia'; there are: local")
    desk.call("deploy").refused("--name and --symbol, or a --catalog")


def test_a_picture_that_cannot_be_written(desk: Desk, collection: Collection, tmp_path: Path) -> None:
    assert collection.achievements()
    desk.call("show", f"gold/{OTHER}", "--picture", tmp_path / "no" / "x.svg").refused()


def test_a_fault_of_ours_is_not_hidden(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A traceback belongs to a bug; swallowing it would make every bug look like a user's mistake."""
    from soulbadge.cli import showing

    def broken(*_: object, **__: object) -> None:
        raise KeyError("bug")

    monkeypatch.setattr(showing, "show", broken)
    with pytest.raises(KeyError, match="bug"):
        desk.call("show")


def test_bytes_that_are_no_text_as_an_argument(desk: Desk) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "soulbadge", "show", b"\xff\xfe/x"],
        cwd=desk.folder,
        env=desk.environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.count(b"\n") == 1
    assert done.stderr.startswith(b"error: ")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xff\xfeSOULBADGE_NETWORK=x\n", "is no text in UTF-8"), (b"SOULBADGE_NETWORK=x\0\n", "a byte 0 stands in")],
)
def test_a_dotenv_file_that_is_damaged(desk: Desk, tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / ".env").write_bytes(content)
    replace(desk, folder=tmp_path).call("show").refused(".env", words)
