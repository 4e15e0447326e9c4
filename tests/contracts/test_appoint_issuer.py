"""`appointIssuer`: see appoint_issuer.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import NONE, ZERO, badge_id


@pytest.fixture(scope="module", autouse=True)
def achievements(create):
    return [create("first"), create("second"), create("third")]


@pytest.fixture
def newcomer(relayer):
    """An account that nobody has appointed yet."""
    return relayer


def test_refuses_whoever_is_not_the_owner(badges, issuer, stranger, newcomer):
    for caller in (issuer, stranger, newcomer):
        with reverts(f"OwnableUnauthorizedAccount: {str(caller).lower()}"):
            badges.appointIssuer(newcomer, 0, {"from": caller})


def test_refuses_the_zero_address(badges, owner):
    with reverts(f"IssuerUnknown: {ZERO}"):
        badges.appointIssuer(ZERO, 0, {"from": owner})


def test_refuses_whoever_was_dismissed(badges, owner, dismissed_issuer):
    for scope in (0, 1):
        with reverts(f"IssuerIsDismissed: {str(dismissed_issuer).lower()}"):
            badges.appointIssuer(dismissed_issuer, scope, {"from": owner})


@pytest.mark.parametrize("number", [4, 2**48, 2**256 - 1])
def test_refuses_an_unknown_achievement(badges, owner, newcomer, number):
    badges.appointIssuer.call(newcomer, 3, {"from": owner})
    with reverts(f"AchievementUnknown: {number}"):
        badges.appointIssuer(newcomer, number, {"from": owner})


def test_lets_nobody_issue_unasked(badges, owner, holder, stranger, newcomer):
    assert not any(badges.isIssuer(account, n) for account in (owner, holder, stranger, newcomer) for n in range(5))


def test_lets_an_issuer_issue_one_achievement_and_no_other(badges, owner, holder, newcomer):
    badges.appointIssuer(newcomer, 2, {"from": owner})
    assert [badges.isIssuer(newcomer, number) for number in range(5)] == [False, False, True, False, False]
    badges.issue.call(badge_id(2, holder), 0, 0, NONE, {"from": newcomer})
    for other in (1, 3):
        with reverts(f"NotIssuer: {str(newcomer).lower()}, {other}"):
            badges.issue(badge_id(other, holder), 0, 0, NONE, {"from": newcomer})


def test_adds_one_achievement_to_another(badges, owner, newcomer):
    for number in (1, 3):
        badges.appointIssuer(newcomer, number, {"from": owner})
    assert [badges.isIssuer(newcomer, number) for number in (1, 2, 3)] == [True, False, True]


def test_lets_an_issuer_issue_everything_also_what_comes_later(badges, owner, holder, create, newcomer):
    badges.appointIssuer(newcomer, 0, {"from": owner})
    fourth = create("fourth")
    for number in (1, 2, 3, fourth):
        assert badges.isIssuer(newcomer, number)
        badges.issue.call(badge_id(number, holder), 0, 0, NONE, {"from": newcomer})


def test_widens_one_achievement_to_the_collection(badges, owner, newcomer):
    badges.appointIssuer(newcomer, 1, {"from": owner})
    badges.appointIssuer(newcomer, 0, {"from": owner})
    assert badges.isIssuer(newcomer, 1)
    assert badges.isIssuer(newcomer, 2)


def test_never_narrows(badges, owner, newcomer):
    badges.appointIssuer(newcomer, 0, {"from": owner})
    badges.appointIssuer(newcomer, 1, {"from": owner})
    assert badges.isIssuer(newcomer, 2)


def test_takes_the_owner_itself(badges, owner, holder):
    badges.appointIssuer(owner, 1, {"from": owner})
    badges.issue.call(badge_id(1, holder), 0, 0, NONE, {"from": owner})


def test_takes_an_issuer_appointed_before(badges, owner, newcomer):
    for _ in range(2):
        badges.appointIssuer(newcomer, 1, {"from": owner})
    assert badges.isIssuer(newcomer, 1)


def test_gives_nothing_in_another_collection(deploy, issuer):
    assert not deploy("Another issuer").isIssuer(issuer, 0)


@pytest.mark.parametrize("scope", [0, 2])
def test_logs_one_event_and_no_more(badges, owner, newcomer, scope):
    receipt = badges.appointIssuer(newcomer, scope, {"from": owner})
    assert [event.name for event in receipt.events] == ["IssuerAppointed"]
    assert dict(receipt.events["IssuerAppointed"]) == {"issuer": newcomer, "achievementId": scope}
