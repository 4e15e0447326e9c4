"""A key and a passphrase that stand nowhere else, and a search for them in whatever was written, said or sent."""

import base64
from collections.abc import Iterator
from pathlib import Path

from eth_account import Account
from eth_account.signers.local import LocalAccount

KEY = b"CANARY-KEY-THAT-NOBODY-MAY-SEE!!"
PASSPHRASE = "canary-passphrase-Zq7"
HEX = "0x" + KEY.hex()
ACCOUNT: LocalAccount = Account.from_key(KEY)

_PIECE = 10
"""Bytes of the key that are enough to be recognised: what shows half of it is found too."""


def spellings(secret: bytes) -> dict[str, bytes]:
    """How a secret may look, by name; each is short enough that a part of it which was cut off is found."""
    found = {"as it is": secret, "decimal": str(int.from_bytes(secret, "big")).encode()[:20]}
    for name, piece in (("start", secret[:_PIECE]), ("end", secret[-_PIECE:])):
        found[f"raw {name}"] = piece
        found[f"hex {name}"] = piece.hex().encode()
        found[f"HEX {name}"] = piece.hex().upper().encode()
        found[f"list {name}"] = ", ".join(map(str, piece)).encode()
        found[f"compact list {name}"] = ",".join(map(str, piece)).encode()
    for shift in range(3):  # where it may begin within a group of three bytes
        inner = base64.b64encode(bytes(shift) + secret)[4 if shift else 0 : -4]
        found[f"base64 {shift}"] = inner
        found[f"base64url {shift}"] = inner.translate(bytes.maketrans(b"+/", b"-_"))
    return found


_SOUGHT = {
    f"{what}, {name}": spelled
    for what, secret in (("key", KEY), ("passphrase", PASSPHRASE.encode()))
    for name, spelled in spellings(secret).items()
}


def seen_in(data: bytes | str) -> list[str]:
    """Which spellings of which secret stand in it."""
    found = data.encode() if isinstance(data, str) else data
    return [name for name, spelled in _SOUGHT.items() if spelled in found]


def seen_below(folder: Path, *, but: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """The files of a folder that hold a secret, in their content or in their name."""
    for file in sorted(folder.rglob("*")):
        name = str(file.relative_to(folder))
        content = file.read_bytes() if file.is_file() and name not in but else b""
        if found := seen_in(name.encode() + b"\n" + content):
            yield name, found
