"""account: keys that are encrypted, private to their owner, and never overwritten."""

import json
import stat
import sys
from pathlib import Path

import pytest
from eth_account import Account
from tests.support import chains
from tests.support.command_line import Desk

from soulbadge.signers import open_keystore

PASSWORD = "correct horse battery staple"


@pytest.fixture
def password(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.touch(0o600)
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def cheap_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    """The strength of the encryption is eth-account's default, which takes a second; not here."""
    monkeypatch.setenv("ETH_ACCOUNT_KDF", "pbkdf2")


def _is_private(file: Path) -> bool:
    return sys.platform == "win32" or stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_new_key_is_encrypted_and_its_owners_alone(aside: Desk, password: Path) -> None:
    done = aside.done("account", "new", "issuer.json", "--password-file", password)
    file = aside.folder / "issuer.json"
    assert open_keystore(file, PASSWORD).address == done["address"]
    assert _is_private(file)
    assert PASSWORD not in file.read_text(encoding="utf-8")
    assert [each.name for each in aside.folder.iterdir() if each.name.startswith(".")] == []


def test_nothing_is_ever_overwritten(aside: Desk, password: Path) -> None:
    file = aside.folder / "issuer.json"
    file.write_text("precious", encoding="utf-8")
    aside.call("account", "new", "issuer.json", "--password-file", password).refused("issuer.json", "exists")
    link = aside.folder / "link.json"
    link.symlink_to(aside.folder / "nothing")
    aside.call("account", "new", "link.json", "--password-file", password).refused("link.json", "exists")
    assert file.read_text(encoding="utf-8") == "precious"
    assert not (aside.folder / "nothing").exists()
    aside.call("account", "new", "no/issuer.json", "--password-file", password).refused("No such file or directory")


def test_a_dry_run_writes_nothing(aside: Desk, password: Path) -> None:
    assert aside.done("account", "new", "x.json", "--password-file", password, "--dry-run")["dry_run"] is True
    assert not (aside.folder / "x.json").exists()


def test_passwords(aside: Desk, password: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aside.call("account", "new", "x.json").refused("nobody to ask for the password")
    password.write_text("\n", encoding="utf-8")
    aside.call("account", "new", "x.json", "--password-file", password).refused("an empty password protects nothing")
    answers = iter(["one", "another", "same", "same"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(answers))
    differ = aside.call("account", "new", "x.json", typed="")
    assert (differ.code, differ.error) == (
        1,
        "error: cannot open the key in x.json: the two passwords differ; nothing was written\n",
    )
    assert not (aside.folder / "x.json").exists()
    assert aside.call("account", "new", "x.json", typed="").code == 0
    assert open_keystore(aside.folder / "x.json", "same").address


def test_a_key_is_imported_from_stdin_and_never_shown(
    aside: Desk, password: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    key = "0x" + bytes(chains.account(7).key).hex()
    words = ("account", "import", "x.json", "--password-file", password)
    spoilt = aside.call(*words)
    spoilt.refused("it is not a private key")
    monkeypatch.setattr(io, "StringIO", io.StringIO)
    import subprocess

    from tests.support.command_line import PROGRAM

    done = subprocess.run(
        [*PROGRAM, *map(str, words)],
        input=key + "\n",
        cwd=aside.folder,
        env=aside.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert key[2:] not in done.stdout + done.stderr
    assert open_keystore(aside.folder / "x.json", PASSWORD).key == chains.account(7).key
    assert _is_private(aside.folder / "x.json")


def test_addresses_and_balances_are_shown_without_a_password(desk: Desk, tmp_path: Path) -> None:
    rich, poor = chains.account(5), Account.create()
    for name, account in (("a.json", rich), ("b.json", poor)):
        (tmp_path / name).write_text(json.dumps(Account.encrypt(account.key, "x", iterations=2)), encoding="utf-8")
    (tmp_path / "other.txt").write_text("{}", encoding="utf-8")
    listed = desk.done("account", "list", tmp_path)
    assert listed["chain_id"] == 31337
    assert [(each["address"], each["balance"]) for each in listed["accounts"]] == [
        (rich.address, str(10_000 * 10**18)),
        (poor.address, "0"),
    ]
    assert "10000 ether" in desk.call("account", "list", tmp_path).out
    assert desk.done("account", "show", tmp_path / "a.json")["address"] == rich.address
    assert desk.done("account", "show", rich.address)["balance"] == str(10_000 * 10**18)
    offline = desk.call("account", "show", tmp_path / "a.json", "--rpc-url", "http://127.0.0.1:9")
    assert (offline.code, offline.out.split()) == (0, ["address", rich.address])
    assert "warning: balances are not known" in offline.error


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"crypto": {}}', '{"crypto": {}, "address": "x"}', "\x00", '{"address": "' + "1" * 40 + '"}'],
)
def test_what_is_no_keystore(desk: Desk, tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(content, encoding="utf-8")
    desk.call("account", "show", file).refused("not an encrypted keystore")
    assert desk.done("account", "list", tmp_path)["accounts"] == []
    desk.call("account", "show", tmp_path / "none").refused("no such file")
    desk.call("account", "list", tmp_path / "none").refused("is no folder")
