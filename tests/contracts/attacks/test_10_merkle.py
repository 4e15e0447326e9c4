"""Attack 10: an inner node presented as a leaf, a proof too long or too short.

Leaves are hashed twice; `tests/vectors/merkle.json` holds the trees to OpenZeppelin's own implementation
(test_vectors.py). Paths that do not fit their count are refused in test_claim_root.py.
"""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import badge_id
from eth_utils import keccak
from vouchers import FOREVER, Tree, Voucher, error, sign


def folded(node: bytes, path: list[bytes]) -> bytes:
    """Where a path leads from a node."""
    for sibling in path:
        node = keccak(min(node, sibling) + max(node, sibling))
    return node


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def vouchers(issuer, accounts, medal):
    return [Voucher(issuer, badge_id(medal, accounts[number])) for number in range(8)]


@pytest.fixture(scope="module")
def tree(domain, vouchers):
    return Tree([domain.voucher(voucher) for voucher in vouchers])


@pytest.fixture(scope="module")
def signature(domain, issuer, tree):
    return sign(issuer, domain.root(tree.root, 8))


def test_every_leaf_opens_and_at_its_full_depth_alone(badges, domain, accounts, vouchers, tree, signature):
    for number, voucher in enumerate(vouchers):
        path = tree.path(domain.voucher(voucher))
        sender = {"from": accounts[number]}
        badges.claim.call(*domain.request(voucher, proof=(path, 8, FOREVER), signature=signature), sender)
        for wrong in (path[:2], path[1:], [*path, bytes(32)], [tree.root, *path]):
            with reverts(error("ProofMalformed", len(wrong), 8)):
                badges.claim.call(*domain.request(voucher, proof=(wrong, 8, FOREVER), signature=signature), sender)


def test_an_inner_node_is_no_leaf(badges, domain, holder, issuer, tree, vouchers):
    """A leaf is the double hash of 32 bytes, an inner node the hash of 64: no voucher's digest makes one.

    A forger would need a voucher whose digest, hashed twice, is an inner node. Even a root that an issuer signed over
    leaves hashed once or not at all opens nothing.
    """
    voucher = vouchers[2]
    digest = domain.voucher(voucher)
    for not_a_leaf in (digest, keccak(digest)):
        forged = folded(not_a_leaf, tree.path(digest))
        assert forged != tree.root
        root = domain.root(forged, 8)
        request = domain.request(voucher, proof=(tree.path(digest), 8, FOREVER), signature=sign(issuer, root))
        with reverts(error("SignatureInvalid", issuer, domain.root(tree.root, 8))):
            badges.claim.call(*request, {"from": holder})


def test_a_shorter_tree_above_the_real_one_is_not_what_was_signed(badges, domain, holder, issuer, tree, vouchers):
    """The count is signed: the upper levels alone cannot pass for a smaller tree, nor can a deeper one be grown."""
    voucher = vouchers[2]
    path = tree.path(domain.voucher(voucher))
    for count in range(5, 16):
        request = domain.request(
            voucher, proof=(path, count, FOREVER), signature=sign(issuer, domain.root(tree.root, 8))
        )
        if count == 8:
            badges.claim.call(*request, {"from": holder})
        else:
            with reverts(error("SignatureInvalid", issuer, domain.root(tree.root, count))):
                badges.claim.call(*request, {"from": holder})


def test_the_path_of_one_holder_opens_nothing_for_another(badges, domain, accounts, issuer, tree, signature, vouchers):
    for number, voucher in enumerate(vouchers):
        path = tree.path(domain.voucher(vouchers[number - 1]))
        root = folded(Tree.leaf(domain.voucher(voucher)), path)
        with reverts(error("SignatureInvalid", issuer, domain.root(root, 8))):
            badges.claim.call(
                *domain.request(voucher, proof=(path, 8, FOREVER), signature=signature), {"from": accounts[number]}
            )
