"""`tierOf`: see tier_of.tree."""

from __future__ import annotations

import pytest
from conftest import DAY, YEAR, BurnAuth, Status, badge_id, prerequisite, requirement, tier

A, B, C = 1, 2, 3
LADDER = 4  #  0: nothing · 1: A · 2: B and C · 3: A for a year
SERVICE = 5  # may be issued by cohort; 1: by holding it · 2: one year of it · 3: ten years
CHOICE = 6  #  1: two of A, B, C


@pytest.fixture(scope="module", autouse=True)
def ground(create):
    for slug in ("a", "b", "c"):
        create(slug, validity=9 * YEAR, burn_auth=BurnAuth.BOTH, individual=True)
    a, b, c = (prerequisite(number) for number in (A, B, C))
    create(
        "ladder",
        burn_auth=BurnAuth.BOTH,
        tiers=(
            tier("Bronze", requirement(1, a)),
            tier("Silver", requirement(1, b), requirement(1, c)),
            tier("Gold", requirement(1, prerequisite(A, held_for=YEAR))),
        ),
    )
    create(
        "service",
        validity=20 * YEAR,
        burn_auth=BurnAuth.BOTH,
        tiers=(
            tier("Member"),
            tier("One year", requirement(1, prerequisite(SERVICE, held_for=YEAR))),
            tier("Ten years", requirement(1, prerequisite(SERVICE, held_for=10 * YEAR))),
        ),
    )
    create("choice", tiers=(tier("Two", requirement(2, a, b, c)),))


def test_is_none_where_there_are_no_tiers(badges, holder, issue):
    assert badges.tierOf(issue(A, holder)) == 0


def test_is_none_for_what_was_never_issued(badges, holder):
    for id_ in (badge_id(SERVICE, holder), badge_id(SERVICE, holder, 1), badge_id(99, holder), 0, 2**256 - 1):
        assert badges.tierOf(id_) == 0


def test_climbs_and_falls_with_the_holders_badges(badges, issuer, holder, issue, now, travel_to):
    id_ = issue(LADDER, holder)
    assert badges.tierOf(id_) == 0
    issue(A, holder)
    since = now()
    assert badges.tierOf(id_) == 1
    b = issue(B, holder)
    assert badges.tierOf(id_) == 1
    c = issue(C, holder)
    assert badges.tierOf(id_) == 2
    travel_to(since + YEAR - 1)
    assert badges.tierOf(id_) == 2
    travel_to(since + YEAR)
    assert badges.tierOf(id_) == badges.badgeOf(id_)["tier"] == 3
    badges.revoke(c, {"from": issuer})
    assert badges.tierOf(id_) == 1
    badges.revoke(b, {"from": issuer})
    assert badges.tierOf(id_) == 1


def test_counts_no_tier_above_one_that_does_not_hold(badges, holder, issue, now):
    id_ = issue(LADDER, holder)
    issue(B, holder)
    issue(C, holder)
    assert badges.tierOf(id_) == 0
    issue(A, holder, start=now() - 2 * YEAR)
    assert badges.tierOf(id_) == 3


def test_skips_no_tier_in_the_middle(badges, holder, issue, now):
    id_ = issue(LADDER, holder)
    issue(A, holder, start=now() - 2 * YEAR)
    assert badges.tierOf(id_) == 1
    issue(C, holder)
    assert badges.tierOf(id_) == 1


def test_falls_in_the_second_in_which_a_prerequisite_expires(badges, holder, issue, now, travel_to):
    id_ = issue(LADDER, holder)
    end = now() + DAY
    issue(A, holder, end=end)
    travel_to(end - 1)
    assert badges.tierOf(id_) == 1
    travel_to(end)
    assert badges.tierOf(id_) == 0


def test_takes_k_of_n(badges, holder, issue):
    id_ = issue(CHOICE, holder)
    for number, reached in ((C, 0), (A, 1), (B, 1)):
        issue(number, holder)
        assert badges.tierOf(id_) == reached


def test_asks_about_the_holder_of_the_badge(badges, holder, another_holder, issue):
    id_ = issue(LADDER, holder)
    theirs = issue(LADDER, another_holder)
    issue(A, another_holder)
    assert (badges.tierOf(id_), badges.tierOf(theirs)) == (0, 1)


# ───────────────────────────────────────── none unless this badge is ACTIVE ─────────────────────────────────


def test_is_none_before_the_start_and_after_the_end(badges, holder, issue, now, travel_to):
    start, end = now() + DAY, now() + YEAR
    id_ = issue(SERVICE, holder, start=start, end=end)
    for moment, reached in ((start - 1, 0), (start, 1), (end - 1, 1), (end, 0)):
        travel_to(moment)
        assert badges.tierOf(id_) == badges.badgeOf(id_)["tier"] == reached


@pytest.mark.parametrize("how", ["revoke", "renounce"])
def test_is_none_once_the_badge_has_ended(badges, issuer, holder, issue, how):
    id_ = issue(SERVICE, holder)
    assert badges.tierOf(id_) == 1
    getattr(badges, how)(id_, {"from": issuer if how == "revoke" else holder})
    assert badges.tierOf(id_) == 0


