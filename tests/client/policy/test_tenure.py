"""Spans of time and their union."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.policies import NOW, held

from soulbadge import tenure
from soulbadge.models import Status

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


@pytest.mark.parametrize(
    ("intervals", "joined", "seconds"),
    [
        ([], (), 0),
        ([(1, 5)], ((1, 5),), 4),
        ([(5, 5), (6, 5)], (), 0),
        ([(1, 5), (5, 8)], ((1, 8),), 7),
        ([(1, 5), (6, 8)], ((1, 5), (6, 8)), 6),
        ([(6, 8), (1, 5)], ((1, 5), (6, 8)), 6),
        ([(1, 9), (2, 3)], ((1, 9),), 8),
        ([(1, 4), (2, 9), (20, 21), (20, 25)], ((1, 9), (20, 25)), 13),
    ],
)
def test_what_overlaps_or_touches_is_one(
    intervals: list[tuple[int, int]], joined: tuple[tuple[int, int], ...], seconds: int
) -> None:
    assert tenure.union(intervals) == joined
    assert tenure.seconds(iter(intervals)) == seconds


@given(spans)
def test_each_second_is_counted_once(intervals: list[tuple[int, int]]) -> None:
    every = {second for start, end in intervals for second in range(start, end)}
    joined = tenure.union(intervals)
    assert {second for start, end in joined for second in range(start, end)} == every
    assert tenure.seconds(intervals) == len(every) == sum(end - start for start, end in joined)
    assert all(before[1] < after[0] for before, after in pairwise(joined))


@pytest.mark.parametrize(
    ("status", "since", "end", "span"),
    [
        (Status.ACTIVE, NOW - 9, 0, (NOW - 9, NOW)),
        (Status.ACTIVE, NOW - 9, NOW + 9, (NOW - 9, NOW)),
        (Status.SUSPENDED, NOW - 9, NOW + 9, (NOW - 9, NOW)),
        (Status.EXPIRED, NOW - 9, NOW - 4, (NOW - 9, NOW - 4)),
        (Status.EXPIRED, NOW - 9, NOW, (NOW - 9, NOW)),
        (Status.ACTIVE, NOW + 3, NOW + 9, (NOW + 3, NOW + 3)),
        (Status.EXPIRED, NOW - 3, NOW - 9, (NOW - 3, NOW - 3)),
        (Status.NONE, 0, 0, (NOW, NOW)),
        (Status.PENDING, NOW - 9, NOW + 9, (NOW, NOW)),
        (Status.REVOKED, NOW - 9, NOW + 9, (NOW, NOW)),
        (Status.RENOUNCED, NOW - 9, NOW + 9, (NOW, NOW)),
    ],
)
def test_a_badge_vouches_for_its_present_run_as_far_as_it_has_come(
    status: Status, since: int, end: int, span: tuple[int, int]
) -> None:
    assert tenure.span(held(status=status, since=since, start=NOW - 99, end=end).badge, NOW) == span
