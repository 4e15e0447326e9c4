"""The published JSON Schema and the parser agree, but for what the schema says that it cannot say."""

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it publishes no types
from tests.support.policies import HERE, policies
from tests.support.scripts import ROOT

from soulbadge.errors import PolicyMalformedError
from soulbadge.policy import Policy, schema

unhurried = settings(deadline=None, max_examples=30)

VALIDATOR = Draft202012Validator(schema())


def parses(document: object) -> bool:
    try:
        Policy.from_json(document)
    except PolicyMalformedError:
        return False
    return True


def test_it_is_published_beside_the_others() -> None:
    assert json.loads((ROOT / "docs/schemas/policy.schema.json").read_text(encoding="utf-8")) == schema()


def test_it_is_a_schema_itself() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema() is not schema()


@unhurried
@given(policies())
def test_every_policy_is_valid(policy: Policy) -> None:
    VALIDATOR.validate(policy.to_json())
    VALIDATOR.validate({**policy.to_json(), "collections": {"cncf": HERE, "kaggle": ""}})


words = st.sampled_from(
    (
        "holds",
        "tier",
        "service",
        "all_of",
        "any_of",
        "at_least",
        "of",
        "level",
        "years",
        "held_for",
        "collection",
        "not",
    )
)
values: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 12),
    st.sampled_from((999, 1000, 1 << 40, (1 << 40) - 1, 1 << 48, (1 << 48) - 1, 0.5)),
    st.sampled_from(("cka", "CKA", "", "a" * 64, "a" * 65, "x" * 200, "x" * 201)),
    st.sampled_from(("2.5", "0.0", "0.5", "05", "5", "1000", "1/3", "1/1000", "999.9", "1.1234567", ".5", "1e3")),
    st.sampled_from(("3 years", "0 years", "1 day", "9999 months", "10000 days", "3 yrs", "3years", "1 week s")),
    st.sampled_from((HERE, HERE.lower(), HERE[:-1], "0x" + "0" * 40, "0X" + HERE[2:], "0x-lab")),
)
documents = st.recursive(
    st.dictionaries(words, values, max_size=3) | values,
    lambda inner: st.dictionaries(words, st.lists(inner, max_size=3) | values, max_size=3),
    max_leaves=8,
)
proper = policies().map(lambda policy: policy.to_json())


@unhurried
@given(documents)
def test_they_agree_on_any_document(document: Any) -> None:  # noqa: ANN401 (JSON)
    assume(_within_what_it_says(document))
    assert VALIDATOR.is_valid(document) is parses(document)


@unhurried
@given(proper, st.data())
def test_they_agree_on_a_policy_with_one_thing_changed(document: dict[str, Any], data: st.DataObject) -> None:
    _change(document, data)
    assume(_within_what_it_says(document))
    assert VALIDATOR.is_valid(document) is parses(document)


def _change(document: dict[str, Any], data: st.DataObject) -> None:
    """Somewhere in it, one thing is set, or taken out."""
    lists = [value for value in document.values() if isinstance(value, list)]
    inside, setting = data.draw(st.booleans()), data.draw(st.booleans())
    if lists and inside:
        _change(data.draw(st.sampled_from(lists[0])), data)
    elif setting:
        document[data.draw(words)] = data.draw(values)
    else:
        del document[data.draw(st.sampled_from(sorted(document)))]


def _within_what_it_says(document: Any) -> bool:  # noqa: ANN401 (JSON)
    """Whether it is free of what `$comment` names: counts larger than their lists, demands spelled in two ways, names
    that nobody gave an address."""
    if not isinstance(document, dict):
        return True
    listed = document.get("of")
    counted = document.get("at_least")
    if isinstance(listed, list) and isinstance(counted, int) and counted > len(listed):
        return False
    if isinstance(document.get("collection"), str) and not document["collection"].startswith("0x"):
        return False
    for value in document.values():
        if isinstance(value, list):
            if not all(map(_within_what_it_says, value)):
                return False
            meant = [Policy.from_json(each).to_text() if parses(each) else json.dumps(each) for each in value]
            if len(set(meant)) < len(meant) and len({json.dumps(each, sort_keys=True) for each in value}) == len(value):
                return False
    return True


def nested(depth: int) -> dict[str, Any]:
    document: dict[str, Any] = {"holds": "cka"}
    for _ in range(depth):
        document = {"any_of": [document]}
    return document


@pytest.mark.parametrize(
    "document",
    [
        nested(7),
        {"all_of": [{"any_of": [{"holds": number} for number in range(1, 65)]}, {"holds": "a"}]},
        {"any_of": [{"holds": "a"}, {"holds": "a", "held_for": 0}]},
        {"at_least": 3, "of": [{"holds": "a"}, {"holds": "b"}]},
        {"holds": "a", "collection": HERE.replace("b", "B", 1)},
        {"holds": "a", "collection": "unheard-of"},
        {"holds": 1.0},
    ],
)
def test_what_the_schema_cannot_say_the_parser_refuses(document: object) -> None:
    assert VALIDATOR.is_valid(document)
    assert not parses(document)


def test_the_schema_says_what_it_cannot_say() -> None:
    assert schema()["$comment"] == (
        "Beyond what is said here, groups nest at most 6 deep, a policy has at most 64 single demands, no group names "
        "the same demand twice in two spellings, at_least is at most the length of its list, an address in mixed case "
        "has the checksum of ERC-55, the names of collections are known where the policy is loaded, and no number is "
        "written with a point or an exponent."
    )
