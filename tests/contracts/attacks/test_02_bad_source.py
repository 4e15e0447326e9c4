"""Attack 2: one bad source blocks others. (Recipients: test_02_bad_recipient.py.)

A source that reverts, burns its gas, returns too much, too little or nothing, speaks of the future or has gone counts
as "not held", and stops nobody's question.
"""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import NONE, Status, badge_id, packed, prerequisite, requirement, tier

MANNERS = {
    "reverting": 1,
    "burning": 2,
    "bombing": 3,
    "revert-bombing": 4,
    "short": 5,
    "long": 6,
    "silent": 7,
}
FUTURE = 2**256 - 1
AT_ISSUE, ONGOING, ABOVE, LADDER, BASE, EITHER, OR, ORDINARY = range(1, 9)
# A source costs its allowance and no more, however it fails; what is around it, little.
MOST = 200_000 + 60_000


@pytest.fixture(scope="module")
def source(owner, holder, MockSource):
    source = MockSource.deploy({"from": owner})
    source.hold(holder, 7, 1, {"from": owner})
    return source


@pytest.fixture(scope="module", autouse=True)
def ground(create, issue, source, holder):
    """Badges issued while the source was good, and one that never asks it."""
    foreign = prerequisite(7, source=source.address)
    create("at-issue", requirements=(requirement(1, foreign),))
    create("ongoing", requirements=(requirement(1, foreign, ongoing=True),))
    create("above", requirements=(requirement(1, prerequisite(ONGOING), ongoing=True),))
    create("ladder", tiers=(tier("Low", requirement(1, foreign)),))
    create("base", individual=True)
    # The bad one asked first, and last.
    create("either", requirements=(requirement(1, foreign, prerequisite(BASE), ongoing=True),))
    create("or", requirements=(requirement(1, prerequisite(BASE), foreign, ongoing=True),))
    create("ordinary")
    for achievement in (ONGOING, ABOVE, LADDER):
        issue(achievement, holder)


@pytest.fixture(params=[*MANNERS, "future", "gone"])
def gone_bad(request, owner, holder, source, node):
    """The source, from now on bad in one of all the ways there are."""
    if request.param == "future":
        source.hold(holder, 7, FUTURE, {"from": owner})
    elif request.param == "gone":
        node.remove_code(source.address)
    else:
        source.behave(MANNERS[request.param], 0, {"from": owner})
    return source


def test_counts_as_not_held_everywhere(badges, issuer, holder, gone_bad):
    assert gone_bad
    assert list(badges.statusesOf([badge_id(ONGOING, holder), badge_id(ABOVE, holder)])) == [Status.SUSPENDED] * 2
    assert badges.tierOf(badge_id(LADDER, holder)) == 0
    eligible, held, witnesses = badges.eligibility(holder, AT_ISSUE)
    assert (eligible, list(held), list(witnesses)) == (False, [0], [])
    with reverts(f"RequirementUnmet: {AT_ISSUE}, 0, 1, 0"):
        badges.issue(badge_id(AT_ISSUE, holder), 0, 0, NONE, {"from": issuer})
    assert not badges.holds(holder, ONGOING)
    assert badges.badgeOf(badge_id(ONGOING, holder))["status"] == Status.SUSPENDED
    assert badges.badgeOf(badge_id(LADDER, holder))["tier"] == 0


def test_touches_nothing_but_use(badges, holder, gone_bad):
    assert gone_bad
    id_ = badge_id(ONGOING, holder)
    assert badges.ownerOf(id_) == holder
    assert badges.exists(id_)
    assert badges.balanceOf(holder) == 3
    assert badges.tokenURI(id_).startswith("data:application/json")
    badges.renounce(id_, {"from": holder})
    assert badges.statusOf(id_) == Status.RENOUNCED


def test_blocks_nobody_elses_badge_and_no_other_way_to_meet_a_requirement(
    badges, issuer, holder, another_holder, issue, gone_bad
):
    issue(ORDINARY, another_holder)
    badges.issueCohort(ORDINARY, 1, "", 0, 0, NONE, packed([holder, another_holder, gone_bad]), {"from": issuer})
    issue(BASE, holder)
    for achievement in (EITHER, OR):
        assert badges.statusOf(issue(achievement, holder)) == Status.ACTIVE


def test_costs_no_more_than_its_allowance(badges, owner, holder, gone_bad, MockCaller):
    assert gone_bad
    caller = MockCaller.deploy({"from": owner})
    gas, answer = caller.cost(badges.address, badges.statusOf.encode_input(badge_id(ONGOING, holder)))
    assert int.from_bytes(bytes(answer), "big") == Status.SUSPENDED
    assert gas < MOST


def test_counts_again_once_it_is_good(badges, owner, holder, source):
    for manner in MANNERS.values():
        source.behave(manner, 0, {"from": owner})
        assert badges.statusOf(badge_id(ABOVE, holder)) == Status.SUSPENDED
        source.behave(0, 0, {"from": owner})
        assert badges.statusOf(badge_id(ABOVE, holder)) == Status.ACTIVE
