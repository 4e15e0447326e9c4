"""The evidence tree of a cohort: OpenZeppelin's StandardMerkleTree of (uint256 badgeId, bytes32 commitment).

Written from that tree's description, apart from the contracts: leaves are hashed twice and sorted, pairs are hashed in
ascending order, and the tree is a complete binary one laid out from its root.
"""

from __future__ import annotations

from eth_abi import encode
from eth_utils import keccak


def leaf(badge_id: int, commitment: bytes) -> bytes:
    return keccak(keccak(encode(["uint256", "bytes32"], [badge_id, commitment])))


def pair(a: bytes, b: bytes) -> bytes:
    return keccak(min(a, b) + max(a, b))


class EvidenceTree:
    """A tree over `{badgeId: commitment}`, with a root to publish and a path for each member to keep."""

    def __init__(self, commitments: dict[int, bytes]) -> None:
        leaves = sorted(leaf(badge_id, commitment) for badge_id, commitment in commitments.items())
        self._commitments = commitments
        self._nodes = [b""] * (len(leaves) - 1) + leaves[::-1]
        for i in reversed(range(len(leaves) - 1)):
            self._nodes[i] = pair(self._nodes[2 * i + 1], self._nodes[2 * i + 2])

    @property
    def root(self) -> bytes:
        return self._nodes[0]

    def path(self, badge_id: int) -> list[bytes]:
        """The siblings from the member's leaf up to the root."""
        i = self._nodes.index(leaf(badge_id, self._commitments[badge_id]))
        siblings = []
        while i > 0:
            siblings.append(self._nodes[i + 1 if i % 2 else i - 1])
            i = (i - 1) // 2
        return siblings

    def children_of_root(self) -> list[bytes]:
        return self._nodes[1:3]
