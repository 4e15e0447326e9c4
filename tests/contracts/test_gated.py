"""`Gated`: see gated.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, YEAR, Status, badge_id


@pytest.fixture(scope="module")
def licence(create):
    return create("licence", validity=YEAR, individual=True)


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def gate(owner, badges, licence, MockGate):
    return MockGate.deploy(badges, licence, {"from": owner})


def required(gate, badges, licence, caller, id_):
    with reverts(f"BadgeRequired: {caller.address.lower()}, {badges.address.lower()}, {licence}"):
        gate.visit(id_, {"from": caller})


def test_lets_in_a_holder(gate, holder, issue, licence):
    gate.visit(issue(licence, holder), {"from": holder})
    assert gate.visits() == 1


def test_keeps_out_whoever_holds_no_active_badge_of_the_kind(
    gate, badges, holder, stranger, issue, licence, medal, travel_to
):
    id_ = issue(licence, holder)
    required(gate, badges, licence, stranger, id_)
    required(gate, badges, licence, stranger, badge_id(licence, stranger))
    required(gate, badges, licence, holder, issue(medal, holder))
    required(gate, badges, licence, holder, 0)
    travel_to(badges.endTime(id_))
    required(gate, badges, licence, holder, id_)


def test_keeps_out_whoever_gave_the_badge_up(gate, badges, holder, issue, licence):
    id_ = issue(licence, holder)
    badges.renounce(id_, {"from": holder})
    required(gate, badges, licence, holder, id_)


@pytest.mark.parametrize("alternatives", [[], [[]]])
def test_builds_no_door_without_a_way_in(gate, owner, alternatives):
    with reverts("DoorInvalid: "):
        gate.rebuild(alternatives, {"from": owner})


def test_a_door_built_anew_replaces_the_old_one(gate, badges, owner, holder, issue, licence, medal):
    id_ = issue(licence, holder)
    gate.rebuild([[(badges, medal, 0)], [(badges, licence, 0)]], {"from": owner})
    assert gate.opensFor(holder, [id_])
    gate.rebuild([[(badges, medal, 0)]], {"from": owner})
    assert not gate.opensFor(holder, [id_])


def test_held_for_is_reached_to_the_second_and_survives_a_renewal(
    gate, badges, owner, issuer, holder, issue, licence, travel_to
):
    id_ = issue(licence, holder)
    gate.rebuild([[(badges, licence, YEAR + DAY)]], {"from": owner})
    start = badges.startTime(id_)
    travel_to(start + YEAR - DAY)
    badges.renew(id_, 0, {"from": issuer})
    travel_to(start + YEAR + DAY - 1)
    assert not gate.opensFor(holder, [id_])
    travel_to(start + YEAR + DAY)
    assert gate.opensFor(holder, [id_])


def test_one_badge_may_fulfil_two_lines_and_more_may_be_named_than_needed(
    gate, badges, owner, holder, issue, licence, medal
):
    gate.rebuild([[(badges, licence, 0), (badges, licence, 0)]], {"from": owner})
    assert gate.opensFor(holder, [issue(medal, holder), issue(licence, holder)])


def test_a_cohorts_badge_opens_it_too(gate, badges, owner, holder, issue_cohort, medal):
    gate.rebuild([[(badges, medal, 0)]], {"from": owner})
    number = issue_cohort(medal, holder)
    assert gate.opensFor(holder, [badge_id(medal, holder, number)])
    assert not gate.opensFor(holder, [badge_id(medal, holder, number + 1)])


def test_a_collection_that_cannot_answer_keeps_it_shut_without_an_answer(
    gate, badges, owner, holder, issue, licence, companions
):
    no_collection = companions[0]  # a contract that knows no `statusOf`
    gate.rebuild([[(no_collection, licence, 0)], [(badges, licence, 0)]], {"from": owner})
    with reverts():
        gate.opensFor(holder, [issue(licence, holder)])


def test_a_run_that_began_long_before_the_chain_counts_whole(gate, badges, owner, holder, issue, medal, now):
    id_ = issue(medal, holder, start=YEAR)
    for years, opens in ((1, True), (30, True), (now() // YEAR - 1, True), (now() // YEAR, False)):
        gate.rebuild([[(badges, medal, years * YEAR)]], {"from": owner})
        assert gate.opensFor(holder, [id_]) == opens


def test_a_line_that_says_no_time_asks_for_the_status_and_nothing_else(
    gate, badges, owner, holder, stranger, licence, node
):
    """Whoever answers `statusOf` is collection enough."""
    # PUSH0 CALLDATALOAD PUSH1 224 SHR PUSH4 statusOf EQ PUSH1 17 JUMPI PUSH0 PUSH0 REVERT; JUMPDEST, and ACTIVE.
    selector = bytes.fromhex(badges.statusOf.signature[2:])
    code = bytes.fromhex("5f3560e01c63") + selector + bytes.fromhex("146011575f5ffd5b60025f5260205ff3")
    node.set_code(stranger.address, code)
    gate.rebuild([[(stranger, licence, 0)]], {"from": owner})
    assert gate.opensFor(holder, [badge_id(licence, holder)])
    gate.rebuild([[(stranger, licence, 1)]], {"from": owner})
    with reverts():
        gate.opensFor(holder, [badge_id(licence, holder)])
    assert badges.statusOf(badge_id(licence, holder)) == Status.NONE
