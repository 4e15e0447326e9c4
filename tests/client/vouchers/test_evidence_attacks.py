"""Evidence as an attacker sees it: guessing what is not disclosed, and disclosing what was never committed."""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from soulbadge import Disclosure, EvidenceDocument
from soulbadge.errors import EvidenceMalformedError
from soulbadge.evidence.forms import Field, commitment_of, padding_leaf
from soulbadge.merkle import MerkleTree, leaf_of, root_from

NAMES = ("grade", "passed", "gender", "born")
FACTS: dict[str, Any] = {"grade": "C", "passed": True, "gender": "f", "name": "Ada"}


@pytest.fixture
def document() -> EvidenceDocument:
    return EvidenceDocument.of(FACTS)


def guesses() -> list[tuple[str, Any]]:
    """Every name with every value of a small world, the true ones among them."""
    return list(product(NAMES, ["A", "B", "C", "D", "f", "m", True, False, *range(100)]))


def found(shown: Disclosure, salts: list[bytes]) -> set[str]:
    """What a search through all guesses with these salts finds among the siblings that a disclosure tells."""
    told = {node for proof in shown.proofs for node in proof}
    return {name for name, value in guesses() for salt in salts if Field(name, json.dumps(value), salt).leaf in told}


def test_small_worlds_cannot_be_searched_without_the_salts(document: EvidenceDocument) -> None:
    shown = document.disclose(["name"])
    hidden = {field.name: field for field in document.fields if field.name != "name"}
    # The nearest sibling is a leaf, perhaps a hidden fact's: with its salt the search would find it.
    near = [field for field in hidden.values() if field.leaf in shown.proofs[0]]
    assert found(shown, [field.salt for field in hidden.values()]) == {field.name for field in near}
    known = [bytes(32), shown.fields[0].salt, leaf_of(shown.fields[0].salt), shown.commitment]
    assert found(shown, known) == set()


def test_the_search_does_find_a_fact_whose_salt_is_known() -> None:
    for _ in range(50):  # until a hidden fact is the neighbour of the disclosed one
        document = EvidenceDocument.of(FACTS)
        shown = document.disclose(["name"])
        near = [field for field in document.fields if field.leaf in shown.proofs[0]]
        if near:
            assert found(shown, [near[0].salt]) == {near[0].name}
            return
    pytest.fail("no hidden fact was ever a neighbour")


def test_nothing_of_the_others_stands_in_a_disclosure(document: EvidenceDocument) -> None:
    text = json.dumps(document.disclose(["name"]).to_json())
    for name, value in FACTS.items():
        if name != "name":
            assert name not in text.replace('"name"', "")
            assert json.dumps(value) not in text or value == "f"
    for field in document.fields:
        assert (field.salt.hex() in text) == (field.name == "name")
    for salt in document.padding:
        assert salt.hex() not in text


@pytest.mark.parametrize(("count", "depth"), [(1, 3), (7, 3), (8, 3), (9, 4), (16, 4), (17, 5)])
def test_how_many_facts_there_are_is_told_up_to_a_power_of_two(count: int, depth: int) -> None:
    document = EvidenceDocument.of({f"fact {place}": place for place in range(count)})
    assert [len(proof) for proof in document.disclose(["fact 0"]).proofs] == [depth]


def test_the_same_facts_have_another_commitment_each_time() -> None:
    made = [EvidenceDocument.of(FACTS) for _ in range(20)]
    assert len({each.commitment for each in made}) == 20
    assert len({field.salt for each in made for field in each.fields}) == 20 * len(FACTS)
    assert len({each.to_json()["padding"][0] for each in made}) == 20


# ─────────────────────────────────────────── forgeries ───────────────────────────────────────────


def forged(document: EvidenceDocument, change: Callable[[dict[str, Any]], None]) -> Disclosure:
    data = document.disclose(["grade", "name"]).to_json()
    change(data)
    return Disclosure.parse(json.dumps(data))


def _swap(data: dict[str, Any], key: str) -> None:
    one, other = data["fields"]
    one[key], other[key] = other[key], one[key]


