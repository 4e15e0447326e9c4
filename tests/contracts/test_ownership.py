"""The owner's hand-over and departure: see ownership.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, NONE, YEAR, ZERO, BurnAuth, Status, Terms, badge_id


@pytest.fixture(scope="module", autouse=True)
def badge(create, issue, holder):
    """A badge issued before anything happens to the owner."""
    return issue(create("cka", validity=YEAR, burn_auth=BurnAuth.BOTH), holder)


@pytest.fixture
def successor(relayer):
    return relayer


@pytest.fixture
def powers(badges, issuer, stranger):
    """All that an owner can do, each as a call by somebody that changes nothing."""
    return [
        lambda caller: badges.createAchievement.call(Terms("new").as_tuple(), {"from": caller}),
        lambda caller: badges.retireAchievement.call(1, {"from": caller}),
        lambda caller: badges.appointIssuer.call(stranger, 0, {"from": caller}),
        lambda caller: badges.dismissIssuer.call(issuer, {"from": caller}),
        lambda caller: badges.setProfile.call(("", "", ""), {"from": caller}),
        lambda caller: badges.transferOwnership.call(stranger, {"from": caller}),
        lambda caller: badges.renounceOwnership.call({"from": caller}),
    ]


def assert_powerless(powers, caller):
    for power in powers:
        with reverts(f"OwnableUnauthorizedAccount: {str(caller).lower()}"):
            power(caller)


def assert_powerful(powers, caller):
    for power in powers:
        power(caller)


def test_takes_two_steps(badges, owner, successor, powers):
    badges.transferOwnership(successor, {"from": owner})
    assert (badges.owner(), badges.pendingOwner()) == (owner, successor)
    assert_powerful(powers, owner)
    assert_powerless(powers, successor)
    badges.acceptOwnership({"from": successor})
    assert (badges.owner(), badges.pendingOwner()) == (successor, ZERO)
    assert_powerful(powers, successor)
    assert_powerless(powers, owner)


def test_lets_nobody_else_name_a_successor(badges, issuer, holder, stranger, successor):
    for caller in (issuer, holder, stranger, successor):
        with reverts(f"OwnableUnauthorizedAccount: {str(caller).lower()}"):
            badges.transferOwnership(successor, {"from": caller})


def test_lets_nobody_else_accept(badges, owner, issuer, stranger, successor):
    badges.transferOwnership(successor, {"from": owner})
    for caller in (owner, issuer, stranger):
        with reverts(f"OwnableUnauthorizedAccount: {str(caller).lower()}"):
            badges.acceptOwnership({"from": caller})


def test_can_be_taken_back_before_it_is_accepted(badges, owner, stranger, successor):
    badges.transferOwnership(successor, {"from": owner})
    for instead in (stranger, ZERO):
        badges.transferOwnership(instead, {"from": owner})
        with reverts(f"OwnableUnauthorizedAccount: {str(successor).lower()}"):
            badges.acceptOwnership({"from": successor})
    assert badges.owner() == owner


def test_leaves_issuers_and_badges_as_they_are(badges, owner, issuer, holder, another_holder, successor, badge):
    before = badges.recordOf(badge)
    badges.transferOwnership(successor, {"from": owner})
    badges.acceptOwnership({"from": successor})
    assert badges.recordOf(badge) == before
    assert badges.ownerOf(badge) == holder
    assert badges.isIssuer(issuer, 1)
    badges.issue.call(badge_id(1, another_holder), 0, 0, NONE, {"from": issuer})


def test_lets_nobody_but_the_owner_leave(badges, issuer, holder, stranger):
    for caller in (issuer, holder, stranger):
        with reverts(f"OwnableUnauthorizedAccount: {str(caller).lower()}"):
            badges.renounceOwnership({"from": caller})


def test_closes_the_owners_doors_for_ever_when_the_owner_leaves(badges, owner, issuer, successor, powers):
    badges.transferOwnership(successor, {"from": owner})
    badges.renounceOwnership({"from": owner})
    assert (badges.owner(), badges.pendingOwner()) == (ZERO, ZERO)
    with reverts(f"OwnableUnauthorizedAccount: {str(successor).lower()}"):
        badges.acceptOwnership({"from": successor})
    for caller in (owner, issuer, successor):
        assert_powerless(powers, caller)


def test_leaves_a_collection_that_goes_on_when_the_owner_leaves(
    badges, owner, issuer, holder, another_holder, badge, now, travel_to
):
    before = str(badges.badgeOf(badge)), str(badges.achievementOf(1)), badges.tokenURI(badge), badges.contractURI()
    end = badges.endTime(badge)
    badges.renounceOwnership({"from": owner})
    assert (
        str(badges.badgeOf(badge)),
        str(badges.achievementOf(1)),
        badges.tokenURI(badge),
        badges.contractURI(),
    ) == before
    assert badges.statusOf(badge) == Status.ACTIVE
    badges.issue(badge_id(1, another_holder), 0, 0, NONE, {"from": issuer})
    travel_to(now() + DAY)
    badges.renew(badge, end + 1, {"from": issuer})
    badges.revoke.call(badge, {"from": issuer})
    badges.renounce(badge, {"from": holder})
    assert badges.statusOf(badge) == Status.RENOUNCED
