"""Chains for tests, all with one face: inside the process, anvil, ganache."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from soulbadge.chain.rpc import open_web3
from soulbadge.cli.nodes import free_port, running
from soulbadge.demo.chain import Chain
from soulbadge.errors import MissingExtraError, ProgramError, ValueInvalidError

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount
    from web3 import Web3
    from web3.types import RPCEndpoint

Kind = Literal["in-process", "anvil", "ganache"]
KINDS: tuple[str, ...] = get_args(Kind)
_ETHER = 10**18


class BadgeChain:
    """A chain whose clock can be moved and whose state can be put back. Made by `open_chain`."""

    def __init__(self, kind: Kind, web3: "Web3", url: str | None) -> None:
        self.kind = kind
        self.web3 = web3
        self.url = url
        """Where it answers; None inside the process."""

    def __repr__(self) -> str:
        return f"BadgeChain({self.kind}{f' at {self.url}' if self.url else ''})"

    @property
    def now(self) -> int:
        """The chain's clock: Unix seconds of the latest block."""
        return int(self.web3.eth.get_block("latest")["timestamp"])

    def person(self, ether: int = 10) -> "LocalAccount":
        """A new account with a key of its own and so much ether."""
        from eth_account import Account

        account: LocalAccount = Account.create()
        if ether:
            rich = self.web3.eth.accounts[0]
            sent = self.web3.eth.send_transaction(
                {"from": rich, "to": account.address, "value": cast("Any", ether * _ETHER)}
            )
            self.web3.eth.wait_for_transaction_receipt(sent)
        return account

    def pass_time(self, seconds: int) -> None:
        """Let time pass; a block is made then, so that calls see it too.

        Raises:
            ValueInvalidError: Time only moves forward.
        """
        if seconds <= 0:
            raise ValueInvalidError("seconds", f"expected more than 0, found {seconds}: time only moves forward")
        then = self.now + seconds
        if self.kind == "in-process":
            self._tester.time_travel(then)
            self._tester.mine_block()
        elif self.kind == "anvil":
            self._ask("evm_setNextBlockTimestamp", then)
            self._ask("evm_mine")
        else:
            self._ask("evm_setTime", then * 1000)  # ganache: milliseconds
            self._ask("evm_mine", then)

    def snapshot(self) -> object:
        """What `revert` goes back to; good once."""
        return self._tester.take_snapshot() if self.kind == "in-process" else self._ask("evm_snapshot")

    def revert(self, snapshot: object) -> None:
        """Put everything back to how it was, the clock too."""
        if self.kind == "in-process":
            self._tester.revert_to_snapshot(snapshot)
        elif self._ask("evm_revert", snapshot) is not True:
            raise ValueInvalidError("snapshot", "the chain knows none of this number; each is good once")

    @property
    def _tester(self) -> Any:  # noqa: ANN401 (eth-tester has no types)
        return cast("Any", self.web3.provider).ethereum_tester

    def _ask(self, method: str, *params: object) -> Any:  # noqa: ANN401 (JSON)
        return self.web3.manager.request_blocking(cast("RPCEndpoint", method), list(params))


@contextmanager
def open_chain(kind: str = "in-process") -> Iterator[BadgeChain]:
    """A new chain, which ends with the block.

    Raises:
        ValueInvalidError: There is no such kind.
        MissingExtraError: eth-tester is not installed.
        ProgramError: anvil or ganache is not on the PATH, or does not start.
    """
    if kind not in KINDS:
        raise ValueInvalidError("chain", f"expected one of {', '.join(KINDS)}, found {kind!r}")
    if kind == "in-process":
        try:
            yield BadgeChain("in-process", Chain().web3, None)
        except MissingExtraError as error:
            raise MissingExtraError(error.what, "testing") from error
        return
    program = shutil.which(kind)
    if program is None:
        raise ProgramError(kind, "it is not on the PATH; install it, or test on another chain (in-process needs none)")
    with running(kind, program, free_port(0), accounts=3) as node:
        yield BadgeChain(cast("Kind", kind), open_web3(node.url), node.url)
