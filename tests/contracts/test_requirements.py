"""What it takes to be issued a badge: see requirements.tree."""

from __future__ import annotations

from itertools import combinations

import pytest
from brownie import reverts
from conftest import DAY, NONE, YEAR, BurnAuth, Status, badge_id, packed, prerequisite, requirement

A, B, C = 1, 2, 3  # kinds that count; C may be issued by cohort too
TWO_OF_THREE, ALL, SOME = 4, 5, 6
YEARS = 7  # two years of A, or one of B


@pytest.fixture(scope="module", autouse=True)
def ground(create):
    create("a", validity=3 * YEAR, burn_auth=BurnAuth.BOTH, individual=True)
    create("b", individual=True)
    create("c")
    kinds = [prerequisite(kind) for kind in (A, B, C)]
    create("two-of-three", validity=YEAR, requirements=(requirement(2, *kinds),))
    create("all", requirements=tuple(requirement(1, kind) for kind in kinds))
    create("some", requirements=(requirement(1, *kinds),))
    years = (prerequisite(A, held_for=2 * YEAR), prerequisite(B, held_for=YEAR))
    create("years", requirements=(requirement(1, *years),))


@pytest.fixture(scope="module")
def try_issue(badges, issuer):
    """Whether the contract would issue the badge in this very second; changes nothing."""
    return lambda achievement, to: badges.issue.call(badge_id(achievement, to), 0, 0, NONE, {"from": issuer})


def unmet(achievement, index, needed, held):
    return reverts(f"RequirementUnmet: {achievement}, {index}, {needed}, {held}")


# ──────────────────────────────────────────── which badges count ────────────────────────────────────────────


@pytest.mark.parametrize("kind", [A, B, C])
def test_counts_an_active_badge(badges, holder, issue, kind):
    issue(kind, holder)
    assert badges.statusOf(issue(SOME, holder)) == Status.ACTIVE


def test_counts_nothing_where_nothing_is_held(try_issue, holder):
    with unmet(SOME, 0, 1, 0):
        try_issue(SOME, holder)


def test_counts_no_badge_of_another(issue, try_issue, holder, another_holder):
    issue(A, another_holder)
    try_issue(SOME, another_holder)
    with unmet(SOME, 0, 1, 0):
        try_issue(SOME, holder)


def test_counts_no_badge_of_a_kind_that_is_not_listed(issue, try_issue, holder):
    issue(C, holder)
    with unmet(YEARS, 0, 1, 0):
        try_issue(YEARS, holder)


def test_counts_no_badge_that_was_revoked_or_renounced(badges, issuer, issue, try_issue, holder):
    badges.revoke(issue(A, holder), {"from": issuer})
    badges.renounce(issue(B, holder), {"from": holder})
    with unmet(SOME, 0, 1, 0):
        try_issue(SOME, holder)


def test_counts_no_badge_that_is_suspended(badges, issuer, create, issue, try_issue, holder):
    resting = create("resting", requirements=(requirement(1, prerequisite(A), ongoing=True),))
    top = create("top", requirements=(requirement(1, prerequisite(resting)),))
    base = issue(A, holder)
    id_ = issue(resting, holder)
    try_issue(top, holder)
    badges.revoke(base, {"from": issuer})
    assert badges.statusOf(id_) == Status.SUSPENDED
    with unmet(top, 0, 1, 0):
        try_issue(top, holder)


def test_counts_from_the_first_second_of_a_start(issue, try_issue, holder, now, travel_to):
    start = now() + DAY
    issue(A, holder, start=start)
    travel_to(start - 1)
    with unmet(SOME, 0, 1, 0):
        try_issue(SOME, holder)
    travel_to(start)
    try_issue(SOME, holder)


def test_counts_up_to_the_last_second_before_an_end(issue, try_issue, holder, now, travel_to):
    end = now() + DAY
    issue(A, holder, end=end)
    travel_to(end - 1)
    try_issue(SOME, holder)
    for after in (end, end + 1):
        travel_to(after)
        with unmet(SOME, 0, 1, 0):
            try_issue(SOME, holder)


def test_counts_no_cohort_badge_that_nobody_names(issue_cohort, try_issue, holder):
    issue_cohort(C, holder)
    with unmet(SOME, 0, 1, 0):
        try_issue(SOME, holder)


# ────────────────────────────────────────── how many must be held ───────────────────────────────────────────


@pytest.mark.parametrize("kinds", list(combinations((A, B, C), 2)))
def test_takes_any_two_of_three(issue, try_issue, holder, kinds):
    for held, kind in enumerate(kinds):
        with unmet(TWO_OF_THREE, 0, 2, held):
            try_issue(TWO_OF_THREE, holder)
        issue(kind, holder)
    try_issue(TWO_OF_THREE, holder)


def test_takes_more_than_are_needed(issue, try_issue, holder):
    for kind in (A, B, C):
        issue(kind, holder)
    try_issue(TWO_OF_THREE, holder)


def test_asks_every_requirement_and_names_the_first_unmet(issue, try_issue, holder):
    issue(C, holder)
    with unmet(ALL, 0, 1, 0):
        try_issue(ALL, holder)
    issue(A, holder)
    with unmet(ALL, 1, 1, 0):
        try_issue(ALL, holder)
    issue(B, holder)
    try_issue(ALL, holder)


