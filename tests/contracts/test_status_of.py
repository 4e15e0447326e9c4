"""`statusOf`: see status_of.tree."""

from __future__ import annotations

import pytest
from conftest import DAY, YEAR, BurnAuth, Status, badge_id, prerequisite, requirement

LICENCE, MEDAL, BASE, TITLE = 1, 2, 3, 4


@pytest.fixture(scope="module", autouse=True)
def ground(create):
    create("licence", validity=9 * YEAR, burn_auth=BurnAuth.BOTH)
    create("medal", burn_auth=BurnAuth.BOTH)
    create("base", burn_auth=BurnAuth.BOTH, individual=True)
    create("title", burn_auth=BurnAuth.BOTH, requirements=(requirement(1, prerequisite(BASE), ongoing=True),))


@pytest.fixture
def at(badges, travel_to, now):
    """The status of a badge at each of several moments, in order: `at(id_, start - 1, start)`."""

    def statuses(id_, *moments: int) -> list[Status]:
        found = []
        for moment in moments:
            if moment != now():
                travel_to(moment)
            found.append(Status(badges.statusOf(id_)))
        return found

    return statuses


# ─────────────────────────────────────────────────── NONE ───────────────────────────────────────────────────


def test_is_none_for_what_was_never_issued(badges, holder, another_holder, issue, issue_cohort):
    issue(MEDAL, holder)
    issue_cohort(MEDAL, holder)
    for id_ in (
        badge_id(LICENCE, holder),
        badge_id(MEDAL, another_holder),
        badge_id(MEDAL, another_holder, cohort=1),
        badge_id(MEDAL, holder, cohort=2),
        badge_id(MEDAL, holder, cohort=2**48 - 1),
        badge_id(LICENCE, holder, cohort=1),
        badge_id(99, holder),
        badge_id(0, holder),
        badge_id(2**48 - 1, holder, cohort=1),
        badge_id(MEDAL, "0x00"),
        badge_id(MEDAL, "0x00", cohort=1),
        0,
        2**256 - 1,
    ):
        assert badges.statusOf(id_) == Status.NONE


def test_is_none_for_strangers_to_a_cohort_wherever_they_sort(badges, issue_cohort):
    members = [f"0x{number:040x}" for number in (1, 3, 5, 2**80, 2**160 - 1)]
    number = issue_cohort(MEDAL, *members)
    strangers = [f"0x{number:040x}" for number in (0, 2, 4, 6, 2**80 - 1, 2**80 + 1, 2**159, 2**160 - 2)]
    for member in members:
        assert badges.statusOf(badge_id(MEDAL, member, number)) == Status.ACTIVE
    for stranger in strangers:
        assert badges.statusOf(badge_id(MEDAL, stranger, number)) == Status.NONE


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 8, 9, 31, 32, 33])
def test_finds_every_member_of_cohorts_of_every_shape(badges, issue_cohort, size):
    members = [f"0x{2 * number + 1:040x}" for number in range(size)]
    cohort = issue_cohort(MEDAL, *members)
    ids = [badge_id(MEDAL, f"0x{number:040x}", cohort) for number in range(2 * size + 1)]
    expected = [Status.ACTIVE if number % 2 else Status.NONE for number in range(2 * size + 1)]
    assert list(badges.statusesOf(ids)) == expected


# ─────────────────────────────────────────────── time alone ─────────────────────────────────────────────────


def test_follows_the_clock_to_the_second(holder, issue, at, now):
    start, end = now() + DAY, now() + YEAR
    id_ = issue(LICENCE, holder, start=start, end=end)
    assert at(id_, start - 1, start, start + 1, end - 1, end, end + 1, end + 100 * YEAR) == [
        Status.PENDING,
        Status.ACTIVE,
        Status.ACTIVE,
        Status.ACTIVE,
        Status.EXPIRED,
        Status.EXPIRED,
        Status.EXPIRED,
    ]


