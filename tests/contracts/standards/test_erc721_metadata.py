"""ERC-721, the metadata extension."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, YEAR, ZERO, BurnAuth, Status, badge_id, prerequisite, requirement, tier
from documents import attributes_of, document_of, picture_of

pytestmark = pytest.mark.skip_coverage  # draws for minutes what test_token_uri.py has drawn


@pytest.fixture(scope="module")
def licence(create):
    return create(
        "licence",
        name="Licence to fly",
        description="May fly",
        criteria="Flew forty hours",
        skills=("landing", "taking off"),
        validity=2 * YEAR,
        burn_auth=BurnAuth.BOTH,
        tiers=(tier("Captain", requirement(1, prerequisite(1, held_for=YEAR))),),
    )


@pytest.fixture(scope="module")
def licensed(issue, licence, holder, now):
    return issue(licence, holder, start=now() - DAY, end=now() + 2 * YEAR - DAY)


def test_implements_erc721_too(badges):
    """“A contract that implements `ERC721Metadata` or `ERC721Enumerable` SHALL also implement `ERC721`.”"""
    assert badges.supportsInterface("0x5b5e139f")
    assert badges.supportsInterface("0x80ac58cd")


def test_has_a_name_and_a_symbol_that_are_fixed(badges, owner):
    """“A descriptive name for a collection of NFTs in this contract”; “An abbreviated name”"""
    assert (badges.name(), badges.symbol()) == ("The issuer", "BADGE")
    badges.setProfile(("Renamed", "", ""), {"from": owner})
    assert (badges.name(), badges.symbol()) == ("The issuer", "BADGE")


def test_throws_for_the_document_of_what_is_no_badge(badges, issuer, stranger, licence, licensed):
    """“Throws if `_tokenId` is not a valid NFT.”"""
    badges.revoke(licensed, {"from": issuer})
    for id_ in (
        licensed,
        0,
        2**256 - 1,
        badge_id(licence, stranger),
        badge_id(licence, stranger, 1),
        badge_id(licence, ZERO),
    ):
        with reverts(f"ERC721NonexistentToken: {id_}"):
            badges.tokenURI(id_)


def test_answers_with_a_document_of_the_schema_that_needs_no_server(badges, licensed):
    """“The URI may point to a JSON file that conforms to the 'ERC721 Metadata JSON Schema'”: an object whose `name`,
    `description` and `image` are texts."""
    document = document_of(badges.tokenURI(licensed))
    for part in ("name", "description", "image"):
        assert isinstance(document[part], str)
        assert document[part]
    assert picture_of(document)


def test_has_a_distinct_document_for_each_badge(badges, another_holder, issue, licence, licensed):
    """“A distinct Uniform Resource Identifier (URI) for a given asset.”"""
    assert badges.tokenURI(licensed) != badges.tokenURI(issue(licence, another_holder))


def test_tells_what_the_chain_says_of_a_badge_issued_one_by_one(badges, holder, licensed):
    badge = badges.badgeOf(licensed)
    document = document_of(badges.tokenURI(licensed))
    assert (document["name"], document["description"]) == ("Licence to fly", "May fly")
    assert document["criteria"] == "Flew forty hours"
    attributes = attributes_of(document)
    assert attributes["Status"] == "ACTIVE"
    assert attributes["Issuer"] == badges.name()
    assert attributes["Holder"].lower() == str(holder).lower()
    assert attributes["Achievement"] == "licence"
    assert attributes["Burn authority"] == "Both"
    assert [attributes[name] for name in ("Issued", "Start", "Since", "End")] == [
        badge["issuedAt"],
        badge["startTime"],
        badge["since"],
        badge["endTime"],
    ]
    assert attributes["Skill"] == ["landing", "taking off"]
    assert {"Cohort", "Occasion", "Tier", "Tier level"}.isdisjoint(attributes)


def test_tells_what_the_chain_says_of_a_cohorts_badge(badges, create, holder, issue_cohort):
    medal = create("medal", name="Gold medal")
    number = issue_cohort(medal, holder, label="Titanic 2026")
    document = document_of(badges.tokenURI(badge_id(medal, holder, number)))
    assert document["name"] == "Gold medal · Titanic 2026"
    attributes = attributes_of(document)
    assert (attributes["Cohort"], attributes["Occasion"]) == (number, "Titanic 2026")
    assert "End" not in attributes


def test_follows_status_tier_and_dates(badges, issuer, licensed, travel_to):
    badge = badges.badgeOf(licensed)
    travel_to(badge["startTime"] + YEAR)
    attributes = attributes_of(document_of(badges.tokenURI(licensed)))
    assert (attributes["Tier"], attributes["Tier level"]) == ("Captain", badges.tierOf(licensed)) == ("Captain", 1)

    travel_to(badge["endTime"])
    assert badges.statusOf(licensed) == Status.EXPIRED
    attributes = attributes_of(document_of(badges.tokenURI(licensed)))
    assert attributes["Status"] == "EXPIRED"
    assert "Tier" not in attributes

    badges.renew(licensed, 0, {"from": issuer})
    renewed = badges.badgeOf(licensed)
    attributes = attributes_of(document_of(badges.tokenURI(licensed)))
    assert (attributes["Status"], attributes["Since"], attributes["End"]) == (
        "ACTIVE",
        renewed["since"],
        renewed["endTime"],
    )


def test_tells_that_a_badge_is_pending_or_suspended(badges, holder, create, issue, now):
    base = create("base", individual=True)
    title = create("title", requirements=(requirement(1, prerequisite(base), ongoing=True),))
    base_badge = issue(base, holder)
    suspended = issue(title, holder)
    badges.renounce(base_badge, {"from": holder})
    pending = issue(create("late"), holder, start=now() + DAY)
    words = [attributes_of(document_of(badges.tokenURI(id_)))["Status"] for id_ in (suspended, pending)]
    assert words == ["SUSPENDED", "PENDING"]


def test_does_not_change_with_the_profile(badges, owner, licensed):
    """The metadata document is a pure function of fixed terms and chain state."""
    before = badges.tokenURI(licensed)
    badges.setProfile(("Renamed", "Other words", "https://other.example"), {"from": owner})
    assert badges.tokenURI(licensed) == before
