"""What holds of every policy and all badges."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.policies import NOW, SKILLS, badges, demands, hands, policies

from soulbadge.policy import AllOf, AnyOf, AtLeast, Held, Policy, Service

thorough = settings(deadline=None, max_examples=60)


@thorough
@given(policies(), hands, badges)
def test_more_badges_never_make_it_unmet(policy: Policy, there: tuple[Held, ...], another: Held) -> None:
    if policy.is_met(there, NOW):
        assert policy.is_met((*there, another), NOW)


@thorough
@given(policies(), hands, st.randoms())
def test_the_order_of_badges_does_not_matter(policy: Policy, there: tuple[Held, ...], random: object) -> None:
    mixed = sorted(there, key=lambda _: random.random())  # type: ignore[attr-defined]  # it is a random.Random
    assert policy.explain(mixed, NOW) == policy.explain(there, NOW)


@thorough
@given(policies(), hands)
def test_it_is_met_just_if_nothing_is_missing(policy: Policy, there: tuple[Held, ...]) -> None:
    missing = policy.missing(there, NOW)
    assert policy.is_met(there, NOW) is (missing is None)
    assert policy.explain(there, NOW) == ("Nothing is missing." if missing is None else f"Missing: {missing}.")
    if missing is not None:
        assert missing.count("(") == missing.count(")")


@thorough
@given(st.lists(demands, min_size=1, max_size=4, unique=True), hands)
def test_groups_are_ways_to_count(single: list[Policy], there: tuple[Held, ...]) -> None:
    met = sum(policy.is_met(there, NOW) for policy in single)
    assert AllOf(*single).is_met(there, NOW) is (met == len(single))
    assert AnyOf(*single).is_met(there, NOW) is (met > 0)
    for needed in range(1, len(single) + 1):
        assert AtLeast(needed, *single).is_met(there, NOW) is (met >= needed)
    assert AllOf(*single).explain(there, NOW) == AtLeast(len(single), *single).explain(there, NOW)
    assert AnyOf(*single).explain(there, NOW) == AtLeast(1, *single).explain(there, NOW)


@thorough
@given(policies(), hands)
def test_only_active_badges_count_but_for_years_of_service(policy: Policy, there: tuple[Held, ...]) -> None:
    assert policy.counts_expired is any(isinstance(kind, Service) for kind in policy.kinds())
    if not policy.counts_expired:
        counting = tuple(one for one in there if one.counts(NOW))
        assert policy.explain(counting, NOW) == policy.explain(there, NOW)


@thorough
@given(hands, st.sampled_from(SKILLS), st.integers(1, 4), st.integers(0, 99))
def test_years_of_service_only_grow(there: tuple[Held, ...], skill: str, years: int, later: int) -> None:
    service = Service(years, skill)
    if service.is_met(there, NOW):
        assert service.is_met(there, NOW + later)
