"""`heldSince`: see held_since.tree."""

from __future__ import annotations

import pytest
from conftest import DAY, YEAR, ZERO, BurnAuth, Status, badge_id, prerequisite, requirement


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


def kind(achievement: int, cohort: int = 0) -> int:
    return achievement << 48 | cohort


def test_says_since_when_a_badge_has_run(badges, holder, stranger, issue, medal, now):
    start = now() - YEAR
    issue(medal, holder, start=start)
    assert badges.heldSince(holder, kind(medal)) == start
    assert badges.heldSince(stranger, kind(medal)) == 0


def test_asks_for_one_occasion_at_a_time(badges, holder, issue, issue_cohort, medal, now):
    starts = [now() - days * DAY for days in (30, 20, 10)]
    issue(medal, holder, start=starts[0])
    for start in starts[1:]:
        issue_cohort(medal, holder, start=start)
    assert [badges.heldSince(holder, kind(medal, cohort)) for cohort in range(4)] == [*starts, 0]


def test_is_zero_for_all_that_was_never_issued(badges, holder, issue, medal):
    issue(medal, holder)
    for id_ in (0, 1, kind(0), kind(0, 1), kind(medal, 1), kind(medal + 1), kind(medal, 2**48 - 1), 2**96 - 1):
        assert badges.heldSince(holder, id_) == 0
    assert badges.heldSince(ZERO, kind(medal)) == 0


def test_is_zero_for_a_kind_of_more_than_96_bits_whatever_it_would_name(badges, holder, issue, medal):
    """Shifted left by 160, its upper bits fall away and leave the id of a badge that is held."""
    issue(medal, holder)
    for bit in (96, 97, 160, 255):
        assert badges.heldSince(holder, kind(medal) | 1 << bit) == 0
    assert badges.heldSince(holder, badge_id(medal, holder)) == 0


def test_counts_from_the_present_run_and_only_while_active(
    badges, issuer, holder, create, issue, now, travel_to, send_at
):
    title = create("title", burn_auth=BurnAuth.BOTH)
    start, end = now() + DAY, now() + 9 * DAY
    id_ = issue(title, holder, start=start, end=end)
    assert badges.heldSince(holder, kind(title)) == 0  # pending
    for moment, since in ((start - 1, 0), (start, start), (end - 1, start), (end, 0), (end + DAY, 0)):
        travel_to(moment)
        assert badges.heldSince(holder, kind(title)) == since
    send_at(end + 2 * DAY, badges.renew, id_, end + 9 * DAY, by=issuer)
    assert badges.heldSince(holder, kind(title)) == end + 2 * DAY
    badges.revoke(id_, {"from": issuer})
    assert badges.heldSince(holder, kind(title)) == 0


def test_is_zero_while_suspended_and_counts_the_time_suspended(badges, issuer, holder, create, issue, domain, now):
    """Time suspended is service: no transaction marks it."""
    from vouchers import Voucher

    base = create("base", individual=True)
    title = create("title", requirements=(requirement(1, prerequisite(base), ongoing=True),))
    base_badge = issue(base, holder)
    since = badges.badgeOf(issue(title, holder))["since"]
    badges.renounce(base_badge, {"from": holder})
    assert badges.statusOf(badge_id(title, holder)) == Status.SUSPENDED
    assert badges.heldSince(holder, kind(title)) == 0
    badges.claim(*domain.request(Voucher(issuer, base_badge, award=1)), {"from": holder})
    assert badges.heldSince(holder, kind(title)) == since


def test_does_not_vouch_outside_for_a_badge_whose_status_asks_outside(badges, deploy, owner, issuer, holder, create, issue):
    abroad = deploy("Another issuer")
    outside = create(
        "outside", requirements=(requirement(1, prerequisite(1 << 48, source=abroad.address), ongoing=True),)
    )
    above = create("above", requirements=(requirement(1, prerequisite(outside), ongoing=True),))
    once = create("once", requirements=(requirement(1, prerequisite(1 << 48, source=abroad.address)),))
    from conftest import Terms

    abroad.createAchievement(Terms("there").as_tuple(), {"from": owner})
    abroad.appointIssuer(issuer, 0, {"from": owner})
    abroad.issue(badge_id(1, holder), 0, 0, b"\0" * 32, {"from": issuer})

    for achievement, vouched in ((outside, False), (above, False), (once, True)):
        id_ = issue(achievement, holder)
        assert badges.statusOf(id_) == Status.ACTIVE
        since = badges.badgeOf(id_)["since"]
        assert badges.heldSince(holder, kind(achievement)) == (since if vouched else 0)


def test_costs_the_same_however_many_cohorts_there_are(badges, web3, holder, another_holder, issue, issue_cohort, medal):
    issue(medal, holder)
    question = {"to": badges.address, "data": badges.heldSince.encode_input(holder, kind(medal))}
    before = web3.eth.estimate_gas(question)
    for _ in range(5):
        issue_cohort(medal, another_holder)
    assert web3.eth.estimate_gas(question) == before
