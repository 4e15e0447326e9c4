"""Years of service, added up over badges."""

from fractions import Fraction

import pytest
from tests.support.policies import HERE, NOW, THERE, held

from soulbadge.errors import PolicyUnclearError
from soulbadge.forms.times import YEAR
from soulbadge.models import Status
from soulbadge.policy import AllOf, Held, Holds, Service

GO = ("go", "kubernetes")


def served(since: int, end: int = 0, **facts: object) -> Held:
    """A badge that vouches from `since` to `end`, in years before now (0 for an end that has not come)."""
    over = NOW - end * YEAR if end else 0
    status = Status.EXPIRED if over else Status.ACTIVE
    given: dict[str, object] = {"status": status, "since": NOW - since * YEAR, "end": over, "skills": GO, **facts}
    return held("service-go", 2, **given)  # type: ignore[arg-type]  # as `held` has them


@pytest.mark.parametrize(
    ("badges", "said"),
    [
        ([], "Missing: 5 years of service with 'go' (0 so far)."),
        ([served(5)], "Nothing is missing."),
        ([served(9)], "Nothing is missing."),
        ([served(4)], "Missing: 5 years of service with 'go' (4 so far)."),
        ([served(5, skills=("python",))], "Missing: 5 years of service with 'go' (0 so far)."),
        ([served(5, skills=("go ",))], "Missing: 5 years of service with 'go' (0 so far)."),
        ([served(9, 6), served(2)], "Nothing is missing."),  # 3 and 2, a gap between them
        ([served(9, 6), served(1)], "Missing: 5 years of service with 'go' (4 so far)."),
        ([served(9, 5), served(8, 6)], "Missing: 5 years of service with 'go' (4 so far)."),  # one in the other
        ([served(9, 5), served(6, 4)], "Nothing is missing."),  # overlapping: 9 to 4
        ([served(3), served(3)], "Missing: 5 years of service with 'go' (3 so far)."),
        ([served(5, status=Status.SUSPENDED)], "Nothing is missing."),
        ([served(5, status=Status.REVOKED)], "Missing: 5 years of service with 'go' (0 so far)."),
        ([served(5, status=Status.RENOUNCED)], "Missing: 5 years of service with 'go' (0 so far)."),
        ([served(5, status=Status.NONE)], "Missing: 5 years of service with 'go' (0 so far)."),
        ([served(5, status=Status.PENDING)], "Missing: 5 years of service with 'go' (0 so far)."),
    ],
)
def test_adds_up_what_badges_tell(badges: list[Held], said: str) -> None:
    assert Service(5, "go").explain(badges, NOW) == said
    assert Service(5, "kubernetes", HERE).is_met(badges, NOW) is (said == "Nothing is missing.")


@pytest.mark.parametrize(
    ("badge", "helps"),
    [
        (served(5), True),
        (served(5, 4), True),
        (served(5, status=Status.REVOKED), False),
        (served(5, skills=("python",)), False),
        (served(0), False),
    ],
)
def test_a_badge_helps_if_it_tells_of_any_time_with_the_skill(badge: Held, *, helps: bool) -> None:
    assert Service(9, "go").is_helped_by(badge, NOW) is helps


def test_is_reached_to_the_second() -> None:
    badges = [
        held(since=NOW - 10, end=NOW - 4, status=Status.EXPIRED, skills=GO),
        held(since=NOW - YEAR + 8, skills=GO),
    ]
    assert not Service(1, "go").is_met([held(since=NOW - YEAR + 1, skills=GO)], NOW)
    assert Service(1, "go").is_met([held(since=NOW - YEAR + 1, skills=GO)], NOW + 1)
    assert Service(1, "go").explain(badges, NOW + 7) == "Missing: 1 year of service with 'go' (0.9 so far)."
    assert Service(1, "go").explain(badges, NOW + 8) == "Nothing is missing."


def test_time_to_come_is_not_counted() -> None:
    badge = held(since=NOW - YEAR, end=NOW + 9 * YEAR, skills=GO)
    assert Service(1, "go").is_met([badge], NOW)
    assert not Service(2, "go").is_met([badge], NOW)
    assert not Service("0.5", "go").is_met([held(since=NOW + 1, end=NOW + 9 * YEAR, skills=GO)], NOW)


