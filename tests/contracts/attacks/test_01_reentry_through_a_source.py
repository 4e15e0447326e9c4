"""Attack 1: re-entry through a source. (Recipients are never called: see test_02_bad_recipient.py.)

The source is an issuer itself and knows a good message; asked, it sends it. Sources are asked by `staticcall`, so the
message comes to nothing, and whatever the source answers, one badge is written at the most.
"""

from __future__ import annotations

import pytest
from conftest import NONE, Status, Terms, badge_id, packed, prerequisite, requirement


@pytest.fixture(scope="module")
def source(owner, badges, MockReentrant):
    """A malicious source; somebody appointed it an issuer, and made it the owner-to-be."""
    source = MockReentrant.deploy({"from": owner})
    badges.appointIssuer(source, 0, {"from": owner})
    badges.transferOwnership(source, {"from": owner})
    return source


@pytest.fixture(scope="module", autouse=True)
def ground(create, source):
    """1: asked at issue; 2: asked in every status; 3: free for the taking."""
    foreign = prerequisite(7, source=source.address)
    create("at-issue", requirements=(requirement(1, foreign),))
    create("ongoing", requirements=(requirement(1, foreign, ongoing=True),))
    create("free")


MESSAGES = {
    "the same badge": lambda badges, holder, _: badges.issue.encode_input(badge_id(1, holder), 0, 0, NONE),
    "another badge": lambda badges, holder, _: badges.issue.encode_input(badge_id(3, holder), 0, 0, NONE),
    "a cohort": lambda badges, holder, _: badges.issueCohort.encode_input(3, 1, "", 0, 0, NONE, packed([holder])),
    "the ownership": lambda badges, *_: badges.acceptOwnership.encode_input(),
    "a cancellation": lambda badges, *_: badges.cancel.encode_input(b"\x01" * 32),
}


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize("achievement", [1, 2])
def test_writes_one_badge_and_nothing_of_what_the_source_sent(badges, owner, issuer, holder, source, name, achievement):
    source.plan(badges, MESSAGES[name](badges, holder, None), {"from": owner})
    id_ = badge_id(achievement, holder)
    receipt = badges.issue(id_, 0, 0, NONE, {"from": issuer})
    assert [event.name for event in receipt.events] == ["Transfer", "Locked", "Issued", "TokenExpiryUpdated"]
    assert badges.statusOf(id_) == Status.ACTIVE
    assert list(badges.badgesOf(holder, 0, 99)[0]) == [id_]
    assert badges.achievementOf(3)["cohorts"] == 0
    assert badges.owner() == owner
    assert not badges.isSpent(source, b"\x01" * 32)


@pytest.mark.parametrize("name", [name for name in MESSAGES if name != "the same badge"])
def test_sends_what_would_work_from_outside(badges, owner, holder, source, name):
    """Or the tests above would prove nothing."""
    source.plan(badges, MESSAGES[name](badges, holder, None), {"from": owner})
    assert source.strike.call({"from": owner})


def test_writes_nothing_while_it_is_read(badges, owner, holder, issuer, source):
    badges.issue(badge_id(2, holder), 0, 0, NONE, {"from": issuer})
    source.plan(badges, MESSAGES["another badge"](badges, holder, None), {"from": owner})
    # As transactions, where a write would stay.
    for read in (badges.statusOf, badges.badgeOf, badges.tierOf):
        read.transact(badge_id(2, holder), {"from": issuer})
    badges.eligibility.transact(holder, 1, {"from": issuer})
    assert badges.statusOf(badge_id(3, holder)) == Status.NONE


def test_is_stopped_as_a_source_of_tiers_too(badges, owner, issuer, holder, create, source):
    tiers = (("Low", [requirement(1, prerequisite(7, source=source.address))]),)
    ladder = create("ladder", tiers=tiers)
    badges.issue(badge_id(ladder, holder), 0, 0, NONE, {"from": issuer})
    source.plan(badges, MESSAGES["another badge"](badges, holder, None), {"from": owner})
    assert badges.tierOf(badge_id(ladder, holder)) == 1
    badges.tierOf.transact(badge_id(ladder, holder), {"from": issuer})
    assert badges.statusOf(badge_id(3, holder)) == Status.NONE


def test_cannot_create_through_the_owner_to_be(badges, owner, issuer, holder, source):
    source.plan(badges, badges.createAchievement.encode_input(Terms("mine").as_tuple()), {"from": owner})
    badges.issue(badge_id(1, holder), 0, 0, NONE, {"from": issuer})
    assert badges.achievementCount() == 3
