"""`retireAchievement`: see retire_achievement.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, NONE, YEAR, BurnAuth, Status, badge_id, packed, prerequisite, requirement


@pytest.fixture(scope="module", autouse=True)
def achievement(create):
    return create("cka", validity=2 * YEAR, burn_auth=BurnAuth.BOTH)


@pytest.fixture
def retired(badges, owner, achievement):
    badges.retireAchievement(achievement, {"from": owner})
    return achievement


def test_refuses_whoever_is_not_the_owner(badges, issuer, holder, stranger, dismissed_issuer, achievement):
    for caller in (issuer, holder, stranger, dismissed_issuer):
        with reverts(f"OwnableUnauthorizedAccount: {str(caller).lower()}"):
            badges.retireAchievement(achievement, {"from": caller})


@pytest.mark.parametrize("number", [0, 2, 2**48 + 1, 2**256 - 1])
def test_refuses_an_unknown_achievement(badges, owner, number):
    with reverts(f"AchievementUnknown: {number}"):
        badges.retireAchievement(number, {"from": owner})


def test_refuses_to_retire_twice(badges, owner, retired):
    with reverts(f"AchievementIsRetired: {retired}"):
        badges.retireAchievement(retired, {"from": owner})


def test_stops_new_badges_at_every_pushing_door(badges, issuer, holder, retired):
    id_ = badge_id(retired, holder)
    with reverts(f"AchievementIsRetired: {retired}"):
        badges.issue(id_, 0, 0, NONE, {"from": issuer})
    with reverts(f"AchievementIsRetired: {retired}"):
        badges.issueWithWitnesses(id_, 0, 0, NONE, [], {"from": issuer})
    with reverts(f"AchievementIsRetired: {retired}"):
        badges.issueCohort(retired, 1, "Too late", 0, 0, NONE, packed([holder]), {"from": issuer})


def test_leaves_badges_as_they_are(
    badges, owner, issuer, holder, another_holder, issue, issue_cohort, achievement, now, travel_to
):
    single = issue(achievement, holder)
    issue_cohort(achievement, holder, another_holder)
    member = badge_id(achievement, another_holder, cohort=1)
    before = badges.recordOf(single), badges.recordOf(member)
    badges.retireAchievement(achievement, {"from": owner})
    assert (badges.recordOf(single), badges.recordOf(member)) == before
    assert list(badges.statusesOf([single, member])) == [Status.ACTIVE, Status.ACTIVE]
    travel_to(now() + DAY)
    end = now() + 2 * YEAR
    badges.renew.call(single, end, {"from": issuer})
    badges.renewCohort.call(achievement, 1, end, {"from": issuer})
    badges.revoke.call(single, {"from": issuer})
    badges.renounce.call(member, {"from": another_holder})


def test_refuses_a_badge_that_was_there_before(badges, issuer, holder, issue, owner, achievement):
    id_ = issue(achievement, holder)
    badges.renounce(id_, {"from": holder})
    badges.retireAchievement(achievement, {"from": owner})
    with reverts(f"AchievementIsRetired: {achievement}"):
        badges.issue(id_, 0, 0, NONE, {"from": issuer})


def test_lets_its_badges_count_as_before(badges, owner, holder, create, issue, achievement):
    id_ = issue(achievement, holder)
    badges.retireAchievement(achievement, {"from": owner})
    higher = create("higher", requirements=(requirement(1, prerequisite(achievement)),))
    assert badges.statusOf(issue(higher, holder)) == Status.ACTIVE
    assert badges.heldSince(holder, achievement << 48) == badges.badgeOf(id_)["since"]


def test_leaves_the_terms_and_other_achievements_as_they_are(badges, owner, holder, create, issue, achievement):
    other = create("other")
    terms = str(badges.achievementOf(achievement)["terms"])
    badges.retireAchievement(achievement, {"from": owner})
    assert badges.achievementOf(achievement)["retired"]
    assert str(badges.achievementOf(achievement)["terms"]) == terms
    assert not badges.achievementOf(other)["retired"]
    assert badges.statusOf(issue(other, holder)) == Status.ACTIVE


def test_logs_one_event_and_no_more(badges, owner, achievement):
    receipt = badges.retireAchievement(achievement, {"from": owner})
    assert [event.name for event in receipt.events] == ["AchievementRetired"]
    assert dict(receipt.events["AchievementRetired"]) == {"achievementId": achievement}