def test_a_third_of_a_year_is_a_whole_number_of_seconds_and_no_second_more() -> None:
    third = [held(since=NOW - YEAR // 3, skills=GO)]
    assert Service("1/3", "go").is_met(third, NOW)
    assert not Service("1/3", "go").is_met(third, NOW - 1)
    assert Service("0.000003", "go").is_met([held(since=NOW - 95, skills=GO)], NOW)  # 94.67 seconds
    assert not Service("0.000003", "go").is_met([held(since=NOW - 94, skills=GO)], NOW)


def test_counts_badges_of_one_collection_where_one_is_named() -> None:
    there = Service(5, "go", THERE.lower())
    assert there.collection == THERE
    assert there.explain([served(9)], NOW) == (
        f"Missing: 5 years of service with 'go' of collection {THERE} (0 so far)."
    )
    assert there.is_met([served(9, collection=THERE)], NOW)


def test_stands_in_a_sentence_with_others() -> None:
    policy = AllOf(Service("2.5", "research and development"), Holds("cka"))
    assert policy.explain([], NOW) == (
        "Missing: 2.5 years of service with 'research and development' (0 so far) and a badge 'cka'."
    )
    assert policy.explain([served(2, skills=("research and development",))], NOW) == (
        "Missing: 2.5 years of service with 'research and development' (2 so far) and a badge 'cka'."
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (5, 5),
        ("5", 5),
        (5.0, 5),
        ("5.0", 5),
        (Fraction(10, 2), 5),
        ("10/2", 5),
        (2.5, "2.5"),
        ("2.50", "2.5"),
        (Fraction(5, 2), "2.5"),
        ("5/2", "2.5"),
        (0.1, "0.1"),
        (Fraction(1, 10), "0.1"),
        ("0.000001", "0.000001"),
        (Fraction(1, 1_000_000), "0.000001"),
        (Fraction(1, 1000), "0.001"),
        ("1/3", "1/3"),
        ("2/6", "1/3"),
        (Fraction(2, 6), "1/3"),
        ("998/999", "998/999"),
        ("999.999999", "999.999999"),
        (999, 999),
        (Fraction(1998, 2), 999),
        (1, 1),
        ("10.05", "10.05"),
    ],
)
def test_years_are_taken_as_they_are_written_and_kept_in_one_way(
    given: str | float | Fraction, kept: int | str
) -> None:
    service = Service(given, "go")
    assert service.years == kept
    assert type(service.years) is type(kept)
    assert service == Service(kept, "go")


@pytest.mark.parametrize(
    "years",
    [
        *(0, -1, 1000, True, None, b"5"),
        *(0.0, -2.5, 1e-7, 0.1 + 0.2, 1000.0, 1e300, float("nan"), float("inf")),
        *(Fraction(0), Fraction(-1, 2), Fraction(1, 1001), Fraction(1000), Fraction(1000, 999)),
        *("", "0", "0.0", "0.000000", "05", "5.", ".5", "+5", "-5", "5e1", "5 ", " 5", "5\n", "1_0", "\u0665", "1000"),
        *("2.5000000", "1/0", "0/1", "1/1000", "1000/1", "01/2", "1/-2", "1.5/2", "five", "1/3/4", "1e-3"),
    ],
)
def test_what_is_no_number_of_years_is_refused(years: object) -> None:
    with pytest.raises(PolicyUnclearError) as refused:
        Service(years, "go")  # type: ignore[arg-type]
    assert refused.value.problem.startswith(
        "years are a number above 0 and below 1000, such as 5, '2.5' (at most six decimals) or '1/3', not "
    )


@pytest.mark.parametrize(
    "years", [10**5000, Fraction(10**5000, 3), Fraction(1, 10**5000)], ids=["whole", "over three", "under one"]
)
def test_numbers_that_python_does_not_write_out_are_refused_like_others(years: int | Fraction) -> None:
    with pytest.raises(PolicyUnclearError, match=r"not a number too long to be shown$"):
        Service(years, "go")


@pytest.mark.parametrize("skill", ["", "x" * 201, 5, None, b"go", "\ud800"])
def test_what_is_no_skill_is_refused(skill: object) -> None:
    with pytest.raises(PolicyUnclearError) as refused:
        Service(5, skill)  # type: ignore[arg-type]
    assert refused.value.problem.startswith("a skill is a text of 1 to 200 characters, not ")
    assert Service(5, "x" * 200).skill == "x" * 200
