"""Attack 28: a shared evidence root that does not bind the holder: one member presents another's record."""

from __future__ import annotations

import pytest
from conftest import badge_id
from eth_abi import encode
from eth_utils import keccak
from vouchers import Tree
from wallets import wallets


def leaf(id_: int, commitment: bytes) -> bytes:
    return encode(["uint256", "bytes32"], [id_, commitment])


@pytest.fixture(scope="module")
def degree(create):
    return create("degree")


@pytest.fixture(scope="module")
def graduates():
    return wallets(1000, 6)


@pytest.fixture(scope="module")
def commitments(degree, graduates):
    """The record of each: one of them passed with distinction."""
    return {badge_id(degree, who, 1): keccak(text=f"record of {who}") for who in graduates}


@pytest.fixture(scope="module")
def tree(commitments):
    return Tree([leaf(*entry) for entry in commitments.items()])


@pytest.fixture(scope="module", autouse=True)
def cohort(issue_cohort, degree, graduates, tree):
    return issue_cohort(degree, *graduates, root=tree.root)


def test_every_member_shows_its_own_record(badges, commitments, tree):
    for id_, commitment in commitments.items():
        assert badges.isEvidence(id_, commitment, tree.path(leaf(id_, commitment)))


def test_no_member_shows_the_record_of_another(badges, commitments, tree):
    """Neither with the other's path nor with its own."""
    for mine, own in commitments.items():
        for theirs, wanted in commitments.items():
            if mine == theirs:
                continue
            assert not badges.isEvidence(mine, wanted, tree.path(leaf(theirs, wanted)))
            assert not badges.isEvidence(mine, wanted, tree.path(leaf(mine, own)))


def test_two_members_with_the_same_record_need_a_path_each(badges, degree, issue_cohort, graduates):
    """Equal commitments make different leaves, since each names its badge."""
    ids = [badge_id(degree, who, 2) for who in graduates[:2]]
    shared = keccak(text="passed")
    tree = Tree([leaf(id_, shared) for id_ in ids])
    issue_cohort(degree, *graduates[:2], root=tree.root)
    first, second = (tree.path(leaf(id_, shared)) for id_ in ids)
    assert badges.isEvidence(ids[0], shared, first)
    assert badges.isEvidence(ids[1], shared, second)
    assert not badges.isEvidence(ids[0], shared, second)
    assert not badges.isEvidence(ids[1], shared, first)


def test_a_root_over_commitments_alone_is_evidence_of_nothing(badges, degree, issue_cohort, graduates):
    """An issuer who forgot the badge ids in the leaves published a root that proves nothing, rather than anything."""
    for leaves in (
        [b"\x01" * 32, b"\x02" * 32],
        [encode(["bytes32"], [b"\x01" * 32]), encode(["bytes32"], [b"\x02" * 32])],
    ):
        tree = Tree(leaves)
        number = issue_cohort(degree, *graduates[:2], root=tree.root)
        for who in graduates[:2]:
            for path in ([], tree.path(leaves[0]), tree.path(leaves[1])):
                assert not badges.isEvidence(badge_id(degree, who, number), b"\x01" * 32, path)


def test_a_record_of_one_occasion_is_none_of_another_with_the_same_root(
    badges, degree, issue_cohort, graduates, commitments, tree
):
    number = issue_cohort(degree, *graduates, root=tree.root)
    for id_, commitment in commitments.items():
        path = tree.path(leaf(id_, commitment))
        assert badges.isEvidence(id_, commitment, path)
        assert not badges.isEvidence(id_ + ((number - 1) << 160), commitment, path)


def test_somebody_who_is_no_member_shows_nothing(badges, degree, stranger, commitments, tree):
    """Even if the issuer put it into the tree: what counts is the badge."""
    outsider = badge_id(degree, stranger, 1)
    for id_, commitment in commitments.items():
        assert not badges.isEvidence(outsider, commitment, tree.path(leaf(id_, commitment)))


def test_an_outsider_inside_the_tree_shows_nothing_either(badges, degree, stranger, graduates, issue_cohort):
    number = badges.achievementOf(degree)["cohorts"] + 1
    entries = {badge_id(degree, who, number): keccak(text=str(who)) for who in (*graduates, stranger)}
    tree = Tree([leaf(*entry) for entry in entries.items()])
    issue_cohort(degree, *graduates, root=tree.root)
    outsider = badge_id(degree, stranger, number)
    assert not badges.isEvidence(outsider, entries[outsider], tree.path(leaf(outsider, entries[outsider])))
    member = badge_id(degree, graduates[0], number)
    assert badges.isEvidence(member, entries[member], tree.path(leaf(member, entries[member])))


def test_an_inner_node_is_no_leaf(badges, commitments, tree):
    """An inner node hashes 64 bytes, as a leaf's (badgeId, commitment) does; but leaves are hashed twice."""
    for index in range(len(tree.nodes) // 2):
        left, right = sorted(tree.nodes[2 * index + 1 : 2 * index + 3])
        forged = int.from_bytes(left, "big")
        assert not badges.isEvidence(forged, right, [])
        for id_ in commitments:
            assert not badges.isEvidence(id_, tree.nodes[index], [])
            assert not badges.isEvidence(id_, right, [left])


def test_one_by_one_a_commitment_is_shown_by_its_holder_alone(badges, issue, degree, holder, another_holder):
    mine, theirs = keccak(text="mine"), keccak(text="theirs")
    a, b = issue(degree, holder, evidence=mine), issue(degree, another_holder, evidence=theirs)
    assert badges.isEvidence(a, mine, [])
    assert badges.isEvidence(b, theirs, [])
    assert not badges.isEvidence(a, theirs, [])
    assert not badges.isEvidence(b, mine, [])
