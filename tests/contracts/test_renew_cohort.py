"""`renewCohort`: see renew_cohort.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, YEAR, Status, badge_id
from wallets import wallet, wallets


@pytest.fixture(scope="module")
def licence(create):
    return create("licence", validity=2 * YEAR)


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def start(now):
    return now() - DAY


@pytest.fixture(scope="module")
def end(now):
    return now() + YEAR


@pytest.fixture(scope="module")
def cohort(issue_cohort, licence, holder, another_holder, start, end):
    """Licences of five, that began a day ago and run for a year."""
    return issue_cohort(
        licence, *wallets(1000, 3), holder, another_holder, label="2026", start=start, end=end, root=b"\x33" * 32
    )


@pytest.fixture(scope="module")
def members(licence, cohort, holder, another_holder):
    """Their ids, as the members ascend."""
    return sorted(badge_id(licence, member, cohort) for member in (*wallets(1000, 3), holder, another_holder))


def test_refuses_whoever_is_no_issuer(badges, owner, holder, stranger, relayer, dismissed_issuer, licence, cohort):
    for caller in (owner, holder, stranger, relayer, dismissed_issuer):
        with reverts(f"NotIssuer: {str(caller).lower()}, {licence}"):
            badges.renewCohort.call(licence, cohort, 0, {"from": caller})


def test_refuses_an_issuer_of_another_achievement(badges, owner, stranger, licence, cohort, medal):
    badges.appointIssuer(stranger, medal, {"from": owner})
    with reverts(f"NotIssuer: {str(stranger).lower()}, {licence}"):
        badges.renewCohort.call(licence, cohort, 0, {"from": stranger})
    badges.appointIssuer(stranger, licence, {"from": owner})
    badges.renewCohort.call(licence, cohort, 0, {"from": stranger})


def test_finds_a_cohort_however_many_came_before(badges, issuer, licence, issue_cohort, holder, end):
    numbers = [issue_cohort(licence, holder, end=end) for _ in range(50)]
    for number in numbers[-3:]:
        badges.renewCohort(licence, number, end + 1, {"from": issuer})
        assert badges.cohortOf(licence, number)["endTime"] == end + 1
        assert badges.cohortPartsOf(licence, number)[0]


def test_refuses_a_cohort_that_does_not_exist(badges, issuer, licence, cohort):
    for number in (0, cohort + 1, cohort + 2**48, (1 << 208) + cohort):
        with reverts(f"CohortUnknown: {licence}, {number}"):
            badges.renewCohort.call(licence, number, 0, {"from": issuer})


def test_refuses_an_unknown_achievement(badges, issuer, licence, cohort):
    # Achievement 0 with a number that spells achievement and cohort would name the same storage.
    for achievement, number in ((99, 1), (0, licence << 48 | cohort)):
        with reverts(f"AchievementUnknown: {achievement}"):
            badges.renewCohort.call(achievement, number, 0, {"from": issuer})


@pytest.mark.parametrize("bit", [208, 230, 255])
def test_cannot_be_led_round_the_validity_by_a_number_beyond_48_bits(badges, issuer, licence, cohort, end, bit):
    """`achievementId << 48` drops these bits, and the achievement of that number would have no validity."""
    alias = licence + 2**bit
    for wanted in (0, end + 100 * YEAR):
        with reverts(f"AchievementUnknown: {alias}"):
            badges.renewCohort.call(alias, cohort, wanted, {"from": issuer})


def test_refuses_an_end_that_is_not_later(badges, issuer, licence, cohort, end, now):
    for not_later in (1, now(), now() + 1, end - 1, end):
        with reverts(f"EndNotLater: {not_later}, {end}"):
            badges.renewCohort.call(licence, cohort, not_later, {"from": issuer})
    badges.renewCohort.call(licence, cohort, end + 1, {"from": issuer})


def test_refuses_any_end_where_the_cohort_never_ends(badges, issuer, medal, holder, issue_cohort):
    number = issue_cohort(medal, holder)
    for later in (0, 1, 2**40 - 1):
        with reverts(f"EndNotLater: {later}, 0"):
            badges.renewCohort.call(medal, number, later, {"from": issuer})


def test_refuses_an_end_that_is_later_and_yet_over_to_the_second(badges, issuer, licence, cohort, end, travel_to):
    travel_to(end + DAY)
    for over in (end + 1, end + DAY):
        with reverts(f"EndNotLater: {over}, {end}"):
            badges.renewCohort.call(licence, cohort, over, {"from": issuer})
    badges.renewCohort.call(licence, cohort, end + DAY + 1, {"from": issuer})


def test_bounds_the_end_by_now_and_the_validity_to_the_second(badges, issuer, licence, cohort, now, travel_to):
    travel_to(now() + DAY)
    latest = now() + 2 * YEAR
    badges.renewCohort.call(licence, cohort, latest, {"from": issuer})
    with reverts(f"EndTooLate: {latest + 1}, {latest}"):
        badges.renewCohort.call(licence, cohort, latest + 1, {"from": issuer})


def test_bounds_the_end_by_a_start_in_the_future(badges, issuer, licence, holder, issue_cohort, now):
    start = now() + YEAR
    number = issue_cohort(licence, holder, start=start, end=start + 1)
    badges.renewCohort.call(licence, number, start + 2 * YEAR, {"from": issuer})
    with reverts(f"EndTooLate: {start + 2 * YEAR + 1}, {start + 2 * YEAR}"):
        badges.renewCohort.call(licence, number, start + 2 * YEAR + 1, {"from": issuer})


def test_runs_for_the_validity_by_default(badges, issuer, licence, cohort, members):
    receipt = badges.renewCohort(licence, cohort, 0, {"from": issuer})
    assert {badges.endTime(id_) for id_ in members} == {receipt.timestamp + 2 * YEAR}


def test_never_ends_by_default_where_there_is_no_validity(badges, issuer, medal, holder, issue_cohort, now):
    number = issue_cohort(medal, holder, end=now() + DAY)
    badges.renewCohort(medal, number, 0, {"from": issuer})
    assert badges.endTime(badge_id(medal, holder, number)) == 0


def test_changes_the_end_and_nothing_else(badges, issuer, licence, cohort, members, end, now, travel_to):
    cohort_before = badges.cohortOf(licence, cohort).dict()
    badges_before = [badges.badgeOf(id_).dict() for id_ in members]
    travel_to(now() + DAY)
    badges.renewCohort(licence, cohort, end + DAY, {"from": issuer})
    assert badges.cohortOf(licence, cohort).dict() == cohort_before | {"endTime": end + DAY}
    assert [badges.badgeOf(id_).dict() for id_ in members] == [
        before | {"endTime": end + DAY} for before in badges_before
    ]


def test_goes_on_with_the_run_in_its_last_second(badges, issuer, licence, cohort, members, start, end, send_at):
    send_at(end - 1, badges.renewCohort, licence, cohort, end + YEAR, by=issuer)
    assert badges.cohortOf(licence, cohort)["since"] == start
    assert {badges.badgeOf(id_)["since"] for id_ in members} == {start}


def test_begins_a_new_run_from_the_first_second_of_expiry(
    badges, issuer, licence, cohort, members, start, end, send_at
):
    send_at(end, badges.renewCohort, licence, cohort, end + YEAR, by=issuer)
    assert badges.cohortOf(licence, cohort)["since"] == end
    for id_ in members:
        badge = badges.badgeOf(id_)
        assert (badge["startTime"], badge["since"], badge["status"]) == (start, end, Status.ACTIVE)


def test_renews_after_the_achievement_was_retired(badges, owner, issuer, licence, cohort, members, end):
    badges.retireAchievement(licence, {"from": owner})
    badges.renewCohort(licence, cohort, end + 1, {"from": issuer})
    assert badges.endTime(members[0]) == end + 1


def test_touches_no_other_cohort_and_no_badge_issued_one_by_one(
    badges, issuer, licence, cohort, holder, issue, issue_cohort, end, now
):
    others = [issue(licence, holder, end=end), badge_id(licence, holder, issue_cohort(licence, holder, end=end))]
    badges.renewCohort(licence, cohort, end + DAY, {"from": issuer})
    assert [badges.endTime(id_) for id_ in others] == [end, end]


def test_makes_no_member_of_a_stranger(badges, issuer, stranger, licence, cohort, end):
    badges.renewCohort(licence, cohort, end + DAY, {"from": issuer})
    assert badges.statusOf(badge_id(licence, stranger, cohort)) == Status.NONE
    assert badges.statusOf(badge_id(licence, wallet(999), cohort)) == Status.NONE


def test_logs_the_end_of_each_badge_and_one_batch(badges, issuer, licence, cohort, members, start, end):
    receipt = badges.renewCohort(licence, cohort, end + DAY, {"from": issuer})
    events = list(receipt.events)
    assert [event.name for event in events] == ["TokenExpiryUpdated"] * len(members) + ["BatchMetadataUpdate"]
    assert [dict(event) for event in events[:-1]] == [
        {"tokenId": id_, "startTime": start, "endTime": end + DAY} for id_ in members
    ]
    kind = licence << 48 | cohort
    assert dict(events[-1]) == {"_fromTokenId": kind << 160, "_toTokenId": (kind + 1 << 160) - 1}


def test_logs_the_end_that_each_badge_has_now_and_nothing_of_those_that_ended(
    badges, issuer, licence, cohort, members, holder, start, end
):
    gone = badge_id(licence, holder, cohort)
    later = next(id_ for id_ in members if id_ != gone)
    badges.renounce(gone, {"from": holder})
    badges.renew(later, end + 2 * DAY, {"from": issuer})
    receipt = badges.renewCohort(licence, cohort, end + DAY, {"from": issuer})
    logged = {event["tokenId"]: event["endTime"] for event in receipt.events["TokenExpiryUpdated"]}
    assert logged == {id_: end + (2 * DAY if id_ == later else DAY) for id_ in members if id_ != gone}
    assert logged == {id_: badges.endTime(id_) for id_ in members if id_ != gone}
