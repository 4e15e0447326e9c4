"""Certifications: a prerequisite at issue, expiry after two years, and a title that lives only while five others do."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import NONE, YEAR, Status

FIVE = ("cka", "ckad", "cks", "kcna", "kcsa")


@pytest.fixture(scope="module")
def cncf(programme):
    return programme("cncf")


@pytest.fixture
def kubestronaut(cncf, holder):
    for slug in FIVE:
        cncf.issue(slug, holder)
    return cncf.issue("kubestronaut", holder)


def test_cks_asks_for_a_cka_at_issue_only(cncf, issuer, holder, now, travel_to):
    cks = cncf.ids["cks"]
    with reverts(f"RequirementUnmet: {cks}, 0, 1, 0"):
        cncf.collection.issue(cncf.badge("cks", holder), 0, 0, NONE, {"from": issuer})
    cka = cncf.issue("cka", holder)
    travel_to(now() + YEAR)
    cncf.issue("cks", holder)
    travel_to(cncf.collection.endTime(cka))
    assert cncf.status("cka", holder) == Status.EXPIRED
    assert cncf.status("cks", holder) == Status.ACTIVE


def test_a_certification_runs_two_years_to_the_second(cncf, holder, travel_to):
    cka = cncf.issue("cka", holder)
    start, end = cncf.collection.startTime(cka), cncf.collection.endTime(cka)
    assert end - start == 2 * YEAR
    for moment, status in ((end - 1, Status.ACTIVE), (end, Status.EXPIRED)):
        travel_to(moment)
        assert cncf.status("cka", holder) == status


@pytest.mark.parametrize("absent", FIVE)
def test_the_title_asks_for_all_five(cncf, issuer, holder, absent):
    for slug in FIVE:
        if slug not in {absent, "cks"}:
            cncf.issue(slug, holder)
    if absent not in {"cka", "cks"}:
        cncf.issue("cks", holder)
    title = cncf.ids["kubestronaut"]
    held = 3 if absent == "cka" else 4  # without a cka there is no cks either
    with reverts(f"RequirementUnmet: {title}, 0, 5, {held}"):
        cncf.collection.issue(cncf.badge("kubestronaut", holder), 0, 0, NONE, {"from": issuer})


def test_the_title_is_suspended_with_any_of_the_five_and_restored_by_renewal(
    cncf, holder, kubestronaut, now, travel_to
):
    travel_to(now() + YEAR)
    for slug in FIVE[:-1]:
        cncf.renew(slug, holder)
    travel_to(cncf.collection.endTime(cncf.badge("kcsa", holder)) - 1)
    assert cncf.status("kubestronaut", holder) == Status.ACTIVE
    travel_to(now() + 1)
    assert cncf.status("kubestronaut", holder) == Status.SUSPENDED
    assert cncf.collection.ownerOf(kubestronaut) == holder
    cncf.renew("kcsa", holder)
    assert cncf.status("kubestronaut", holder) == Status.ACTIVE


def test_a_renounced_certification_suspends_the_title(cncf, holder, kubestronaut):
    cncf.collection.renounce(cncf.badge("ckad", holder), {"from": holder})
    assert cncf.status("kubestronaut", holder) == Status.SUSPENDED
