"""Evidence: committed, disclosed in part, checked on a chain; against viem, OpenZeppelin and JavaScript's JSON
(tests/vectors/evidence.json, made by tests/vectors/typed_data.cjs)."""

import json
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from hypothesis import given
from hypothesis import strategies as st
from tests.client.vouchers.conftest import World

from soulbadge import Disclosure, EvidenceDocument, badge_id, caip19, check_evidence, cohort_evidence
from soulbadge.errors import (
    BadgeNotActiveError,
    EvidenceMalformedError,
    EvidenceMismatchError,
    ValueInvalidError,
    VoucherElsewhereError,
)
from soulbadge.forms.canonical import canonical

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "vectors" / "evidence.json").read_text("utf-8"))
FACTS: dict[str, Any] = {
    "grade": "A",
    "born": "2001-04-05",
    "attempts": 2,
    "proctored": True,
    "modules": ["net", {"name": "etcd"}],
}


def stored(document: EvidenceDocument) -> EvidenceDocument:
    return EvidenceDocument.parse(json.dumps(document.to_json(), indent=2))


def sent(shown: Disclosure) -> Disclosure:
    return Disclosure.parse(json.dumps(shown.to_json()))


@pytest.mark.parametrize("vector", VECTORS["documents"], ids=lambda each: f"{len(each['proofs'])}-facts")
def test_commitment_and_proofs_are_those_of_viem_and_openzeppelin(vector: dict[str, Any]) -> None:
    document = EvidenceDocument.parse(json.dumps(vector["document"]))
    assert "0x" + document.commitment.hex() == vector["commitment"]
    shown = document.disclose(vector["proofs"]).to_json()
    assert {each["name"]: each["proof"] for each in shown["fields"]} == vector["proofs"]
    assert document.to_json() == vector["document"]


@pytest.mark.parametrize("vector", VECTORS["texts"], ids=lambda each: ascii(each["text"])[:30])
def test_the_canonical_text_is_that_of_rfc_8785(vector: dict[str, Any]) -> None:
    assert canonical(vector["value"]) == vector["text"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=10,
)


@given(_JSON)
def test_a_canonical_text_says_the_same_and_is_its_own_canonical_text(value: Any) -> None:  # noqa: ANN401 (JSON)
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=8), _JSON, min_size=1, max_size=20), st.data())
def test_what_is_disclosed_leads_to_the_commitment(facts: dict[str, Any], data: st.DataObject) -> None:
    document = stored(EvidenceDocument.of(facts))
    assert document.facts == facts
    names = data.draw(st.sets(st.sampled_from(sorted(facts)), min_size=1))
    shown = sent(document.disclose(names))
    assert shown.commitment == document.commitment
    assert shown.facts == {name: facts[name] for name in names}


def test_a_badge_issued_one_by_one(world: World, holder: LocalAccount) -> None:
    document = EvidenceDocument.of(FACTS)
    badge = world.issuer.issue("licence", holder.address, evidence=document.commitment).badge_id
    mine = stored(document.of_badge(caip19(world.badges.chain_id, world.badges.address, badge)))
    shown = sent(mine.disclose(["grade", "attempts"]))
    checked = check_evidence(shown, world.badges, badge)
    assert checked.facts == {"grade": "A", "attempts": 2}
    assert checked.badge.holder == holder.address
    assert check_evidence(shown, world.badges) == checked  # the badge that the file names
    assert check_evidence(mine, world.badges, badge).facts == FACTS  # what a holder does who was handed the document


def test_a_badge_that_was_claimed(world: World, holder: LocalAccount) -> None:
    document = EvidenceDocument.of(FACTS)
    signed = world.signed(holder.address, evidence=document.commitment)
    badge = world.holder(holder).claim(signed).badge_id
    assert check_evidence(document.disclose(["grade"]), world.badges, badge).facts == {"grade": "A"}


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_cohorts_members_each_prove_their_own(world: World, count: int) -> None:
    people = [Account.create().address for _ in range(count)]
    number = world.badges.achievement("medal").cohorts + 1
    documents = {badge_id(2, number, each): EvidenceDocument.of({"place": at}) for at, each in enumerate(people)}
    evidence = cohort_evidence(world.badges.chain_id, world.badges.address, documents)
    world.issuer.issue_cohort("medal", people, "A match", number=number, evidence_root=evidence.root)
    for place, each in enumerate(people):
        badge = badge_id(2, number, each)
        shown = sent(stored(evidence.documents[badge]).disclose(["place"]))
        assert check_evidence(shown, world.badges, badge).facts == {"place": place}
        for other in set(documents) - {badge}:
            with pytest.raises(EvidenceMismatchError):
                check_evidence(shown, world.badges, other)


def test_documents_of_several_occasions_make_no_root() -> None:
    one, other = (badge_id(2, number, "0x" + "11" * 20) for number in (1, 2))
    document = EvidenceDocument.of(FACTS)
    for documents in ({}, {badge_id(2, 0, "0x" + "11" * 20): document}, {one: document, other: document}):
        with pytest.raises(ValueInvalidError, match="one cohort"):
            cohort_evidence(1, "0x" + "12" * 20, documents)


def test_a_badge_that_does_not_count_is_told_from_facts_that_are_wrong(world: World, holder: LocalAccount) -> None:
    document = EvidenceDocument.of(FACTS)
    badge = world.issuer.issue("medal", holder.address, evidence=document.commitment).badge_id
    world.issuer.revoke(badge)
    with pytest.raises(BadgeNotActiveError, match="REVOKED"):
        check_evidence(document.disclose(["grade"]), world.badges, badge)
    with pytest.raises(EvidenceMismatchError):
        check_evidence(EvidenceDocument.of(FACTS).disclose(["grade"]), world.badges, badge)


def test_a_file_about_something_else_is_refused(world: World, holder: LocalAccount) -> None:
    document = EvidenceDocument.of(FACTS)
    badge = world.issuer.issue("licence", holder.address, evidence=document.commitment).badge_id
    shown = document.disclose(["grade"])
    with pytest.raises(ValueInvalidError, match="names no badge"):
        check_evidence(shown, world.badges)
    elsewhere = document.of_badge(caip19(1, world.badges.address, badge)).disclose(["grade"])
    with pytest.raises(VoucherElsewhereError, match="the evidence is of"):
        check_evidence(elsewhere, world.badges, badge)
    other = document.of_badge(caip19(world.badges.chain_id, world.badges.address, badge + 1)).disclose(["grade"])
    with pytest.raises(EvidenceMismatchError):
        check_evidence(other, world.badges, badge)
    without = world.issuer.issue("medal", holder.address).badge_id
    with pytest.raises(EvidenceMismatchError):
        check_evidence(shown, world.badges, without)
    with pytest.raises(EvidenceMismatchError):
        check_evidence(shown, world.badges, badge_id(1, 0, Account.create().address))


def test_what_was_disclosed_is_read_as_of_a_block(world: World, holder: LocalAccount) -> None:
    document = EvidenceDocument.of(FACTS)
    before = world.badges.node.block_number()
    badge = world.issuer.issue("licence", holder.address, evidence=document.commitment).badge_id
    shown = document.disclose(["grade"])
    with pytest.raises(EvidenceMismatchError):
        check_evidence(shown, world.badges, badge, block=before)
    after = world.badges.node.block_number()
    assert check_evidence(shown, world.badges, badge, block=after).block == after


def test_there_is_something_to_disclose() -> None:
    document = EvidenceDocument.of(FACTS)
    for names in ([], ["size"], ["grade", "size"]):
        with pytest.raises(EvidenceMalformedError):
            document.disclose(names)
