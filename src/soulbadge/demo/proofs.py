"""Proofs of a chain inside the process, which answers no `eth_getProof`: read out of its own state trie."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from eth_utils.crypto import keccak

from soulbadge.proofs.bundles import rlp

if TYPE_CHECKING:
    from web3 import Web3


class InProcessProofs:
    """The state of eth-tester's py-evm, as `soulbadge.proofs.bundles.ProofSource` wants it.

    Args:
        web3: One that speaks to eth-tester, as `soulbadge.demo.chain.Chain` has it.
    """

    def __init__(self, web3: "Web3") -> None:
        self._web3 = web3

    def chain_id(self) -> int:
        """See `ProofSource.chain_id`."""
        return int(self._web3.eth.chain_id)

    def header(self, block: int | None) -> bytes:
        """See `ProofSource.header`."""
        import rlp as upstream  # type: ignore[import-untyped]  # it publishes no types

        return bytes(upstream.encode(self._header(block)))

    def nodes(self, address: str, slots: Sequence[int], block: int) -> Iterator[bytes]:
        """See `ProofSource.nodes`."""
        key = keccak(hexstr=address)
        accounts = self._trie(self._header(block).state_root)
        yield from map(rlp.encode, accounts.get_proof(key))
        leaf = _account(accounts[key])
        if leaf:
            storage = self._trie(leaf[2])
            for slot in slots:
                yield from map(rlp.encode, storage.get_proof(keccak(slot.to_bytes(32, "big"))))

    def code(self, address: str, block: int) -> bytes:
        """See `ProofSource.code`."""
        leaf = _account(self._trie(self._header(block).state_root)[keccak(hexstr=address)])
        digest = leaf[3] if leaf else keccak(b"")
        return b"" if digest == keccak(b"") else bytes(self._chain.chaindb.db[digest])

    @property
    def _chain(self) -> Any:  # noqa: ANN401 (py-evm has no types)
        return cast("Any", self._web3.provider).ethereum_tester.backend.chain

    def _header(self, block: int | None) -> Any:  # noqa: ANN401 (the same)
        number = self._web3.eth.block_number if block is None else block
        return self._chain.get_canonical_block_header_by_number(number)

    def _trie(self, root: bytes) -> Any:  # noqa: ANN401 (trie publishes no complete types)
        from trie.hexary import HexaryTrie

        return HexaryTrie(self._chain.chaindb.db, root)


def _account(leaf: bytes) -> list[Any]:
    """Nonce, balance, storage root and code hash; nothing if there is no account."""
    return list(rlp.decode(leaf)) if leaf else []
