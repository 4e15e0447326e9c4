"""What is never meant is no policy."""

import pytest
from tests.support.policies import HERE

from soulbadge.errors import AddressInvalidError, PolicyUnclearError
from soulbadge.forms.times import MOST
from soulbadge.policy import AllOf, AnyOf, AtLeast, Holds, Policy, Service, Tier

A, B, C = Holds("a"), Holds("b"), Holds("c")


@pytest.mark.parametrize(
    "achievement", ["", 0, -1, True, None, 1.0, "CKA", "c ka", "a" * 65, "é", "cka\n", 1 << 48, b"cka"]
)
def test_an_achievement_is_a_slug_or_a_number(achievement: object) -> None:
    with pytest.raises(
        PolicyUnclearError, match=r"Holds takes a slug \(1 to 64 of a-z, 0-9 and '-'\) or a number from"
    ):
        Holds(achievement)  # type: ignore[arg-type]
    with pytest.raises(PolicyUnclearError, match="Tier takes a slug"):
        Tier(achievement, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("achievement", ["a" * 64, "k8s-2026", 1, (1 << 48) - 1])
def test_any_slug_and_number_of_a_contract_will_do(achievement: str | int) -> None:
    assert Holds(achievement).achievement == achievement
    assert Tier(achievement, 1).achievement == achievement


def test_says_what_was_given_instead() -> None:
    with pytest.raises(PolicyUnclearError) as refused:
        Holds("x y")
    assert refused.value.problem == "Holds takes a slug (1 to 64 of a-z, 0-9 and '-') or a number from 1, not 'x y'"
    with pytest.raises(PolicyUnclearError) as refused:
        Holds(10**5000)
    assert refused.value.problem.endswith("not a number too long to be shown")
    with pytest.raises(PolicyUnclearError) as refused:
        Holds("x" * 999)
    assert refused.value.problem.endswith("not '" + "x" * 79)


@pytest.mark.parametrize("held_for", [-1, True, 1.5, "3 years", None, MOST + 1])
def test_a_time_held_is_a_number_of_seconds(held_for: object) -> None:
    with pytest.raises(PolicyUnclearError) as refused:
        Holds("cka", held_for=held_for)  # type: ignore[arg-type]
    assert refused.value.problem == f"held_for takes seconds from 0 to {MOST}, not {held_for!r}"
    assert Holds("cka", held_for=MOST).held_for == MOST == 1_099_511_627_775


@pytest.mark.parametrize("level", [0, -1, 9, True, 1.0, "1", None])
def test_a_level_is_one_that_a_contract_can_have(level: object) -> None:
    with pytest.raises(PolicyUnclearError) as refused:
        Tier("cka", level)  # type: ignore[arg-type]
    assert refused.value.problem == f"a level is a number from 1 to 8, not {level!r}"


def test_a_collection_is_an_address() -> None:
    for policy in (
        lambda named: Holds("cka", named),
        lambda named: Tier("cka", 1, named),
        lambda named: Service(1, "go", named),
    ):
        with pytest.raises(AddressInvalidError):
            policy("cncf")
        with pytest.raises(PolicyUnclearError) as refused:
            policy(5)
        assert refused.value.problem == "a collection is named by its address, not by 5"
        assert policy(HERE.lower()).collection == HERE


@pytest.mark.parametrize("group", [AllOf, AnyOf])
def test_a_group_of_nothing_is_never_meant(group: type[AllOf | AnyOf]) -> None:
    with pytest.raises(PolicyUnclearError) as refused:
        group()
    assert refused.value.problem == f"{group.__name__} of nothing; name what it is made of"
    with pytest.raises(PolicyUnclearError) as refused:
        group(A, "cka")  # type: ignore[arg-type]
    assert refused.value.problem == f"{group.__name__} takes policies such as Holds('cka'), not 'cka'"
    with pytest.raises(PolicyUnclearError) as refused:
        group(A, B, A)
    assert refused.value.problem == (
        f"{group.__name__} names Holds(achievement='a', collection=None, held_for=0) twice; name it once"
    )


@pytest.mark.parametrize("needed", [0, -1, 3, True, 1.0, "1", None])
def test_so_many_of_two_are_one_or_two(needed: object) -> None:
    with pytest.raises(PolicyUnclearError) as refused:
        AtLeast(needed, A, B)  # type: ignore[arg-type]
    assert refused.value.problem == f"AtLeast takes a number from 1 to 2 first, not {needed!r}"


def test_at_least_of_nothing_or_of_what_is_no_policy_is_never_meant() -> None:
    with pytest.raises(PolicyUnclearError, match="AtLeast of nothing"):
        AtLeast(1)
    with pytest.raises(PolicyUnclearError, match=r"AtLeast names .* twice"):
        AtLeast(2, A, A)


def test_a_policy_is_at_most_six_groups_deep() -> None:
    policy: Policy = A
    for _ in range(6):
        policy = AllOf(policy, B)
    with pytest.raises(PolicyUnclearError) as refused:
        AnyOf(C, policy)
    assert refused.value.problem == "at most 6 groups may be inside one another; put it more plainly"


def test_a_policy_is_made_of_at_most_64_single_demands() -> None:
    many = [Holds(number) for number in range(1, 65)]
    assert len(list(AllOf(AnyOf(*many[:32]), AnyOf(*many[32:])).kinds())) == 64
    with pytest.raises(PolicyUnclearError) as refused:
        AllOf(AnyOf(*many), A)
    assert refused.value.problem == "at most 64 single demands may be in a policy; put it more plainly"