def test_names_the_last_requirement_too(issue, try_issue, holder):
    issue(A, holder)
    issue(B, holder)
    with unmet(ALL, 2, 1, 0):
        try_issue(ALL, holder)


def test_lets_one_badge_count_in_several_requirements(create, issue, try_issue, holder):
    both = create(
        "both", requirements=(requirement(1, prerequisite(A)), requirement(1, prerequisite(A), prerequisite(B)))
    )
    issue(A, holder)
    try_issue(both, holder)


# ───────────────────────────────────────────────── heldFor ──────────────────────────────────────────────────


def test_is_met_from_the_second_in_which_the_run_is_long_enough(issue, try_issue, holder, now, travel_to):
    issue(A, holder)
    since = now()
    travel_to(since + 2 * YEAR - 1)
    with unmet(YEARS, 0, 1, 0):
        try_issue(YEARS, holder)
    for long_enough in (since + 2 * YEAR, since + 2 * YEAR + 1):
        travel_to(long_enough)
        try_issue(YEARS, holder)


def test_asks_each_kind_for_its_own_time(issue, try_issue, holder, now, travel_to):
    issue(A, holder)
    issue(B, holder)
    since = now()
    travel_to(since + YEAR - 1)
    with unmet(YEARS, 0, 1, 0):
        try_issue(YEARS, holder)
    travel_to(since + YEAR)
    try_issue(YEARS, holder)


def test_counts_years_from_a_start_in_the_past(issue, try_issue, holder, now, travel_to):
    start = now() - 2 * YEAR + DAY
    issue(A, holder, start=start)
    travel_to(start + 2 * YEAR - 1)
    with unmet(YEARS, 0, 1, 0):
        try_issue(YEARS, holder)
    travel_to(start + 2 * YEAR)
    try_issue(YEARS, holder)


def test_counts_years_over_a_renewal_in_time(badges, issuer, issue, try_issue, holder, now, chain, travel_to):
    id_ = issue(A, holder, end=now() + YEAR)
    since = now()
    chain.sleep(badges.endTime(id_) - 2 - now())
    badges.renew(id_, since + 3 * YEAR, {"from": issuer})
    assert badges.badgeOf(id_)["since"] == since
    travel_to(since + 2 * YEAR)
    try_issue(YEARS, holder)


def test_begins_anew_after_a_renewal_that_came_late(badges, issuer, issue, try_issue, holder, now, travel_to):
    id_ = issue(A, holder, end=now() + YEAR)
    end = badges.endTime(id_)
    travel_to(end + DAY)
    badges.renew(id_, now() + 3 * YEAR - DAY, {"from": issuer})
    since = now()
    assert badges.badgeOf(id_)["since"] == since
    travel_to(since + 2 * YEAR - 1)
    with unmet(YEARS, 0, 1, 0):
        try_issue(YEARS, holder)
    travel_to(since + 2 * YEAR)
    try_issue(YEARS, holder)


# ───────────────────────────────────────────── when it is asked ─────────────────────────────────────────────


def test_asks_about_the_holder_and_not_about_the_issuer(issue, try_issue, issuer, holder):
    issue(A, issuer)
    with unmet(SOME, 0, 1, 0):
        try_issue(SOME, holder)
    try_issue(SOME, issuer)


def test_asks_also_where_the_badge_is_to_start_later(badges, issuer, issue, holder, now):
    start = now() + YEAR
    issue(A, holder, start=start)  # ACTIVE by then, but not now
    with unmet(SOME, 0, 1, 0):
        badges.issue(badge_id(SOME, holder), start + 1, 0, NONE, {"from": issuer})


def test_never_asks_at_renewal(badges, issuer, issue, holder, now, travel_to):
    bases = issue(A, holder), issue(B, holder)
    id_ = issue(TWO_OF_THREE, holder)
    badges.revoke(bases[0], {"from": issuer})
    badges.renounce(bases[1], {"from": holder})
    travel_to(now() + DAY)
    badges.renew(id_, badges.endTime(id_) + 1, {"from": issuer})
    assert badges.statusOf(id_) == Status.ACTIVE


def test_never_asks_again_unless_ongoing(badges, holder, issue):
    base = issue(B, holder)
    id_ = issue(SOME, holder)
    badges.renounce(base, {"from": holder})
    assert badges.statusOf(id_) == Status.ACTIVE


def test_writes_nothing_where_it_refuses(badges, issuer, holder):
    id_ = badge_id(SOME, holder)
    with unmet(SOME, 0, 1, 0):
        badges.issue(id_, 0, 0, NONE, {"from": issuer})
    assert badges.recordOf(id_)[0] == 0
    assert badges.statusOf(id_) == Status.NONE


def test_is_never_issued_by_cohort(badges, issuer, holder):
    with reverts(f"IndividualOnly: {SOME}"):
        badges.issueCohort(SOME, 1, "", 0, 0, NONE, packed([holder]), {"from": issuer})


# ─────────────────────────────────────────────────── cost ───────────────────────────────────────────────────


def test_costs_the_same_however_many_cohorts_there_are(badges, issuer, holder, another_holder, issue, issue_cohort):
    issue(C, holder)
    before = badges.issue.estimate_gas(badge_id(SOME, holder), 0, 0, NONE, {"from": issuer})
    for _ in range(10):
        issue_cohort(C, holder, another_holder)
    assert badges.issue.estimate_gas(badge_id(SOME, holder), 0, 0, NONE, {"from": issuer}) == before
