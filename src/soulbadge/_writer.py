"""Sending to a collection: simulated first, then signed, sent and awaited."""

from typing import Any

from .chain.artifacts import badges_abi
from .chain.sender import Sender, Sent, Signer
from .contract import Collection
from .models import Receipt

TIMEOUT = 120.0
"""Seconds to wait for a transaction to get into a block."""


class Writer:
    """A collection and somebody who signs."""

    def __init__(self, collection: Collection, signer: Signer, *, timeout: float = TIMEOUT) -> None:
        self._collection = collection
        self._sender = Sender(collection.node, collection.chain_id, signer, timeout=timeout)

    @property
    def address(self) -> str:
        """Who signs and pays."""
        return self._sender.address

    @property
    def collection(self) -> Collection:
        """Where it is written to."""
        return self._collection

    @property
    def signer(self) -> Signer:
        """Who signs, as it was given."""
        return self._sender.signer

    def _transact(self, function: str, *arguments: Any, dry_run: bool) -> Sent:  # noqa: ANN401 (as the ABI has it)
        self._collection.call(function, *arguments, sender=self.address)  # the refusal, if there is one
        data = badges_abi().encode(function, *arguments)
        return self._sender.send(self._collection.address, data, dry_run=dry_run)

    def check_funds(self, call: tuple[str, tuple[Any, ...]], *, times: int) -> None:
        """Make sure that the signer can pay for so many transactions like this one. Raises `NoFundsError`."""
        data = badges_abi().encode(call[0], *call[1])
        self._sender.check_funds(self._collection.address, data, times=times)


def receipt_fields(receipt: Receipt) -> tuple[str, int, int, int]:
    """The fields of a receipt, for one that says more."""
    return receipt.transaction, receipt.block, receipt.gas, receipt.cost
