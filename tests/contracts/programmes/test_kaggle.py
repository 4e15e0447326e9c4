"""Medals from many competitions, k of n, a ladder, and a programme that goes on growing."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import NONE, YEAR, Status


@pytest.fixture(scope="module")
def kaggle(programme):
    return programme("kaggle")


@pytest.fixture
def medals(kaggle, holder, another_holder):
    """The holder wins five golds at five competitions; another wins a silver and a bronze."""
    for year in range(5):
        kaggle.issue_cohort("gold", f"Competition {year}", holder)
    kaggle.issue_cohort("silver", "Competition 0", another_holder)
    kaggle.issue_cohort("bronze", "Competition 1", another_holder)


def refused(kaggle, slug, holder, index, needed, held):
    _, _, witnesses = kaggle.collection.eligibility(holder, kaggle.ids[slug])
    with reverts(f"RequirementUnmet: {kaggle.ids[slug]}, {index}, {needed}, {held}"):
        kaggle.collection.issueWithWitnesses(kaggle.badge(slug, holder), 0, 0, NONE, witnesses, {"from": kaggle.issuer})


def test_expert_takes_two_medals_of_any_colour(kaggle, medals, holder, another_holder, stranger):
    assert kaggle.issue("expert", another_holder)
    refused(kaggle, "expert", stranger, 0, 2, 0)
    kaggle.issue_cohort("bronze", "Competition 2", stranger)
    refused(kaggle, "expert", stranger, 0, 2, 1)
    kaggle.issue_cohort("bronze", "Competition 3", stranger)
    assert kaggle.issue("expert", stranger)


def test_master_takes_an_expert_with_a_gold_among_three(kaggle, medals, holder, another_holder):
    refused(kaggle, "master", holder, 0, 1, 0)  # five golds, but no Expert yet
    kaggle.issue("expert", holder)
    kaggle.issue("master", holder)
    kaggle.issue("expert", another_holder)
    refused(kaggle, "master", another_holder, 1, 1, 0)  # no gold
    kaggle.issue_cohort("gold", "Competition 9", another_holder)
    refused(kaggle, "master", another_holder, 2, 3, 2)  # a gold and a silver are two


def test_grandmaster_takes_five_golds(kaggle, medals, holder):
    kaggle.issue("expert", holder)
    kaggle.issue("master", holder)
    kaggle.issue("grandmaster", holder)
    assert kaggle.status("grandmaster", holder) == Status.ACTIVE


def test_four_golds_are_not_five(kaggle, holder):
    for year in range(4):
        kaggle.issue_cohort("gold", f"Competition {year}", holder)
    kaggle.issue("expert", holder)
    kaggle.issue("master", holder)
    refused(kaggle, "grandmaster", holder, 1, 5, 4)


def test_a_sixth_competition_counts_without_touching_any_terms(kaggle, medals, holder, another_holder):
    for slug in ("expert", "master", "grandmaster"):
        kaggle.issue(slug, holder)
    terms = str(kaggle.collection.achievementOf(kaggle.ids["grandmaster"]))
    for year in range(5, 10):
        kaggle.issue_cohort("gold", f"Competition {year}", holder, another_holder)
    for slug in ("expert", "master", "grandmaster"):
        kaggle.issue(slug, another_holder)
    assert str(kaggle.collection.achievementOf(kaggle.ids["grandmaster"])) == terms
    assert kaggle.status("grandmaster", holder) == Status.ACTIVE
    assert kaggle.collection.balanceOf(holder) == 13


def test_nobody_takes_a_title_away(kaggle, medals, owner, issuer, holder, now, travel_to):
    title = None
    for slug in ("expert", "master", "grandmaster"):
        title = kaggle.issue(slug, holder)
    with reverts(f"BurnRefused: {title}, 1"):
        kaggle.collection.revoke(title, {"from": issuer})
    kaggle.collection.dismissIssuer(issuer, {"from": owner})
    kaggle.collection.renounceOwnership({"from": owner})
    travel_to(now() + 100 * YEAR)
    assert kaggle.status("grandmaster", holder) == Status.ACTIVE
