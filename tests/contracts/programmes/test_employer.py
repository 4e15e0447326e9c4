"""Years of service: a start in the past, renewed each quarter, lapsed in a gap, with tiers by unbroken time; private
facts committed to and disclosed one by one."""

from __future__ import annotations

import json

import pytest
from conftest import DAY, YEAR, Status

from soulbadge.evidence.documents import Disclosure, EvidenceDocument

QUARTER = 92 * DAY


@pytest.fixture(scope="module")
def works(programme):
    return programme("employer")


def test_the_first_day_may_lie_in_the_past(works, holder, now):
    start = now() - 4 * YEAR
    id_ = works.issue("employment", holder, start=start)
    badge = works.collection.badgeOf(id_)
    assert (badge["status"], badge["startTime"], badge["since"]) == (Status.ACTIVE, start, start)
    assert badge["endTime"] == now() + QUARTER


@pytest.mark.parametrize(("years", "tier"), [(3, 1), (5, 2), (10, 3)])
def test_a_tier_is_reached_to_the_second(works, holder, now, travel_to, years, tier):
    travel_to(now() + DAY)
    id_ = works.issue("employment", holder, start=now() - years * YEAR + 1000)
    due = works.collection.startTime(id_) + years * YEAR
    travel_to(due - 1)
    assert works.collection.tierOf(id_) == tier - 1
    travel_to(due)
    assert works.collection.tierOf(id_) == tier


def test_left_to_lapse_it_still_tells_the_time_served(works, holder, now, travel_to):
    id_ = works.issue("employment", holder, start=now() - 4 * YEAR)
    travel_to(now() + QUARTER)
    badge = works.collection.badgeOf(id_)
    assert badge["status"] == Status.EXPIRED
    assert badge["endTime"] - badge["since"] > 4 * YEAR
    assert badge["tier"] == 0


def test_a_gap_is_never_counted(works, holder, now, travel_to):
    id_ = works.issue("employment", holder, start=now() - 4 * YEAR)
    travel_to(now() + QUARTER + 10 * DAY)
    works.renew("employment", holder)
    badge = works.collection.badgeOf(id_)
    assert badge["status"] == Status.ACTIVE
    assert badge["since"] == now()  # a new run
    assert badge["startTime"] < badge["since"]  # which does not hide when it all began
    assert works.collection.tierOf(id_) == 0


def test_renewed_in_time_the_run_goes_on(works, holder, now, travel_to):
    id_ = works.issue("employment", holder, start=now() - 2 * YEAR)
    since = works.collection.badgeOf(id_)["since"]
    for _ in range(6):
        travel_to(now() + QUARTER - DAY)
        works.renew("employment", holder)
    assert works.collection.badgeOf(id_)["since"] == since
    assert works.collection.tierOf(id_) == 1


def test_each_skill_has_a_record_of_its_own(works, holder, now):
    works.issue("service-kubernetes", holder, start=now() - 6 * YEAR)
    works.issue("service-python", holder, start=now() - YEAR)
    assert works.collection.tierOf(works.badge("service-kubernetes", holder)) == 2
    assert works.collection.tierOf(works.badge("service-python", holder)) == 0


def test_private_facts_are_committed_to_and_disclosed_one_by_one(works, holder):
    facts = {"grade": "IC5", "line manager": "Lin", "projects": ["payments", "search"]}
    document, again = EvidenceDocument.of(facts), EvidenceDocument.of(facts)
    id_ = works.badge("employment", holder)
    works.collection.issue(id_, 0, 0, document.commitment, {"from": works.issuer})
    for name, value in facts.items():
        shown = Disclosure.parse(json.dumps(document.disclose([name]).to_json()))
        assert shown.facts == {name: value}
        assert works.collection.isEvidence(id_, shown.commitment, [])
    assert not works.collection.isEvidence(id_, again.commitment, [])  # salted: the same facts cannot be guessed


def test_private_facts_outlive_the_quarters(works, holder, now, travel_to):
    document = EvidenceDocument.of({"grade": "IC5"})
    id_ = works.badge("employment", holder)
    works.collection.issue(id_, now() - YEAR, 0, document.commitment, {"from": works.issuer})
    travel_to(now() + QUARTER - DAY)
    works.renew("employment", holder)
    assert works.collection.isEvidence(id_, document.commitment, [])
