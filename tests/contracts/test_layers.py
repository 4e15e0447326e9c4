"""What a status rests on through all layers of ongoing requirements: see layers.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import Status, badge_id, prerequisite, requirement

OF_TITLE, OF_LISTED, OF_LOOK, MOST = 9_000, 1_700, 3_000, 160_000
"""The reckoning of docs/adr/0004, in gas: the rules of a title, each prerequisite listed, each badge looked at."""

LOOKS = (2, 2, 2, 2, 1, 1, 1)
"""Badges that each title in the middle rests on."""

LISTED_BESIDE = 2
"""Prerequisites that the title on top asks for at issue only, so that it costs as much as it may."""


@pytest.fixture(scope="module")
def bases(create):
    return [create(f"base-{number}", individual=True) for number in range(3)]


@pytest.fixture(scope="module")
def ongoing(create):
    """Creates a title that rests on these achievements, each in a requirement of its own."""

    def create_on(slug: str, *achievements: int) -> int:
        return create(slug, requirements=[requirement(1, prerequisite(each), ongoing=True) for each in achievements])

    return create_on


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_deepest_counts_whichever_requirement_stands_first(bases, create, ongoing, order):
    one = ongoing("one-layer", bases[0])
    below = (one, bases[1])
    two = ongoing("two-layers", *(below[index] for index in order))
    with reverts("OngoingTooDeep: 3, 2"):
        ongoing("three-layers", two)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_deepest_counts_whichever_prerequisite_stands_first(bases, create, ongoing, order):
    one = ongoing("one-layer", bases[0])
    below = (ongoing("two-layers", one), one)
    kinds = [prerequisite(below[index]) for index in order]
    with reverts("OngoingTooDeep: 3, 2"):
        create("three-layers", requirements=[requirement(2, *kinds, ongoing=True)])


@pytest.mark.parametrize(
    ("listed", "looks", "vouched"), [(0, 0, True), (1, 0, False), (0, 1, False)], ids=["exactly", "listed", "looked at"]
)
def test_vouches_for_what_may_cost_as_much_as_it_may_and_no_more(
    badges, holder, bases, create, issue, listed, looks, vouched
):
    middles = []
    for number, count in enumerate(LOOKS):
        kinds = [prerequisite(base) for base in bases[: count + (looks if number == 0 else 0)]]
        middles.append(create(f"middle-{number}", requirements=[requirement(len(kinds), *kinds, ongoing=True)]))
    beside = [prerequisite(base) for base in bases[: LISTED_BESIDE + listed - looks]]
    title = create(
        "title",
        requirements=[
            requirement(len(middles), *map(prerequisite, middles), ongoing=True),
            requirement(len(beside), *beside),
        ],
    )
    cost = OF_TITLE * (1 + len(LOOKS)) + OF_LOOK * (len(LOOKS) + sum(LOOKS) + looks)
    cost += OF_LISTED * (len(LOOKS) + sum(LOOKS) + LISTED_BESIDE + listed)
    assert (cost <= MOST) == vouched
    assert abs(cost - MOST) <= OF_LOOK
    for each in (*bases, *middles, title):
        issue(each, holder)
    assert bool(badges.heldSince(holder, title << 48)) == vouched
    assert badges.statusOf(badge_id(title, holder)) == Status.ACTIVE
