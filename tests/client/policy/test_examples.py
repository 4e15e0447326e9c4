"""The policies in examples/: they load, and ask for what the catalogs beside them have."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it publishes no types
from tests.support.policies import HERE, NOW, THERE, held
from tests.support.scripts import ROOT

from soulbadge.catalog import Catalog
from soulbadge.errors import PolicyMalformedError, PolicyNotADoorError
from soulbadge.forms.times import YEAR
from soulbadge.models import Terms
from soulbadge.policy import AllOf, Service, Tier, door, load, schema

EXAMPLES = ROOT / "examples"
POLICIES = sorted(EXAMPLES.glob("*.policy.toml"))
WHERE = {"cncf": HERE, "employer": THERE, "kaggle": "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0"}


def terms() -> dict[str, dict[str, Terms]]:
    """The terms of the catalogs, by the addresses that the policies are given for them, and by slug."""
    every = {name: Catalog.load(EXAMPLES / f"{name}.toml").achievements for name in WHERE}
    return {WHERE[name]: {each.slug: each for each in achievements} for name, achievements in every.items()}


def test_there_are_some() -> None:
    assert [file.name for file in POLICIES] == ["club.policy.toml", "hire.policy.toml"]


@pytest.mark.parametrize("file", POLICIES, ids=lambda file: file.name)
def test_asks_for_what_the_catalogs_have(file: Path) -> None:
    policy, catalogs = load(file, WHERE), terms()
    Draft202012Validator(schema()).validate(policy.to_json())
    for kind in policy.kinds():
        there = (
            catalogs[kind.collection]
            if kind.collection
            else {k: v for each in catalogs.values() for k, v in each.items()}
        )
        if isinstance(kind, Service):
            assert any(kind.skill in each.skills for each in there.values())
        else:
            assert isinstance(kind.achievement, str)
            assert kind.achievement in there
        if isinstance(kind, Tier):
            assert kind.level <= len(there[str(kind.achievement)].tiers)


@pytest.mark.parametrize("file", POLICIES, ids=lambda file: file.name)
def test_waits_for_the_addresses_of_its_collections(file: Path) -> None:
    with pytest.raises(PolicyMalformedError, match="there is no address for 'cncf'"):
        load(file)


def test_a_team_hires_who_has_two_certifications_and_experience() -> None:
    policy = load(EXAMPLES / "hire.policy.toml", WHERE)
    assert isinstance(policy, AllOf)
    cka, cks = held("cka", 1, HERE), held("cks", 3, HERE)
    years = held("service-kubernetes", 2, THERE, since=NOW - 3 * YEAR, skills=("kubernetes administration",))
    assert policy.is_met([cka, cks, years], NOW)
    assert policy.is_met([cka, cks, held("employment", 1, THERE, tier=2)], NOW)
    assert policy.explain([cka], NOW) == (
        f"Missing: (a badge 'ckad' of collection {HERE} or a badge 'cks' of collection {HERE}) and "
        f"(a badge 'employment' of collection {THERE} at tier 2 or "
        "2.5 years of service with 'kubernetes administration' (0 so far))."
    )
    with pytest.raises(PolicyNotADoorError):
        door(policy)