def test_follows_the_clock_for_members_of_a_cohort(badges, holder, another_holder, issue_cohort, now, travel_to):
    start, end = now() + DAY, now() + YEAR
    cohort = issue_cohort(LICENCE, holder, another_holder, start=start, end=end)
    ids = [badge_id(LICENCE, member, cohort) for member in (holder, another_holder)]
    for moment, status in (
        (start - 1, Status.PENDING),
        (start, Status.ACTIVE),
        (end - 1, Status.ACTIVE),
        (end, Status.EXPIRED),
    ):
        travel_to(moment)
        assert list(badges.statusesOf(ids)) == [status, status]


def test_is_active_for_one_second_where_that_is_all(holder, issue, at, now):
    start = now() + DAY
    id_ = issue(LICENCE, holder, start=start, end=start + 1)
    assert at(id_, start - 1, start, start + 1) == [Status.PENDING, Status.ACTIVE, Status.EXPIRED]


def test_is_active_for_ever_where_there_is_no_end(holder, another_holder, issue, issue_cohort, at):
    single = issue(MEDAL, holder)
    member = badge_id(MEDAL, another_holder, issue_cohort(MEDAL, another_holder))
    for moment in (2**40 - 1, 2**40, 2**43):
        assert [*at(single, moment), *at(member, moment)] == [Status.ACTIVE] * 2


def test_takes_the_last_second_of_forty_bits_for_an_end_and_not_for_never(holder, issue, at):
    id_ = issue(MEDAL, holder, end=2**40 - 1)
    assert at(id_, 2**40 - 2, 2**40 - 1, 2**40) == [Status.ACTIVE, Status.EXPIRED, Status.EXPIRED]


def test_leaves_expired_by_a_renewal_alone(badges, issuer, holder, issue, at, now):
    id_ = issue(LICENCE, holder, end=now() + DAY)
    end = badges.endTime(id_)
    assert at(id_, end) == [Status.EXPIRED]
    badges.renew(id_, end + YEAR, {"from": issuer})
    assert at(id_, end + YEAR - 1, end + YEAR) == [Status.ACTIVE, Status.EXPIRED]


# ───────────────────────────────────────────────── ended ────────────────────────────────────────────────────


@pytest.mark.parametrize(("how", "status"), [("revoke", Status.REVOKED), ("renounce", Status.RENOUNCED)])
@pytest.mark.parametrize("cohort", [False, True])
def test_stays_ended_whatever_the_time(
    badges, issuer, holder, another_holder, issue, issue_cohort, at, now, how, status, cohort
):
    start, end = now() + DAY, now() + YEAR
    if cohort:
        number = issue_cohort(LICENCE, holder, another_holder, start=start, end=end)
        id_ = badge_id(LICENCE, holder, number)
    else:
        id_ = issue(LICENCE, holder, start=start, end=end)
    assert badges.statusOf(id_) == Status.PENDING
    getattr(badges, how)(id_, {"from": issuer if how == "revoke" else holder})
    assert badges.statusOf(id_) == status
    assert at(id_, start, end - 1, end) == [status] * 3
    if cohort:
        badges.renewCohort(LICENCE, number, end + YEAR, {"from": issuer})
        assert badges.statusOf(id_) == status
        assert badges.statusOf(badge_id(LICENCE, another_holder, number)) == Status.ACTIVE


def test_is_ended_also_where_it_was_expired(badges, holder, issue, at, now):
    id_ = issue(LICENCE, holder, end=now() + DAY)
    assert at(id_, badges.endTime(id_)) == [Status.EXPIRED]
    badges.renounce(id_, {"from": holder})
    assert badges.statusOf(id_) == Status.RENOUNCED


# ─────────────────────────────────────── members that left their cohort ─────────────────────────────────────


