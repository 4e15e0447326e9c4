"""Policies as contracts ask them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.policies import HERE, NOW, THERE, collections, hands, lengths, policies

from soulbadge.errors import PolicyNotADoorError
from soulbadge.policy import AllOf, AnyOf, AtLeast, Door, Held, Holds, Policy, Service, Tier, door

A, B, C, D = (Holds(number, HERE) for number in range(1, 5))
a, b, c, d = ((HERE, number, 0) for number in range(1, 5))


@pytest.mark.parametrize(
    ("policy", "ways"),
    [
        (A, ((a,),)),
        (Holds(7, THERE.lower(), held_for=60), (((THERE, 7, 60),),)),
        (AllOf(A, B), ((a, b),)),
        (AnyOf(A, B), ((a,), (b,))),
        (AnyOf(A, AllOf(B, C)), ((a,), (b, c))),
        (AllOf(AnyOf(A, B), AnyOf(C, D)), ((a, c), (a, d), (b, c), (b, d))),
        (AtLeast(2, A, B, C), ((a, b), (a, c), (b, c))),
        (AtLeast(1, A, B), ((a,), (b,))),
        (AtLeast(2, A, AnyOf(B, C)), ((a, b), (a, c))),
        # What demands all of another way in, and more, opens nothing that is not open.
        (AnyOf(A, AllOf(A, B)), ((a,),)),
        (AnyOf(AllOf(A, B), A), ((a,),)),
        (AnyOf(AllOf(B, A), C, AllOf(A, B)), ((b, a), (c,))),
        (AnyOf(AllOf(A, B), AllOf(A, C), A), ((a,),)),
        (AnyOf(Holds(1, HERE, 60), A), ((a,),)),
        (AnyOf(A, Holds(1, HERE, 60)), ((a,),)),
        (AnyOf(AllOf(Holds(1, HERE, 60), B), AllOf(A, C)), (((HERE, 1, 60), b), (a, c))),
        # Of one kind the longest time is asked for.
        (AllOf(A, Holds(1, HERE, 60)), (((HERE, 1, 60),),)),
        (AllOf(Holds(1, HERE, 60), A), (((HERE, 1, 60),),)),
        (AllOf(Holds(1, HERE, 60), Holds(1, THERE)), (((HERE, 1, 60), (THERE, 1, 0)),)),
    ],
)
def test_a_door_has_the_ways_in_that_the_policy_has(policy: Policy, ways: Door) -> None:
    assert door(policy) == ways


def test_slugs_are_turned_into_numbers_by_who_knows_them() -> None:
    numbers = {(HERE, "cka"): 5, (THERE, "cka"): 6}
    policy = AnyOf(Holds("cka", HERE), Holds("cka", THERE), Holds(7, HERE))
    assert door(policy, lambda address, slug: numbers[address, slug]) == (
        ((HERE, 5, 0),),
        ((THERE, 6, 0),),
        ((HERE, 7, 0),),
    )
    assert door(AnyOf(A, AllOf(B, Holds("cka", HERE))), lambda *_: 5) == ((a,), (b, (HERE, 5, 0)))


MORE = "asks for more than whether and how long a badge is held"


@pytest.mark.parametrize(
    ("policy", "problem"),
    [
        (Tier(1, 2, HERE), f"Tier {MORE}"),
        (AnyOf(A, Service(5, "go", HERE)), f"Service {MORE}"),
        (AllOf(A, AnyOf(B, Tier(1, 2, HERE))), f"Tier {MORE}"),
        (AnyOf(A, Holds(2)), "it names no collection for 2"),
        (AnyOf(A, Holds("cka")), "it names no collection for 'cka'"),
        (
            AnyOf(A, Holds("cka", HERE)),
            "a contract knows 'cka' by its number alone; name that, or give `numbers`",
        ),
    ],
)
def test_what_a_contract_cannot_ask_is_refused(policy: Policy, problem: str) -> None:
    with pytest.raises(PolicyNotADoorError) as refused:
        door(policy)
    assert refused.value.problem == problem
    assert str(refused.value) == f"no contract can ask this policy: {problem}; ask it off chain, with `verify`"


def _many(count: int, first: int = 1) -> AnyOf:
    return AnyOf(*(Holds(number, HERE) for number in range(first, first + count)))


def test_a_door_has_at_most_64_ways_in() -> None:
    assert len(door(_many(64))) == 64
    assert len(door(AllOf(_many(8), _many(8, 10)))) == 64
    for policy in (
        AllOf(_many(5), _many(13, 10)),  # 65
        AtLeast(2, *(Holds(number, HERE) for number in range(1, 13))),  # 66
        AtLeast(16, *(Holds(number, HERE) for number in range(1, 33))),  # 601,080,390
        AllOf(AnyOf(AllOf(_many(8), _many(9, 10)), A), AllOf(D)),
    ):
        with pytest.raises(PolicyNotADoorError) as refused:
            door(policy)
        assert refused.value.problem == "it has more than 64 ways in"


# ──────────────────────────────────────── one meaning ────────────────────────────────────────────

asked = st.builds(Holds, st.integers(1, 3), collections.filter(bool), lengths)


def _opens(ways: Door, badges: tuple[Held, ...]) -> bool:
    """As `Gated._opens` in contracts/Gated.sol."""
    return any(
        all(
            any(
                (one.badge.collection, one.badge.achievement_id) == (collection, number)
                and one.counts(NOW)
                and NOW - one.badge.since >= held_for
                for one in badges
            )
            for collection, number, held_for in way
        )
        for way in ways
    )


@settings(deadline=None, max_examples=80)
@given(policies(asked), hands)
def test_a_door_opens_to_the_same_badges_as_the_policy(policy: Policy, badges: tuple[Held, ...]) -> None:
    badges = tuple(one for one in badges if one.badge.since <= NOW)  # an ACTIVE badge has begun
    assert _opens(door(policy), badges) is policy.is_met(badges, NOW)
