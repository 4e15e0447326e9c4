"""Proofs from a node, by `eth_getProof` (EIP-1186)."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from eth_utils.address import to_checksum_address

from soulbadge.chain import answers
from soulbadge.chain.rpc import Rpc, open_web3

from .headers import encode_header, read_header

if TYPE_CHECKING:
    from web3 import Web3

_METHOD: Final = "eth_getProof"
_SLOTS: Final = 200
"""Slots in one question: public endpoints commonly take a few hundred."""


class RpcProofs:
    """A node that proves what it says.

    Args:
        node: Its URL (http or https), a web3 of your own, or `Collection.node`.
    """

    def __init__(self, node: "str | Web3 | Rpc") -> None:
        web3 = open_web3(node) if isinstance(node, str) else node
        self._node = web3 if isinstance(web3, Rpc) else Rpc(web3)

    def chain_id(self) -> int:
        """See `ProofSource.chain_id`."""
        return self._node.chain_id()

    def header(self, block: int | None) -> bytes:
        """See `ProofSource.header`.

        Raises:
            NodeError: There is no such block, or its header's fields do not hash to its hash.
        """
        encoded = encode_header(self._node.block(block))
        found = read_header(encoded).block.number
        if block is not None and found != block:
            raise answers.malformed("eth_getBlockByNumber", f"block {block}", found)
        return encoded

    def nodes(self, address: str, slots: Sequence[int], block: int) -> Iterator[bytes]:
        """See `ProofSource.nodes`."""
        for first in range(0, max(len(slots), 1), _SLOTS):
            keys = [f"0x{slot:064x}" for slot in slots[first : first + _SLOTS]]
            found = self._node.ask(_METHOD, to_checksum_address(address), keys, self._node.tag(block))
            proof = answers.fields(_METHOD, found)
            yield from _octets(proof.get("accountProof"))
            for each in _listed(proof.get("storageProof")):
                yield from _octets(answers.fields(_METHOD, each).get("proof"))

    def code(self, address: str, block: int) -> bytes:
        """See `ProofSource.code`."""
        return self._node.code(to_checksum_address(address), block)


def _octets(value: object) -> Iterator[bytes]:
    return (answers.octets(_METHOD, each) for each in _listed(value))


def _listed(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise answers.malformed(_METHOD, "a list", value)
    return value
