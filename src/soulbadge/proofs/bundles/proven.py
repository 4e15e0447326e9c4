"""The state of a chain in one block, as far as trie nodes and codes prove it. Pure.

Nothing says which node belongs to which account or slot, since nothing needs to: whoever asks for a slot walks to it
from the state root, and each node is found by the hash that the one before it names. What was never walked over proves
nothing, and can be told apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from eth_utils.address import to_checksum_address

from soulbadge.errors import ProofIncompleteError, StateMalformedError
from soulbadge.forms.keccak import keccak

from . import rlp
from .tries import lookup

NO_CODE: Final = keccak(b"")
"""Hash of the code of an account that has none."""

_FIELDS: Final = 4


@dataclass(frozen=True, slots=True)
class Account:
    """An account's leaf.

    Attributes:
        storage_root: Root of the trie of its storage, 32 bytes.
        code_hash: Hash of its code, 32 bytes.
    """

    storage_root: bytes
    code_hash: bytes

    @property
    def has_code(self) -> bool:
        """Whether it is a contract, or has handed itself over to one (EIP-7702)."""
        return self.code_hash != NO_CODE


class ProvenState:
    """What is proven. Each answer follows from the state root, or the question is refused."""

    def __init__(self, state_root: bytes, nodes: Iterable[bytes], codes: Iterable[bytes]) -> None:
        self._root = state_root
        self._nodes = {keccak(node): node for node in nodes}
        self._codes = {keccak(code): code for code in codes}
        self._accounts: dict[str, Account | None] = {}
        self._used_nodes: set[bytes] = set()
        self._used_codes: set[bytes] = set()

    def account(self, address: str) -> Account | None:
        """An account; None for one that is proven not to be.

        Raises:
            ProofIncompleteError: Neither is shown.
            StateMalformedError: What is shown is no account.
        """
        where = address.lower()
        if where not in self._accounts:
            leaf = self._lookup(self._root, bytes.fromhex(where[2:]), "the account {}", address)
            self._accounts[where] = None if leaf is None else _account(leaf)
        return self._accounts[where]

    def slot(self, address: str, slot: int) -> int:
        """A word of an account's storage; 0 where nothing was ever written.

        Raises:
            ProofIncompleteError: It is not shown.
            StateMalformedError: What is shown is no word.
        """
        account = self.account(address)
        if account is None:
            return 0
        leaf = self._lookup(account.storage_root, slot.to_bytes(32, "big"), f"slot {slot:#x} of {{}}", address)
        return 0 if leaf is None else rlp.number_of(rlp.decode(leaf), 32)

    def code(self, address: str) -> bytes:
        """The code of an account; empty if it has none.

        Raises:
            ProofIncompleteError: It is not shown.
        """
        account = self.account(address)
        if account is None or not account.has_code:
            return b""
        if account.code_hash not in self._codes:
            raise ProofIncompleteError(f"the code of {to_checksum_address(address)}")
        self._used_codes.add(account.code_hash)
        return self._codes[account.code_hash]

    @property
    def used_nodes(self) -> list[bytes]:
        """The nodes that some answer rested on, in ascending order."""
        return sorted(self._nodes[each] for each in self._used_nodes)

    @property
    def used_codes(self) -> list[bytes]:
        """The same of codes."""
        return sorted(self._codes[each] for each in self._used_codes)

    def _lookup(self, root: bytes, key: bytes, what: str, address: str) -> bytes | None:
        def take(digest: bytes) -> bytes:
            if digest not in self._nodes:
                raise ProofIncompleteError(what.format(to_checksum_address(address)))
            self._used_nodes.add(digest)
            return self._nodes[digest]

        return lookup(root, keccak(key), take)


def _account(leaf: bytes) -> Account:
    fields = rlp.decode(leaf)
    if not isinstance(fields, list) or len(fields) != _FIELDS:
        raise StateMalformedError("an account has not four fields")
    nonce, balance, storage_root, code_hash = fields
    rlp.number_of(nonce, 8)
    rlp.number_of(balance, 32)
    return Account(rlp.bytes_of(storage_root, 32), rlp.bytes_of(code_hash, 32))
