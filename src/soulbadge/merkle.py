"""Trees of hashes: many vouchers, or many pieces of evidence, under one root. Pure.

The shape is that of OpenZeppelin's `StandardMerkleTree`: leaves are hashed twice, sorted, and stand at the end of a
complete binary tree whose inner nodes hash their children in ascending order. So a proof needs no directions, and no
inner node can stand for a leaf.
"""

from collections.abc import Sequence
from itertools import pairwise

from eth_utils.crypto import keccak


def leaf_of(value: bytes) -> bytes:
    """The leaf of a value: of 32 bytes for a voucher's digest, of the ABI-encoded pair for evidence."""
    return keccak(keccak(value))


def evidence_leaf(badge_id: int, commitment: bytes) -> bytes:
    """The leaf of a member's evidence. It names the badge, so that nobody can present another member's."""
    return leaf_of(badge_id.to_bytes(32, "big") + commitment)


class MerkleTree:
    """A tree over leaves that differ from each other.

    Raises:
        ValueError: There are no leaves, or two are the same.
    """

    def __init__(self, leaves: Sequence[bytes]) -> None:
        if not leaves:
            raise ValueError("a tree needs at least one leaf")
        ordered = sorted(leaves)
        if any(one == following for one, following in pairwise(ordered)):
            raise ValueError("two leaves are the same")
        first = len(ordered) - 1
        self._nodes: list[bytes] = [b""] * first + ordered[::-1]
        for index in range(first - 1, -1, -1):
            self._nodes[index] = _parent(self._nodes[2 * index + 1], self._nodes[2 * index + 2])
        self._index = {leaf: first + place for place, leaf in enumerate(ordered[::-1])}

    @property
    def root(self) -> bytes:
        """The one hash that stands for all leaves."""
        return self._nodes[0]

    def __len__(self) -> int:
        return len(self._index)

    def proof(self, leaf: bytes) -> tuple[bytes, ...]:
        """The siblings from a leaf up to the root; KeyError if it is not in the tree."""
        index = self._index[leaf]
        path = []
        while index > 0:
            path.append(self._nodes[index + 1 if index % 2 else index - 1])
            index = (index - 1) // 2
        return tuple(path)


def root_from(leaf: bytes, path: Sequence[bytes]) -> bytes:
    """The root that a leaf and its siblings lead to."""
    for sibling in path:
        leaf = _parent(leaf, sibling)
    return leaf


def _parent(one: bytes, other: bytes) -> bytes:
    return keccak(one + other if one < other else other + one)
