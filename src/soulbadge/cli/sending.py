"""What `--max-fee-gwei` and `--confirmations` mean for every command that sends."""

import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from soulbadge.errors import ReceiptTimeoutError, ValueInvalidError
from soulbadge.models import Receipt

from .output import note

if TYPE_CHECKING:
    from eth_account.messages import SignableMessage
    from eth_account.signers.local import LocalAccount

    from soulbadge.chain.rpc import Rpc

_GWEI = 10**9
_PAUSE = 0.25
_PATIENCE = 120.0
"""Seconds for a transaction that a reorganisation took out of its block to come back."""


class CappedSigner:
    """An account that signs no transaction which offers more than a cap for its gas: it lowers the offer first.

    Args:
        account: Who signs.
        cap: In wei a unit of gas.
    """

    def __init__(self, account: "LocalAccount", cap: int) -> None:
        self._account = account
        self._cap = cap

    @property
    def address(self) -> str:
        """The account's."""
        return str(self._account.address)

    def sign_transaction(self, transaction_dict: dict[str, Any], /) -> Any:  # noqa: ANN401 (eth-account's has no name)
        """As eth-account's."""
        prices = ("gasPrice", "maxFeePerGas", "maxPriorityFeePerGas")
        capped = {key: min(value, self._cap) if key in prices else value for key, value in transaction_dict.items()}
        return self._account.sign_transaction(capped)

    def sign_message(self, signable_message: "SignableMessage") -> Any:  # noqa: ANN401 (eth-account's has no name)
        """As eth-account's."""
        return self._account.sign_message(signable_message)


def wei_of_gwei(gwei: float) -> int:
    """A price for gas in wei.

    Raises:
        ValueInvalidError: It is no amount.
    """
    if not math.isfinite(gwei) or gwei * _GWEI < 1:
        raise ValueInvalidError("--max-fee-gwei", f"expected an amount of gwei, found {gwei}")
    return round(gwei * _GWEI)


def await_depth(node: "Rpc", receipt: Receipt, confirmations: int | None) -> Receipt:
    """Wait until a transaction has so many blocks, its own included, and is still in them.

    Raises:
        ReceiptTimeoutError: A reorganisation took it out, and it does not come back.
    """
    if not confirmations or receipt.is_dry_run:
        return receipt
    block, gone = receipt.block, 0.0
    if node.block_number() < block + confirmations - 1:
        note(f"waiting for {confirmations} confirmations of {receipt.transaction}")
    while True:
        deep = node.block_number() >= block + confirmations - 1
        found = node.receipt(receipt.transaction) if deep else None
        if found is not None and found.get("blockNumber") is not None:
            now = int(str(found["blockNumber"]), 0)
            if now == block:
                return replace(receipt, block=block)
            block = now  # it came back in another block
            continue
        if deep:
            gone += _PAUSE
        if gone > _PATIENCE:
            raise ReceiptTimeoutError(receipt.transaction, _PATIENCE)
        time.sleep(_PAUSE)
