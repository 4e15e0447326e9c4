"""A club whose door opens for a Kubestronaut, a Grandmaster, or three years of Kubernetes with an active CKA."""

from __future__ import annotations

import pytest
from brownie import ZERO_ADDRESS, reverts
from conftest import YEAR, Status


@pytest.fixture(scope="module")
def cncf(programme):
    return programme("cncf")


@pytest.fixture(scope="module")
def kaggle(programme):
    return programme("kaggle")


@pytest.fixture(scope="module")
def works(programme):
    return programme("employer")


@pytest.fixture(scope="module")
def club(owner, cncf, kaggle, works, Club):
    door = [
        [(cncf.collection, cncf.ids["kubestronaut"], 0)],
        [(kaggle.collection, kaggle.ids["grandmaster"], 0)],
        [
            (works.collection, works.ids["service-kubernetes"], 3 * YEAR),
            (cncf.collection, cncf.ids["cka"], 0),
        ],
    ]
    return Club.deploy(door, {"from": owner})


@pytest.fixture
def service(works, holder, now):
    return works.issue("service-kubernetes", holder, start=now() - 3 * YEAR - 1000)


def refused(club, account, badge_ids):
    with reverts(f"DoorClosed: {str(account).lower()}"):
        club.join(badge_ids, {"from": account})
    assert not club.isMember(account)


def test_nobody_gets_in_with_nothing(club, stranger):
    refused(club, stranger, [])


def test_a_kubestronaut_gets_in_and_drops_out_with_any_of_the_five(club, cncf, holder, travel_to):
    for slug in ("cka", "ckad", "cks", "kcna", "kcsa"):
        cncf.issue(slug, holder)
    title = cncf.issue("kubestronaut", holder)
    club.join([title], {"from": holder})
    assert club.isMember(holder)
    travel_to(cncf.collection.endTime(cncf.badge("cka", holder)))
    assert not club.isMember(holder)
    with reverts(f"DoorClosed: {str(holder).lower()}"):
        club.sign("I was here", {"from": holder})
    for slug in ("cka", "ckad", "cks", "kcna", "kcsa"):
        cncf.renew(slug, holder)
    assert club.isMember(holder)
    club.sign("and am again", {"from": holder})


def test_a_grandmaster_gets_in_for_good(club, kaggle, holder, now, travel_to):
    for year in range(5):
        kaggle.issue_cohort("gold", f"Competition {year}", holder)
    for slug in ("expert", "master", "grandmaster"):
        title = kaggle.issue(slug, holder)
    club.join([title], {"from": holder})
    travel_to(now() + 50 * YEAR)
    assert club.isMember(holder)


def test_three_years_of_service_need_an_active_cka_beside_them(club, cncf, holder, service):
    refused(club, holder, [service])
    cka = cncf.issue("cka", holder)
    refused(club, holder, [cka])
    club.join([cka, service], {"from": holder})  # in any order
    assert club.isMember(holder)


def test_three_years_are_three_years_to_the_second(club, cncf, works, holder, now, travel_to):
    service = works.issue("service-kubernetes", holder, start=now() - 3 * YEAR + 5000)
    cka = cncf.issue("cka", holder)
    due = works.collection.startTime(service) + 3 * YEAR
    travel_to(due - 1)
    assert not club.opensFor(holder, [service, cka])
    travel_to(due)
    assert club.opensFor(holder, [service, cka])


def test_a_member_drops_out_when_service_lapses_and_a_gap_starts_anew(club, cncf, works, holder, service, travel_to):
    cka = cncf.issue("cka", holder)
    club.join([service, cka], {"from": holder})
    travel_to(works.collection.endTime(service))
    assert not club.isMember(holder)
    works.renew("service-kubernetes", holder)
    assert works.collection.statusOf(service) == Status.ACTIVE
    assert not club.isMember(holder)  # a new run, and not yet three years


def test_somebody_elses_badges_open_nothing(club, cncf, holder, stranger, service):
    cka = cncf.issue("cka", holder)
    refused(club, stranger, [service, cka])


def test_a_badge_of_the_right_kind_in_the_wrong_collection_opens_nothing(club, kaggle, cncf, holder):
    assert kaggle.ids["grandmaster"] == cncf.ids["kubestronaut"]  # the same number, so the same badge id
    for slug in ("cka", "ckad", "cks", "kcna", "kcsa"):
        cncf.issue(slug, holder)
    title = cncf.issue("kubestronaut", holder)
    assert club.opensFor(holder, [title])
    cncf.collection.renounce(title, {"from": holder})
    assert not club.opensFor(holder, [title])


@pytest.mark.parametrize("door", [[], [[]], [[(ZERO_ADDRESS, 1, 0)], []]])
def test_a_door_without_a_way_in_or_with_a_free_one_is_not_built(owner, Club, door):
    with reverts("DoorInvalid: "):
        Club.deploy(door, {"from": owner})
