"""ERC-6454: Minimal Transferable NFT detection interface."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, ZERO, BurnAuth, badge_id


@pytest.fixture(scope="module")
def medal(create):
    return create("medal", burn_auth=BurnAuth.BOTH)


@pytest.fixture(scope="module")
def ids(issue, issue_cohort, medal, holder, another_holder):
    return [issue(medal, holder), badge_id(medal, holder, issue_cohort(medal, holder, another_holder))]


@pytest.fixture(scope="module")
def nonexistent(badges, issuer, medal, stranger, another_holder, issue):
    ended = issue(medal, another_holder)
    badges.revoke(ended, {"from": issuer})
    return [0, 2**256 - 1, badge_id(medal, stranger), badge_id(medal, stranger, 1), badge_id(99, stranger), ended]


def test_answers_for_its_interface_id(badges):
    """“the ERC-165 identifier for this interface is 0x91a6262f”"""
    assert badges.supportsInterface("0x91a6262f")


def test_says_that_no_badge_is_transferable_in_general(badges, ids):
    """“In order to determine whether a token is transferable or not in general, the function SHOULD return the
    appropriate boolean value when passing the zero address as the `to` and `from` parameter.”"""
    for id_ in ids:
        assert badges.isTransferable(id_, ZERO, ZERO) is False


def test_reverts_at_every_transfer_of_what_it_calls_not_transferable(badges, owner, issuer, holder, stranger, ids):
    """“If this function returns `false`, the transfer of the token MUST revert execution”; “If the general
    transferability of token is `false`, any kind of transfer of the token, save minting and burning, MUST revert”."""
    for id_ in ids:
        for from_, to in ((holder, stranger), (stranger, holder), (holder, holder), (owner, issuer)):
            assert badges.isTransferable(id_, from_, to) is False
            for caller in (holder, owner, issuer, stranger):
                with reverts(f"TransferRefused: {id_}"):
                    badges.transferFrom.call(from_, to, id_, {"from": caller})


def test_reverts_for_what_does_not_exist(badges, holder, stranger, nonexistent):
    """“If the tokenId does not exist, this method MUST revert execution, unless the token is being checked for
    minting.”"""
    for id_ in nonexistent:
        for from_, to in ((holder, stranger), (stranger, holder), (holder, ZERO)):
            with reverts(f"ERC721NonexistentToken: {id_}"):
                badges.isTransferable(id_, from_, to)


def test_answers_about_issuing_what_does_not_exist(badges, holder, ids, nonexistent):
    """“In order to determine whether a token is mintable, the exception SHOULD be made to allow the `tokenId` parameter
    for a token that does not exist.”"""
    for id_ in (*ids, *nonexistent):
        assert badges.isTransferable(id_, ZERO, holder) is False


def test_answers_about_ending_no_otherwise(badges, holder, ids):
    """“The general transferability of a token should not be affected by the ability to mint the token … and the ability
    to burn the token”: a holder ends a badge by `renounce`, never by a transfer to zero."""
    for id_ in ids:
        assert badges.isTransferable(id_, holder, ZERO) is False
        with reverts(f"TransferRefused: {id_}"):
            badges.transferFrom.call(holder, ZERO, id_, {"from": holder})
        badges.renounce.call(id_, {"from": holder})


def test_stays_false_when_a_badge_has_expired(badges, holder, stranger, create, issue, now, travel_to):
    id_ = issue(create("short"), holder, end=now() + DAY)
    travel_to(now() + DAY)
    assert badges.isTransferable(id_, holder, stranger) is False
