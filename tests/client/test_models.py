import json
from dataclasses import FrozenInstanceError

import pytest

from soulbadge.errors import ValueInvalidError
from soulbadge.forms.json import Value
from soulbadge.models import (
    AchievementReceipt,
    Badge,
    BurnAuth,
    Cohort,
    IssueReceipt,
    Prerequisite,
    Profile,
    Requirement,
    Status,
    Terms,
    Tier,
    Voucher,
)

ADDRESS = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"
TERMS = Terms(
    slug="cks",
    name="Security",
    skills=("cluster security",),
    color=0x326CE5,
    validity=63_115_200,
    burn_auth=BurnAuth.Both,
    requirements=(Requirement((Prerequisite("cka", held_for=5),), needed=1, ongoing=True),),
    tiers=(Tier("senior", (Requirement((Prerequisite(source=ADDRESS, id=2**200),)),)),),
)
VALUES = [
    TERMS,
    Badge(1, ADDRESS, 2**255, Status.ACTIVE, 1, 0, ADDRESS, 1, 2, 3, 4, 0, 7, BurnAuth.Neither, bytes(32), 2),
    Cohort(1, 2, "Titanic 2026", 1, 2, 0, 2, bytes(32), 900, ADDRESS),
    Voucher(ADDRESS, 2**255, 0, 0, 0, bytes(range(32)), 9),
    Profile("CNCF"),
    IssueReceipt("0x12", 3, 4, 10**18, 2**255),
    AchievementReceipt("", 3, 4, 10**18, 5),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_json_brings_every_value_back_as_it_was(value: Value) -> None:
    assert type(value).from_json(json.loads(json.dumps(value.to_json()))) == value


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_values_cannot_be_changed_and_have_no_other_attributes(value: Value) -> None:
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        object.__getattribute__(value, "__setattr__")("slug", "other")
    assert not hasattr(value, "__dict__")


def test_numbers_beyond_what_javascript_can_hold_are_texts() -> None:
    found = VALUES[1].to_json()
    assert found["badge_id"] == str(2**255)
    assert found["status"] == "ACTIVE"
    assert found["start_time"] == 2


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"slug": 5}, r"Terms\.slug: expected str"),
        ({"valdity": 5}, r"Terms\.valdity: unknown"),
        ({"validity": "soon"}, r"Terms\.validity: expected a whole number"),
        ({"validity": True}, r"Terms\.validity: expected a whole number"),
        ({"burn_auth": "Nobody"}, r"Terms\.burn_auth: expected one of IssuerOnly, OwnerOnly, Both, Neither"),
        ({"skills": "many"}, r"Terms\.skills: expected a list"),
        ({"requirements": [{"needed": 1}]}, r"Terms\.requirements\[0\]\.prerequisites: missing"),
        ({"requirements": [7]}, r"Terms\.requirements\[0\]: expected an object"),
    ],
)
def test_wrong_json_is_refused_with_its_place(change: dict[str, object], where: str) -> None:
    with pytest.raises(ValueInvalidError, match=where):
        Terms.from_json({"slug": "cks", "name": "Security", **change})


def test_bytes_that_are_none_are_refused() -> None:
    with pytest.raises(ValueInvalidError, match=r"Voucher\.evidence"):
        Voucher.from_json({**VALUES[3].to_json(), "evidence": "0x0"})
