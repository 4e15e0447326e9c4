"""Policies say what they demand, and what is missing."""

import copy
import pickle

import pytest
from tests.support.policies import HERE, NOW, THERE, held

from soulbadge.forms.times import YEAR
from soulbadge.models import Achievement, Status, Terms
from soulbadge.policy import AllOf, AnyOf, AtLeast, Held, Holds, Policy, Service, Tier

DAY = 86_400
CKA, CKS, CKAD = held("cka", 1), held("cks", 2), held("ckad", 3)
A, B, C, D = Holds("a"), Holds("b"), Holds("c"), Holds("d")


@pytest.mark.parametrize(
    ("policy", "badges", "said"),
    [
        (Holds("cka"), [CKA], "Nothing is missing."),
        (Holds("cka"), [CKS], "Missing: a badge 'cka'."),
        (Holds("cka"), [], "Missing: a badge 'cka'."),
        (Holds("cka"), [CKS, CKA], "Nothing is missing."),
        (Holds(2), [CKS], "Nothing is missing."),
        (Holds(2), [CKA], "Missing: a badge of achievement 2."),
        (Holds("2"), [CKS], "Missing: a badge '2'."),
        (Holds("cka", HERE), [CKA], "Nothing is missing."),
        (Holds("cka", HERE.lower()), [CKA], "Nothing is missing."),
        (Holds("cka", THERE), [CKA], f"Missing: a badge 'cka' of collection {THERE}."),
        (Holds("cka", THERE), [CKA, held("cka", 9, THERE)], "Nothing is missing."),
        (Holds(1, THERE), [CKA], f"Missing: a badge of achievement 1 of collection {THERE}."),
        (AllOf(Holds("cka"), Holds("cks")), [CKA, CKS], "Nothing is missing."),
        (AllOf(Holds("cka"), Holds("cks")), [CKA], "Missing: a badge 'cks'."),
        (AllOf(Holds("cka"), Holds("cks")), [], "Missing: a badge 'cka' and a badge 'cks'."),
        (AllOf(Holds("cka"), Holds(1)), [CKA], "Nothing is missing."),
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
        (
            AnyOf(AllOf(A, B), AllOf(C, D)),
            [],
            "Missing: (a badge 'a' and a badge 'b') or (a badge 'c' and a badge 'd').",
        ),
        (AtLeast(1, A, B), [], "Missing: a badge 'a' or a badge 'b'."),
        (AtLeast(2, A, B), [], "Missing: a badge 'a' and a badge 'b'."),
        (AtLeast(1, A), [], "Missing: a badge 'a'."),
        (AtLeast(2, A, B, C), [], "Missing: 2 of (a badge 'a', a badge 'b', a badge 'c')."),
        (AtLeast(2, A, B, C), [held("b")], "Missing: a badge 'a' or a badge 'c'."),
        (AtLeast(2, A, B, C), [held("b"), held("a")], "Nothing is missing."),
        (AtLeast(2, A, B, C), [held("b"), held("a"), held("c")], "Nothing is missing."),
        (AtLeast(3, A, B, C, D), [held("b")], "Missing: 2 of (a badge 'a', a badge 'c', a badge 'd')."),
        (AtLeast(3, A, B, C), [held("b")], "Missing: a badge 'a' and a badge 'c'."),
        (
            AllOf(Holds("x"), AtLeast(2, A, B, AllOf(C, D))),
            [],
            "Missing: a badge 'x' and 2 of (a badge 'a', a badge 'b', a badge 'c' and a badge 'd').",
        ),
        (AllOf(Holds("x"), AtLeast(1, A, B)), [], "Missing: a badge 'x' and (a badge 'a' or a badge 'b')."),
    ],
)
def test_explains_in_a_sentence_what_is_missing(policy: Policy, badges: list[Held], said: str) -> None:
    assert policy.explain(badges, NOW) == said
    assert policy.is_met(badges, NOW) is (said == "Nothing is missing.")
    missing = policy.missing(badges, NOW)
    assert said == ("Nothing is missing." if missing is None else f"Missing: {missing}.")


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ACTIVE])
def test_a_badge_that_is_not_active_counts_for_nothing(status: Status) -> None:
    badge = held("cka", status=status, since=NOW - 100, tier=3)
    for policy in (Holds("cka"), Holds("cka", held_for=50), Tier("cka", 1)):
        assert not policy.is_met([badge], NOW)
        assert "so far" not in policy.explain([badge], NOW)


