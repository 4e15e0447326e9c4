"""One chain, one collection, one signer, as the options name them; each looked up when it is first wanted."""

import getpass
import os
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from soulbadge.contract import Collection, connect
from soulbadge.deployments import Deployments
from soulbadge.errors import (
    KeystoreError,
    MissingKeyError,
    UnreachableError,
    ValueInvalidError,
    WrongChainError,
)
from soulbadge.forms.files import too_open
from soulbadge.holder import Holder
from soulbadge.ids import BadgeName, parse_address, parse_caip19
from soulbadge.issuer import Issuer
from soulbadge.models import Receipt
from soulbadge.signers import is_local, open_keystore, open_local_key

from .output import note
from .sending import CappedSigner, await_depth, wei_of_gwei
from .settings import Settings

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount
    from web3 import Web3

    from soulbadge.chain.rpc import Rpc


class Session:
    """What a command works with. Making one asks nobody anything."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._collection: Collection | None = None

    @cached_property
    def node(self) -> "Rpc":
        """The node, which serves the chain that it must.

        Raises:
            UnreachableError: Nobody answers.
            WrongChainError: It serves another chain.
        """
        from soulbadge.chain.rpc import Rpc, open_web3

        node = Rpc(open_web3(_checked(self.settings.rpc_url)))
        found, expected = node.chain_id(), self.settings.chain_id
        if expected is not None and expected != found:
            raise WrongChainError(expected, found, node.endpoint)
        return node

    @property
    def web3(self) -> "Web3":
        """The same node as web3."""
        return self.node.web3

    @cached_property
    def chain_id(self) -> int:
        """The chain that is served."""
        return self.node.chain_id()

    @property
    def is_local(self) -> bool:
        """Whether it is a development chain on this machine."""
        return is_local(self.chain_id, self.settings.rpc_url)

    @property
    def deployments(self) -> Deployments:
        """What was deployed on this chain."""
        return Deployments(Path(self.settings.deployments), self.chain_id)

    def collection(self, address: str | None = None) -> Collection:
        """The collection of this address, else the one that the options name, else the only one deployed here.

        Raises:
            ValueInvalidError: No name was given and there is not just one, or nothing of this symbol was recorded.
            AddressInvalidError, NoContractError, NotBadgesError: There is no collection at the address.
        """
        if address is not None:
            return connect(self.web3, address)
        if self._collection is None:
            self._collection = connect(self.web3, self._address(self.settings.collection))
        return self._collection

    def collections(self, named: Sequence[str]) -> list[Collection]:
        """The collections of these addresses or symbols, else all that were deployed here.

        Raises:
            ValueInvalidError: No name was given and nothing was recorded, or nothing of a symbol was.
            AddressInvalidError, NoContractError, NotBadgesError: There is no collection at an address.
        """
        if not named and not self.settings.collection:
            named = [each.address for each in self.deployments.read().values()]
        if not named:
            return [self.collection()]
        return [connect(self.web3, self.address_of(each)) for each in named]

    def badge(self, text: str) -> tuple[Collection, int]:
        """The badge that somebody typed, with its collection. See `args.badge_id`.

        Raises:
            BadgeIdInvalidError: It is none of the forms.
            WrongChainError: It is a CAIP-19 name on another chain.
            AchievementNotFoundError: The slug is not known.
        """
        from .args import badge_id

        if (name := _caip19(text)) is not None:
            if name.chain_id != self.chain_id:
                raise WrongChainError(name.chain_id, self.chain_id, self.node.endpoint)
            return self.collection(name.address), name.badge_id
        collection = self.collection()
        return collection, badge_id(collection, text)

    @cached_property
    def _account(self) -> "LocalAccount":
        keystore = self.settings.keystore
        if keystore:
            if not Path(keystore).is_file():  # before anybody is asked for its password
                raise KeystoreError(keystore, "no such file")
            _warn(keystore)
            return open_keystore(keystore, read_password(keystore, self.settings.password_file))
        if not os.environ.get("SOULBADGE_KEY"):
            raise MissingKeyError
        chain_id = self.chain_id
        # Never a local of ours: a traceback may show those.
        return open_local_key(os.environ["SOULBADGE_KEY"], chain_id=chain_id, endpoint=self.settings.rpc_url)

    def signer(self) -> "LocalAccount | CappedSigner":
        """Who signs: a keystore, or on a local chain a key in plain text; never above `--max-fee-gwei`.

        Raises:
            MissingKeyError, KeystoreError, RawKeyRefusedError: There is nobody.
        """
        cap = self.max_fee
        return self._account if cap is None else CappedSigner(self._account, cap)

    @property
    def max_fee(self) -> int | None:
        """The most that a unit of gas may cost, in wei."""
        gwei = self.settings.max_fee_gwei
        return None if gwei is None else wei_of_gwei(gwei)

    def settled(self, receipt: Receipt) -> Receipt:
        """The receipt, once its transaction has as many confirmations as were asked for."""
        return await_depth(self.node, receipt, self.settings.confirmations)

    def issuer(self, collection: Collection | None = None) -> Issuer:
        """The signer as an issuer of the collection."""
        return Issuer(collection or self.collection(), self.signer())

    def holder(self, collection: Collection | None = None) -> Holder:
        """The signer as a holder, or as who sends for one."""
        return Holder(collection or self.collection(), self.signer())

    def address_of(self, named: str) -> str:
        """An address as it is, or that of the collection of this symbol.

        Raises:
            ValueInvalidError: Nothing of this symbol was recorded on this chain.
        """
        if named.startswith("0x"):
            return parse_address(named)
        records = self.deployments.read()
        if named not in records:
            known = ", ".join(records) or "none"
            raise ValueInvalidError("collection", f"{named!r} is not in {self.deployments.file} (there: {known})")
        return records[named].address

    def _address(self, named: str | None) -> str:
        if named:
            return self.address_of(named)
        records, file = self.deployments.read(), self.deployments.file
        if len(records) != 1:
            what = "several are" if records else "none is"
            other = "" if records else ", or deploy one with `soulbadge deploy`"
            raise ValueInvalidError("collection", f"{what} recorded in {file}; name one with --collection{other}")
        return next(iter(records.values())).address


def read_password(keystore: str, file: str | None) -> str:
    """The password of a keystore: the first line of a file, or what somebody types.

    Raises:
        KeystoreError: The file cannot be read, or nobody is there to be asked.
    """
    if file:
        _warn(file)
        try:
            return (Path(file).read_text(encoding="utf-8").splitlines() or [""])[0]
        except (OSError, UnicodeDecodeError) as error:
            problem = getattr(error, "strerror", None) or "it is no text in UTF-8"
            raise KeystoreError(file, problem) from error
    if not sys.stdin.isatty():
        raise KeystoreError(keystore, "nobody to ask for the password; name a --password-file")
    return getpass.getpass(f"password of {keystore}: ")


def _warn(secret: str) -> None:
    """A warning, no refusal: the modes of mounted files are often not one's own to change."""
    if problem := too_open(secret):
        note(f"warning: {problem}")


def _checked(url: str) -> str:
    """The URL of a node, which may hold a key and is never shown. Raises `UnreachableError`."""
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or not url.isprintable():
        raise UnreachableError("the RPC URL", "it must look like http://127.0.0.1:8545 or https://node.example/key")
    return url


def _caip19(text: str) -> BadgeName | None:
    return parse_caip19(text) if text.startswith("eip155:") else None
