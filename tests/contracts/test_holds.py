"""`holds`: see holds.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, ZERO, BurnAuth, Status, badge_id, prerequisite, requirement


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


def test_refuses_an_unknown_achievement(badges, holder, medal):
    for unknown in (0, medal + 1, medal + 2**48, medal + 2**208, 2**256 - 1):
        with reverts(f"AchievementUnknown: {unknown}"):
            badges.holds(holder, unknown)


def test_knows_a_badge_issued_one_by_one(badges, holder, stranger, issue, medal):
    assert not badges.holds(holder, medal)
    issue(medal, holder)
    assert badges.holds(holder, medal)
    assert not badges.holds(stranger, medal)
    assert not badges.holds(ZERO, medal)


def test_does_not_take_another_achievement_for_it(badges, holder, create, issue, medal):
    other = create("other")
    issue(other, holder)
    assert badges.holds(holder, other)
    assert not badges.holds(holder, medal)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_knows_a_badge_of_any_cohort(badges, holder, stranger, another_holder, issue_cohort, medal, number):
    for each in (1, 2, 3):
        issue_cohort(medal, another_holder, *([holder] if each == number else []))
    assert badges.holds(holder, medal)
    assert not badges.holds(stranger, medal)


def test_asks_for_active_and_for_nothing_else(badges, issuer, holder, create, issue, now, travel_to):
    base = create("base", individual=True)
    title = create("title", burn_auth=BurnAuth.BOTH, requirements=(requirement(1, prerequisite(base), ongoing=True),))
    base_badge = issue(base, holder)
    id_ = issue(title, holder, start=now() + DAY, end=now() + 9 * DAY)

    def is_seen_as(status):
        assert badges.statusOf(id_) == status
        assert badges.holds(holder, title) == (status == Status.ACTIVE)

    is_seen_as(Status.PENDING)
    travel_to(now() + DAY)
    is_seen_as(Status.ACTIVE)
    travel_to(badges.endTime(id_) - 1)
    is_seen_as(Status.ACTIVE)
    travel_to(badges.endTime(id_))
    is_seen_as(Status.EXPIRED)
    badges.renew(id_, 0, {"from": issuer})
    is_seen_as(Status.ACTIVE)
    badges.renounce(base_badge, {"from": holder})
    is_seen_as(Status.SUSPENDED)
    badges.revoke(id_, {"from": issuer})
    is_seen_as(Status.REVOKED)


def test_finds_the_one_active_among_many_that_are_not(badges, holder, issue, issue_cohort, medal, now, travel_to):
    expired = now() + DAY
    issue(medal, holder, end=expired)
    issue_cohort(medal, holder, end=expired)
    issue_cohort(medal, holder)
    issue_cohort(medal, holder, end=expired)
    issue_cohort(medal, holder, start=now() + 99 * DAY)
    travel_to(expired)
    assert badges.holds(holder, medal)
    badges.renounce(badge_id(medal, holder, 2), {"from": holder})
    assert not badges.holds(holder, medal)


def test_walks_the_newest_cohort_first(badges, holder, another_holder, issue_cohort, medal, web3):
    """Seen by what it costs: a member of the newest of ten cohorts is found at once, one of the oldest last."""
    issue_cohort(medal, another_holder)
    for _ in range(8):
        issue_cohort(medal, badges.address)
    issue_cohort(medal, holder)
    costs = {
        who: web3.eth.estimate_gas({"to": badges.address, "data": badges.holds.encode_input(who, medal)})
        for who in (holder, another_holder)
    }
    assert costs[another_holder] > costs[holder] + 8 * 5_000


def test_stays_true_when_the_achievement_is_retired(badges, owner, holder, issue, medal):
    issue(medal, holder)
    badges.retireAchievement(medal, {"from": owner})
    assert badges.holds(holder, medal)
