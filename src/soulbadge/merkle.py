"""Trees of hashes: many vouchers, or many pieces of evidence, under one root. Pure.

The shape is that of OpenZeppelin's `StandardMerkleTree`: leaves are hashed twice, sorted, and stand at the end of a
complete binary tree whose inner nodes hash their children in ascending order. So a proof needs no directions, and no
inner node can stand for a leaf.
"""

from collections.abc import Iterable, Sequence

from .forms.keccak import keccak

_SIZE = 32


def leaf_of(value: bytes) -> bytes:
    """The leaf of a value: of 32 bytes for a voucher's digest, of the ABI-encoded pair for evidence."""
    return keccak(keccak(value))


def evidence_leaf(badge_id: int, commitment: bytes) -> bytes:
    """The leaf of a member's evidence. It names the badge, so that nobody can present another member's."""
    return leaf_of(badge_id.to_bytes(32, "big") + commitment)


class MerkleTree:
    """A tree over leaves of 32 bytes that differ from each other; 64 bytes of memory for each.

    Raises:
        ValueError: There are no leaves, two are the same, or one is no hash.
    """

    def __init__(self, leaves: Iterable[bytes]) -> None:
        ordered = sorted(leaves, reverse=True)
        if not ordered:
            raise ValueError("a tree needs at least one leaf")
        before = b""
        for leaf in ordered:
            if leaf == before:
                raise ValueError("two leaves are the same")
            if len(leaf) != _SIZE:
                raise ValueError(f"a leaf has {_SIZE} bytes, found {len(leaf)}")
            before = leaf
        # Node i has its children at 2i + 1 and 2i + 2, side by side; the leaves are the last ones, descending.
        self._count = len(ordered)
        nodes = bytearray(_SIZE * (self._count - 1)) + b"".join(ordered)
        for index in range(self._count - 2, -1, -1):
            pair = bytes(nodes[_SIZE * (2 * index + 1) : _SIZE * (2 * index + 3)])
            nodes[_SIZE * index : _SIZE * (index + 1)] = _parent(pair[:_SIZE], pair[_SIZE:])
        self._nodes = bytes(nodes)

    @property
    def root(self) -> bytes:
        """The one hash that stands for all leaves."""
        return self._nodes[:_SIZE]

    @property
    def nodes(self) -> bytes:
        """All nodes, 32 bytes each, the root first: node i has its children at 2i + 1 and 2i + 2."""
        return self._nodes

    def __len__(self) -> int:
        return self._count

    def index(self, leaf: bytes) -> int:
        """Which node a leaf is; KeyError if it is not in the tree."""
        low, high = self._count - 1, 2 * self._count - 1
        while low < high:
            middle = (low + high) // 2
            if self._node(middle) > leaf:  # they descend
                low = middle + 1
            else:
                high = middle
        if low == 2 * self._count - 1 or self._node(low) != leaf:
            raise KeyError(leaf)
        return low

    def proof(self, leaf: bytes) -> tuple[bytes, ...]:
        """The siblings from a leaf up to the root; KeyError if it is not in the tree."""
        index = self.index(leaf)
        path = []
        while index > 0:
            path.append(self._node(sibling(index)))
            index = (index - 1) // 2
        return tuple(path)

    def _node(self, index: int) -> bytes:
        return self._nodes[_SIZE * index : _SIZE * (index + 1)]


def sibling(index: int) -> int:
    """The other child of a node's parent."""
    return index + 1 if index % 2 else index - 1


def root_from(leaf: bytes, path: Sequence[bytes]) -> bytes:
    """The root that a leaf and its siblings lead to."""
    for other in path:
        leaf = _parent(leaf, other)
    return leaf


def _parent(one: bytes, other: bytes) -> bytes:
    return keccak(one + other if one < other else other + one)
