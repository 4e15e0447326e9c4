"""Policies say what they demand, and what is missing."""

import pytest

from soulbadge import ids
from soulbadge.errors import AddressInvalidError, PolicyUnclearError
from soulbadge.models import Badge, BurnAuth, Status
from soulbadge.policy import AllOf, AnyOf, Held, Holds, Policy

HERE = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
THERE = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512"
NOW = 1_800_000_000
HOLDER = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"


def held(slug: str, number: int = 1, collection: str = HERE) -> Held:
    badge = Badge(
        chain_id=1,
        collection=collection,
        badge_id=ids.badge_id(number, 0, HOLDER),
        status=Status.ACTIVE,
        achievement_id=number,
        cohort=0,
        holder=HOLDER,
        issued_at=1,
        start_time=1,
        end_time=0,
        since=1,
        ended_at=0,
        award=0,
        burn_auth=BurnAuth.OwnerOnly,
        evidence=bytes(32),
        tier=0,
    )
    return Held(slug, badge)


CKA, CKS, CKAD = held("cka", 1), held("cks", 2), held("ckad", 3)


@pytest.mark.parametrize(
    ("policy", "badges", "said"),
    [
        (Holds("cka"), [CKA], "Nothing is missing."),
        (Holds("cka"), [CKS], "Missing: a badge 'cka'."),
        (Holds("cka"), [], "Missing: a badge 'cka'."),
        (Holds(2), [CKS], "Nothing is missing."),
        (Holds(2), [CKA], "Missing: a badge of achievement 2."),
        (Holds("2"), [CKS], "Missing: a badge '2'."),
        (Holds("cka", HERE), [CKA], "Nothing is missing."),
        (Holds("cka", HERE.lower()), [CKA], "Nothing is missing."),
        (Holds("cka", THERE), [CKA], f"Missing: a badge 'cka' of collection {THERE}."),
        (Holds("cka", THERE), [CKA, held("cka", 9, THERE)], "Nothing is missing."),
        (AllOf(Holds("cka"), Holds("cks")), [CKA, CKS], "Nothing is missing."),
        (AllOf(Holds("cka"), Holds("cks")), [CKA], "Missing: a badge 'cks'."),
        (AllOf(Holds("cka"), Holds("cks")), [], "Missing: a badge 'cka' and a badge 'cks'."),
        (AnyOf(Holds("cka"), Holds("cks")), [CKS], "Nothing is missing."),
        (AnyOf(Holds("cka"), Holds("cks")), [CKAD], "Missing: a badge 'cka' or a badge 'cks'."),
        (AnyOf(Holds("cka")), [], "Missing: a badge 'cka'."),
        (AllOf(Holds("cka"), AnyOf(Holds("cks"), Holds("ckad"))), [CKA, CKAD], "Nothing is missing."),
        (
            AllOf(Holds("cka"), AnyOf(Holds("cks"), Holds("ckad"))),
            [],
            "Missing: a badge 'cka' and (a badge 'cks' or a badge 'ckad').",
        ),
        (
            AllOf(Holds("cka"), AnyOf(Holds("cks"), Holds("ckad"))),
            [CKA],
            "Missing: a badge 'cks' or a badge 'ckad'.",
        ),
        (
            AnyOf(AllOf(Holds("cka"), Holds("cks")), Holds("ckad")),
            [CKA],
            "Missing: a badge 'cks' or a badge 'ckad'.",
        ),
    ],
)
def test_explains_in_a_sentence_what_is_missing(policy: Policy, badges: list[Held], said: str) -> None:
    assert policy.explain(badges, NOW) == said
    assert policy.is_met(badges, NOW) is (said == "Nothing is missing.")


def test_policies_compare_by_what_they_demand() -> None:
    assert AllOf(Holds("a"), Holds("b")) == AllOf(Holds("a"), Holds("b"))
    assert AllOf(Holds("a"), Holds("b")) != AllOf(Holds("b"), Holds("a"))
    assert AllOf(Holds("a")) != AnyOf(Holds("a"))
    assert len({AnyOf(Holds("a")), AnyOf(Holds("a")), Holds("a"), Holds("a")}) == 2
    assert repr(AllOf(Holds("a"), AnyOf(Holds(2)))) == (
        "AllOf(Holds(achievement='a', collection=None, held_for=0), "
        "AnyOf(Holds(achievement=2, collection=None, held_for=0)))"
    )


def test_a_policy_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        AnyOf(Holds("a")).policies = ()
    with pytest.raises(AttributeError):
        Holds("a").achievement = "b"  # type: ignore[misc]


@pytest.mark.parametrize("achievement", ["", 0, -1, True, None, 1.0])
def test_an_achievement_is_a_slug_or_a_number(achievement: object) -> None:
    with pytest.raises(PolicyUnclearError):
        Holds(achievement)  # type: ignore[arg-type]


def test_a_collection_is_an_address() -> None:
    with pytest.raises(AddressInvalidError):
        Holds("cka", "cncf")


@pytest.mark.parametrize("group", [AllOf, AnyOf])
def test_a_group_of_nothing_is_never_meant(group: type[AllOf | AnyOf]) -> None:
    with pytest.raises(PolicyUnclearError):
        group()
    with pytest.raises(PolicyUnclearError):
        group("cka")  # type: ignore[arg-type]
