"""What the scripts have in common: options with defaults in the environment, the node, the key, one line for an error.

Under `brownie run` the node is the network that Brownie is connected to, and options are given as words without dashes
(`brownie run mint main csv=examples/issue.csv dry-run`), since Brownie keeps words with dashes for itself.
"""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from dotenv import find_dotenv, load_dotenv

from soulbadge.contract import Collection, connect
from soulbadge.deployments import Deployments
from soulbadge.errors import (
    KeystoreError,
    MissingKeyError,
    SoulbadgeError,
    UnreachableError,
    ValueInvalidError,
    WrongChainError,
)
from soulbadge.forms.files import too_open
from soulbadge.signers import is_local, open_keystore, open_local_key

if TYPE_CHECKING:
    from web3 import Web3

    from soulbadge.chain.sender import Signer

LOCAL_URL = "http://127.0.0.1:8545"


class Parser(argparse.ArgumentParser):
    """A parser whose options have their defaults in the environment: `--chain-id` in SOULBADGE_CHAIN_ID."""

    def __init__(self, description: str) -> None:
        super().__init__(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)

    def option(self, name: str, help: str, default: str | None = None) -> None:  # noqa: A002 (argparse's word)
        """Add an option that takes a text."""
        variable = _variable(name)
        found = os.environ.get(variable) or default  # set to nothing is not set
        self.add_argument(name, default=found, help=f"{help} [{variable}]", metavar=name.lstrip("-").upper())

    def switch(self, name: str, help: str) -> None:  # noqa: A002 (argparse's word)
        """Add an option that is on or off; the environment says 1 or 0."""
        variable = _variable(name)
        found = os.environ.get(variable, "") or "0"
        if found not in ("0", "1"):
            raise ValueInvalidError(variable, f"expected 1 or 0, found {found!r}")
        self.add_argument(name, action="store_true", default=found == "1", help=f"{help} [{variable}]")

    def chain(self) -> None:
        """Add what says which chain is meant, and who signs."""
        self.option("--rpc-url", "the node", default=LOCAL_URL)
        self.option("--chain-id", "the chain that it must be; any if not given")
        self.option("--keystore", "encrypted key to sign with")
        self.option("--password-file", "the keystore's password, first line; asked for if not given")
        self.option("--deployments", "folder of records", default="deployments")
        self.switch("--dry-run", "check and simulate everything, send nothing")


def main(command: Callable[[list[str]], None], words: Sequence[str]) -> None:
    """Run under Brownie: words in place of options, SystemExit(1) after a refusal."""
    code = run(command, [word if word.startswith("-") else f"--{word}" for word in words])
    if code:
        raise SystemExit(code)


def is_bare(*options: str) -> bool:
    """Whether this is `brownie run` on a local chain with none of these options in the environment.

    Then nothing but the example can be meant, and nothing can be lost by it.
    """
    load_dotenv(find_dotenv(usecwd=True))
    url = _brownie_url()
    if url is None or any(os.environ.get(_variable(option)) for option in options):
        return False
    return is_local(int(sys.modules["brownie"].web3.eth.chain_id), url)


def run(command: Callable[[list[str]], None], arguments: list[str]) -> int:
    """Run with these arguments; a refusal becomes one line on stderr and exit code 1."""
    settings = find_dotenv(usecwd=True)
    load_dotenv(settings)
    if settings:
        _warn(settings)
    try:
        command(arguments)
    except SoulbadgeError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("error: interrupted; what was sent before stands", file=sys.stderr)
        return 130
    return 0


