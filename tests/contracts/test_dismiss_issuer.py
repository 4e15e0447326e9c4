"""`dismissIssuer`: see dismiss_issuer.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import NONE, YEAR, ZERO, BurnAuth, Status, badge_id, packed


@pytest.fixture(scope="module", autouse=True)
def achievements(create):
    return [create("first", validity=YEAR, burn_auth=BurnAuth.BOTH), create("second")]


@pytest.fixture
def dismiss(badges, owner):
    return lambda account: badges.dismissIssuer(account, {"from": owner})


def test_refuses_whoever_is_not_the_owner(badges, issuer, stranger):
    for caller in (issuer, stranger):
        with reverts(f"OwnableUnauthorizedAccount: {str(caller).lower()}"):
            badges.dismissIssuer(issuer, {"from": caller})


def test_refuses_whoever_was_never_appointed(dismiss, owner, stranger):
    for account in (owner, stranger, ZERO):
        with reverts(f"IssuerUnknown: {str(account).lower()}"):
            dismiss(account)


def test_refuses_to_dismiss_twice(dismiss, dismissed_issuer):
    with reverts(f"IssuerIsDismissed: {str(dismissed_issuer).lower()}"):
        dismiss(dismissed_issuer)


@pytest.mark.parametrize("scopes", [(0,), (1,), (1, 2), (2, 0), (0, 1)])
def test_takes_every_scope_for_ever(badges, owner, relayer, dismiss, scopes):
    for scope in scopes:
        badges.appointIssuer(relayer, scope, {"from": owner})
    dismiss(relayer)
    assert not any(badges.isIssuer(relayer, number) for number in range(4))
    for scope in (0, 1, 2):
        with reverts(f"IssuerIsDismissed: {str(relayer).lower()}"):
            badges.appointIssuer(relayer, scope, {"from": owner})


def test_closes_every_door_of_an_issuer(badges, issuer, holder, another_holder, issue, issue_cohort, dismiss, now):
    id_ = issue(1, holder)
    issue_cohort(1, holder)
    later = now() + YEAR + 1
    dismiss(issuer)
    refusal = f"NotIssuer: {str(issuer).lower()}, 1"
    new = badge_id(1, another_holder)
    for knock in (
        lambda: badges.issue(new, 0, 0, NONE, {"from": issuer}),
        lambda: badges.issueWithWitnesses(new, 0, 0, NONE, [], {"from": issuer}),
        lambda: badges.issueCohort(1, 2, "", 0, 0, NONE, packed([holder]), {"from": issuer}),
        lambda: badges.renew(id_, later, {"from": issuer}),
        lambda: badges.renewCohort(1, 1, later, {"from": issuer}),
        lambda: badges.revoke(id_, {"from": issuer}),
    ):
        with reverts(refusal):
            knock()


def test_leaves_badges_as_they_are(badges, issuer, holder, another_holder, issue, issue_cohort, dismiss):
    single = issue(1, holder)
    issue_cohort(1, another_holder)
    member = badge_id(1, another_holder, cohort=1)
    before = badges.recordOf(single), badges.recordOf(member)
    dismiss(issuer)
    assert (badges.recordOf(single), badges.recordOf(member)) == before
    assert list(badges.statusesOf([single, member])) == [Status.ACTIVE, Status.ACTIVE]
    assert badges.ownerOf(single) == holder
    badges.renounce.call(single, {"from": holder})


def test_leaves_other_issuers_as_they_are(badges, owner, issuer, relayer, dismiss):
    badges.appointIssuer(relayer, 1, {"from": owner})
    dismiss(relayer)
    assert badges.isIssuer(issuer, 1)


def test_lets_a_new_issuer_care_for_the_badges_of_a_dismissed_one(
    badges, owner, issuer, relayer, holder, issue, dismiss, now, travel_to
):
    id_ = issue(1, holder)
    dismiss(issuer)
    badges.appointIssuer(relayer, 1, {"from": owner})
    travel_to(now() + 1)
    badges.renew.call(id_, now() + YEAR, {"from": relayer})
    badges.revoke.call(id_, {"from": relayer})


def test_takes_the_owners_role_as_an_issuer_and_nothing_else(badges, owner, relayer, dismiss):
    badges.appointIssuer(owner, 0, {"from": owner})
    dismiss(owner)
    assert not badges.isIssuer(owner, 1)
    assert badges.owner() == owner
    badges.appointIssuer(relayer, 0, {"from": owner})


def test_holds_in_one_collection_only(deploy, owner, issuer, dismiss):
    other = deploy("Another issuer")
    other.appointIssuer(issuer, 0, {"from": owner})
    dismiss(issuer)
    assert other.isIssuer(issuer, 0)


def test_logs_one_event_and_no_more(issuer, dismiss):
    receipt = dismiss(issuer)
    assert [event.name for event in receipt.events] == ["IssuerDismissed"]
    assert dict(receipt.events["IssuerDismissed"]) == {"issuer": issuer}
