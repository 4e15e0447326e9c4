"""Deploying a collection: see constructor.tree."""

from __future__ import annotations

from typing import Any

import pytest
from brownie import reverts
from conftest import ZERO

PROFILE = ("An issuer", "Who we are", "https://issuer.example")


@pytest.fixture
def deploy_with(owner, companions, Badges):
    def deploy(*, owner_=owner, renderer=companions[0], reader=companions[1]) -> Any:
        return Badges.deploy("A name", "SYM", owner_, PROFILE, renderer, reader, {"from": owner})

    return deploy


def test_refuses_a_renderer_without_code(deploy_with, stranger):
    for companion in (str(stranger), ZERO):
        with reverts(f"CompanionMissing: {companion.lower()}"):
            deploy_with(renderer=companion)


def test_refuses_a_reader_without_code(deploy_with, stranger):
    for companion in (str(stranger), ZERO):
        with reverts(f"CompanionMissing: {companion.lower()}"):
            deploy_with(reader=companion)


def test_refuses_to_belong_to_nobody(deploy_with):
    with reverts(f"OwnableInvalidOwner: {ZERO}"):
        deploy_with(owner_=ZERO)


def test_keeps_what_it_was_given(deploy_with, companions, stranger):
    badges = deploy_with(owner_=stranger)
    assert (badges.name(), badges.symbol(), badges.owner()) == ("A name", "SYM", stranger)
    assert badges.pendingOwner() == ZERO
    assert tuple(badges.profile()) == PROFILE
    assert tuple(badges.companions()) == companions


def test_appoints_nobody_and_creates_nothing(deploy_with, owner, stranger):
    badges = deploy_with(owner_=stranger)
    assert badges.achievementCount() == 0
    assert not any(badges.isIssuer(account, 0) for account in (owner, stranger))


def test_has_the_same_code_as_every_other_collection(deploy_with, badges, stranger, web3):
    assert web3.eth.get_code(deploy_with(owner_=stranger).address) == web3.eth.get_code(badges.address)
