"""Attack 30: a dismissed issuer is appointed again, and its old vouchers revive. Dismissal is final for an address."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, NONE, YEAR, Status, badge_id
from vouchers import Voucher, error


@pytest.fixture(scope="module", autouse=True)
def cka(create):
    return create("cka", validity=9 * YEAR)


@pytest.fixture
def dismissed(badges, owner, issuer):
    """The issuer, after the owner dismissed it."""
    badges.dismissIssuer(issuer, {"from": owner})
    return issuer


def test_would_have_been_good_before_the_dismissal(badges, domain, issuer, holder, cka):
    """Or the tests below would prove nothing."""
    badges.claim(*domain.request(Voucher(issuer, badge_id(cka, holder))), {"from": holder})
    assert badges.statusOf(badge_id(cka, holder)) == Status.ACTIVE


def test_kills_unclaimed_vouchers(badges, domain, issuer, holder, owner, cka):
    request = domain.request(Voucher(issuer, badge_id(cka, holder)))
    badges.claim.call(*request, {"from": holder})
    badges.dismissIssuer(issuer, {"from": owner})
    with reverts(error("NotIssuer", issuer, cka)):
        badges.claim(*request, {"from": holder})


def test_kills_vouchers_that_renew(badges, domain, issuer, holder, owner, issue, cka, now):
    id_ = issue(cka, holder, end=now() + DAY)
    request = domain.request(Voucher(issuer, id_, end=now() + YEAR))
    badges.claim.call(*request, {"from": holder})
    badges.dismissIssuer(issuer, {"from": owner})
    with reverts(error("NotIssuer", issuer, cka)):
        badges.claim(*request, {"from": holder})
    assert badges.statusOf(id_) == Status.ACTIVE


@pytest.mark.parametrize("scope", [0, 1])
def test_lets_nobody_appoint_the_issuer_again(badges, domain, owner, holder, dismissed, cka, scope):
    with reverts(error("IssuerIsDismissed", dismissed)):
        badges.appointIssuer(dismissed, scope, {"from": owner})
    with reverts(error("NotIssuer", dismissed, cka)):
        badges.claim(*domain.request(Voucher(dismissed, badge_id(cka, holder))), {"from": holder})


def test_lets_no_later_owner_appoint_the_issuer_again(badges, owner, relayer, dismissed):
    badges.transferOwnership(relayer, {"from": owner})
    badges.acceptOwnership({"from": relayer})
    for scope in (0, 1):
        with reverts(error("IssuerIsDismissed", dismissed)):
            badges.appointIssuer(dismissed, scope, {"from": relayer})


def test_gives_a_later_achievement_to_no_dismissed_issuer(badges, holder, dismissed, create):
    later = create("later")
    assert not badges.isIssuer(dismissed, later)
    with reverts(error("NotIssuer", dismissed, later)):
        badges.issue(badge_id(later, holder), 0, 0, NONE, {"from": dismissed})


def test_kills_the_vouchers_of_an_issuer_of_one_achievement_too(badges, domain, owner, stranger, holder, cka):
    badges.appointIssuer(stranger, cka, {"from": owner})
    request = domain.request(Voucher(stranger, badge_id(cka, holder)))
    badges.claim.call(*request, {"from": holder})
    badges.dismissIssuer(stranger, {"from": owner})
    with reverts(error("NotIssuer", stranger, cka)):
        badges.claim(*request, {"from": holder})


def test_leaves_the_vouchers_of_others_alive(badges, domain, owner, stranger, holder, dismissed, cka):
    assert dismissed
    badges.appointIssuer(stranger, 0, {"from": owner})
    badges.claim(*domain.request(Voucher(stranger, badge_id(cka, holder))), {"from": holder})
    assert badges.statusOf(badge_id(cka, holder)) == Status.ACTIVE
