"""ERC-7572: Contract-level metadata via `contractURI()`."""

from __future__ import annotations

from brownie import reverts
from documents import document_of
from raw_logs import log, raw_logs
from vouchers import error

PROFILE = ("Guild of Bakers", "We bake.", "https://bakers.example/")
SCHEMA = {
    "name": str,
    "description": str,
    "image": str,
    "banner_image": str,
    "featured_image": str,
    "external_link": str,
    "collaborators": list,
}


def test_implements_the_interface(badges):
    """“The contract MUST implement the below interface”: `contractURI()` and `ContractURIUpdated()`."""
    assert badges.supportsInterface("0xe8a3d485")
    (event,) = (part for part in badges.abi if part.get("name") == "ContractURIUpdated")
    assert event["inputs"] == []


def test_answers_with_a_document_of_the_schema(badges):
    """“The schema for the JSON returned from `contractURI()` MUST conform to”: `name` is required, all parts have their
    types. It “MAY be an … onchain JSON data string”."""
    document = document_of(badges.contractURI())
    assert "name" in document
    for part, value in document.items():
        assert isinstance(value, SCHEMA[part])


def test_tells_how_the_issuer_presents_itself(badges, owner):
    badges.setProfile(PROFILE, {"from": owner})
    document = document_of(badges.contractURI())
    assert (document["name"], document["description"], document["external_link"]) == PROFILE
    assert tuple(badges.profile()) == PROFILE


def test_lets_its_name_take_precedence_over_the_fixed_one(badges, owner):
    """“If the underlying contract additionally provides a `name()` method, the metadata returned by `contractURI()`'s
    `name` property is RECOMMENDED to take precedence.”"""
    badges.setProfile(PROFILE, {"from": owner})
    assert document_of(badges.contractURI())["name"] == PROFILE[0] != badges.name()
    badges.setProfile(("", "", ""), {"from": owner})
    assert document_of(badges.contractURI())["name"] == badges.name()


def test_announces_every_change(badges, owner):
    """“The `ContractURIUpdated()` event SHOULD be emitted on updates to the contract metadata”"""
    receipt = badges.setProfile(PROFILE, {"from": owner})
    assert raw_logs(receipt) == [log("ContractURIUpdated()")]


def test_lets_nobody_but_the_owner_change_it(badges, issuer, holder, stranger):
    before = badges.contractURI()
    for caller in (issuer, holder, stranger):
        with reverts(error("OwnableUnauthorizedAccount", caller)):
            badges.setProfile(PROFILE, {"from": caller})
    assert badges.contractURI() == before