@pytest.mark.parametrize(("end", "counts"), [(NOW - 1, False), (NOW, False), (NOW + 1, True), (0, True)])
def test_a_badge_that_was_active_when_it_was_read_does_not_count_once_it_is_over(end: int, *, counts: bool) -> None:
    badge = held("cka", end=end, tier=1)
    assert badge.counts(NOW) is counts
    assert Holds("cka").is_met([badge], NOW) is counts
    assert Tier("cka", 1).is_met([badge], NOW) is counts


# ─────────────────────────────────────────── held for ────────────────────────────────────────────


@pytest.mark.parametrize(
    ("held_for", "ago", "said"),
    [
        (3 * YEAR, [], "Missing: a badge 'cka' held for 3 years."),
        (3 * YEAR, [2 * YEAR], "Missing: a badge 'cka' held for 3 years (2 so far)."),
        (3 * YEAR, [3 * YEAR - 1], "Missing: a badge 'cka' held for 3 years (2.9 so far)."),
        (3 * YEAR, [3 * YEAR], "Nothing is missing."),
        (3 * YEAR, [5 * YEAR], "Nothing is missing."),
        (3 * YEAR, [YEAR, 2 * YEAR + YEAR // 2, 10], "Missing: a badge 'cka' held for 3 years (2.5 so far)."),
        (3 * YEAR, [YEAR, 3 * YEAR, 10], "Nothing is missing."),
        (YEAR, [YEAR // 10], "Missing: a badge 'cka' held for 1 year (0.1 so far)."),
        (YEAR, [YEAR // 10 - 1], "Missing: a badge 'cka' held for 1 year (0 so far)."),
        (92 * DAY, [91 * DAY + DAY // 2], "Missing: a badge 'cka' held for 92 days (91.5 so far)."),
        (DAY, [0], "Missing: a badge 'cka' held for 1 day (0 so far)."),
        (3 * 3600, [3600], "Missing: a badge 'cka' held for 3 hours (1 so far)."),
        (90 * 60, [60], "Missing: a badge 'cka' held for 90 minutes (1 so far)."),
        (61, [60], "Missing: a badge 'cka' held for 61 seconds (60 so far)."),
        (1, [0], "Missing: a badge 'cka' held for 1 second (0 so far)."),
    ],
)
def test_time_held_is_counted_from_the_present_run(held_for: int, ago: list[int], said: str) -> None:
    badges = [held("cka", since=NOW - each) for each in ago]
    assert Holds("cka", held_for=held_for).explain(badges, NOW) == said


def test_it_is_the_run_that_counts_and_not_the_start() -> None:
    renewed = held("cka", since=NOW - 10, start=NOW - 5 * YEAR)
    assert Holds("cka", held_for=10).is_met([renewed], NOW)
    assert not Holds("cka", held_for=11).is_met([renewed], NOW)


def test_time_held_by_a_badge_of_another_kind_or_place_is_not_told() -> None:
    policy = Holds("cka", THERE, held_for=YEAR)
    badges = [held("cka", since=NOW - 9 * YEAR), held("cks", 2, THERE, since=NOW - 9 * YEAR)]
    assert policy.explain(badges, NOW) == f"Missing: a badge 'cka' of collection {THERE} held for 1 year."


# ─────────────────────────────────────────── tiers ───────────────────────────────────────────────


@pytest.mark.parametrize(
    ("level", "tiers", "said"),
    [
        (1, [], "Missing: a badge 'cka' at tier 1."),
        (2, [1, 0], "Missing: a badge 'cka' at tier 2 (1 so far)."),
        (2, [0], "Missing: a badge 'cka' at tier 2 (0 so far)."),
        (2, [2], "Nothing is missing."),
        (2, [0, 3], "Nothing is missing."),
        (8, [8], "Nothing is missing."),
    ],
)
def test_a_tier_is_reached_by_a_badge_at_its_level_or_above(level: int, tiers: list[int], said: str) -> None:
    badges = [held("cka", tier=tier) for tier in tiers]
    assert Tier("cka", level).explain([*badges, held("cks", 2, tier=8)], NOW) == said


def test_a_tier_can_be_of_one_collection() -> None:
    assert Tier(1, 2, THERE).explain([held("cka", tier=2)], NOW) == (
        f"Missing: a badge of achievement 1 of collection {THERE} at tier 2."
    )
    assert Tier(1, 2, THERE.lower()).is_met([held("cka", 1, THERE, tier=2)], NOW)


def test_a_badge_is_put_to_a_policy_with_what_its_achievement_says() -> None:
    badge = held("cka").badge
    achievement = Achievement(
        1, retired=False, cohorts=0, terms=Terms("cka", "Administrator", skills=("kubernetes", "linux"))
    )
    assert Held.of(badge, achievement) == Held("cka", badge, ("kubernetes", "linux"))
    assert Held.from_json(Held.of(badge, achievement).to_json()) == Held.of(badge, achievement)
    assert Held("cka", badge).skills == ()


# ────────────────────────────────────── what a policy is ─────────────────────────────────────────


def test_names_its_single_demands() -> None:
    policy = AllOf(A, AnyOf(Tier(2, 1, HERE), AtLeast(1, Service(5, "go", THERE), C)))
    assert list(policy.kinds()) == [A, Tier(2, 1, HERE), Service(5, "go", THERE), C]
    assert [kind.achievement for kind in policy.kinds()] == ["a", 2, None, "c"]
    assert [kind.collection for kind in policy.kinds()] == [None, HERE, THERE, None]


def test_expired_badges_can_help_only_where_years_of_service_are_asked_for() -> None:
    assert not AllOf(A, AnyOf(Tier(2, 1), Holds("c", held_for=9))).counts_expired
    assert AllOf(A, AnyOf(Tier(2, 1), Service(5, "go"))).counts_expired
    assert not A.counts_expired
    assert not Tier("a", 1).counts_expired


def test_policies_compare_by_what_they_demand() -> None:
    assert AllOf(A, B) == AllOf(Holds("a"), Holds("b"))
    assert AllOf(A, B) != AllOf(B, A)
    assert AllOf(A) != AnyOf(A)
    assert AtLeast(1, A, B) != AtLeast(2, A, B)
    assert AtLeast(2, A, B) == AtLeast(2, A, B)
    assert AnyOf(A) != "AnyOf(A)"
    assert len({AnyOf(A), AnyOf(Holds("a")), A, Holds("a"), AtLeast(1, A), AtLeast(1, A)}) == 3
    assert hash(AtLeast(1, A, B)) != hash(AtLeast(2, A, B))
    assert repr(AllOf(A, AnyOf(Holds(2)))) == (
        "AllOf(Holds(achievement='a', collection=None, held_for=0), "
        "AnyOf(Holds(achievement=2, collection=None, held_for=0)))"
    )
    assert repr(AtLeast(1, Tier("a", 2))) == "AtLeast(1, Tier(achievement='a', level=2, collection=None))"


def test_a_policy_cannot_be_changed() -> None:
    group = AnyOf(A)
    with pytest.raises(AttributeError, match=r"^a policy cannot be changed; make another \(policies = \(\)\)$"):
        group.policies = ()
    with pytest.raises(AttributeError, match=r"^a policy cannot be changed; make another \(without policies\)$"):
        del group.policies
    with pytest.raises(AttributeError):
        A.achievement = "b"  # type: ignore[misc]
    assert group == AnyOf(A)


def test_a_policy_can_be_copied_and_sent_to_another_process() -> None:
    policy = AllOf(A, AtLeast(1, B, Tier("c", 1)), AnyOf(Service("2.5", "go")))
    assert copy.deepcopy(policy) == policy
    assert pickle.loads(pickle.dumps(policy)) == policy  # noqa: S301 (our own)
