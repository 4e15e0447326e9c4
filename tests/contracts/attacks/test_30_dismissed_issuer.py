"""Attack 30: a dismissed issuer whose old vouchers come alive again."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import YEAR, Status, badge_id
from vouchers import ZERO, Tree, Voucher, error, person, sign


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def cka(create):
    return create("cka")


@pytest.fixture(scope="module")
def requests(domain, issuer, holder, another_holder, medal, cka, chain):
    """Everything that was signed before: a voucher, a root, a claim link and a renewal."""
    voucher = Voucher(issuer, badge_id(medal, holder))
    tree = Tree([domain.voucher(voucher), bytes(32)])
    root = sign(issuer, domain.root(tree.root, 2))
    key = person("a claim link")
    link = Voucher(issuer, badge_id(medal, ZERO), claim_key=key)
    renewal = Voucher(issuer, badge_id(cka, holder), end=chain[-1].timestamp + 2 * YEAR)
    return {
        medal: [
            domain.request(voucher),
            domain.request(voucher, proof=tree.proof(domain.voucher(voucher)), signature=root),
            domain.request(link, consent=domain.consent(link, holder, signed=False, key=key)),
        ],
        cka: [domain.request(renewal)],
    }


@pytest.fixture
def renewable(issue, cka, holder, chain):
    return issue(cka, holder, end=chain[-1].timestamp + YEAR)


def test_dismissal_kills_whatever_was_signed(badges, owner, issuer, holder, renewable, requests):
    for signed in requests.values():
        for request in signed:
            badges.claim.call(*request, {"from": holder})
    badges.dismissIssuer(issuer, {"from": owner})
    for achievement, signed in requests.items():
        for request in signed:
            with reverts(error("NotIssuer", issuer, achievement)):
                badges.claim.call(*request, {"from": holder})
    # What had been issued is untouched.
    assert badges.statusOf(renewable) == Status.ACTIVE


def test_nobody_can_appoint_a_dismissed_issuer_again(badges, owner, issuer, holder, renewable, requests, medal, cka):
    badges.dismissIssuer(issuer, {"from": owner})
    for scope in (0, medal, cka):
        with reverts(error("IssuerIsDismissed", issuer)):
            badges.appointIssuer(issuer, scope, {"from": owner})
    # Nor a new owner, who never dismissed anybody.
    badges.transferOwnership(holder, {"from": owner})
    badges.acceptOwnership({"from": holder})
    with reverts(error("IssuerIsDismissed", issuer)):
        badges.appointIssuer(issuer, 0, {"from": holder})
    for achievement, signed in requests.items():
        for request in signed:
            with reverts(error("NotIssuer", issuer, achievement)):
                badges.claim.call(*request, {"from": holder})


@pytest.mark.parametrize("whole", [True, False], ids=["of everything", "of two achievements"])
def test_dismissal_takes_every_scope(badges, domain, owner, stranger, holder, medal, cka, whole):
    for scope in (0,) if whole else (medal, cka):
        badges.appointIssuer(stranger, scope, {"from": owner})
    badges.dismissIssuer(stranger, {"from": owner})
    for achievement in (medal, cka):
        assert not badges.isIssuer(stranger, achievement)
        with reverts(error("NotIssuer", stranger, achievement)):
            badges.claim.call(*domain.request(Voucher(stranger, badge_id(achievement, holder))), {"from": holder})


def test_who_was_scoped_gains_no_vouchers_elsewhere_by_being_appointed_again(
    badges, domain, owner, stranger, holder, medal, cka
):
    badges.appointIssuer(stranger, medal, {"from": owner})
    badges.appointIssuer(stranger, medal, {"from": owner})
    badges.claim.call(*domain.request(Voucher(stranger, badge_id(medal, holder))), {"from": holder})
    with reverts(error("NotIssuer", stranger, cka)):
        badges.claim.call(*domain.request(Voucher(stranger, badge_id(cka, holder))), {"from": holder})


def test_a_colleagues_new_voucher_for_the_same_holder_works(badges, domain, owner, issuer, holder, medal):
    colleague = person("a colleague")
    badges.appointIssuer(colleague.address, 0, {"from": owner})
    badges.dismissIssuer(issuer, {"from": owner})
    badges.claim(*domain.request(Voucher(colleague, badge_id(medal, holder))), {"from": holder})
    assert badges.statusOf(badge_id(medal, holder)) == Status.ACTIVE