@pytest.mark.parametrize("key", ["name", "value", "salt", "proof"])
def test_facts_that_were_swapped_are_refused(document: EvidenceDocument, key: str) -> None:
    with pytest.raises(EvidenceMalformedError):
        forged(document, lambda data: _swap(data, key))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["fields"][0].update(value="A"),
        lambda data: data["fields"][0].update(name="Grade"),
        lambda data: data["fields"][0].update(salt="0x" + "00" * 32),
        lambda data: data["fields"][0]["proof"].pop(),
        lambda data: [each["proof"].pop() for each in data["fields"]],
        lambda data: [each["proof"].pop(0) for each in data["fields"]],
        lambda data: data["fields"][0]["proof"].append("0x" + "00" * 32),
        lambda data: data["fields"][0]["proof"].reverse(),
        lambda data: data["fields"].append(dict(data["fields"][0])),
        lambda data: data["fields"].clear(),
        lambda data: data.update(fields={}),
        lambda data: data.update(disclosure="soulbadge/2"),
        lambda data: data.update(evidence="soulbadge/1"),
        lambda data: data.update(badge=5),
        lambda data: data.update(badge="0x12"),
        lambda data: data.update(path=["0x" + "00" * 32] * 33),
        lambda data: data.pop("path"),
        lambda data: data["fields"][0].pop("salt"),
        lambda data: data["fields"][0].update(salt=data["fields"][0]["salt"][:-2]),
        lambda data: data["fields"][0].update(salt=data["fields"][0]["salt"].upper()),
        lambda data: data["fields"][0].update(name=3),
    ],
)
def test_a_disclosure_that_was_changed_is_refused(
    document: EvidenceDocument, change: Callable[[dict[str, Any]], None]
) -> None:
    with pytest.raises(EvidenceMalformedError):
        forged(document, change)


def test_a_single_fact_that_was_changed_leads_to_another_commitment(document: EvidenceDocument) -> None:
    shown = document.disclose(["grade"])
    (field,) = shown.fields
    (proof,) = shown.proofs
    for changed in (
        replace(shown, fields=(Field("grade", '"A"', field.salt),)),
        replace(shown, fields=(Field("passed", field.text, field.salt),)),
        replace(shown, fields=(Field("grade", field.text, document.padding[0]),)),
        replace(shown, proofs=((*proof, bytes(32)),)),
        replace(shown, proofs=((bytes(32), *proof[1:]),)),
    ):
        assert changed.commitment != document.commitment
    with pytest.raises(EvidenceMalformedError, match="steps"):  # truncated
        replace(shown, proofs=(proof[:-1],))


@pytest.mark.parametrize("texts", [("1", '"1"', "true", "[1]", "null", '"true"', '"null"', "[]", "{}", "0")])
def test_one_value_is_never_taken_for_another(texts: tuple[str, ...]) -> None:
    salt = b"\1" * 32
    assert len({Field("x", text, salt).leaf for text in texts}) == len(texts)


@pytest.mark.parametrize("value", ["1.0", "1e0", "1E2", "-0.0", "NaN", "Infinity", str(2**53), "9" * 5000])
def test_a_number_that_readers_disagree_about_is_refused(document: EvidenceDocument, value: str) -> None:
    text = json.dumps(document.disclose(["grade"]).to_json()).replace('"C"', value)
    with pytest.raises(EvidenceMalformedError):
        Disclosure.parse(text)


def test_python_may_hold_one_for_true_and_the_commitment_does_not() -> None:
    facts: dict[str, Any]
    for facts in ({"x": 1}, {"x": True}, {"x": "1"}):
        document = EvidenceDocument.of(facts, new_salt=_counted())
        text = json.dumps(document.disclose(["x"]).to_json())
        shown = Disclosure.parse(text)
        assert type(shown.facts["x"]) is type(facts["x"])
        assert shown.commitment == document.commitment
    commitments = {EvidenceDocument.of({"x": each}, new_salt=_counted()).commitment for each in ("1", 1)}
    assert EvidenceDocument.of({"x": True}, new_salt=_counted()).commitment not in commitments
    assert len(commitments) == 2


def _counted() -> Callable[[int], bytes]:
    """Salts that are the same each time, so that the values alone differ."""
    numbers = iter(range(1, 1000))
    return lambda size: next(numbers).to_bytes(size, "big")


def test_names_and_values_cannot_run_into_one_another() -> None:
    salt = b"\1" * 32
    leaves = {
        Field(name, text, salt).leaf for name, text in (('a","b', '"c"'), ("a", '["b","c"]'), ("a", '"b\\",\\"c"'))
    }
    assert len(leaves) == 3
    with pytest.raises(EvidenceMalformedError, match="canonical"):  # ["a",1,2] from a value that is two
        Field("a", '{"x": 1}', salt)
    with pytest.raises(ValueError, match="Extra data"):
        Field("a", "1,2", salt)


