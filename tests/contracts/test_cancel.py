"""`cancel`: see cancel.tree. What a cancelled voucher or root does is told in claim.tree and claim_root.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import badge_id
from vouchers import ZERO, Tree, Voucher, error, person


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def voucher(issuer, holder, medal):
    return Voucher(issuer, badge_id(medal, holder))


def test_marks_the_digest_spent_and_logs_it(badges, domain, issuer, voucher):
    digest = domain.voucher(voucher)
    receipt = badges.cancel(digest, {"from": issuer})
    assert badges.isSpent(issuer, digest)
    assert [event.name for event in receipt.events] == ["Cancelled"]
    assert dict(receipt.events["Cancelled"]) == {"issuer": issuer, "digest": "0x" + digest.hex()}


def test_takes_a_whole_root(badges, domain, issuer, voucher):
    digest = domain.root(Tree([domain.voucher(voucher), bytes(32)]).root, 2)
    badges.cancel(digest, {"from": issuer})
    assert badges.isSpent(issuer, digest)
    assert not badges.isSpent(issuer, domain.voucher(voucher))


def test_cancels_nothing_of_anybody_else(badges, domain, owner, issuer, holder, stranger, voucher):
    digest = domain.voucher(voucher)
    for caller in (owner, holder, stranger):
        badges.cancel(digest, {"from": caller})
    assert not badges.isSpent(issuer, digest)
    badges.claim.call(*domain.request(voucher), {"from": holder})


def test_works_for_a_dismissed_issuer(badges, dismissed_issuer):
    badges.cancel(b"\1" * 32, {"from": dismissed_issuer})
    assert badges.isSpent(dismissed_issuer, b"\1" * 32)


def test_refuses_what_the_caller_cancelled_before(badges, domain, issuer, voucher):
    digest = domain.voucher(voucher)
    badges.cancel(digest, {"from": issuer})
    with reverts(error("VoucherSpent", digest)):
        badges.cancel(digest, {"from": issuer})


def test_refuses_what_a_claim_key_used_up(badges, domain, issuer, stranger, medal):
    key = person("a claim link")
    link = Voucher(issuer, badge_id(medal, ZERO), claim_key=key)
    consent = domain.consent(link, stranger, signed=False, key=key)
    badges.claim(*domain.request(link, consent=consent), {"from": stranger})
    with reverts(error("VoucherSpent", domain.voucher(link))):
        badges.cancel(domain.voucher(link), {"from": issuer})


def test_leaves_a_claimed_badge_alone(badges, domain, issuer, holder, voucher):
    badges.claim(*domain.request(voucher), {"from": holder})
    badges.cancel(domain.voucher(voucher), {"from": issuer})
    assert badges.ownerOf(voucher.badge_id) == holder
