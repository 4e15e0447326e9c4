"""Attack 29: renewal of a cohort reviving ended members, or losing to a member's older record; renewal after a gap
counted as service."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, NONE, YEAR, BurnAuth, Status, badge_id, packed, prerequisite, requirement, tier
from vouchers import Voucher


@pytest.fixture(scope="module")
def licence(create):
    """Its second level takes two years of service."""
    return create(
        "licence",
        burn_auth=BurnAuth.BOTH,
        tiers=(tier("Veteran", requirement(1, prerequisite(1, held_for=2 * YEAR))),),
    )


@pytest.fixture
def year_zero(now):
    return now() + DAY


@pytest.fixture
def cohort(badges, issuer, holder, another_holder, licence, send_at, year_zero):
    """Three licences for one year."""
    members = packed([holder, another_holder, badges])
    send_at(year_zero, badges.issueCohort, licence, 1, "", 0, year_zero + YEAR, NONE, members, by=issuer)
    return 1


@pytest.fixture
def ids(badges, licence, holder, another_holder, cohort):
    return [badge_id(licence, who, cohort) for who in (holder, another_holder, badges)]


def test_a_renewal_revives_nobody_who_ended(badges, issuer, holder, licence, cohort, ids, year_zero, send_at):
    revoked, renounced, present = ids[1], ids[0], ids[2]
    badges.revoke(revoked, {"from": issuer})
    badges.renounce(renounced, {"from": holder})
    before = [str(badges.badgeOf(id_)) for id_ in (revoked, renounced)]
    # In time, after a gap, and for ever.
    for moment, end in ((YEAR // 2, 2 * YEAR), (3 * YEAR, 4 * YEAR), (3 * YEAR + 1, None)):
        wanted = year_zero + end if end else 0
        receipt = send_at(year_zero + moment, badges.renewCohort, licence, cohort, wanted, by=issuer)
        assert [str(badges.badgeOf(id_)) for id_ in (revoked, renounced)] == before
        assert list(badges.statusesOf(ids)) == [Status.RENOUNCED, Status.REVOKED, Status.ACTIVE]
        assert [event["tokenId"] for event in receipt.events["TokenExpiryUpdated"]] == [present]
    assert not badges.holds(holder, licence)
    assert badges.balanceOf(holder) == 0


def test_no_other_renewal_revives_them_either(badges, issuer, holder, licence, domain, ids):
    badges.renounce(ids[0], {"from": holder})
    with reverts(f"ERC721NonexistentToken: {ids[0]}"):
        badges.renew(ids[0], 2**40 - 1, {"from": issuer})
    for award, error in ((0, f"AwardMismatch: {ids[0]}, 0, 1"), (1, f"CohortClosed: {ids[0]}")):
        with reverts(error):
            badges.claim(*domain.request(Voucher(issuer, ids[0], award=award, end=2**40 - 1)), {"from": holder})
    with reverts(f"BadgeHasEnded: {ids[0]}, 1"):
        badges.issue(ids[0], 0, 0, NONE, {"from": issuer})


def test_a_members_older_record_does_not_hold_back_the_renewal(
    badges, issuer, licence, cohort, ids, year_zero, send_at
):
    alone = ids[0]
    send_at(year_zero + 1, badges.renew, alone, year_zero + YEAR + DAY, by=issuer)
    for end in (2 * YEAR, 3 * YEAR):
        send_at(year_zero + end - YEAR - DAY, badges.renewCohort, licence, cohort, year_zero + end, by=issuer)
        assert {badges.endTime(id_) for id_ in ids} == {year_zero + end}
        assert list(badges.statusesOf(ids)) == [Status.ACTIVE] * 3


def test_an_older_renewal_of_the_cohort_does_not_hold_back_the_member(
    badges, issuer, licence, cohort, ids, year_zero, send_at, travel_to
):
    send_at(year_zero + 1, badges.renewCohort, licence, cohort, year_zero + 2 * YEAR, by=issuer)
    send_at(year_zero + 2, badges.renew, ids[0], year_zero + 3 * YEAR, by=issuer)
    travel_to(year_zero + 2 * YEAR)
    assert list(badges.statusesOf(ids)) == [Status.ACTIVE, Status.EXPIRED, Status.EXPIRED]


def test_a_gap_is_never_service(badges, issuer, licence, cohort, ids, year_zero, send_at, travel_to):
    """One year, a gap of a day, two years but a second: nobody is a veteran. One second later all are."""
    again = year_zero + YEAR + DAY
    send_at(again, badges.renewCohort, licence, cohort, again + 9 * YEAR, by=issuer)
    travel_to(again + 2 * YEAR - 1)
    assert [badges.tierOf(id_) for id_ in ids] == [0, 0, 0]
    travel_to(again + 2 * YEAR)
    assert [badges.tierOf(id_) for id_ in ids] == [1, 1, 1]


def test_a_gap_of_one_second_is_a_gap(badges, issuer, licence, cohort, ids, year_zero, send_at):
    """The end is the first second in which the badge no longer counts, so a renewal in it comes too late."""
    send_at(year_zero + YEAR, badges.renewCohort, licence, cohort, year_zero + 9 * YEAR, by=issuer)
    assert {badges.badgeOf(id_)["since"] for id_ in ids} == {year_zero + YEAR}


def test_who_bridged_the_gap_alone_keeps_its_service_and_lends_it_to_nobody(
    badges, issuer, licence, cohort, ids, year_zero, send_at, travel_to
):
    alone, *others = ids
    send_at(year_zero + 1, badges.renew, alone, year_zero + 2 * YEAR, by=issuer)
    again = year_zero + YEAR + DAY
    send_at(again, badges.renewCohort, licence, cohort, year_zero + 9 * YEAR, by=issuer)
    travel_to(year_zero + 2 * YEAR)
    assert [badges.tierOf(id_) for id_ in ids] == [1, 0, 0]
    assert badges.badgeOf(alone)["since"] == year_zero
    assert {badges.badgeOf(id_)["since"] for id_ in others} == {again}


def test_a_gap_of_a_members_own_is_not_healed_by_an_older_run_of_its_cohort(
    badges, issuer, licence, cohort, ids, year_zero, send_at
):
    """Renewed alone after the cohort was over, then the cohort too: its service counts from its own return."""
    back = year_zero + YEAR + DAY
    send_at(back, badges.renew, ids[0], year_zero + 2 * YEAR, by=issuer)
    send_at(back + DAY, badges.renewCohort, licence, cohort, year_zero + 3 * YEAR, by=issuer)
    assert [badges.badgeOf(id_)["since"] for id_ in ids] == [back, back + DAY, back + DAY]


def test_two_gaps_are_two_gaps(badges, issuer, licence, cohort, ids, year_zero, send_at):
    for moment, end in ((YEAR + DAY, 2 * YEAR), (2 * YEAR + DAY, 3 * YEAR)):
        send_at(year_zero + moment, badges.renewCohort, licence, cohort, year_zero + end, by=issuer)
        assert {badges.badgeOf(id_)["since"] for id_ in ids} == {year_zero + moment}


def test_one_by_one_a_gap_is_no_service_either(badges, issuer, holder, licence, issue, year_zero, send_at, travel_to):
    id_ = issue(licence, holder, end=year_zero + YEAR)
    again = year_zero + YEAR + DAY
    send_at(again, badges.renew, id_, again + 9 * YEAR, by=issuer)
    travel_to(again + 2 * YEAR - 1)
    assert badges.tierOf(id_) == 0
    travel_to(again + 2 * YEAR)
    assert badges.tierOf(id_) == 1


def test_service_asked_as_a_requirement_knows_the_gap_too(
    badges, issuer, holder, create, licence, cohort, ids, year_zero, send_at, travel_to
):
    """“Two years as an Expert”, proven by a witness of the cohort."""
    senior = create("senior", requirements=(requirement(1, prerequisite(licence, held_for=2 * YEAR)),))
    again = year_zero + YEAR + DAY
    send_at(again, badges.renewCohort, licence, cohort, again + 9 * YEAR, by=issuer)
    request = (badge_id(senior, holder), 0, 0, NONE, [ids[0]])
    travel_to(again + 2 * YEAR - 1)
    with reverts(f"RequirementUnmet: {senior}, 0, 1, 0"):
        badges.issueWithWitnesses.call(*request, {"from": issuer})
    travel_to(again + 2 * YEAR)
    badges.issueWithWitnesses.call(*request, {"from": issuer})
