"""The adapters that make tokens of other standards count: see sources.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import NONE, Status, badge_id, prerequisite, requirement


@pytest.fixture(scope="module")
def coin(owner, MockErc20):
    return MockErc20.deploy({"from": owner})


@pytest.fixture(scope="module")
def ticket(owner, MockErc721):
    return MockErc721.deploy({"from": owner})


@pytest.fixture(scope="module")
def item(owner, MockErc1155):
    return MockErc1155.deploy({"from": owner})


@pytest.fixture(scope="module")
def coins(owner, coin, Erc20Source):
    return Erc20Source.deploy(coin, {"from": owner})


@pytest.fixture(scope="module")
def tickets(owner, ticket, Erc721Source):
    return Erc721Source.deploy(ticket, {"from": owner})


@pytest.fixture(scope="module")
def items(owner, item, Erc1155Source):
    return Erc1155Source.deploy(item, {"from": owner})


def test_remember_their_token(coins, tickets, items, coin, ticket, item):
    assert (coins.token(), tickets.token(), items.token()) == (coin, ticket, item)


@pytest.mark.parametrize("least", [0, 1, 2, 100, 2**256 - 1])
def test_hold_coins_from_the_least_balance(owner, holder, another_holder, coin, coins, now, least):
    enough = max(least, 1)
    coin.mint(holder, enough - 1, {"from": owner})
    assert coins.heldSince(holder, least) == 0
    coin.mint(holder, 1, {"from": owner})
    assert coins.heldSince(holder, least) == now()
    assert coins.heldSince(another_holder, least) == 0


@pytest.mark.parametrize("least", [0, 1, 2, 3])
def test_hold_tickets_from_the_least_number(owner, holder, another_holder, ticket, tickets, now, least):
    enough = max(least, 1)
    for token_id in range(1, enough):
        ticket.mint(holder, token_id, {"from": owner})
    assert tickets.heldSince(holder, least) == 0
    ticket.mint(holder, 99, {"from": owner})
    assert tickets.heldSince(holder, least) == now()
    assert tickets.heldSince(another_holder, least) == 0


@pytest.mark.parametrize("kind", [0, 1, 2**256 - 1])
def test_hold_any_number_of_one_kind_of_item(owner, holder, another_holder, item, items, now, kind):
    item.mint(holder, kind ^ 1, 5, {"from": owner})
    item.mint(another_holder, kind, 5, {"from": owner})
    assert items.heldSince(holder, kind) == 0
    item.mint(holder, kind, 1, {"from": owner})
    assert items.heldSince(holder, kind) == now()


def test_cannot_know_since_when(owner, holder, coin, coins, now, travel_to):
    coin.mint(holder, 1, {"from": owner})
    travel_to(now() + 1_000)
    assert coins.heldSince(holder, 1) == now()


def test_never_meet_a_time(badges, owner, issuer, holder, create, coin, coins, now, travel_to):
    wanted = create("wanted", requirements=(requirement(1, prerequisite(1, source=coins.address, held_for=1)),))
    coin.mint(holder, 1, {"from": owner})
    travel_to(now() + 1_000)
    with reverts(f"RequirementUnmet: {wanted}, 0, 1, 0"):
        badges.issue.call(badge_id(wanted, holder), 0, 0, NONE, {"from": issuer})


def test_suspend_what_rests_on_a_token_that_is_sold(
    badges, owner, holder, stranger, create, issue, coin, coins, ticket, tickets, item, items
):
    kinds = (
        prerequisite(10, source=coins.address),
        prerequisite(0, source=tickets.address),
        prerequisite(5, source=items.address),
    )
    resting = create("resting", requirements=(requirement(3, *kinds, ongoing=True),))
    coin.mint(holder, 10, {"from": owner})
    ticket.mint(holder, 1, {"from": owner})
    item.mint(holder, 5, 1, {"from": owner})
    id_ = issue(resting, holder)
    for sell, buy in (
        (lambda: coin.transfer(stranger, 1, {"from": holder}), lambda: coin.transfer(holder, 1, {"from": stranger})),
        (
            lambda: ticket.transferFrom(holder, stranger, 1, {"from": holder}),
            lambda: ticket.transferFrom(stranger, holder, 1, {"from": stranger}),
        ),
        (
            lambda: item.safeTransferFrom(holder, stranger, 5, 1, b"", {"from": holder}),
            lambda: item.safeTransferFrom(stranger, holder, 5, 1, b"", {"from": stranger}),
        ),
    ):
        assert badges.statusOf(id_) == Status.ACTIVE
        sell()
        assert badges.statusOf(id_) == Status.SUSPENDED
        buy()
    assert badges.statusOf(id_) == Status.ACTIVE


def test_count_as_not_held_over_an_address_that_is_no_token(
    badges, owner, issuer, holder, stranger, create, companions, Erc20Source, Erc721Source, Erc1155Source
):
    for number, (kind, token) in enumerate(
        (kind, token) for kind in (Erc20Source, Erc721Source, Erc1155Source) for token in (stranger, companions[0])
    ):
        source = kind.deploy(token, {"from": owner})
        wanted = create(f"wanted-{number}", requirements=(requirement(1, prerequisite(1, source=source.address)),))
        assert not badges.eligibility(holder, wanted)[0]
        with reverts(f"RequirementUnmet: {wanted}, 0, 1, 0"):
            badges.issue(badge_id(wanted, holder), 0, 0, NONE, {"from": issuer})
