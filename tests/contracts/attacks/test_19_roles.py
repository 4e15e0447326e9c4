"""Attack 19: roles. Only the owner appoints; nothing that it does touches an issued badge, nor does its leaving.

All that can change a collection is listed here by name: a new door needs a new line, and an answer to who may open it.
"""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import NONE, YEAR, BurnAuth, Status, Terms, badge_id, packed, prerequisite, requirement

OWNERS = {
    "createAchievement",
    "retireAchievement",
    "appointIssuer",
    "dismissIssuer",
    "setProfile",
    "transferOwnership",
    "renounceOwnership",
}
ISSUERS = {"issue", "issueWithWitnesses", "issueCohort", "renew", "renewCohort", "revoke"}
HOLDERS = {"renounce", "renounceBySignature", "claim"}
ANYONES = {"cancel", "refresh", "acceptOwnership"}  # each for itself alone: own digests, a log, what was offered to it
SHUT = {"approve", "setApprovalForAll", "transferFrom", "safeTransferFrom"}


@pytest.fixture(scope="module", autouse=True)
def ground(create, issue, issue_cohort, holder, another_holder):
    """A badge of every kind, each in two hands."""
    create("one", validity=YEAR, burn_auth=BurnAuth.BOTH)
    create("two", individual=True)
    create("three", requirements=(requirement(1, prerequisite(2), ongoing=True),))
    for achievement in (1, 2, 3):
        issue(achievement, holder)
    issue_cohort(1, holder, another_holder)


@pytest.fixture
def portrait(badges, holder, another_holder):
    """All there is to know about each badge, but the documents, whose issuer may present itself anew."""
    ids = [badge_id(1, holder), badge_id(2, holder), badge_id(3, holder)]
    ids += [badge_id(1, member, 1) for member in (holder, another_holder)]
    return lambda: [(str(badges.badgeOf(id_)), str(badges.recordOf(id_)), badges.ownerOf(id_)) for id_ in ids]


def test_lists_every_door_that_changes_anything(badges):
    doors = {
        entry["name"]
        for entry in badges.abi
        if entry.get("stateMutability") in {"nonpayable", "payable"} and entry["type"] == "function"
    }
    pure_refusals = {
        entry["name"] for entry in badges.abi if entry.get("stateMutability") == "pure" and entry["name"] in SHUT
    }
    assert doors == OWNERS | ISSUERS | HOLDERS | ANYONES
    assert pure_refusals == SHUT
    assert not [entry for entry in badges.abi if entry.get("stateMutability") == "payable"]
    assert not [entry for entry in badges.abi if entry["type"] in {"fallback", "receive"}]


def test_opens_the_owners_doors_to_the_owner_alone(badges, issuer, holder, stranger, dismissed_issuer, relayer):
    arguments = {
        "createAchievement": (Terms("new").as_tuple(),),
        "retireAchievement": (1,),
        "appointIssuer": (stranger, 0),
        "dismissIssuer": (issuer,),
        "setProfile": (("", "", ""),),
        "transferOwnership": (stranger,),
        "renounceOwnership": (),
    }
    assert set(arguments) == OWNERS
    for caller in (issuer, holder, stranger, dismissed_issuer, relayer):
        for door, values in arguments.items():
            with reverts(f"OwnableUnauthorizedAccount: {str(caller).lower()}"):
                getattr(badges, door).call(*values, {"from": caller})


def test_opens_no_issuers_door_to_the_owner_or_to_any_other(
    badges, owner, holder, another_holder, stranger, dismissed_issuer, relayer, now
):
    later = now() + YEAR + 1
    knocks = {
        "issue": (badge_id(1, stranger), 0, 0, NONE),
        "issueWithWitnesses": (badge_id(1, stranger), 0, 0, NONE, []),
        "issueCohort": (1, 2, "", 0, 0, NONE, packed([stranger])),
        "renew": (badge_id(1, holder), later),
        "renewCohort": (1, 1, later),
        "revoke": (badge_id(1, holder),),
    }
    assert set(knocks) == ISSUERS
    for caller in (owner, holder, another_holder, stranger, dismissed_issuer, relayer):
        for door, values in knocks.items():
            with reverts(f"NotIssuer: {str(caller).lower()}, 1"):
                getattr(badges, door).call(*values, {"from": caller})


def test_lets_nobody_but_the_holder_renounce(badges, owner, issuer, holder, another_holder, stranger):
    id_ = badge_id(1, holder)
    for caller in (owner, issuer, another_holder, stranger):
        with reverts(f"NotHolder: {str(caller).lower()}, {id_}"):
            badges.renounce(id_, {"from": caller})


def test_touches_no_badge_whatever_the_owner_does(badges, owner, issuer, stranger, relayer, portrait, create):
    before = portrait()
    create("later", requirements=(requirement(1, prerequisite(1)),))
    for achievement in (1, 2, 3):
        badges.retireAchievement(achievement, {"from": owner})
    badges.appointIssuer(stranger, 0, {"from": owner})
    badges.dismissIssuer(issuer, {"from": owner})
    badges.dismissIssuer(stranger, {"from": owner})
    badges.setProfile(("Somebody else", "", ""), {"from": owner})
    badges.transferOwnership(relayer, {"from": owner})
    assert portrait() == before
    badges.acceptOwnership({"from": relayer})
    assert portrait() == before
    badges.renounceOwnership({"from": relayer})
    assert portrait() == before


def test_touches_no_badge_that_a_dismissed_issuer_issued(badges, owner, issuer, portrait):
    before = portrait()
    badges.dismissIssuer(issuer, {"from": owner})
    assert portrait() == before


def test_cannot_end_a_badge_even_where_the_owner_makes_itself_an_issuer(badges, owner, holder, portrait):
    """Whose terms do not let issuers revoke, that badge nobody but its holder ends."""
    before = portrait()
    badges.appointIssuer(owner, 0, {"from": owner})
    for achievement in (2, 3):
        id_ = badge_id(achievement, holder)
        with reverts(f"BurnRefused: {id_}, {int(BurnAuth.OWNER_ONLY)}"):
            badges.revoke(id_, {"from": owner})
    assert portrait() == before
    assert badges.statusOf(badge_id(3, holder)) == Status.ACTIVE
