"""Trees against OpenZeppelin's `merkle-tree` (tests/vectors/merkle.json, made by tests/vectors/typed_data.cjs)."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulbadge.merkle import MerkleTree, evidence_leaf, leaf_of, root_from

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "vectors" / "merkle.json").read_text("utf-8"))[
    "trees"
]


def as_bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{len(each['values'])}-leaves" for each in VECTORS])
def test_root_and_proofs_are_openzeppelins(vector: dict[str, Any]) -> None:
    leaves = {leaf_of(as_bytes(each["value"])): each["path"] for each in vector["values"]}
    tree = MerkleTree(list(leaves))
    assert tree.root == as_bytes(vector["root"])
    assert len(tree) == len(leaves)
    for leaf, path in leaves.items():
        assert [node.hex() for node in tree.proof(leaf)] == [as_bytes(node).hex() for node in path]


@given(st.sets(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.binary(min_size=32, max_size=32))
def test_every_leaf_leads_to_the_root_and_no_other_does(values: set[bytes], other: bytes) -> None:
    leaves = [leaf_of(value) for value in values]
    tree = MerkleTree(leaves)
    for leaf in leaves:
        assert root_from(leaf, tree.proof(leaf)) == tree.root
        if other not in values:
            assert root_from(leaf_of(other), tree.proof(leaf)) != tree.root


def test_a_leaf_is_hashed_twice_so_no_inner_node_is_one() -> None:
    one, other = leaf_of(b"\1" * 32), leaf_of(b"\2" * 32)
    tree = MerkleTree([one, other])
    assert leaf_of(min(one, other) + max(one, other)) != tree.root


def test_evidence_names_the_badge() -> None:
    assert evidence_leaf(1, b"\7" * 32) != evidence_leaf(2, b"\7" * 32)
    assert evidence_leaf(1, b"\7" * 32) == leaf_of((1).to_bytes(32, "big") + b"\7" * 32)


@pytest.mark.parametrize("leaves", [[], [b"\1" * 32, b"\1" * 32]])
def test_a_tree_of_nothing_or_of_twins_is_refused(leaves: list[bytes]) -> None:
    with pytest.raises(ValueError, match=r"leaf|leaves"):
        MerkleTree(leaves)
