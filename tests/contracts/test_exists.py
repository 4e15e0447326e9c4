"""`exists`: see exists.tree."""

from __future__ import annotations

import pytest
from conftest import DAY, ZERO, BurnAuth, Status, badge_id, prerequisite, requirement
from vouchers import Voucher


@pytest.fixture(scope="module")
def medal(create):
    return create("medal", burn_auth=BurnAuth.BOTH)


def test_is_false_for_what_was_never_issued(badges, holder, stranger, medal, issue, issue_cohort):
    issue(medal, holder)
    number = issue_cohort(medal, holder)
    for id_ in (
        0,
        1,
        2**256 - 1,
        badge_id(medal, stranger),
        badge_id(medal, ZERO),
        badge_id(medal, stranger, number),
        badge_id(medal, ZERO, number),
        badge_id(medal, holder, number + 1),
        badge_id(medal + 1, holder),
        badge_id(0, holder),
    ):
        assert not badges.exists(id_)


def test_is_true_for_badges_issued_one_by_one_and_by_cohort(badges, holder, medal, issue, issue_cohort):
    assert badges.exists(issue(medal, holder))
    assert badges.exists(badge_id(medal, holder, issue_cohort(medal, holder)))


def test_is_true_whatever_time_and_other_badges_make_of_it(badges, holder, create, issue, now, travel_to):
    base = create("base", individual=True)
    title = create("title", requirements=(requirement(1, prerequisite(base), ongoing=True),))
    base_badge = issue(base, holder)
    id_ = issue(title, holder, start=now() + DAY, end=now() + 2 * DAY)
    for moment, status in ((now(), Status.PENDING), (now() + DAY, Status.ACTIVE)):
        travel_to(moment)
        assert (badges.statusOf(id_), badges.exists(id_)) == (status, True)
    badges.renounce(base_badge, {"from": holder})
    assert (badges.statusOf(id_), badges.exists(id_)) == (Status.SUSPENDED, True)
    travel_to(now() + 2 * DAY)
    assert (badges.statusOf(id_), badges.exists(id_)) == (Status.EXPIRED, True)


@pytest.mark.parametrize("cohort", [False, True], ids=["one by one", "by cohort"])
def test_is_false_for_what_has_ended(badges, issuer, holder, another_holder, medal, issue, issue_cohort, cohort):
    if cohort:
        number = issue_cohort(medal, holder, another_holder)
        revoked, renounced = badge_id(medal, holder, number), badge_id(medal, another_holder, number)
    else:
        revoked, renounced = issue(medal, holder), issue(medal, another_holder)
    badges.revoke(revoked, {"from": issuer})
    badges.renounce(renounced, {"from": another_holder})
    assert not badges.exists(revoked)
    assert not badges.exists(renounced)


def test_is_true_again_once_the_id_came_back(badges, issuer, holder, medal, issue, domain):
    id_ = issue(medal, holder)
    badges.revoke(id_, {"from": issuer})
    badges.claim(*domain.request(Voucher(issuer, id_, award=1)), {"from": holder})
    assert badges.exists(id_)
