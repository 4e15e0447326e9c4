"""`issue`: see issue.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, NONE, YEAR, ZERO, BurnAuth, Status, badge_id


@pytest.fixture(scope="module")
def cka(create):
    return create("cka", validity=2 * YEAR)


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


def test_refuses_an_unknown_achievement(badges, issuer, holder):
    with reverts("AchievementUnknown: 99"):
        badges.issue(badge_id(99, holder), 0, 0, NONE, {"from": issuer})


def test_refuses_a_retired_achievement(badges, owner, issuer, holder, cka):
    badges.retireAchievement(cka, {"from": owner})
    with reverts(f"AchievementIsRetired: {cka}"):
        badges.issue(badge_id(cka, holder), 0, 0, NONE, {"from": issuer})


@pytest.mark.parametrize("burn_auth", [BurnAuth.ISSUER_ONLY, BurnAuth.NEITHER])
def test_refuses_to_push_what_the_holder_could_not_renounce(badges, issuer, holder, create, burn_auth):
    achievement = create("bound", burn_auth=burn_auth)
    with reverts(f"ClaimOnly: {achievement}"):
        badges.issue(badge_id(achievement, holder), 0, 0, NONE, {"from": issuer})


def test_refuses_to_push_what_is_claim_only(badges, issuer, holder, create):
    achievement = create("by-claim", claim_only=True)
    with reverts(f"ClaimOnly: {achievement}"):
        badges.issue(badge_id(achievement, holder), 0, 0, NONE, {"from": issuer})


def test_refuses_whoever_is_no_issuer(badges, owner, holder, stranger, dismissed_issuer, cka):
    for caller in (owner, holder, stranger, dismissed_issuer):
        with reverts(f"NotIssuer: {str(caller).lower()}, {cka}"):
            badges.issue(badge_id(cka, holder), 0, 0, NONE, {"from": caller})


def test_refuses_an_issuer_of_another_achievement(badges, owner, stranger, holder, cka, medal):
    badges.appointIssuer(stranger, medal, {"from": owner})
    with reverts(f"NotIssuer: {str(stranger).lower()}, {cka}"):
        badges.issue(badge_id(cka, holder), 0, 0, NONE, {"from": stranger})
    badges.issue(badge_id(medal, holder), 0, 0, NONE, {"from": stranger})
    assert badges.statusOf(badge_id(medal, holder)) == Status.ACTIVE


def test_refuses_the_zero_address(badges, issuer, cka):
    with reverts(f"HolderInvalid: {ZERO}"):
        badges.issue(badge_id(cka, ZERO), 0, 0, NONE, {"from": issuer})


def test_refuses_an_id_inside_a_cohort(badges, issuer, holder, cka):
    id_ = badge_id(cka, holder, cohort=1)
    with reverts(f"CohortClosed: {id_}"):
        badges.issue(id_, 0, 0, NONE, {"from": issuer})


def test_refuses_a_badge_that_exists_even_when_it_has_expired(badges, issuer, holder, issue, cka, now, travel_to):
    id_ = issue(cka, holder)
    for _ in range(2):
        with reverts(f"BadgeExists: {id_}"):
            badges.issue(id_, 0, 0, NONE, {"from": issuer})
        travel_to(now() + 3 * YEAR)


def test_refuses_a_badge_that_has_ended(badges, issuer, holder, issue, cka):
    id_ = issue(cka, holder)
    badges.renounce(id_, {"from": holder})
    with reverts(f"BadgeHasEnded: {id_}, 1"):
        badges.issue(id_, 0, 0, NONE, {"from": issuer})


def test_starts_now_and_ends_by_default(badges, holder, issue, cka, now):
    badge = badges.badgeOf(issue(cka, holder))
    assert badge["status"] == Status.ACTIVE
    assert (badge["issuedAt"], badge["startTime"], badge["since"]) == (now(), now(), now())
    assert badge["endTime"] == now() + 2 * YEAR


def test_never_ends_where_there_is_no_validity(badges, holder, issue, medal):
    id_ = issue(medal, holder)
    assert badges.badgeOf(id_)["endTime"] == 0
    assert badges.endTime(id_) == 0


def test_takes_any_end_where_there_is_no_validity(badges, holder, issue, medal):
    assert badges.endTime(issue(medal, holder, end=2**40 - 1)) == 2**40 - 1


def test_lets_the_start_lie_in_the_past(badges, holder, issue, medal, now):
    start = now() - 5 * YEAR
    badge = badges.badgeOf(issue(medal, holder, start=start))
    assert (badge["startTime"], badge["since"], badge["status"]) == (start, start, Status.ACTIVE)
    assert badge["issuedAt"] == now()


def test_lets_the_start_lie_in_the_future(badges, holder, issue, cka, now):
    start = now() + YEAR
    badge = badges.badgeOf(issue(cka, holder, start=start))
    assert (badge["startTime"], badge["endTime"], badge["status"]) == (start, start + 2 * YEAR, Status.PENDING)


def test_records_what_is_over_already(badges, holder, issue, medal, now):
    id_ = issue(medal, holder, start=now() - 2 * YEAR, end=now() - YEAR)
    assert badges.statusOf(id_) == Status.EXPIRED


@pytest.mark.parametrize("offset", [-YEAR, 0, YEAR])
def test_bounds_the_end_by_the_validity_to_the_second(badges, issuer, holder, cka, now, travel_to, offset):
    id_ = badge_id(cka, holder)
    travel_to(now() + DAY)
    start = now() + offset
    latest = max(now(), start) + 2 * YEAR
    badges.issue.call(id_, start, latest, NONE, {"from": issuer})
    with reverts(f"EndTooLate: {latest + 1}, {latest}"):
        badges.issue.call(id_, start, latest + 1, NONE, {"from": issuer})


def test_ends_by_default_in_the_last_second_of_forty_bits_at_the_latest(badges, holder, issue, cka):
    id_ = issue(cka, holder, start=2**40 - 1 - YEAR)
    assert badges.endTime(id_) == 2**40 - 1


def test_refuses_an_end_that_is_not_after_the_start(badges, issuer, holder, medal, now):
    start = now() + DAY
    for end in (start, start - 1):
        with reverts(f"EndNotAfterStart: {start}, {end}"):
            badges.issue(badge_id(medal, holder), start, end, NONE, {"from": issuer})
    badges.issue(badge_id(medal, holder), start, start + 1, NONE, {"from": issuer})


def test_keeps_the_evidence(badges, holder, issue, medal):
    evidence = b"\x11" * 32
    assert bytes(badges.badgeOf(issue(medal, holder, evidence=evidence))["evidence"]) == evidence


def test_logs_four_events_and_no_more(badges, issuer, holder, cka):
    id_ = badge_id(cka, holder)
    receipt = badges.issue(id_, 0, 0, NONE, {"from": issuer})
    start = receipt.timestamp
    assert [event.name for event in receipt.events] == ["Transfer", "Locked", "Issued", "TokenExpiryUpdated"]
    assert dict(receipt.events["Transfer"]) == {"from": ZERO, "to": holder, "tokenId": id_}
    assert dict(receipt.events["Locked"]) == {"tokenId": id_}
    assert dict(receipt.events["Issued"]) == {
        "from": issuer,
        "to": holder,
        "tokenId": id_,
        "burnAuth": BurnAuth.OWNER_ONLY,
    }
    assert dict(receipt.events["TokenExpiryUpdated"]) == {
        "tokenId": id_,
        "startTime": start,
        "endTime": start + 2 * YEAR,
    }
