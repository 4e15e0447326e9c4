"""What is secret is its owner's alone from its first moment, whatever the umask; and where it is not, that is told."""

import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from eth_account import Account
from tests.client.secrets.canary import HEX, KEY, PASSPHRASE
from tests.support.command_line import Desk

from soulbadge.forms.files import new_file, new_folder, too_open
from soulbadge.web.store import SiteStore

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its modes say nothing about others")


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o177, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Somebody with a keystore and its password, both open to nobody else, and no node."""
    for name, text in (
        ("issuer.json", json.dumps(Account.encrypt(KEY, PASSPHRASE, iterations=2))),
        ("password", PASSPHRASE),
    ):
        (tmp_path / name).touch(0o600)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Desk(tmp_path)


def test_a_secret_file_and_folder_are_the_owners_alone(tmp_path: Path, umask: int) -> None:
    while_written: list[int] = []
    with new_file(tmp_path / "secret", secret=True) as handle:
        while_written += [mode(each) for each in tmp_path.iterdir()]
        handle.write(b"x")
    with new_folder(tmp_path / "folder", secret=True) as folder:
        while_written.append(mode(folder) & 0o077)
        with new_file(folder / "one", secret=True) as handle:
            handle.write(b"x")
    assert while_written == [0o600, 0]
    assert (mode(tmp_path / "secret"), mode(tmp_path / "folder")) == (0o600, 0o700)
    assert mode(tmp_path / "folder" / "one") == 0o600
    with new_file(tmp_path / "public") as handle:
        handle.write(b"x")
    assert mode(tmp_path / "public") == 0o666 & ~umask


def test_a_keystore_is_the_owners_alone(desk: Desk, umask: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETH_ACCOUNT_KDF", "pbkdf2")
    monkeypatch.setattr("getpass.getpass", lambda _: HEX)
    assert desk.call("account", "new", "new.json", "--password-file", "password").code == 0
    assert desk.call("account", "import", "canary.json", "--password-file", "password", typed="").code == 0
    assert [mode(desk.folder / name) for name in ("new.json", "canary.json")] == [0o600, 0o600], umask


def test_what_a_site_remembers_is_the_owners_alone(tmp_path: Path) -> None:
    """With its file one can make the tokens of its forms; SQLite by itself would let others read it."""
    before = os.umask(0)
    try:
        store = SiteStore(tmp_path / "site.sqlite")
        store.put("session", "name", "document", 100, 1)
        assert [mode(each) for each in tmp_path.iterdir()] == [0o600] * len(list(tmp_path.iterdir()))
        store.close()
    finally:
        os.umask(before)


@pytest.mark.parametrize("name", ["issuer.json", "password"])
@pytest.mark.parametrize("found", [0o640, 0o604, 0o620, 0o666])
def test_a_keystore_or_a_password_that_is_open_to_others_is_told(desk: Desk, name: str, found: int) -> None:
    words = ("show", "--keystore", "issuer.json", "--password-file", "password", "--rpc-url", "http://127.0.0.1:9")
    signs = ("link", "sign", "wallets.json", *words[1:], "-o", "signed.json")
    assert desk.call("link", "new", "0x" + "11" * 20, "0x" + "22" * 20, "-o", "wallets.json").code == 0
    assert "warning" not in desk.call(*signs).error
    (desk.folder / name).chmod(found)
    told = f"warning: {name} is open to others (mode {found:04o}); run `chmod 600 {name}`"
    done = desk.call(*signs)
    assert done.error.splitlines().count(told) == 1, done
    assert PASSPHRASE not in done.error
    assert "warning" not in desk.call(*words).error  # which opens neither


def test_a_dotenv_that_is_open_to_others_is_told(desk: Desk) -> None:
    file = desk.folder / ".env"
    file.touch(0o644)
    told = "warning: .env is open to others (mode 0644); run `chmod 600 .env`"
    for text, expected in ((f"SOULBADGE_KEY={HEX}\n", True), ("SOULBADGE_KEY=\n", False), ("OTHER=1\n", False)):
        file.write_text(text, encoding="utf-8")
        file.chmod(0o644)
        assert (told in desk.call("account", "list", ".").error) is expected, text
        file.chmod(0o600)
        assert told not in desk.call("account", "list", ".").error


def test_what_is_no_file_of_somebodys_own_is_not_told_of(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o644)  # as a shell makes one: --password-file <(pass show issuer)
    for path in (tmp_path / "none", tmp_path / "pipe", tmp_path, "a\0b"):
        assert too_open(path) == "", path
    (tmp_path / "secret").touch(0o600)
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    assert too_open(tmp_path / "link") == ""
    (tmp_path / "secret").chmod(0o644)
    assert "mode 0644" in too_open(tmp_path / "link")
