"""`heldSince`, the collection as a source: see held_since.tree."""

from __future__ import annotations

import pytest
from conftest import DAY, YEAR, BurnAuth, Status, badge_id, prerequisite, requirement
from vouchers import Voucher

LICENCE, MEDAL, BASE = 1, 2, 3


def kind(achievement, cohort=0):
    return achievement << 48 | cohort


@pytest.fixture(scope="module", autouse=True)
def ground(create):
    create("licence", validity=9 * YEAR, burn_auth=BurnAuth.BOTH)
    create("medal", burn_auth=BurnAuth.BOTH)
    create("base", burn_auth=BurnAuth.BOTH, individual=True)


def test_says_since_when_a_badge_issued_one_by_one_is_held(badges, holder, another_holder, issue, now):
    issue(MEDAL, holder)
    assert badges.heldSince(holder, kind(MEDAL)) == now()
    assert badges.heldSince(another_holder, kind(MEDAL)) == 0
    assert badges.heldSince(holder, kind(LICENCE)) == 0
    assert badges.heldSince(holder, kind(MEDAL, 1)) == 0


def test_says_since_when_a_cohorts_badge_is_held(badges, holder, another_holder, issue_cohort, now):
    start = now() - YEAR
    issue_cohort(MEDAL, holder, start=start)
    issue_cohort(MEDAL, another_holder)
    assert badges.heldSince(holder, kind(MEDAL, 1)) == start
    assert badges.heldSince(another_holder, kind(MEDAL, 2)) == now()
    assert badges.heldSince(another_holder, kind(MEDAL, 1)) == badges.heldSince(holder, kind(MEDAL, 2)) == 0
    assert badges.heldSince(holder, kind(MEDAL)) == badges.heldSince(holder, kind(MEDAL, 3)) == 0


@pytest.mark.parametrize("cohort", [False, True])
def test_says_zero_for_anything_not_active_to_the_second(badges, holder, issue, issue_cohort, now, travel_to, cohort):
    start, end = now() + DAY, now() + YEAR
    if cohort:
        id_ = kind(LICENCE, issue_cohort(LICENCE, holder, start=start, end=end))
    else:
        issue(LICENCE, holder, start=start, end=end)
        id_ = kind(LICENCE)
    for moment, since in ((start - 1, 0), (start, start), (end - 1, start), (end, 0)):
        travel_to(moment)
        assert badges.heldSince(holder, id_) == since


def test_says_zero_for_what_has_ended(badges, issuer, holder, issue, issue_cohort):
    badges.revoke(issue(MEDAL, holder), {"from": issuer})
    badges.renounce(badge_id(MEDAL, holder, issue_cohort(MEDAL, holder)), {"from": holder})
    assert badges.heldSince(holder, kind(MEDAL)) == badges.heldSince(holder, kind(MEDAL, 1)) == 0


def test_goes_on_over_a_renewal_in_time_and_begins_anew_after_a_late_one(badges, issuer, holder, issue, now, travel_to):
    id_ = issue(LICENCE, holder, end=now() + YEAR)
    since, end = now(), badges.endTime(id_)
    badges.renew(id_, end + DAY, {"from": issuer})
    travel_to(end + DAY - 1)
    assert badges.heldSince(holder, kind(LICENCE)) == since
    travel_to(end + 2 * DAY)
    badges.renew(id_, end + YEAR, {"from": issuer})
    assert badges.heldSince(holder, kind(LICENCE)) == now() > end


def test_says_zero_for_a_number_that_is_no_kind(badges, holder, issue):
    issue(MEDAL, holder)
    assert badges.heldSince(holder, kind(MEDAL)) != 0
    for stray in (1 << 96, 1 << 160, 1 << 208, 1 << 255):
        assert badges.heldSince(holder, kind(MEDAL) | stray) == 0
    assert badges.heldSince(holder, 0) == badges.heldSince(holder, 2**256 - 1) == 0


def test_vouches_for_a_badge_that_rests_on_badges_of_its_own(badges, issuer, holder, create, issue, now):
    resting = create("resting", requirements=(requirement(1, prerequisite(BASE), ongoing=True),))
    base = issue(BASE, holder)
    issue(resting, holder)
    assert badges.heldSince(holder, kind(resting)) == now()
    badges.revoke(base, {"from": issuer})
    assert badges.heldSince(holder, kind(resting)) == 0


def test_counts_the_time_suspended_since_no_transaction_marks_it(badges, issuer, holder, create, issue, domain):
    resting = create("resting", requirements=(requirement(1, prerequisite(BASE), ongoing=True),))
    base = issue(BASE, holder)
    since = badges.badgeOf(issue(resting, holder))["since"]
    badges.renounce(base, {"from": holder})
    assert badges.heldSince(holder, kind(resting)) == 0
    badges.claim(*domain.request(Voucher(issuer, base, award=1)), {"from": holder})
    assert badges.heldSince(holder, kind(resting)) == since


def test_does_not_vouch_for_a_badge_whose_status_asks_outside(badges, owner, holder, create, issue, now, MockSource):
    source = MockSource.deploy({"from": owner})
    source.hold(holder, 7, 1, {"from": owner})
    foreign = prerequisite(7, source=source.address)
    asking = create("asking", requirements=(requirement(1, foreign, ongoing=True),))
    above = create("above", requirements=(requirement(1, prerequisite(asking), ongoing=True),))
    at_issue = create("at-issue", requirements=(requirement(1, foreign), requirement(1, prerequisite(above))))
    for achievement in (asking, above, at_issue):
        assert badges.statusOf(issue(achievement, holder)) == Status.ACTIVE
    assert badges.heldSince(holder, kind(asking)) == badges.heldSince(holder, kind(above)) == 0
    # Asked at issue only, its status asks nobody any more.
    assert badges.heldSince(holder, kind(at_issue)) == now()


def test_costs_the_same_however_many_cohorts_there_are(badges, owner, holder, issue, issue_cohort, MockCaller):
    caller = MockCaller.deploy({"from": owner})
    issue(MEDAL, holder)
    issue_cohort(MEDAL, holder)

    def costs() -> list[int]:
        questions = (badges.heldSince.encode_input(holder, kind(MEDAL, number)) for number in (0, 1, 2))
        return [caller.cost(badges.address, question)[0] for question in questions]

    before = costs()
    for _ in range(10):
        issue_cohort(LICENCE, holder)
    assert costs() == before
