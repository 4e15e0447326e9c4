"""The fewest badges that are enough."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.policies import HERE, NOW, THERE, hands, held, policies

from soulbadge.errors import PolicyUnmetError
from soulbadge.forms.times import YEAR
from soulbadge.models import Status
from soulbadge.policy import AllOf, AnyOf, AtLeast, Held, Holds, Lack, Policy, Service, Tier

A, B, C, D = Holds("a"), Holds("b"), Holds("c"), Holds("d")
a, b, c, d = held("a", 1), held("b", 2), held("c", 3), held("d", 4)
GO = ("go",)


def go(since: int, end: int, number: int) -> Held:
    """A badge that tells of work with Go, in years before now."""
    return held(
        f"go-{number}",
        number,
        status=Status.EXPIRED,
        since=NOW - since * YEAR,
        end=NOW - end * YEAR,
        skills=GO,
    )


@pytest.mark.parametrize(
    ("policy", "there", "picked"),
    [
        (A, [a], [a]),
        (A, [b, a, c], [a]),
        (AllOf(A, B), [c, b, a], [b, a]),
        (AnyOf(AllOf(A, B), C), [a, b, c], [c]),
        (AnyOf(AllOf(A, B), AllOf(A, C)), [a, b, c], [a, b]),
        (AnyOf(AllOf(A, B), AllOf(A, C)), [c, a, b], [c, a]),
        (AllOf(AnyOf(A, B), AnyOf(B, C)), [a, c, b], [b]),
        (AllOf(AnyOf(A, B), AnyOf(C, D)), [d, c, b, a], [d, b]),
        (AtLeast(2, A, B, C), [c, b, a], [c, b]),
        (AtLeast(2, A, AllOf(B, C), D), [b, c, a, d], [a, d]),
        (Tier("a", 2), [held("a", tier=1), held("a", tier=3), held("a", tier=2)], [held("a", tier=3)]),
        (AnyOf(A, B), [held("a", status=Status.EXPIRED), b], [b]),
        (
            Holds("a", held_for=200),
            [held("a", since=NOW - 100), held("a", since=NOW - 300)],
            [held("a", since=NOW - 300)],
        ),
        (AllOf(A, Holds("a", THERE)), [a, held("a", 1, THERE)], [held("a", 1, THERE)]),
        (AnyOf(A, Holds("a", THERE)), [a, held("a", 1, THERE)], [a]),
        (AnyOf(AllOf(A, D), AllOf(B, C)), [a, b, c, d], [a, d]),
        (AllOf(Holds("a", HERE), Holds("a", THERE)), [held("a", 1, THERE), a], [held("a", 1, THERE), a]),
        # Years of service: the longest first is not always the fewest, and overlaps do not add up.
        (Service(5, "go"), [go(9, 8, 1), go(6, 3, 2), go(3, 1, 3), go(2, 0, 4)], [go(6, 3, 2), go(3, 1, 3)]),
        (Service(4, "go"), [go(9, 8, 1), go(6, 3, 2), go(5, 3, 3)], [go(9, 8, 1), go(6, 3, 2)]),
        (Service(3, "go"), [go(9, 8, 1), go(8, 7, 2), go(7, 6, 3), go(4, 1, 4)], [go(4, 1, 4)]),
        (AllOf(Service(1, "go"), Holds("go-2")), [go(3, 1, 1), held("go-2", 2, since=NOW - YEAR, skills=GO)], None),
    ],
)
def test_nobody_shows_more_than_is_asked_for(policy: Policy, there: list[Held], picked: list[Held] | None) -> None:
    assert policy.pick(there, NOW) == tuple(there[1:] if picked is None else picked)


def test_who_has_not_enough_is_told_what_is_missing() -> None:
    with pytest.raises(PolicyUnmetError) as refused:
        AllOf(A, B).pick([a, c], NOW)
    assert refused.value.missing == "a badge 'b'"


def test_one_badge_shown_twice_is_picked_once() -> None:
    assert A.pick([a, a], NOW) == (a,)


def fewest(policy: Policy, there: tuple[Held, ...]) -> tuple[Held, ...] | None:
    """What `pick` promises, by trying everything."""
    for size in range(len(there) + 1):
        for some in combinations(there, size):
            if policy.is_met(some, NOW):
                return some
    return None


@settings(deadline=None, max_examples=100)
@given(policies(), hands)
def test_no_fewer_would_do_and_the_first_of_equally_few_are_picked(policy: Policy, there: tuple[Held, ...]) -> None:
    best = fewest(policy, there)
    if best is None:
        with pytest.raises(PolicyUnmetError):
            policy.pick(there, NOW)
    else:
        assert policy.pick(there, NOW) == best


single = st.builds(Holds, st.sampled_from(("a", "b", "c", "d", "e", "f")))
everything = st.permutations([held(slug, number) for number, slug in enumerate("abcdef", 1)]).map(tuple)


@settings(deadline=None, max_examples=60)
@given(policies(single), everything)
def test_so_it_is_for_who_holds_everything(policy: Policy, there: tuple[Held, ...]) -> None:
    assert policy.pick(there, NOW) == fewest(policy, there)


class Counted(AtLeast):
    """It knows how often it was asked."""

    asked = 0

    def lack(self, held: Sequence[Held], now: int) -> Lack | None:
        type(self).asked += 1
        return super().lack(held, now)


def test_many_choices_end_with_one_that_has_nothing_to_spare() -> None:
    Counted.asked = 0
    policy = Counted(10, *(Holds(number) for number in range(1, 25)))
    there = [held(f"x{number}", number) for number in range(1, 25)]
    picked = policy.pick(there, NOW)
    assert Counted.asked == 1 + 24 + 24 + 4096  # of 4,540,386 choices of up to ten
    assert picked == tuple(there[:10])


def test_what_all_choices_have_in_common_costs_no_time() -> None:
    policy = AllOf(*(Holds(number) for number in range(1, 41)), AnyOf(Holds(41), AllOf(Holds(42), Holds(43))))
    there = [held(f"x{number}", number) for number in range(43, 0, -1)]
    assert [one.badge.achievement_id for one in policy.pick(there, NOW)] == [41, *range(40, 0, -1)]
