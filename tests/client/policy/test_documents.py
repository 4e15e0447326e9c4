"""Policies in TOML and JSON: one meaning, and what is not understood is refused with its place."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from tests.support.policies import HERE, THERE, policies

from soulbadge.errors import PolicyMalformedError
from soulbadge.forms.times import YEAR
from soulbadge.policy import AllOf, AnyOf, AtLeast, Holds, Policy, Service, Tier, load, loads_json, loads_toml

TOML = f"""
any_of = [
    {{ holds = "kubestronaut", collection = "cncf" }},
    {{ all_of = [
        {{ holds = 2, collection = "{THERE}", held_for = "3 years" }},
        {{ tier = "employment", level = 2 }},
    ] }},
    {{ at_least = 2, of = [
        {{ service = "research and development", years = "2.5", collection = "cncf" }},
        {{ service = "go", years = 5 }},
        {{ holds = "cka", held_for = 60 }},
    ] }},
]

[collections]
cncf = "{HERE}"
kaggle = ""
"""
PYTHON = AnyOf(
    Holds("kubestronaut", HERE),
    AllOf(Holds(2, THERE, 3 * YEAR), Tier("employment", 2)),
    AtLeast(2, Service("2.5", "research and development", HERE), Service(5, "go"), Holds("cka", held_for=60)),
)
JSON = (
    f'{{"any_of":[{{"collection":"{HERE}","holds":"kubestronaut"}},'
    f'{{"all_of":[{{"collection":"{THERE}","held_for":94672800,"holds":2}},{{"level":2,"tier":"employment"}}]}},'
    f'{{"at_least":2,"of":[{{"collection":"{HERE}","service":"research and development","years":"2.5"}},'
    '{"service":"go","years":5},{"held_for":60,"holds":"cka"}]}]}'
)


def test_three_spellings_have_one_meaning() -> None:
    assert loads_toml(TOML) == PYTHON
    assert loads_json(JSON) == PYTHON
    assert Policy.from_json(json.loads(JSON)) == PYTHON
    assert PYTHON.to_text() == JSON


@settings(deadline=None, max_examples=60)
@given(policies())
def test_every_policy_comes_back_from_its_document(policy: Policy) -> None:
    text = policy.to_text()
    assert loads_json(text) == policy
    assert loads_json(text).to_text() == text
    assert Policy.from_json(policy.to_json()) == policy
    assert loads_toml(_as_toml(policy.to_json())) == policy


def _as_toml(document: dict[str, Any]) -> str:
    return "".join(f"{key} = {_toml_value(value)}\n" for key, value in document.items())


def _toml_value(value: Any) -> str:  # noqa: ANN401 (JSON)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    return json.dumps(value)


def test_tables_of_toml_mean_the_same_as_lists() -> None:
    text = """
        [[any_of]]
        holds = "kubestronaut"

        [[any_of]]
        [[any_of.all_of]]
        holds = "cka"
        [[any_of.all_of]]
        tier = "employment"
        level = 3
    """
    assert loads_toml(text) == AnyOf(Holds("kubestronaut"), AllOf(Holds("cka"), Tier("employment", 3)))


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        (0, 0),
        (60, 60),
        ("1 second", 1),
        ("90 minutes", 5400),
        ("5 hour", 18_000),
        ("1 day", 86_400),
        ("2 weeks", 1_209_600),
        ("1 month", YEAR // 12),
        ("1 year", YEAR),
        ("9999 years", 9999 * YEAR),
    ],
)
def test_a_time_held_is_written_in_seconds_or_in_words(written: int | str, seconds: int) -> None:
    assert Policy.from_json({"holds": "cka", "held_for": written}) == Holds("cka", held_for=seconds)


# ──────────────────────────────────── names of collections ───────────────────────────────────────


def test_who_loads_a_policy_says_where_collections_are_before_the_document_does() -> None:
    document = {"holds": "cka", "collection": "cncf", "collections": {"cncf": HERE, "kaggle": ""}}
    assert Policy.from_json(document) == Holds("cka", HERE)
    assert Policy.from_json(document, {"cncf": THERE}) == Holds("cka", THERE)
    assert loads_json(json.dumps(document), {"cncf": THERE}) == Holds("cka", THERE)
    assert loads_toml('holds = "cka"\ncollection = "k"', {"k": THERE.lower()}) == Holds("cka", THERE)
    assert document["collections"] == {"cncf": HERE, "kaggle": ""}


def test_a_name_without_an_address_waits_for_one() -> None:
    document = {"any_of": [{"holds": "cka", "collection": "kaggle"}], "collections": {"kaggle": ""}}
    with pytest.raises(PolicyMalformedError) as refused:
        Policy.from_json(document)
    assert refused.value.where == "any_of[0].collection"
    assert refused.value.problem == (
        "there is no address for 'kaggle'; write it under `collections`, or give it with the policy"
    )
    assert Policy.from_json(document, {"kaggle": HERE}) == AnyOf(Holds("cka", HERE))


# ───────────────────────────────────────────── files ─────────────────────────────────────────────


def test_a_file_is_read_by_the_end_of_its_name(tmp_path: Path) -> None:
    toml, text = tmp_path / "club.policy.toml", tmp_path / "club.policy.json"
    toml.write_text(TOML, encoding="utf-8")
    text.write_text(JSON, encoding="utf-8")
    assert load(toml) == load(str(text)) == PYTHON
    toml.write_text('holds = "cka"\ncollection = "k"', encoding="utf-8")
    assert load(toml, {"k": HERE}) == Holds("cka", HERE)


def test_letters_of_several_bytes_are_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('service = "\U0001f511"\nyears = 1\n' + "#" + "\U0001f511" * 65_000, encoding="utf-8")
    assert load(file) == Service(1, "\U0001f511")


def test_a_text_as_long_as_it_may_be_is_read() -> None:
    assert loads_json('{"holds":"a"}'.ljust(65_536)) == Holds("a")
    assert loads_toml('holds = "a"\n'.ljust(65_536, "#")) == Holds("a")
