"""`balanceOf`: see balance_of.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, ZERO, BurnAuth, Status, badge_id, prerequisite, requirement


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


def test_refuses_the_zero_address(badges, medal):
    with reverts(f"ERC721InvalidOwner: {ZERO}"):
        badges.balanceOf(ZERO)


def test_is_zero_for_somebody_without_badges(badges, stranger, deploy, issue, medal, holder):
    issue(medal, holder)
    assert badges.balanceOf(stranger) == 0
    assert deploy("An empty collection").balanceOf(holder) == 0


def test_counts_badges_issued_one_by_one_and_by_cohort(
    badges, holder, another_holder, create, issue, issue_cohort, medal
):
    other = create("other")
    for expected, step in enumerate(
        (
            lambda: issue(medal, holder),
            lambda: issue_cohort(medal, holder, another_holder),
            lambda: issue_cohort(medal, holder),
            lambda: issue(other, holder),
        ),
        start=1,
    ):
        step()
        assert badges.balanceOf(holder) == expected
    assert badges.balanceOf(another_holder) == 1


def test_counts_what_is_pending_expired_or_suspended(badges, holder, create, issue, now, travel_to):
    base = create("base", individual=True)
    dependent = create("dependent", requirements=(requirement(1, prerequisite(base), ongoing=True),))
    base_badge = issue(base, holder)
    ids = [
        issue(dependent, holder),
        issue(create("short"), holder, end=now() + DAY),
        issue(create("late"), holder, start=now() + 9 * DAY),
    ]
    badges.renounce(base_badge, {"from": holder})
    travel_to(now() + DAY)
    assert list(badges.statusesOf(ids)) == [Status.SUSPENDED, Status.EXPIRED, Status.PENDING]
    assert badges.balanceOf(holder) == 3


def test_does_not_count_what_has_ended(badges, issuer, holder, create, issue, issue_cohort, medal):
    revocable = issue(create("revocable", burn_auth=BurnAuth.BOTH), holder)
    member = badge_id(medal, holder, issue_cohort(medal, holder))
    assert badges.balanceOf(holder) == 2
    badges.revoke(revocable, {"from": issuer})
    assert badges.balanceOf(holder) == 1
    badges.renounce(member, {"from": holder})
    assert badges.balanceOf(holder) == 0


def test_is_the_length_of_the_list(badges, holder, create, issue, issue_cohort):
    for i in range(3):
        achievement = create(f"achievement-{i}")
        issue(achievement, holder)
        issue_cohort(achievement, holder)
    assert badges.balanceOf(holder) == len(badges.badgesOf(holder, 0, 100)[0]) == 6