class Chain:
    """The node that the options name, asked once which chain it serves."""

    def __init__(self, options: argparse.Namespace) -> None:
        from soulbadge.chain.rpc import Rpc, open_web3

        url = _brownie_url() or str(options.rpc_url)
        self.web3: Web3 = open_web3(url)
        self._node = Rpc(self.web3)
        self._options = options
        self.url = url
        self.chain_id = self._node.chain_id()
        expected = options.chain_id
        if expected is not None and not (expected.isascii() and expected.isdigit()):
            raise ValueInvalidError("chain id", f"expected a number, found {expected!r}")
        if expected is not None and int(expected) != self.chain_id:
            raise WrongChainError(int(expected), self.chain_id, self._node.endpoint)

    @property
    def is_local(self) -> bool:
        """Whether it is a development chain on this machine."""
        return is_local(self.chain_id, self.url)

    @property
    def deployments(self) -> Deployments:
        """What was deployed here."""
        return Deployments(Path(self._options.deployments), self.chain_id)

    def collection(self, named: str | None) -> Collection:
        """The collection of this address or symbol, or the only one that was deployed here."""
        if named and named.startswith("0x"):
            return connect(self.web3, named)
        records = self.deployments.read()
        if named and named not in records:
            known = ", ".join(records) or "none"
            raise ValueInvalidError("collection", f"{named!r} is not in {self.deployments.file} (there: {known})")
        if not named and len(records) != 1:
            what = "several are" if records else "none is"
            raise ValueInvalidError(
                "collection", f"{what} recorded in {self.deployments.file}; name one with --collection"
            )
        return connect(self.web3, records[named or next(iter(records))].address)

    def signer(self) -> "Signer":
        """Who signs: a keystore, on a local chain also a key in plain text, under Brownie also its first account."""
        keystore = self._options.keystore
        if keystore:
            if not Path(keystore).is_file():  # before anybody is asked for its password
                raise KeystoreError(keystore, "no such file")
            _warn(keystore)
            return open_keystore(keystore, self._password())
        if os.environ.get("SOULBADGE_KEY"):
            return open_local_key(os.environ["SOULBADGE_KEY"], chain_id=self.chain_id, endpoint=self.url)
        if _brownie_url() and self.is_local and self.web3.eth.accounts:
            return _NodeSigner(self.web3)
        raise MissingKeyError

    def _password(self) -> str:
        file = self._options.password_file
        if file:
            _warn(file)
            try:
                return (Path(file).read_text(encoding="utf-8").splitlines() or [""])[0]
            except OSError as error:
                raise KeystoreError(str(file), error.strerror or "it cannot be read") from error
        if not sys.stdin.isatty():
            raise KeystoreError(self._options.keystore, "nobody to ask for the password; name a --password-file")
        return getpass.getpass(f"password of {self._options.keystore}: ")


def _warn(secret: str) -> None:
    """As the command line does: a warning, no refusal."""
    if problem := too_open(secret):
        print(f"warning: {problem}", file=sys.stderr)


class _NodeSigner:
    """The first account of a development node, whose key the node keeps."""

    def __init__(self, web3: "Web3") -> None:
        self._web3 = web3
        self.address = str(web3.eth.accounts[0])

    def sign_transaction(self, transaction_dict: dict[str, Any], /) -> SimpleNamespace:
        """Let the node sign (eth_signTransaction)."""
        numbers = {key: hex(value) if isinstance(value, int) else value for key, value in transaction_dict.items()}
        signed: Any = self._web3.manager.request_blocking(
            "eth_signTransaction",  # type: ignore[arg-type]  # web3's type for it is a NewType of str
            [{**numbers, "from": self.address}],
        )
        raw = signed["raw"] if isinstance(signed, dict) else signed
        return SimpleNamespace(raw_transaction=bytes.fromhex(str(raw).removeprefix("0x")))


def _brownie_url() -> str | None:
    """Where Brownie is connected to; None if this is not `brownie run`."""
    brownie = sys.modules.get("brownie")
    if brownie is None or not brownie.network.is_connected():
        return None
    url = getattr(brownie.web3.provider, "endpoint_uri", None)
    if not url:
        raise UnreachableError("Brownie's network", "it is not reached by HTTP")
    return str(url)


def _variable(name: str) -> str:
    return "SOULBADGE_" + name.lstrip("-").replace("-", "_").upper()
