"""Attack 17: requirement graphs that go in circles, or that cost more to check than anyone can pay.

The largest graph that the caps allow: a title that rests on 16 badges, each of which rests on 16 others, all of them
asked in every status, and four foreign sources on the way that burn all they are given.
"""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import NONE, Status, Terms, badge_id, prerequisite, requirement

WIDTH = 16
BASES = range(1, WIDTH * WIDTH + 1)
MIDDLES = range(BASES.stop, BASES.stop + WIDTH)
TOP = MIDDLES.stop
ASKING = TOP + 1  #     twelve bases and four foreign sources
HEAVIEST = TOP + 2  #   rests on fifteen of the middles and on ASKING

# What stands to be paid at the caps. A gate that asks about ordinary badges pays a hundredth of this.
MOST_TO_ASK = 1_500_000
MOST_TO_ASK_BURNING = MOST_TO_ASK + 4 * 215_000
BURNING = 2


def resting(slug, *kinds: tuple):
    return Terms(
        slug, name="n", description="", criteria="", skills=(), requirements=(requirement(16, *kinds, ongoing=True),)
    )


@pytest.fixture(scope="module")
def caller(owner, MockCaller):
    return MockCaller.deploy({"from": owner})


@pytest.fixture(scope="module")
def sources(owner, holder, MockSource):
    found = [MockSource.deploy({"from": owner}) for _ in range(4)]
    for source in found:
        source.hold(holder, 7, 1, {"from": owner})
    return found


@pytest.fixture(scope="module")
def graph(owner, holder, companions, caller, sources, Badges):
    """A collection with the largest graph, all of it issued to the holder. The caller is its owner and its issuer."""
    badges = Badges.deploy("Deep", "DEEP", caller, ("", "", ""), *companions, {"from": owner})

    def send(*messages: str) -> None:
        for start in range(0, len(messages), 80):
            caller.send(badges, messages[start : start + 80], {"from": owner})

    terms = [Terms(f"b{n}", name="n", description="", criteria="", skills=(), individual=True) for n in BASES]
    for number, _ in enumerate(MIDDLES):
        kinds = BASES[number * WIDTH : (number + 1) * WIDTH]
        terms.append(resting(f"m{number}", *(prerequisite(kind) for kind in kinds)))
    terms.append(resting("top", *(prerequisite(kind) for kind in MIDDLES)))
    foreign = [prerequisite(7, source=source.address) for source in sources]
    terms.append(resting("asking", *foreign, *(prerequisite(kind) for kind in BASES[:12])))
    terms.append(resting("heaviest", *(prerequisite(kind) for kind in MIDDLES[1:]), prerequisite(ASKING)))

    send(badges.appointIssuer.encode_input(caller, 0))
    send(*(badges.createAchievement.encode_input(each.as_tuple()) for each in terms))
    send(
        *(
            badges.issue.encode_input(badge_id(number, holder), 0, 0, NONE)
            for number in (*BASES, *MIDDLES, TOP, ASKING, HEAVIEST)
        )
    )
    return badges


@pytest.fixture(scope="module")
def cost(graph, caller):
    """What asking `statusOf` costs a contract, nothing having been looked at before; and the answer."""

    def measured(id_) -> tuple[int, Status]:
        gas, answer = caller.cost(graph.address, graph.statusOf.encode_input(id_))
        return gas, Status(int.from_bytes(bytes(answer), "big"))

    return measured


def test_bounds_what_a_status_costs_at_the_caps(graph, holder, cost):
    gas, status = cost(badge_id(TOP, holder))
    print(f"statusOf, 16 ongoing resting on 16 ongoing each: {gas:,}")
    assert status == Status.ACTIVE
    assert gas < MOST_TO_ASK
    assert graph.statusOf(badge_id(HEAVIEST, holder)) == Status.ACTIVE


def test_bounds_what_a_status_costs_where_sources_burn_all_they_get(owner, holder, sources, cost):
    for source in sources:
        source.behave(BURNING, 0, {"from": owner})
    gas, status = cost(badge_id(HEAVIEST, holder))
    print(f"the same, four sources burning: {gas:,}")
    assert status == Status.SUSPENDED
    assert gas < MOST_TO_ASK_BURNING


def test_bounds_what_one_layer_costs(graph, holder, cost):
    gas, status = cost(badge_id(MIDDLES[0], holder))
    print(f"statusOf, 16 ongoing: {gas:,}")
    assert status == Status.ACTIVE
    assert gas < 120_000


def test_falls_to_the_very_bottom_and_rises_again(graph, owner, holder, caller):
    graph.renounce(badge_id(BASES[-1], holder), {"from": holder})
    assert list(graph.statusesOf([badge_id(MIDDLES[-1], holder), badge_id(TOP, holder)])) == [Status.SUSPENDED] * 2
    assert graph.statusOf(badge_id(MIDDLES[0], holder)) == Status.ACTIVE


def test_takes_no_third_layer(graph, owner, caller):
    third = resting("third", prerequisite(TOP), *(prerequisite(kind) for kind in BASES[:15]))
    with reverts("OngoingTooDeep: 3, 2"):
        caller.send.call(graph, [graph.createAchievement.encode_input(third.as_tuple())], {"from": owner})


def test_takes_no_circle(graph, owner, caller):
    """Only what exists already can be required, so nothing can come to require itself, whatever stands between."""
    following = graph.achievementCount() + 1
    for number in (following, following + 1):
        circle = resting("circle", prerequisite(number), *(prerequisite(kind) for kind in BASES[:15]))
        with reverts(f"PrerequisiteNotEarlier: {number}, {following - 1}"):
            caller.send.call(graph, [graph.createAchievement.encode_input(circle.as_tuple())], {"from": owner})
    itself = resting("itself", prerequisite(1, source=graph.address), *(prerequisite(kind) for kind in BASES[:15]))
    with reverts(f"SourceInvalid: {graph.address.lower()}"):
        caller.send.call(graph, [graph.createAchievement.encode_input(itself.as_tuple())], {"from": owner})
