"""`isEvidence`: see is_evidence.tree."""

from __future__ import annotations

import pytest
from conftest import NONE, Status, badge_id
from eth_abi import encode
from eth_utils import keccak
from vouchers import Tree, Voucher
from wallets import wallets

COMMITMENT = b"\x11" * 32
ANOTHER = b"\x12" * 32


def evidence_leaf(id_: int, commitment: bytes) -> bytes:
    """What stands in a cohort's evidence tree: the badge, and so its holder, with the commitment."""
    return encode(["uint256", "bytes32"], [id_, commitment])


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def single(issue, medal, holder):
    return issue(medal, holder, evidence=COMMITMENT)


@pytest.fixture(scope="module")
def commitments(medal):
    """Of a cohort of five: one commitment each."""
    return {badge_id(medal, member, 1): bytes([i]) * 32 for i, member in enumerate(wallets(1000, 5), start=1)}


@pytest.fixture(scope="module")
def tree(commitments):
    return Tree([evidence_leaf(id_, commitment) for id_, commitment in commitments.items()])


@pytest.fixture(scope="module", autouse=True)
def cohort(issue_cohort, medal, tree):
    return issue_cohort(medal, *wallets(1000, 5), root=tree.root)


def test_knows_the_commitment_of_a_badge_issued_one_by_one(badges, single):
    assert badges.isEvidence(single, COMMITMENT, [])


def test_takes_no_other_commitment_and_no_path_for_it(badges, single):
    assert not badges.isEvidence(single, ANOTHER, [])
    assert not badges.isEvidence(single, NONE, [])
    for path in ([NONE], [COMMITMENT], [ANOTHER, COMMITMENT]):
        assert not badges.isEvidence(single, COMMITMENT, path)


def test_knows_the_commitment_of_every_member(badges, commitments, tree):
    for id_, commitment in commitments.items():
        assert badges.isEvidence(id_, commitment, tree.path(evidence_leaf(id_, commitment)))


def test_takes_no_other_commitment_of_a_member(badges, commitments, tree):
    for id_, commitment in commitments.items():
        path = tree.path(evidence_leaf(id_, commitment))
        assert not badges.isEvidence(id_, ANOTHER, path)
        assert not badges.isEvidence(id_, NONE, path)


def test_takes_no_other_path_of_a_member(badges, commitments, tree):
    for id_, commitment in commitments.items():
        path = tree.path(evidence_leaf(id_, commitment))
        for wrong in ([], path[:-1], path[1:], [*path, NONE], [NONE, *path], path[::-1]):
            assert not badges.isEvidence(id_, commitment, wrong)


def test_hashes_a_leaf_twice(badges, issue_cohort, medal, holder):
    """A root of one leaf is the leaf; hashed once, or not at all, it is none."""
    once = Tree([evidence_leaf(badge_id(medal, holder, 2), COMMITMENT)])
    number = issue_cohort(medal, holder, root=once.root)
    assert badges.isEvidence(badge_id(medal, holder, number), COMMITMENT, [])

    for number, root in (
        (3, keccak(evidence_leaf(badge_id(medal, holder, 3), COMMITMENT))),
        (4, COMMITMENT),
        (5, keccak(keccak(COMMITMENT))),
    ):
        assert issue_cohort(medal, holder, root=root) == number
        assert not badges.isEvidence(badge_id(medal, holder, number), COMMITMENT, [])


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8])
def test_takes_trees_of_any_size(badges, issue_cohort, medal, count):
    members = wallets(5000, count)
    leaves = {badge_id(medal, member, 2): evidence_leaf(badge_id(medal, member, 2), COMMITMENT) for member in members}
    tree = Tree(list(leaves.values()))
    issue_cohort(medal, *members, root=tree.root)
    for id_, leaf in leaves.items():
        assert badges.isEvidence(id_, COMMITMENT, tree.path(leaf))


def test_is_false_where_there_is_no_evidence(badges, issue, issue_cohort, medal, another_holder):
    alone = issue(medal, another_holder)
    member = badge_id(medal, another_holder, issue_cohort(medal, another_holder))
    for id_ in (alone, member):
        assert not badges.isEvidence(id_, NONE, [])
        assert not badges.isEvidence(id_, COMMITMENT, [])


def test_is_false_for_what_was_never_issued(badges, stranger, medal, tree):
    for id_ in (badge_id(medal, stranger), badge_id(medal, stranger, 1), badge_id(99, stranger), 0):
        assert not badges.isEvidence(id_, NONE, [])
        assert not badges.isEvidence(id_, tree.root, [])


def test_outlives_renewal_and_end_as_history(badges, issuer, holder, another_holder, create, issue, issue_cohort, now):
    title = create("title", validity=1000)
    alone = issue(title, holder, end=now() + 100, evidence=COMMITMENT)
    id_ = badge_id(title, another_holder, 1)
    tree = Tree([evidence_leaf(id_, COMMITMENT), evidence_leaf(badge_id(title, holder, 1), ANOTHER)])
    issue_cohort(title, holder, another_holder, end=now() + 100, root=tree.root)
    path = tree.path(evidence_leaf(id_, COMMITMENT))
    for badge in (alone, id_):
        badges.renew(badge, 0, {"from": issuer})
    assert badges.isEvidence(alone, COMMITMENT, [])
    assert badges.isEvidence(id_, COMMITMENT, path)
    badges.renounce(alone, {"from": holder})
    badges.renounce(id_, {"from": another_holder})
    assert badges.isEvidence(alone, COMMITMENT, [])
    assert badges.isEvidence(id_, COMMITMENT, path)


@pytest.mark.parametrize("evidence", [NONE, ANOTHER], ids=["none", "another"])
def test_speaks_of_the_present_award(badges, issuer, holder, domain, single, evidence):
    badges.renounce(single, {"from": holder})
    badges.claim(*domain.request(Voucher(issuer, single, award=1, evidence=evidence)), {"from": holder})
    assert badges.statusOf(single) == Status.ACTIVE
    assert not badges.isEvidence(single, COMMITMENT, [])
    assert badges.isEvidence(single, evidence, []) == (evidence != NONE)
