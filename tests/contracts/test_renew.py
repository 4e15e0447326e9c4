"""`renew`: see renew.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, YEAR, Status, badge_id, prerequisite, requirement
from wallets import wallet


@pytest.fixture(scope="module")
def licence(create):
    return create("licence", validity=2 * YEAR)


@pytest.fixture(scope="module")
def membership(create):
    return create("membership")


@pytest.fixture(scope="module")
def licensed(issue, licence, holder, now):
    """A licence that began a day ago and runs for a year."""
    return issue(licence, holder, start=now() - DAY, end=now() + YEAR, evidence=b"\x11" * 32)


@pytest.fixture
def now_and_end(badges, licensed, now):
    return now(), badges.endTime(licensed)


def test_refuses_whoever_is_no_issuer(badges, owner, holder, stranger, relayer, dismissed_issuer, licence, licensed):
    for caller in (owner, holder, stranger, relayer, dismissed_issuer):
        with reverts(f"NotIssuer: {str(caller).lower()}, {licence}"):
            badges.renew.call(licensed, 0, {"from": caller})


def test_refuses_an_issuer_of_another_achievement(badges, owner, stranger, licence, licensed, membership):
    badges.appointIssuer(stranger, membership, {"from": owner})
    with reverts(f"NotIssuer: {str(stranger).lower()}, {licence}"):
        badges.renew.call(licensed, 0, {"from": stranger})
    badges.appointIssuer(stranger, licence, {"from": owner})
    badges.renew.call(licensed, 0, {"from": stranger})


def test_lets_another_issuer_renew_than_the_one_who_issued(badges, owner, issuer, stranger, licence, licensed):
    badges.appointIssuer(stranger, licence, {"from": owner})
    badges.dismissIssuer(issuer, {"from": owner})
    badges.renew.call(licensed, 0, {"from": stranger})


def test_refuses_a_badge_that_was_never_issued(badges, issuer, stranger, licence, issue_cohort, holder):
    number = issue_cohort(licence, holder)
    for id_ in (badge_id(licence, stranger), badge_id(99, stranger), badge_id(licence, stranger, number), 0):
        with reverts(f"ERC721NonexistentToken: {id_}"):
            badges.renew.call(id_, 0, {"from": issuer})


def test_refuses_a_badge_that_has_ended(badges, issuer, holder, licensed):
    badges.renounce(licensed, {"from": holder})
    with reverts(f"ERC721NonexistentToken: {licensed}"):
        badges.renew.call(licensed, 0, {"from": issuer})


def test_refuses_an_end_that_is_not_later(badges, issuer, licensed, now_and_end):
    now, end = now_and_end
    for not_later in (1, now - 1, now, now + 1, end - 1, end):
        with reverts(f"EndNotLater: {not_later}, {end}"):
            badges.renew.call(licensed, not_later, {"from": issuer})
    badges.renew.call(licensed, end + 1, {"from": issuer})


def test_refuses_any_end_where_the_badge_never_ends(badges, issuer, holder, issue, membership):
    id_ = issue(membership, holder)
    for end in (0, 1, 2**40 - 1):
        with reverts(f"EndNotLater: {end}, 0"):
            badges.renew.call(id_, end, {"from": issuer})


def test_refuses_an_end_that_is_later_and_yet_over_to_the_second(badges, issuer, licensed, now_and_end, travel_to):
    _, end = now_and_end
    travel_to(end + DAY)
    for over in (end + 1, end + DAY - 1, end + DAY):
        with reverts(f"EndNotLater: {over}, {end}"):
            badges.renew.call(licensed, over, {"from": issuer})
    badges.renew.call(licensed, end + DAY + 1, {"from": issuer})


def test_bounds_the_end_by_now_and_the_validity_to_the_second(badges, issuer, licensed, now_and_end, now, travel_to):
    travel_to(now() + DAY)
    latest = now() + 2 * YEAR
    badges.renew.call(licensed, latest, {"from": issuer})
    with reverts(f"EndTooLate: {latest + 1}, {latest}"):
        badges.renew.call(licensed, latest + 1, {"from": issuer})


def test_bounds_the_end_by_a_start_in_the_future(badges, issuer, another_holder, issue, licence, now):
    start = now() + YEAR
    id_ = issue(licence, another_holder, start=start, end=start + 1)
    badges.renew.call(id_, start + 2 * YEAR, {"from": issuer})
    with reverts(f"EndTooLate: {start + 2 * YEAR + 1}, {start + 2 * YEAR}"):
        badges.renew.call(id_, start + 2 * YEAR + 1, {"from": issuer})


def test_runs_for_the_validity_by_default(badges, issuer, licensed):
    receipt = badges.renew(licensed, 0, {"from": issuer})
    assert badges.endTime(licensed) == receipt.timestamp + 2 * YEAR


def test_refuses_the_default_where_it_is_not_later(badges, issuer, another_holder, issue, licence, travel_to):
    id_ = issue(licence, another_holder)
    end = badges.endTime(id_)
    travel_to(end - 2 * YEAR)
    with reverts(f"EndNotLater: {end}, {end}"):
        badges.renew.call(id_, 0, {"from": issuer})
    travel_to(end - 2 * YEAR + 1)
    badges.renew.call(id_, 0, {"from": issuer})


def test_never_ends_by_default_where_there_is_no_validity(badges, issuer, holder, issue, membership, now):
    id_ = issue(membership, holder, end=now() + DAY)
    badges.renew(id_, 0, {"from": issuer})
    assert badges.endTime(id_) == 0
    assert badges.statusOf(id_) == Status.ACTIVE


def test_changes_the_end_and_nothing_else(badges, issuer, licensed, now_and_end, travel_to):
    now, end = now_and_end
    before = badges.badgeOf(licensed).dict()
    travel_to(now + DAY)
    badges.renew(licensed, end + DAY, {"from": issuer})
    assert badges.badgeOf(licensed).dict() == before | {"endTime": end + DAY}
    assert before["evidence"] == "0x" + "11" * 32


def test_goes_on_with_the_run_in_its_last_second(badges, issuer, licensed, now_and_end, send_at):
    _, end = now_and_end
    since = badges.badgeOf(licensed)["since"]
    send_at(end - 1, badges.renew, licensed, end + YEAR, by=issuer)
    assert badges.badgeOf(licensed)["since"] == since


def test_begins_a_new_run_from_the_first_second_of_expiry(badges, issuer, licensed, now_and_end, send_at):
    _, end = now_and_end
    before = badges.badgeOf(licensed).dict()
    send_at(end, badges.renew, licensed, end + YEAR, by=issuer)
    assert badges.badgeOf(licensed).dict() == before | {"endTime": end + YEAR, "since": end}


def test_wakes_an_expired_badge(badges, issuer, licensed, now_and_end, travel_to):
    _, end = now_and_end
    travel_to(end + YEAR)
    assert badges.statusOf(licensed) == Status.EXPIRED
    receipt = badges.renew(licensed, 0, {"from": issuer})
    assert badges.statusOf(licensed) == Status.ACTIVE
    assert badges.badgeOf(licensed)["since"] == receipt.timestamp


def test_leaves_a_pending_badge_pending_with_its_run_from_the_start(
    badges, issuer, another_holder, issue, licence, now
):
    start = now() + YEAR
    id_ = issue(licence, another_holder, start=start, end=start + DAY)
    badges.renew(id_, start + YEAR, {"from": issuer})
    badge = badges.badgeOf(id_)
    assert (badge["status"], badge["since"], badge["endTime"]) == (Status.PENDING, start, start + YEAR)


def test_asks_no_requirement(badges, issuer, holder, create, issue, now):
    base = create("base", individual=True)
    title = create("title", requirements=(requirement(1, prerequisite(base), ongoing=True),))
    base_badge = issue(base, holder)
    id_ = issue(title, holder, end=now() + YEAR)
    badges.renounce(base_badge, {"from": holder})
    assert badges.statusOf(id_) == Status.SUSPENDED
    badges.renew(id_, 0, {"from": issuer})
    assert badges.endTime(id_) == 0
    assert badges.statusOf(id_) == Status.SUSPENDED


def test_renews_after_the_achievement_was_retired(badges, owner, issuer, licence, licensed, now_and_end):
    _, end = now_and_end
    badges.retireAchievement(licence, {"from": owner})
    badges.renew(licensed, end + 1, {"from": issuer})
    assert badges.endTime(licensed) == end + 1


def test_renews_one_member_of_a_cohort_and_not_the_others(
    badges, issuer, licence, holder, another_holder, issue_cohort, now
):
    end = now() + DAY
    number = issue_cohort(licence, holder, another_holder, end=end)
    renewed, other = badge_id(licence, holder, number), badge_id(licence, another_holder, number)
    before = badges.badgeOf(renewed).dict()
    badges.renew(renewed, end + DAY, {"from": issuer})
    assert badges.badgeOf(renewed).dict() == before | {"endTime": end + DAY}
    assert badges.endTime(other) == end
    assert badges.statusOf(badge_id(licence, wallet(1), number)) == Status.NONE


def test_logs_the_new_end_and_the_changed_metadata_and_no_more(badges, issuer, licensed, now_and_end):
    _, end = now_and_end
    receipt = badges.renew(licensed, end + 1, {"from": issuer})
    assert [event.name for event in receipt.events] == ["TokenExpiryUpdated", "MetadataUpdate"]
    start = badges.startTime(licensed)
    assert dict(receipt.events["TokenExpiryUpdated"]) == {"tokenId": licensed, "startTime": start, "endTime": end + 1}
    assert dict(receipt.events["MetadataUpdate"]) == {"_tokenId": licensed}
