"""What one round sees of the chain: its newest block, the newest that counts, and the signer's nonce in both."""

from dataclasses import dataclass
from typing import Any

from soulbadge.chain import answers as _answers
from soulbadge.chain.blocks import Block
from soulbadge.chain.rpc import Rpc


@dataclass(frozen=True, slots=True)
class View:
    """Everything in it is of one moment; `is_canonical` of the head says whether that moment still is."""

    header: dict[str, Any]
    """The newest block's header, as JSON has it."""
    head: Block
    confirmed: int
    """Number of the newest block upon which enough others stand."""
    nonce: int
    """How many of the signer's transactions are in blocks up to the head: the first nonce that is free."""
    confirmed_nonce: int
    """The same for the confirmed block: nonces below are used up for good."""
    pending: int
    """The first nonce for which the node holds nothing, transactions that wait included."""


def look(node: Rpc, account: str, confirmations: int) -> View:
    """The chain as it is now."""
    header = node.block()
    head = _answers.block("eth_getBlockByNumber", header)
    confirmed = max(0, head.number - confirmations)
    nonce = node.nonce_at(account, head.number)
    confirmed_nonce = nonce if confirmed == head.number else node.nonce_at(account, confirmed)
    pending = max(nonce, node.nonce(account))
    return View(header, head, confirmed, nonce, min(nonce, confirmed_nonce), pending)