def test_lasts_to_the_later_of_two_ends(badges, issuer, holder, another_holder, issue_cohort, at, now):
    number = issue_cohort(LICENCE, holder, another_holder, end=now() + YEAR)
    mine, theirs = (badge_id(LICENCE, member, number) for member in (holder, another_holder))
    end = badges.endTime(theirs)
    badges.renew(mine, end + DAY, {"from": issuer})
    found = {moment: [*at(theirs, moment), *at(mine, moment)] for moment in (end - 1, end, end + DAY - 1, end + DAY)}
    assert found == {
        end - 1: [Status.ACTIVE, Status.ACTIVE],
        end: [Status.EXPIRED, Status.ACTIVE],
        end + DAY - 1: [Status.EXPIRED, Status.ACTIVE],
        end + DAY: [Status.EXPIRED, Status.EXPIRED],
    }
    badges.renewCohort(LICENCE, number, end + YEAR, {"from": issuer})
    for moment, status in ((end + YEAR - 1, Status.ACTIVE), (end + YEAR, Status.EXPIRED)):
        assert [*at(mine, moment), *at(theirs, moment)] == [status, status]


def test_is_not_touched_by_anothers_departure(badges, issuer, holder, another_holder, stranger, issue_cohort):
    number = issue_cohort(MEDAL, holder, another_holder)
    badges.revoke(badge_id(MEDAL, another_holder, number), {"from": issuer})
    ids = [badge_id(MEDAL, account, number) for account in (holder, another_holder, stranger)]
    assert list(badges.statusesOf(ids)) == [Status.ACTIVE, Status.REVOKED, Status.NONE]


def test_is_another_badge_in_each_cohort(badges, issuer, holder, issue, issue_cohort):
    ids = [issue(MEDAL, holder)] + [badge_id(MEDAL, holder, issue_cohort(MEDAL, holder)) for _ in range(2)]
    badges.revoke(ids[1], {"from": issuer})
    assert list(badges.statusesOf(ids)) == [Status.ACTIVE, Status.REVOKED, Status.ACTIVE]


# ─────────────────────────────────────────────── precedence ─────────────────────────────────────────────────


def test_puts_pending_and_expired_before_suspended(badges, issuer, holder, issue, at, now):
    base = issue(BASE, holder)
    start, end = now() + DAY, now() + YEAR
    id_ = issue(TITLE, holder, start=start, end=end)
    badges.revoke(base, {"from": issuer})
    assert at(id_, start - 1, start, end - 1, end) == [
        Status.PENDING,
        Status.SUSPENDED,
        Status.SUSPENDED,
        Status.EXPIRED,
    ]


def test_puts_ended_before_suspended(badges, issuer, holder, issue):
    base, id_ = issue(BASE, holder), issue(TITLE, holder)
    badges.revoke(base, {"from": issuer})
    badges.revoke(id_, {"from": issuer})
    assert badges.statusOf(id_) == Status.REVOKED


# ───────────────────────────────────────────── statusesOf ───────────────────────────────────────────────────


def test_says_for_each_what_status_of_says(badges, issuer, holder, another_holder, issue, issue_cohort, now):
    base = issue(BASE, holder)
    ids = [
        badge_id(LICENCE, another_holder),
        issue(LICENCE, holder, start=now() + DAY),
        issue(MEDAL, holder),
        issue(TITLE, holder),
        issue(LICENCE, issuer, start=1, end=2),
        base,
        badge_id(MEDAL, holder, issue_cohort(MEDAL, holder)),
    ]
    badges.revoke(base, {"from": issuer})
    badges.renounce(ids[-1], {"from": holder})
    expected = list(Status)
    assert [badges.statusOf(id_) for id_ in ids] == expected
    assert list(badges.statusesOf(ids)) == expected
    assert list(badges.statusesOf(ids[::-1])) == expected[::-1]


def test_takes_none_and_one_id_twice(badges, holder, issue):
    id_ = issue(MEDAL, holder)
    assert list(badges.statusesOf([])) == []
    assert list(badges.statusesOf([id_, 0, id_])) == [Status.ACTIVE, Status.NONE, Status.ACTIVE]
