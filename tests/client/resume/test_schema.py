"""What `--json` says has a schema, which is published."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]  # it publishes no types

from soulbadge.resume import Resume, schema

PUBLISHED = Path(__file__).resolve().parents[3] / "docs" / "schemas" / "resume.schema.json"


def test_the_published_schema_is_that_of_the_dataclasses() -> None:
    Draft202012Validator.check_schema(schema())
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema(), (
        "write it anew: python -c 'import json, soulbadge.resume as r; print(json.dumps(r.schema(), indent=2))'"
    )


def test_a_resume_of_a_real_chain_follows_it(joined: Resume) -> None:
    Draft202012Validator(schema()).validate(json.loads(json.dumps(joined.to_json())))


@pytest.mark.parametrize(
    "change",
    [{"format": "soulbadge resume 2"}, {"people": {}}, {"more": 1}, {"made_at": "now"}, {"made_at": -1}],
    ids=["another format", "people of another type", "more", "a word for a time", "before the epoch"],
)
def test_what_is_none_does_not(joined: Resume, change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Draft202012Validator(schema()).validate({**joined.to_json(), **change})


def test_every_value_is_described(joined: Resume) -> None:
    assert all(each["description"] for each in schema()["$defs"].values())
    assert set(schema()["required"]) == set(joined.to_json())
