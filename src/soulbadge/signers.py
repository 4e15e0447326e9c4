"""Who signs: a key out of an encrypted keystore, or on a local chain alone a key in plain text.

Whatever has `address`, `sign_transaction` and, for vouchers and presentations, `sign_message` as eth-account's
`LocalAccount` has them signs as well: a hardware wallet, a key service. examples/kms_signer.py is one to copy.
"""

import ipaddress
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .chain.secrecy import host
from .errors import KeystoreError, RawKeyRefusedError
from .forms.strict_json import parse_shallow

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

LOCAL_CHAINS = (1337, 5777, 31337)
"""Chain ids of ganache, of ganache's window and of anvil and hardhat."""

_KEY = re.compile(r"(0x)?[0-9a-fA-F]{64}", re.ASCII)
_NO_KEYSTORE = "it is not an encrypted keystore"


def open_keystore(path: Path | str, password: str) -> "LocalAccount":
    """The account in an encrypted keystore (Web3 Secret Storage, as geth, eth-account and Brownie write it).

    Raises:
        KeystoreError: There is no such file, it is no keystore, the password is wrong, or the key is not that of the
            address which the file names.
    """
    from eth_account import Account

    account: LocalAccount | None = None
    named, problem = None, ""
    try:
        content = parse_shallow(Path(path).read_text(encoding="utf-8"))
        account = Account.from_key(Account.decrypt(content, password))
        named = content.get("address")
    except OSError as error:
        problem = error.strerror or "it cannot be read"
    except Exception as error:  # noqa: BLE001 (eth-account, eth-keyfile and eth-keys raise whatever they meet)
        problem = "wrong password" if isinstance(error, ValueError) and "MAC" in str(error) else _NO_KEYSTORE
    # Raised out here, with nothing behind it: a traceback that shows locals shows neither password nor key.
    del password
    if account is None:
        raise KeystoreError(str(path), problem)
    if isinstance(named, str) and named.lower().removeprefix("0x") != account.address.lower().removeprefix("0x"):
        # What is shown without the password must be who signs.
        raise KeystoreError(str(path), f"it says that it is of {named[:50]}, but its key is of {account.address}")
    return account


def open_local_key(key: str, *, chain_id: int, endpoint: str) -> "LocalAccount":
    """The account of a key in plain text, on a local chain alone.

    Args:
        key: 32 bytes as hexadecimal digits.
        chain_id: The chain that it will sign for.
        endpoint: URL of the node that it will sign for.

    Raises:
        RawKeyRefusedError: The chain is not local.
        KeystoreError: It is no key.
    """
    local, node = is_local(chain_id, endpoint), host(endpoint)
    account = account_or_none(key) if local else None
    del key, endpoint  # a traceback that shows locals shows neither; the rest of a URL may be a key too
    if not local:
        raise RawKeyRefusedError(chain_id, node)
    if account is None:
        raise KeystoreError("SOULBADGE_KEY", "it is not a private key of 32 bytes")
    return account


def account_or_none(key: str) -> "LocalAccount | None":
    """The account of a key in plain text; None if it is no key, and nothing that could tell more of it."""
    if not _KEY.fullmatch(key):  # eth-account fills up what is short: with a digit lost, somebody else would sign
        return None
    from eth_account import Account

    with suppress(Exception):  # eth-account and eth-keys raise whatever they meet, and some of it repeats the key
        account: LocalAccount = Account.from_key(key)
        return account
    return None


def is_local(chain_id: int, endpoint: str) -> bool:
    """Whether it is a development chain on this very machine: both its number and its address say so."""
    host = urlsplit(endpoint).hostname or ""
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    return loopback and chain_id in LOCAL_CHAINS
