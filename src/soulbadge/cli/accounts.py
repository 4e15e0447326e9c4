"""What `account` does."""

import getpass
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from soulbadge.errors import KeystoreError, OutputError, UnreachableError, ValueInvalidError
from soulbadge.forms.files import new_file
from soulbadge.forms.strict_json import parse_shallow
from soulbadge.ids import parse_address
from soulbadge.signers import account_or_none

from .output import Facts, Table, emit, note
from .receipts import ether
from .session import read_password

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from .session import Session

_MOST = 100_000
"""Bytes of a keystore, at most: what is longer is something else."""


def create(file: Path, password_file: str | None, key: str | None, *, dry_run: bool) -> None:
    """Write a keystore with a new key, or with this one.

    Raises:
        OutputError: Something stands there already, or it cannot be written.
        KeystoreError: There is no password, or it is no key.
    """
    if file.exists() or file.is_symlink():  # before anybody is asked for a password
        raise OutputError(str(file), "it exists, and nothing is overwritten; name another, or move it away")
    account = _account(key)
    del key  # a traceback that shows locals does not show it
    password = _new_password(file, password_file)
    if dry_run:
        emit({"dry_run": True, "file": str(file)}, f"dry run: would write {file}; nothing was written")
        return
    from eth_account import Account

    keystore = Account.encrypt(bytes(account.key), password)
    del password
    with new_file(file, secret=True) as handle:
        handle.write(json.dumps(keystore, indent=2).encode() + b"\n")
    facts = [("address", account.address), ("keystore", file)]
    emit({"dry_run": False, "address": account.address, "file": str(file)}, Facts(facts))


def read_key() -> str:
    """A private key: what somebody types unseen, or the first line of stdin."""
    if sys.stdin.isatty():
        return getpass.getpass("private key: ").strip()
    return sys.stdin.readline().strip()


def show(session: "Session", text: str) -> None:
    """The account of a keystore, or of an address, and its balance."""
    address = parse_address(text) if text.startswith("0x") else _address(Path(text))
    chain_id, (balance,) = _balances(session, [address])
    emit(
        {"address": address, "chain_id": chain_id, "balance": _wei(balance)},
        Facts([("address", address), (f"on chain {chain_id}", None if balance is None else ether(balance))]),
    )


def show_all(session: "Session", folder: Path) -> None:
    """The keystores of a folder and their balances. Other files are passed over."""
    if not folder.is_dir():
        raise ValueInvalidError(str(folder), "is no folder")
    found = [(file, address) for file in sorted(folder.iterdir()) if (address := _address_or_none(file))]
    chain_id, balances = _balances(session, [address for _, address in found]) if found else (None, [])
    told = [(file, address, has) for (file, address), has in zip(found, balances, strict=True)]
    rows = [(file.name, address, None if has is None else ether(has)) for file, address, has in told]
    value = [{"file": str(file), "address": address, "balance": _wei(has)} for file, address, has in told]
    empty = f"no keystore in {folder}; `soulbadge account new` makes one"
    emit({"chain_id": chain_id, "accounts": value}, Table(("keystore", "address", "has"), rows, empty=empty))


def _balances(session: "Session", addresses: list[str]) -> tuple[int | None, list[int | None]]:
    """The chain, and what each has; None where nobody answers: an address is worth knowing without a node."""
    try:
        return session.chain_id, [session.node.balance(address) for address in addresses]
    except UnreachableError as error:
        note(f"warning: balances are not known: {error}")
        return None, [None] * len(addresses)


def _wei(balance: int | None) -> str | None:
    return None if balance is None else str(balance)


def _account(key: str | None) -> "LocalAccount":
    from eth_account import Account

    if key is None:
        made: LocalAccount = Account.create()
        return made
    found = account_or_none(key)
    del key
    if found is None:
        raise KeystoreError("stdin", "it is not a private key of 32 bytes")
    return found


def _new_password(file: Path, password_file: str | None) -> str:
    if password_file:
        password = read_password(str(file), password_file)
    else:
        password = read_password(str(file), None)
        if getpass.getpass("once more: ") != password:
            del password
            raise KeystoreError(str(file), "the two passwords differ; nothing was written")
    if not password:
        raise KeystoreError(str(file), "an empty password protects nothing; nothing was written")
    return password


def _address_or_none(file: Path) -> str | None:
    try:
        return _address(file)
    except KeystoreError:
        return None


def _address(file: Path) -> str:
    """What a keystore says is in it; only its password proves it."""
    try:
        if not file.is_file() or file.stat().st_size > _MOST:
            raise KeystoreError(str(file), "no such file" if not file.exists() else "it is not an encrypted keystore")
        content = parse_shallow(file.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or "crypto" not in {str(key).lower() for key in content}:
            raise KeystoreError(str(file), "it is not an encrypted keystore")
        return parse_address("0x" + str(content.get("address", "")).removeprefix("0x").lower())
    except OSError as error:
        raise KeystoreError(str(file), error.strerror or "it cannot be read") from error
    except ValueError as error:
        raise KeystoreError(str(file), "it is not an encrypted keystore that says its address") from error
