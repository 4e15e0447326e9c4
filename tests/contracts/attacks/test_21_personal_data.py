"""Attack 21: personal data: no free text about a person in calldata, events or URIs (canary test)."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from conftest import NONE, badge_id, packed
from documents import document_of, picture_of
from eth_abi import encode
from eth_utils import keccak
from vouchers import Tree, Voucher

CANARIES = ["Grace Hopper-Canary", "grace@canary.example", "passed with 97.5 %", "1906-12-09"]


def commitment_to(person: str, canary: str) -> bytes:
    """A salted commitment to a private document, as evidence is made."""
    document = json.dumps({"person": person, "fact": canary, "salt": keccak(text=f"salt of {person}").hex()})
    return keccak(text=document)


def traces_of(canary: str) -> set[str]:
    """How a text could be hidden in hex."""
    raw = canary.encode()
    hidden = {raw.hex(), keccak(raw).hex(), base64.b64encode(raw).rstrip(b"=").hex()}
    # Inside base64 of something longer, a text is one of three, by where it begins.
    for shift in range(3):
        inner = base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4]
        hidden.add(inner.hex())
    return hidden


def assert_clean(what: str, where: str) -> None:
    for canary in CANARIES:
        for trace in traces_of(canary):
            assert trace not in what, f"{canary} in {where}"
        assert canary.encode().hex() not in what


@pytest.fixture(scope="module")
def degree(create):
    return create("degree", name="Master of Arts")


def test_the_search_finds_what_it_is_looking_for():
    for canary in CANARIES:
        for hidden in (
            canary.encode(),
            b"before " + canary.encode() + b" after",
            keccak(text=canary),
            base64.b64encode(b"one " + canary.encode() + b" more"),
            base64.b64encode(b"three" + canary.encode() + b" more"),
            base64.b64encode(canary.encode() + b" more"),
        ):
            with pytest.raises(AssertionError):
                assert_clean(hidden.hex(), "the test itself")


def test_nothing_of_the_document_reaches_the_chain(badges, web3, issuer, holder, another_holder, domain, degree):
    """Issued one by one, by cohort and by claim, with evidence: calldata, logs, documents and every view are clean."""
    commitments = [commitment_to(str(who), canary) for who, canary in zip("abcd", CANARIES, strict=True)]
    members = [holder, another_holder]
    leaves = [
        encode(["uint256", "bytes32"], [badge_id(degree, member, 1), commitment])
        for member, commitment in zip(members, commitments, strict=False)
    ]
    single, member = badge_id(degree, holder), badge_id(degree, holder, 1)
    claimed = badge_id(degree, another_holder)
    receipts = [
        badges.issue(single, 0, 0, commitments[2], {"from": issuer}),
        badges.issueCohort(degree, 1, "Class of 2026", 0, 0, Tree(leaves).root, packed(members), {"from": issuer}),
        badges.claim(*domain.request(Voucher(issuer, claimed, evidence=commitments[3])), {"from": another_holder}),
    ]
    for receipt in receipts:
        assert_clean(str(receipt.input).removeprefix("0x"), "calldata")
        for entry in receipt.logs:
            for part in (*entry["topics"], entry["data"]):
                assert_clean(part.removeprefix("0x") if isinstance(part, str) else bytes(part).hex(), "a log")

    assert_clean(badges.contractURI().encode().hex(), "contractURI")
    for id_ in (single, member, claimed):
        document = document_of(badges.tokenURI(id_))
        assert_clean(json.dumps(document, ensure_ascii=False).encode().hex(), "tokenURI")
        assert_clean(picture_of(document).encode().hex(), "the picture")
        for view in (badges.badgeOf, badges.recordOf):
            answer = web3.eth.call({"to": badges.address, "data": view.encode_input(id_)})
            assert_clean(bytes(answer).hex(), "a view")


def test_evidence_shows_in_no_document(badges, issue, holder, degree):
    """Not even the commitment is published where indexers copy it."""
    evidence = commitment_to("a", CANARIES[0])
    document = document_of(badges.tokenURI(issue(degree, holder, evidence=evidence)))
    assert evidence.hex() not in (json.dumps(document) + picture_of(document)).lower()


def test_no_door_to_a_badge_takes_a_text(badges):
    """Texts belong to an achievement, an occasion or the issuer, never to one holder."""
    takes_text = {
        part["name"]
        for part in badges.abi
        if part["type"] == "function"
        and part["stateMutability"] not in ("view", "pure")
        and any(kind == "string" for kind in kinds_in(part["inputs"]))
    }
    assert takes_text == {"createAchievement", "issueCohort", "setProfile"}


def test_the_only_bytes_that_a_door_takes_are_signatures_and_members(badges):
    found = {
        (part["name"], name)
        for part in badges.abi
        if part["type"] == "function" and part["stateMutability"] not in ("view", "pure")
        for name, kind in named_kinds_in(part["inputs"])
        if kind == "bytes"
    }
    assert found == {
        ("issueCohort", "members"),
        ("claim", "signature"),
        ("claim", "holderSignature"),
        ("claim", "keySignature"),
        ("renounceBySignature", "signature"),
    }


def test_no_event_of_a_badge_carries_a_text(badges):
    """Only the slug of an achievement and the label of an occasion are logged."""
    texts = {
        (part["name"], each["name"])
        for part in badges.abi
        if part["type"] == "event"
        for each in part["inputs"]
        if each["type"] in ("string", "bytes")
    }
    assert texts == {("AchievementCreated", "slug"), ("CohortIssued", "label")}


def named_kinds_in(parameters: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Names and types of parameters, those inside structs too."""
    found = []
    for each in parameters:
        found.append((each["name"], each["type"]))
        found += named_kinds_in(each.get("components", []))
    return found


def kinds_in(parameters: list[dict[str, Any]]) -> list[str]:
    return [kind.removesuffix("[]") for _, kind in named_kinds_in(parameters)]


def test_a_badge_needs_no_evidence_at_all(badges, issue, holder, degree):
    assert bytes(badges.badgeOf(issue(degree, holder))["evidence"]) == NONE
