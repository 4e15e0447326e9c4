"""Badges as `verify` hands them to a policy, and every policy that there can be, for hypothesis."""

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from soulbadge import ids
from soulbadge.models import Badge, BurnAuth, Status
from soulbadge.policy import AllOf, AnyOf, AtLeast, Held, Holds, Policy, Service, Tier

NOW = 1_800_000_000
HERE = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
THERE = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512"
HOLDER = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"

SLUGS = ("cka", "ckad", "cks")
SKILLS = ("kubernetes", "research and development")


def held(
    slug: str = "cka",
    number: int = 1,
    collection: str = HERE,
    *,
    status: Status = Status.ACTIVE,
    since: int = NOW - 100,
    start: int | None = None,
    end: int = 0,
    tier: int = 0,
    cohort: int = 0,
    skills: tuple[str, ...] = (),
) -> Held:
    """A badge of `HOLDER`, ACTIVE unless it is said otherwise."""
    badge = Badge(
        chain_id=1,
        collection=collection,
        badge_id=ids.badge_id(number, cohort, HOLDER),
        status=status,
        achievement_id=number,
        cohort=cohort,
        holder=HOLDER,
        issued_at=1,
        start_time=since if start is None else start,
        end_time=end,
        since=since,
        ended_at=0,
        award=0,
        burn_auth=BurnAuth.OwnerOnly,
        evidence=bytes(32),
        tier=tier,
    )
    return Held(slug, badge, skills)


# ────────────────────────────────────── for hypothesis ───────────────────────────────────────────

collections = st.sampled_from((None, HERE, THERE))
achievements = st.sampled_from(SLUGS) | st.integers(1, 3)
lengths = st.sampled_from((0, 1, 100, 86_400))
years = st.integers(1, 999) | st.sampled_from(("0.5", "2.5", "1/3", "0.000003", 0.1, Fraction(2, 7)))
demands: st.SearchStrategy[Policy] = st.one_of(
    st.builds(Holds, achievements, collections, lengths),
    st.builds(Tier, achievements, st.integers(1, 3), collections),
    st.builds(Service, years, st.sampled_from(SKILLS), collections),
)


def _groups(inner: st.SearchStrategy[Policy]) -> st.SearchStrategy[Policy]:
    several = st.lists(inner, min_size=1, max_size=4, unique=True)
    counted = several.flatmap(lambda some: st.builds(AtLeast, st.integers(1, len(some)), *map(st.just, some)))
    return st.one_of(several.map(lambda some: AllOf(*some)), several.map(lambda some: AnyOf(*some)), counted)


def policies(single: st.SearchStrategy[Policy] = demands) -> st.SearchStrategy[Policy]:
    """Every policy up to four groups deep."""
    return st.recursive(single, _groups, max_leaves=12)


def _held(*, which: int, where: str, ago: int, left: int, **facts: Any) -> Held:  # noqa: ANN401 (as `held` has them)
    end = NOW + left if left else 0
    return held(SLUGS[which], which + 1, where, since=NOW - ago, end=end, **facts)


badges = st.builds(
    _held,
    which=st.integers(0, 2),
    where=st.sampled_from((HERE, THERE)),
    status=st.sampled_from(Status),
    ago=st.integers(-2, 3) | st.sampled_from((99, 100, 86_400, 15_778_800, 31_557_600, 94_672_800)),
    left=st.integers(-2, 2) | st.just(86_400),
    tier=st.integers(0, 3),
    skills=st.lists(st.sampled_from(SKILLS), unique=True).map(tuple),
)
hands = st.lists(badges, max_size=6).map(tuple)
"""What somebody shows."""
