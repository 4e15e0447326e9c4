"""`revoke`: see revoke.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, YEAR, ZERO, BurnAuth, Status, badge_id, prerequisite, requirement
from vouchers import Voucher, error


@pytest.fixture(scope="module")
def licence(create):
    """What issuers and holders may end."""
    return create("licence", burn_auth=BurnAuth.BOTH)


@pytest.fixture(scope="module")
def licensed(issue, licence, holder):
    return issue(licence, holder, evidence=b"\x11" * 32)


@pytest.fixture(scope="module")
def collect(badges, create, domain, issuer, holder):
    """A badge under the given burn authority, claimed by its holder."""

    def collect_one(burn_auth):
        id_ = badge_id(create(f"under-{burn_auth.name.lower().replace('_', '-')}", burn_auth=burn_auth), holder)
        badges.claim(*domain.request(Voucher(issuer, id_)), {"from": holder})
        return id_

    return collect_one


def test_refuses_whoever_is_no_issuer(
    badges, owner, holder, another_holder, stranger, relayer, dismissed_issuer, licence, licensed
):
    for caller in (owner, holder, another_holder, stranger, relayer, dismissed_issuer):
        with reverts(error("NotIssuer", caller, licence)):
            badges.revoke.call(licensed, {"from": caller})


def test_refuses_an_issuer_of_another_achievement(badges, owner, stranger, create, licence, licensed):
    badges.appointIssuer(stranger, create("other", burn_auth=BurnAuth.BOTH), {"from": owner})
    with reverts(error("NotIssuer", stranger, licence)):
        badges.revoke.call(licensed, {"from": stranger})


def test_refuses_the_issuer_of_the_badge_once_it_is_dismissed(badges, owner, issuer, licence, licensed):
    badges.dismissIssuer(issuer, {"from": owner})
    with reverts(error("NotIssuer", issuer, licence)):
        badges.revoke.call(licensed, {"from": issuer})


def test_lets_any_present_issuer_revoke(badges, owner, stranger, licence, licensed):
    badges.appointIssuer(stranger, licence, {"from": owner})
    badges.revoke(licensed, {"from": stranger})
    assert badges.statusOf(licensed) == Status.REVOKED


def test_refuses_a_badge_that_was_never_issued(badges, issuer, stranger, licence, holder, issue_cohort):
    number = issue_cohort(licence, holder)
    for id_ in (badge_id(licence, stranger), badge_id(99, stranger), badge_id(licence, stranger, number), 0):
        with reverts(f"ERC721NonexistentToken: {id_}"):
            badges.revoke.call(id_, {"from": issuer})


def test_refuses_a_badge_that_has_ended(badges, issuer, holder, licence, licensed, another_holder, issue):
    renounced = issue(licence, another_holder)
    badges.renounce(renounced, {"from": another_holder})
    badges.revoke(licensed, {"from": issuer})
    for id_ in (licensed, renounced):
        with reverts(f"ERC721NonexistentToken: {id_}"):
            badges.revoke.call(id_, {"from": issuer})


@pytest.mark.parametrize("burn_auth", [BurnAuth.OWNER_ONLY, BurnAuth.NEITHER])
def test_refuses_what_issuers_may_not_end(badges, issuer, collect, burn_auth):
    id_ = collect(burn_auth)
    with reverts(f"BurnRefused: {id_}, {burn_auth.value}"):
        badges.revoke.call(id_, {"from": issuer})


@pytest.mark.parametrize("burn_auth", [BurnAuth.ISSUER_ONLY, BurnAuth.BOTH])
def test_ends_what_issuers_may_end(badges, issuer, collect, burn_auth):
    id_ = collect(burn_auth)
    badges.revoke(id_, {"from": issuer})
    assert badges.statusOf(id_) == Status.REVOKED


def test_keeps_everything_about_the_badge_as_history(badges, issuer, licensed):
    before = badges.badgeOf(licensed).dict()
    receipt = badges.revoke(licensed, {"from": issuer})
    assert badges.badgeOf(licensed).dict() == before | {
        "status": Status.REVOKED,
        "endedAt": receipt.timestamp,
        "award": 1,
    }
    assert not badges.exists(licensed)


def test_ends_a_badge_whatever_its_status(
    badges, issuer, holder, another_holder, stranger, create, issue, now, travel_to
):
    base = create("base", individual=True)
    title = create("title", burn_auth=BurnAuth.BOTH, requirements=(requirement(1, prerequisite(base), ongoing=True),))
    base_badges = {who: issue(base, who) for who in (holder, another_holder, stranger)}
    expired = issue(title, holder, end=now() + DAY)
    suspended = issue(title, another_holder)
    pending = issue(title, stranger, start=now() + YEAR)
    badges.renounce(base_badges[another_holder], {"from": another_holder})
    travel_to(now() + DAY)
    assert [badges.statusOf(id_) for id_ in (expired, suspended, pending)] == [
        Status.EXPIRED,
        Status.SUSPENDED,
        Status.PENDING,
    ]
    for id_ in (expired, suspended, pending):
        badges.revoke(id_, {"from": issuer})
        assert badges.statusOf(id_) == Status.REVOKED


def test_stays_ended_whatever_time_does(badges, issuer, holder, issue, create, now, travel_to):
    id_ = issue(create("short", burn_auth=BurnAuth.BOTH), holder, start=now() + DAY, end=now() + 2 * DAY)
    badges.revoke(id_, {"from": issuer})
    for later in (DAY, 2 * DAY, YEAR):
        travel_to(now() + later)
        assert badges.statusOf(id_) == Status.REVOKED


def test_ends_one_member_of_a_cohort_for_good_and_no_other(
    badges, issuer, holder, another_holder, licence, issue_cohort
):
    number = issue_cohort(licence, holder, another_holder, root=b"\x22" * 32)
    gone, other = badge_id(licence, holder, number), badge_id(licence, another_holder, number)
    before = badges.badgeOf(gone).dict()
    receipt = badges.revoke(gone, {"from": issuer})
    assert badges.badgeOf(gone).dict() == before | {
        "status": Status.REVOKED,
        "endedAt": receipt.timestamp,
        "award": 1,
    }
    assert badges.statusOf(other) == Status.ACTIVE
    assert badges.cohortOf(licence, number)["count"] == 2


def test_revokes_after_the_achievement_was_retired(badges, owner, issuer, licence, licensed):
    badges.retireAchievement(licence, {"from": owner})
    badges.revoke(licensed, {"from": issuer})
    assert badges.statusOf(licensed) == Status.REVOKED


def test_counts_how_often_an_id_has_ended(badges, issuer, holder, domain, licensed):
    for award in (1, 2, 3):
        receipt = badges.revoke(licensed, {"from": issuer})
        assert receipt.events["BadgeEnded"]["award"] == award
        assert badges.badgeOf(licensed)["award"] == award
        badges.claim(*domain.request(Voucher(issuer, licensed, award=award)), {"from": holder})
        assert badges.statusOf(licensed) == Status.ACTIVE


def test_logs_transfer_to_zero_and_the_end_and_no_more(badges, issuer, holder, licensed):
    receipt = badges.revoke(licensed, {"from": issuer})
    assert [event.name for event in receipt.events] == ["Transfer", "BadgeEnded"]
    assert dict(receipt.events["Transfer"]) == {"from": holder, "to": ZERO, "tokenId": licensed}
    assert dict(receipt.events["BadgeEnded"]) == {
        "badgeId": licensed,
        "by": issuer,
        "how": Status.REVOKED,
        "award": 1,
    }