def test_an_inner_node_passes_neither_for_a_leaf_nor_for_a_root(document: EvidenceDocument) -> None:
    shown = document.disclose(["grade"])
    (proof,) = shown.proofs
    tree = MerkleTree([*(each.leaf for each in document.fields), *(padding_leaf(each) for each in document.padding)])
    roots = {commitment_of(depth, tree.root) for depth in range(12)}
    assert len(roots) == 12  # the same root at another depth is another commitment
    inner = root_from(shown.fields[0].leaf, proof[:1])
    assert root_from(inner, proof[1:]) == tree.root  # the shorter path does lead to the root,
    assert commitment_of(2, tree.root) != document.commitment  # and to no commitment
    # Nobody can open the inner node as a fact: a fact's leaf is hashed twice, behind a tag.
    pair = min(shown.fields[0].leaf, proof[0]) + max(shown.fields[0].leaf, proof[0])
    assert leaf_of(pair) != inner


def test_the_filling_can_be_opened_as_no_fact(document: EvidenceDocument) -> None:
    salt = document.padding[0]
    for name, text in (("x", '""'), ("x", "null"), ("grade", '"C"')):
        assert Field(name, text, salt).leaf != padding_leaf(salt)


# ─────────────────────────────────────────── documents ───────────────────────────────────────────


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"": 1},
        {" grade": 1},
        {"gr\u200bade": 1},
        {"grade\n": 1},
        {unicodedata.normalize("NFD", "é"): 1},
        {"x" * 201: 1},
        {"\ud800": 1},
        {1: "one"},
        {"x": "\ud800"},
        {"x": 1.5},
        {"x": float("nan")},
        {"x": 2**53},
        {"x": b"bytes"},
        {"x": {1: 2}},
        {"x": "y" * 70_000},
        {"x": [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]},
        {str(place): place for place in range(1025)},
    ],
)
def test_what_readers_could_misread_is_not_committed(facts: dict[Any, Any]) -> None:
    with pytest.raises(EvidenceMalformedError):
        EvidenceDocument.of(facts)


def changed(document: EvidenceDocument, change: Callable[[dict[str, Any]], Any]) -> str:
    data = document.to_json()
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["padding"].pop(),
        lambda data: data["padding"].append(data["padding"][0]),
        lambda data: data.update(padding=[data["padding"][0]] * 4),
        lambda data: data["fields"]["grade"].update(salt=data["fields"]["name"]["salt"]),
        lambda data: data["fields"]["grade"].update(salt="0x" + "00" * 32),
        lambda data: data["fields"]["grade"].update(salt="0x12"),
        lambda data: data["fields"].update(more={"value": 1, "salt": "0x" + "01" * 32}),
        lambda data: data.update(fields=[]),
        lambda data: data.update(extra=1),
    ],
)
def test_a_document_with_too_much_or_too_little_is_refused(
    document: EvidenceDocument, change: Callable[[dict[str, Any]], Any]
) -> None:
    with pytest.raises(EvidenceMalformedError):
        EvidenceDocument.parse(changed(document, change))


def test_a_name_that_stands_twice_in_a_file_is_refused(document: EvidenceDocument) -> None:
    text = json.dumps(document.to_json())
    grade = text[text.index('"grade"') : text.index("}", text.index('"grade"')) + 1]
    with pytest.raises(EvidenceMalformedError, match="twice"):
        EvidenceDocument.parse(text.replace(grade, f"{grade}, {grade}"))


def test_a_leaf_behind_the_holders_back_is_seen_in_the_document(document: EvidenceDocument) -> None:
    """An issuer that slips a second grade into the tree cannot hand over a document that leads to the commitment."""
    second = Field("grade", '"F"', b"\7" * 32)
    leaves = [*(each.leaf for each in document.fields), second.leaf, *map(padding_leaf, document.padding[1:])]
    committed = commitment_of(3, MerkleTree(leaves).root)
    assert document.commitment != committed
    with pytest.raises(EvidenceMalformedError, match="twice"):
        EvidenceDocument((*document.fields, second), document.padding[1:])


@pytest.mark.parametrize("text", ["", "[]", "1", "{", '{"a":' * 50_000, " " * 5_000_000])
def test_what_is_no_document_is_refused_by_name(text: str) -> None:
    for parse in (EvidenceDocument.parse, Disclosure.parse):
        with pytest.raises(EvidenceMalformedError):
            parse(text)
