"""Signing and sending one transaction after the other, each awaited. Nothing is ever sent twice.

What it does not do: keep a journal, replace a stuck transaction, send several at once. `issuing` does.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from eth_utils.crypto import keccak

from soulbadge.errors import (
    BroadcastUncertainError,
    NoFundsError,
    ReceiptTimeoutError,
    TransactionFailedError,
    UnreachableError,
)
from soulbadge.ids import parse_address
from soulbadge.models import Receipt

from .answers import integer
from .fees import Fees, gas_for, suggest
from .rpc import Rpc

_SLOWEST = 2.0
"""Seconds between two looks for a receipt, at most."""


class Signer(Protocol):
    """Who can sign a transaction; eth-account's `LocalAccount` is one."""

    @property
    def address(self) -> str:
        """The account, with its checksum."""

    def sign_transaction(self, transaction_dict: dict[str, Any], /) -> Any:  # noqa: ANN401 (eth-account's has no name)
        """Sign; the result's `raw_transaction` is the bytes to send."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A transaction's receipt, with the logs; in a dry run without logs and address."""

    receipt: Receipt
    logs: tuple[Any, ...] = ()
    contract: str = ""
    """The contract that it created, if it did."""


class Sender:
    """One signer on one chain."""

    def __init__(
        self,
        node: Rpc,
        chain_id: int,
        signer: Signer,
        *,
        timeout: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._node = node
        self._chain_id = chain_id
        self.signer = signer
        self._timeout = timeout
        self._clock = clock
        self._sleep = sleep
        self.address = parse_address(signer.address)

    def send(self, to: str | None, data: bytes, *, dry_run: bool = False) -> Sent:
        """Send and wait until it is in a block.

        Args:
            to: The contract; None to create one.
            data: Call data, or creation code.
            dry_run: Do everything but sign and send.

        Raises:
            RefusedError: The contract refuses; nothing was sent.
            NoFundsError: The signer cannot pay; nothing was sent.
            TransactionError: It was handed over, and did not succeed or is not known to have.
        """
        estimate, gas, fees, head = self._prepared(to, data)
        most = self._check_funds(gas, fees)
        if dry_run:
            return Sent(Receipt("", integer("eth_getBlockByNumber", head.get("number")), estimate, most))
        transaction = {
            "chainId": self._chain_id,
            "nonce": self._node.nonce(self.address),
            "value": 0,
            "data": "0x" + data.hex(),
            "gas": gas,
            **({"to": to} if to else {}),
            **fees.fields(),
        }
        return self._broadcast(bytes(self.signer.sign_transaction(transaction).raw_transaction))

    def check_funds(self, to: str | None, data: bytes, *, times: int) -> None:
        """Make sure that the signer can pay for so many transactions like this one. Raises `NoFundsError`."""
        _, gas, fees, _ = self._prepared(to, data)
        self._check_funds(gas * times, fees)

    def _prepared(self, to: str | None, data: bytes) -> tuple[int, int, Fees, dict[str, Any]]:
        """Gas as estimated, gas to give, fees, and the block that they were taken from."""
        estimate = self._node.estimate({"from": self.address, "data": "0x" + data.hex(), **({"to": to} if to else {})})
        head = self._node.block()
        return estimate, gas_for(estimate, head), suggest(self._node, head), head

    def _check_funds(self, gas: int, fees: Fees) -> int:
        """The most in wei that this much gas can cost."""
        most = gas * fees.most
        balance = self._node.balance(self.address)
        if balance < most:
            raise NoFundsError(self.address, most, balance)
        return most

    def _broadcast(self, raw: bytes) -> Sent:
        transaction = "0x" + keccak(raw).hex()
        try:
            self._node.send(raw)
        except UnreachableError as error:
            raise BroadcastUncertainError(transaction, error.cause) from error
        receipt = self._await(transaction)
        block, gas = _number(receipt, "blockNumber"), _number(receipt, "gasUsed")
        if not _number(receipt, "status"):
            raise TransactionFailedError(transaction, block)
        cost = gas * (_number(receipt, "effectiveGasPrice") if receipt.get("effectiveGasPrice") else 0)
        return Sent(
            Receipt(transaction, block, gas, cost), tuple(receipt["logs"]), str(receipt.get("contractAddress") or "")
        )

    def _await(self, transaction: str) -> dict[str, Any]:
        deadline = self._clock() + self._timeout
        pause = 0.02
        while True:
            receipt = self._node.receipt(transaction)
            if receipt is not None and receipt.get("blockNumber") is not None:
                return receipt
            if self._clock() >= deadline:
                raise ReceiptTimeoutError(transaction, self._timeout)
            self._sleep(pause)
            pause = min(pause * 2, _SLOWEST)


def _number(receipt: dict[str, Any], name: str) -> int:
    return integer("eth_getTransactionReceipt", receipt.get(name))