def test_is_none_while_the_badge_is_suspended(badges, issuer, holder, create, issue):
    resting = create(
        "resting", requirements=(requirement(1, prerequisite(A), ongoing=True),), tiers=(tier("By holding it"),)
    )
    base = issue(A, holder)
    id_ = issue(resting, holder)
    assert badges.tierOf(id_) == 1
    badges.revoke(base, {"from": issuer})
    assert (badges.statusOf(id_), badges.tierOf(id_)) == (Status.SUSPENDED, 0)


# ─────────────────────────────────────────── its own achievement ────────────────────────────────────────────


def test_counts_years_of_service_to_the_second(badges, holder, issue, now, travel_to):
    id_ = issue(SERVICE, holder)
    since = now()
    for years, below in ((1, 1), (10, 2)):
        travel_to(since + years * YEAR - 1)
        assert badges.tierOf(id_) == below
        travel_to(since + years * YEAR)
        assert badges.tierOf(id_) == below + 1


def test_counts_service_from_a_start_in_the_past(badges, holder, issue, now):
    assert badges.tierOf(issue(SERVICE, holder, start=now() - 10 * YEAR)) == 3


def test_counts_service_anew_after_a_late_renewal(badges, issuer, holder, issue, now, travel_to):
    id_ = issue(SERVICE, holder, start=now() - 10 * YEAR, end=now() + DAY)
    end = badges.endTime(id_)
    travel_to(end - 1)
    assert badges.tierOf(id_) == 3
    travel_to(end + DAY)
    badges.renew(id_, end + 5 * YEAR, {"from": issuer})
    since = badges.badgeOf(id_)["since"]
    assert badges.tierOf(id_) == 1
    travel_to(since + YEAR)
    assert badges.tierOf(id_) == 2


def test_means_this_very_badge_and_no_other_of_the_achievement(badges, holder, issue, issue_cohort, now):
    veteran = badge_id(SERVICE, holder, issue_cohort(SERVICE, holder, start=now() - 10 * YEAR))
    second_year = badge_id(SERVICE, holder, issue_cohort(SERVICE, holder, start=now() - 2 * YEAR))
    newcomer = issue(SERVICE, holder)
    assert [badges.tierOf(id_) for id_ in (veteran, second_year, newcomer)] == [3, 2, 1]
    assert badges.badgeOf(veteran)["tier"] == 3


def test_is_none_for_a_stranger_to_the_cohort(badges, holder, stranger, issue, issue_cohort, now):
    number = issue_cohort(SERVICE, holder, start=now() - 10 * YEAR)
    issue(SERVICE, stranger)
    assert badges.tierOf(badge_id(SERVICE, stranger, number)) == 0


def test_counts_a_cohorts_service_by_the_cohorts_run(badges, issuer, holder, issue_cohort, now, travel_to):
    number = issue_cohort(SERVICE, holder, start=now() - 10 * YEAR, end=now() + DAY)
    id_ = badge_id(SERVICE, holder, number)
    assert badges.tierOf(id_) == 3
    travel_to(badges.endTime(id_))
    badges.renewCohort(SERVICE, number, now() + 2 * YEAR, {"from": issuer})
    assert badges.tierOf(id_) == 1


def test_counts_the_service_of_a_member_renewed_alone_by_its_own_run(
    badges, issuer, holder, another_holder, issue_cohort, now, travel_to
):
    number = issue_cohort(SERVICE, holder, another_holder, start=now() - 9 * YEAR, end=now() + DAY)
    mine, theirs = (badge_id(SERVICE, member, number) for member in (holder, another_holder))
    end = badges.endTime(mine)
    badges.renew(mine, end + 5 * YEAR, {"from": issuer})
    travel_to(end + DAY)
    badges.renewCohort(SERVICE, number, end + 5 * YEAR, {"from": issuer})
    assert (badges.tierOf(mine), badges.tierOf(theirs)) == (2, 1)
    tenth = badges.badgeOf(mine)["since"] + 10 * YEAR
    for moment, reached in ((tenth - 1, 2), (tenth, 3)):
        travel_to(moment)
        assert badges.tierOf(mine) == reached


# ──────────────────────────────────────────────── foreign sources ───────────────────────────────────────────


def test_asks_foreign_sources(badges, owner, holder, create, issue, now, MockSource):
    source = MockSource.deploy({"from": owner})
    foreign = create(
        "foreign",
        tiers=(
            tier("Held", requirement(1, prerequisite(7, source=source.address))),
            tier("For a year", requirement(1, prerequisite(7, source=source.address, held_for=YEAR))),
        ),
    )
    id_ = issue(foreign, holder)
    for since, reached in ((0, 0), (now(), 1), (now() - YEAR, 2), (0, 0)):
        source.hold(holder, 7, since, {"from": owner})
        assert badges.tierOf(id_) == reached
