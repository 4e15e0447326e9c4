"""Attack 18: time. Casts over the full range of 40 bits, 0 as never, starts in the future, ends before starts."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, NONE, YEAR, Status, badge_id, packed, prerequisite, requirement, tier
from eth_abi import encode

LAST = 2**40 - 1
MOMENTS = [1, 2, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**32 + 1, 2**39, LAST - 1, LAST]
FREE, YEARLY, LONGEST, LADDER = 1, 2, 3, 4


@pytest.fixture(scope="module", autouse=True)
def ground(create):
    create("free")
    create("yearly", validity=YEAR)
    create("longest", validity=LAST)
    create("ladder", tiers=(tier("Never", requirement(1, prerequisite(LADDER, held_for=LAST))),))


def expected(start, end, now):
    """What time makes of a badge."""
    if now < start:
        return Status.PENDING
    return Status.EXPIRED if end and now >= end else Status.ACTIVE


@pytest.mark.parametrize("start", MOMENTS)
def test_keeps_every_start_and_end_to_the_bit(badges, holder, issue, issue_cohort, now, start):
    for end in [moment for moment in MOMENTS if moment > start] + [0]:
        single = badge_id(FREE, f"0x{end + 1:040x}")
        issue(FREE, f"0x{end + 1:040x}", start=start, end=end)
        member = badge_id(FREE, holder, issue_cohort(FREE, holder, start=start, end=end))
        for id_ in (single, member):
            badge = badges.badgeOf(id_)
            assert (badge["startTime"], badge["endTime"], badge["since"]) == (start, end, start)
            assert badge["status"] == expected(start, end, now())
            assert (badge["endedAt"], badge["award"], badge["achievementId"]) == (0, 0, FREE)
            assert (badges.startTime(id_), badges.endTime(id_)) == (start, end)


@pytest.mark.parametrize("start", MOMENTS)
def test_refuses_every_end_that_is_not_after_the_start(badges, issuer, holder, start):
    for end in [moment for moment in MOMENTS if moment <= start]:
        with reverts(f"EndNotAfterStart: {start}, {end}"):
            badges.issue(badge_id(FREE, holder), start, end, NONE, {"from": issuer})
        with reverts(f"EndNotAfterStart: {start}, {end}"):
            badges.issueCohort(FREE, 1, "", start, end, NONE, packed([holder]), {"from": issuer})


@pytest.mark.parametrize("value", [2**40, 2**40 + 1, 2**64, 2**256 - 1])
@pytest.mark.parametrize("position", [1, 2])
def test_refuses_what_does_not_fit_and_never_cuts_it_short(badges, web3, issuer, holder, value, position):
    words = [badge_id(FREE, holder), 1, 0, NONE]
    words[position] = value
    selector = badges.issue.signature
    data = selector + encode(["uint256", "uint256", "uint256", "bytes32"], words).hex()
    with pytest.raises(ValueError, match="revert"):
        web3.eth.call({"to": badges.address, "from": issuer.address, "data": data})
    words[position] = LAST - 2 + position
    data = selector + encode(["uint256", "uint256", "uint256", "bytes32"], words).hex()
    web3.eth.call({"to": badges.address, "from": issuer.address, "data": data})


def test_ends_by_default_at_the_last_second_where_the_validity_reaches_past_it(badges, issuer, holder, issue, now):
    assert badges.endTime(issue(LONGEST, holder)) == LAST
    for start in (LAST - 1, LAST - YEAR):
        id_ = badge_id(YEARLY, f"0x{start:040x}")
        badges.issue(id_, start, 0, NONE, {"from": issuer})
        assert badges.endTime(id_) == min(start + YEAR, LAST)
    with reverts(f"EndNotAfterStart: {LAST}, {LAST}"):
        badges.issue(badge_id(YEARLY, holder), LAST, 0, NONE, {"from": issuer})
    assert now() + YEAR < LAST


def test_counts_the_validity_from_a_start_at_the_edge_without_overflow(badges, issuer, holder):
    start = LAST - YEAR
    badges.issue.call(badge_id(YEARLY, holder), start, LAST, NONE, {"from": issuer})
    with reverts(f"EndTooLate: {LAST}, {LAST - 1}"):
        badges.issue(badge_id(YEARLY, holder), start - 1, LAST, NONE, {"from": issuer})


def test_takes_zero_for_never_and_never_for_later_than_every_date(badges, issuer, holder, issue, now, travel_to):
    id_ = issue(FREE, holder, end=LAST)
    badges.renew(id_, 0, {"from": issuer})
    assert badges.endTime(id_) == 0
    for end in (1, now() + YEAR, LAST):
        with reverts(f"EndNotLater: {end}, 0"):
            badges.renew(id_, end, {"from": issuer})
    travel_to(LAST + YEAR)
    assert badges.statusOf(id_) == Status.ACTIVE
    assert not badges.isTokenExpired(id_)


def test_never_reaches_a_time_longer_than_the_clock_has_run(badges, holder, issue, travel_to):
    id_ = issue(LADDER, holder, start=1)
    travel_to(LAST)
    assert badges.tierOf(id_) == 0
    travel_to(LAST + 1)
    assert badges.tierOf(id_) == 1


def test_expires_at_the_last_second_where_that_is_the_end(badges, holder, issue, travel_to):
    id_ = issue(FREE, holder, start=LAST - 1, end=LAST)
    for moment, status in ((LAST - 2, Status.PENDING), (LAST - 1, Status.ACTIVE), (LAST, Status.EXPIRED)):
        travel_to(moment)
        assert badges.statusOf(id_) == status


def test_goes_by_the_second_around_each_edge(badges, holder, issue, now, travel_to):
    start, end = now() + DAY, now() + 2 * DAY
    id_ = issue(FREE, holder, start=start, end=end)
    for moment in (start - 1, start, start + 1, end - 1, end, end + 1):
        travel_to(moment)
        assert badges.statusOf(id_) == expected(start, end, moment)
        assert badges.isTokenExpired(id_) == (moment >= end)
        assert badges.heldSince(holder, FREE << 48) == (start if start <= moment < end else 0)
