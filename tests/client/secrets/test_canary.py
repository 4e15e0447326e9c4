"""The search for the canary finds it, however it is spelled: else nothing that it does not find would mean anything."""

import base64
import json
import sqlite3
from pathlib import Path

import pytest
from eth_account.messages import encode_defunct
from tests.client.secrets.canary import ACCOUNT, HEX, KEY, PASSPHRASE, seen_below, seen_in


@pytest.mark.parametrize(
    "text",
    [
        HEX,
        KEY.hex(),
        KEY.hex().upper(),
        KEY.decode(),
        repr(KEY),
        json.dumps(list(KEY)),
        json.dumps(list(KEY), separators=(",", ":")),
        str(int.from_bytes(KEY, "big")),
        base64.b64encode(KEY).decode(),
        base64.b64encode(b"x" + KEY + b"y").decode(),
        base64.urlsafe_b64encode(b"xy" + KEY).decode(),
        HEX[:40] + "…",
        "…" + HEX[-30:],
        PASSPHRASE,
        repr(ACCOUNT.key),
        base64.b64encode(PASSPHRASE.encode()).decode(),
    ],
)
def test_the_canary_is_found_in_every_spelling(text: str) -> None:
    assert seen_in(f"before {text} after")


def test_what_does_not_tell_it_is_not_found() -> None:
    assert not seen_in(
        f"{ACCOUNT.address} {ACCOUNT.sign_message(encode_defunct(text='hello')).signature.hex()} {ACCOUNT!r}"
    )


def test_it_is_found_in_files_and_in_their_names(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / KEY.hex()).touch()
    with sqlite3.connect(tmp_path / "journal") as database:
        database.execute("CREATE TABLE secrets (value BLOB)")
        database.execute("INSERT INTO secrets VALUES (?)", (KEY,))
    database.close()
    (tmp_path / "mine").write_text(PASSPHRASE, encoding="utf-8")
    assert [name for name, _ in seen_below(tmp_path, but=("mine",))] == [f"below/{KEY.hex()}", "journal"]
