"""`isSpent`: see is_spent.tree."""

from __future__ import annotations

import pytest
from conftest import badge_id
from vouchers import ZERO, Tree, Voucher, person, sign


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def key():
    return person("a claim link")


@pytest.fixture(scope="module")
def link(issuer, medal, key):
    return Voucher(issuer, badge_id(medal, ZERO), claim_key=key)


def test_is_false_at_first(badges, domain, issuer, link):
    for digest in (domain.voucher(link), bytes(32), b"\xff" * 32):
        assert not badges.isSpent(issuer, digest)


def test_is_true_for_who_cancelled_alone(badges, domain, owner, issuer, link):
    badges.cancel(domain.voucher(link), {"from": issuer})
    assert badges.isSpent(issuer, domain.voucher(link))
    assert not badges.isSpent(owner, domain.voucher(link))


def test_is_true_once_a_claim_key_was_used(badges, domain, issuer, stranger, link, key):
    consent = domain.consent(link, stranger, signed=False, key=key)
    badges.claim(*domain.request(link, consent=consent), {"from": stranger})
    assert badges.isSpent(issuer, domain.voucher(link))
    assert not badges.isSpent(stranger, domain.voucher(link))


def test_is_true_for_the_voucher_and_not_for_its_root(badges, domain, issuer, stranger, link, key):
    tree = Tree([domain.voucher(link), bytes(32)])
    root = domain.root(tree.root, tree.count)
    request = domain.request(
        link,
        proof=tree.proof(domain.voucher(link)),
        signature=sign(issuer, root),
        consent=domain.consent(link, stranger, signed=False, key=key),
    )
    badges.claim(*request, {"from": stranger})
    assert badges.isSpent(issuer, domain.voucher(link))
    assert not badges.isSpent(issuer, root)


def test_is_false_for_a_used_voucher_that_names_its_holder(badges, domain, issuer, holder, medal):
    voucher = Voucher(issuer, badge_id(medal, holder))
    badges.claim(*domain.request(voucher), {"from": holder})
    assert not badges.isSpent(issuer, domain.voucher(voucher))
