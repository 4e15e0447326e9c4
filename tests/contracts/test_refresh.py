"""`refresh`: see refresh.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, badge_id


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


def test_refuses_a_badge_that_does_not_exist(badges, holder, stranger, medal, issue):
    ended = issue(medal, holder)
    badges.renounce(ended, {"from": holder})
    for id_ in (ended, badge_id(medal, stranger), badge_id(medal, stranger, 1), badge_id(99, stranger), 0):
        with reverts(f"ERC721NonexistentToken: {id_}"):
            badges.refresh(id_, {"from": stranger})


def test_announces_for_anyone_and_changes_nothing(
    badges, owner, issuer, holder, another_holder, stranger, medal, issue, issue_cohort, now, travel_to
):
    end = now() + DAY
    single = issue(medal, holder, end=end)
    member = badge_id(medal, another_holder, issue_cohort(medal, another_holder, end=end))
    travel_to(end)
    for id_ in (single, member):
        before = badges.badgeOf(id_).dict()
        for anyone in (owner, issuer, holder, another_holder, stranger):
            receipt = badges.refresh(id_, {"from": anyone})
            assert [(event.name, dict(event)) for event in receipt.events] == [("MetadataUpdate", {"_tokenId": id_})]
        assert badges.badgeOf(id_).dict() == before
