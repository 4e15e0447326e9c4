"""Trees against OpenZeppelin's `merkle-tree` (tests/vectors/merkle*.json, made by tests/vectors/typed_data.cjs)."""

import json
from pathlib import Path
from typing import Any

import pytest
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st

from soulbadge.forms import keccak as _keccak
from soulbadge.merkle import MerkleTree, evidence_leaf, leaf_of, root_from


def trees(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "vectors" / name).read_text("utf-8"))["trees"]
    return found


VECTORS, SIZES = trees("merkle.json"), trees("merkle_sizes.json")


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


@pytest.mark.parametrize("vector", SIZES, ids=[f"{each['size']}-leaves" for each in SIZES])
def test_trees_of_every_size_are_openzeppelins_root_and_paths(vector: dict[str, Any]) -> None:
    size = vector["size"]
    leaves = [leaf_of(keccak(f"voucher {number} of {size}".encode())) for number in range(size)]
    tree = MerkleTree(leaves)
    assert tree.root == as_bytes(vector["root"])
    paths = b"".join(b"".join(tree.proof(leaf)) for leaf in leaves)
    assert keccak(paths) == as_bytes(vector["paths"])


@pytest.mark.parametrize("size", [1, 2, 3, 33])
def test_what_is_no_leaf_has_no_proof(size: int) -> None:
    leaves = [leaf_of(bytes([number]) * 32) for number in range(size)]
    tree = MerkleTree(leaves)
    for other in (bytes(32), b"\xff" * 32, tree.root if size > 1 else b"\1" * 32, leaf_of(leaves[0])):
        with pytest.raises(KeyError):
            tree.proof(other)


def test_a_leaf_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes, found 31"):
        MerkleTree([b"\1" * 31, b"\2" * 32])


def test_both_ways_of_hashing_agree() -> None:
    for length in (0, 1, 32, 64, 66, 135, 136, 137, 288, 1000):
        assert _keccak.keccak(bytes(length)) == _keccak.portable(bytes(length)) == keccak(bytes(length))
