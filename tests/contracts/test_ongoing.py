"""Ongoing requirements, and what becomes of badges that rest on them: see ongoing.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, NONE, YEAR, BurnAuth, Status, badge_id, prerequisite, requirement, tier

FIVE = [1, 2, 3, 4, 5]  # what the title rests on, as CKA, CKAD, … under Kubestronaut
TITLE = 6  #              all five, ongoing
GOLDEN = 7  #             the title, ongoing: the second layer
THREE = 8  #              three of the five, ongoing
STRICT = 9  #             the first for a year, ongoing; the second at issue only; the third ongoing


@pytest.fixture(scope="module", autouse=True)
def ground(create):
    for number in FIVE:
        create(f"certificate-{number}", validity=3 * YEAR, burn_auth=BurnAuth.BOTH, individual=True)
    kinds = [prerequisite(number) for number in FIVE]
    create("title", burn_auth=BurnAuth.BOTH, validity=9 * YEAR, requirements=(requirement(5, *kinds, ongoing=True),))
    create("golden", requirements=(requirement(1, prerequisite(TITLE), ongoing=True),))
    create("three", requirements=(requirement(3, *kinds, ongoing=True),))
    create(
        "strict",
        requirements=(
            requirement(1, prerequisite(1, held_for=YEAR), ongoing=True),
            requirement(1, prerequisite(2)),
            requirement(1, prerequisite(3), ongoing=True),
        ),
    )


@pytest.fixture
def certificates(issue, holder):
    """The five, all issued to the holder."""
    return [issue(number, holder) for number in FIVE]


@pytest.fixture
def title(certificates, issue, holder):
    assert certificates
    return issue(TITLE, holder)


# ─────────────────────────────────────────────── at first issue ─────────────────────────────────────────────


def test_is_asked_at_first_issue(badges, issuer, issue, holder):
    for number in FIVE[:4]:
        issue(number, holder)
    with reverts(f"RequirementUnmet: {TITLE}, 0, 5, 4"):
        badges.issue(badge_id(TITLE, holder), 0, 0, NONE, {"from": issuer})
    issue(5, holder)
    assert badges.statusOf(issue(TITLE, holder)) == Status.ACTIVE


# ────────────────────────────────────────────── in every status ─────────────────────────────────────────────


def test_suspends_from_the_second_in_which_a_prerequisite_expires(badges, holder, title, travel_to):
    end = badges.endTime(badge_id(1, holder))
    travel_to(end - 1)
    assert badges.statusOf(title) == Status.ACTIVE
    for moment in (end, end + YEAR):
        travel_to(moment)
        assert badges.statusOf(title) == Status.SUSPENDED


def test_suspends_when_a_prerequisite_is_revoked(badges, issuer, certificates, title):
    badges.revoke(certificates[4], {"from": issuer})
    assert badges.statusOf(title) == Status.SUSPENDED


def test_suspends_when_a_prerequisite_is_renounced(badges, holder, certificates, title):
    badges.renounce(certificates[0], {"from": holder})
    assert badges.statusOf(title) == Status.SUSPENDED


def test_does_not_count_while_suspended(badges, issuer, holder, create, certificates, title):
    since = badges.badgeOf(title)["since"]
    assert badges.heldSince(holder, TITLE << 48) == since
    assert badges.holds(holder, TITLE)
    ladder = create("ladder", tiers=(tier("Low", requirement(1, prerequisite(TITLE))),))
    badges.issue(badge_id(ladder, holder), 0, 0, NONE, {"from": issuer})
    assert badges.tierOf(badge_id(ladder, holder)) == 1
    badges.revoke(certificates[2], {"from": issuer})
    assert badges.heldSince(holder, TITLE << 48) == 0
    assert not badges.holds(holder, TITLE)
    assert badges.tierOf(badge_id(ladder, holder)) == 0
    with reverts(f"RequirementUnmet: {GOLDEN}, 0, 1, 0"):
        badges.issue(badge_id(GOLDEN, holder), 0, 0, NONE, {"from": issuer})


def test_leaves_a_suspended_badge_its_holders(badges, issuer, holder, certificates, title):
    before = badges.recordOf(title)
    badges.revoke(certificates[0], {"from": issuer})
    assert badges.recordOf(title) == before
    assert badges.ownerOf(title) == holder
    assert badges.exists(title)
    assert not badges.isTokenExpired(title)
    badge = badges.badgeOf(title)
    assert (badge["status"], badge["endedAt"], badge["award"], badge["tier"]) == (Status.SUSPENDED, 0, 0, 0)


def test_lets_a_suspended_badge_be_renewed_renounced_and_revoked(
    badges, issuer, holder, certificates, title, now, travel_to
):
    badges.revoke(certificates[0], {"from": issuer})
    travel_to(now() + DAY)
    end = badges.endTime(title) + 1
    badges.renew(title, end, {"from": issuer})
    assert (badges.endTime(title), badges.statusOf(title)) == (end, Status.SUSPENDED)
    badges.revoke.call(title, {"from": issuer})
    badges.renounce(title, {"from": holder})
    assert badges.statusOf(title) == Status.RENOUNCED


def test_is_restored_by_a_renewal_its_run_unbroken(badges, issuer, certificates, title, travel_to, now):
    since, end = badges.badgeOf(title)["since"], badges.endTime(certificates[0])
    travel_to(end + YEAR)
    for certificate in certificates:
        assert badges.statusOf(title) == Status.SUSPENDED
        badges.renew(certificate, now() + 2 * YEAR, {"from": issuer})
    assert badges.statusOf(title) == Status.ACTIVE
    assert badges.badgeOf(title)["since"] == since


def test_stays_active_while_enough_are_left(badges, issuer, holder, issue, certificates):
    id_ = issue(THREE, holder)
    for certificate in certificates[:2]:
        badges.revoke(certificate, {"from": issuer})
        assert badges.statusOf(id_) == Status.ACTIVE
    badges.revoke(certificates[2], {"from": issuer})
    assert badges.statusOf(id_) == Status.SUSPENDED


def test_is_restored_by_another_that_takes_the_place(badges, holder, issue):
    held = [issue(number, holder) for number in FIVE[:3]]
    id_ = issue(THREE, holder)
    badges.renounce(held[1], {"from": holder})
    assert badges.statusOf(id_) == Status.SUSPENDED
    issue(5, holder)
    assert badges.statusOf(id_) == Status.ACTIVE


def test_rests_on_the_holders_badges_and_on_nobody_elses(badges, issuer, another_holder, issue, title):
    theirs = [issue(number, another_holder) for number in FIVE]
    for certificate in theirs:
        badges.revoke(certificate, {"from": issuer})
    assert badges.statusOf(title) == Status.ACTIVE


def test_asks_again_for_how_long(badges, issuer, holder, issue, now, travel_to):
    first = issue(1, holder, start=now() - YEAR, end=now() + YEAR)
    issue(2, holder)
    issue(3, holder)
    id_ = issue(STRICT, holder)
    end = badges.endTime(first)
    travel_to(end - 1)
    assert badges.statusOf(id_) == Status.ACTIVE
    travel_to(end)
    badges.renew(first, end + 3 * YEAR - DAY, {"from": issuer})
    since = badges.badgeOf(first)["since"]
    assert since >= end
    for moment, status in (
        (since, Status.SUSPENDED),
        (since + YEAR - 1, Status.SUSPENDED),
        (since + YEAR, Status.ACTIVE),
    ):
        travel_to(moment)
        assert badges.statusOf(id_) == status


def test_asks_all_that_are_ongoing_and_no_other(badges, issuer, holder, issue, now):
    issue(1, holder, start=now() - YEAR)
    at_issue = issue(2, holder)
    last = issue(3, holder)
    id_ = issue(STRICT, holder)
    badges.revoke(at_issue, {"from": issuer})
    assert badges.statusOf(id_) == Status.ACTIVE
    badges.revoke(last, {"from": issuer})
    assert badges.statusOf(id_) == Status.SUSPENDED


def test_reaches_through_two_layers_and_back(badges, issuer, holder, issue, certificates, title, travel_to, now):
    golden = issue(GOLDEN, holder)
    end = badges.endTime(certificates[0])
    travel_to(end - 1)
    assert list(badges.statusesOf([title, golden])) == [Status.ACTIVE, Status.ACTIVE]
    travel_to(end)
    assert list(badges.statusesOf([title, golden])) == [Status.SUSPENDED, Status.SUSPENDED]
    for certificate in certificates:
        badges.renew(certificate, now() + YEAR, {"from": issuer})
    assert list(badges.statusesOf([title, golden])) == [Status.ACTIVE, Status.ACTIVE]
    badges.revoke(title, {"from": issuer})
    assert list(badges.statusesOf([title, golden])) == [Status.REVOKED, Status.SUSPENDED]


# ─────────────────────────────────────── before the start, after the end ────────────────────────────────────


def test_changes_nothing_before_the_start(badges, issuer, holder, certificates, issue, now, travel_to):
    id_ = issue(TITLE, holder, start=now() + YEAR)
    start = badges.startTime(id_)
    assert badges.statusOf(id_) == Status.PENDING
    badges.revoke(certificates[0], {"from": issuer})
    assert badges.statusOf(id_) == Status.PENDING
    travel_to(start - 1)
    assert badges.statusOf(id_) == Status.PENDING
    travel_to(start)
    assert badges.statusOf(id_) == Status.SUSPENDED


def test_changes_nothing_after_the_end(badges, issuer, holder, certificates, issue, now, travel_to):
    id_ = issue(TITLE, holder, end=now() + YEAR)
    end = badges.endTime(id_)
    badges.revoke(certificates[0], {"from": issuer})
    travel_to(end - 1)
    assert badges.statusOf(id_) == Status.SUSPENDED
    travel_to(end)
    assert badges.statusOf(id_) == Status.EXPIRED


def test_changes_nothing_after_the_badge_has_ended(badges, issuer, holder, certificates, title):
    badges.renounce(title, {"from": holder})
    badges.revoke(certificates[0], {"from": issuer})
    assert badges.statusOf(title) == Status.RENOUNCED


def test_is_asked_of_a_prerequisite_whose_achievement_is_retired(badges, owner, issuer, certificates, title):
    badges.retireAchievement(1, {"from": owner})
    assert badges.statusOf(title) == Status.ACTIVE
    badges.revoke(certificates[0], {"from": issuer})
    assert badges.statusOf(title) == Status.SUSPENDED
