"""The club of examples/, asked by contract and by policy: whatever happens to a holder, both say the same."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from tests.support.club import Club, Moment, Step, histories

from soulbadge.models import Status
from soulbadge.policy import AllOf, door
from soulbadge.testing import open_chain

FEWEST_DECISIONS = 300


@pytest.fixture(scope="module")
def club() -> Iterator[Club]:
    with open_chain("anvil") as chain:
        yield Club(chain)


def test_contract_and_policy_agree_whatever_happens(club: Club) -> None:
    decided: Counter[str] = Counter()
    ways = club.policy.policies  # type: ignore[attr-defined]  # it is an AnyOf, as the file says
    gates = [club.gate(door(AllOf(way), club.number)) for way in ways]

    @settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(history=histories())
    def all_agree(history: list[Step]) -> None:
        for moment in club.live(history):
            decide(moment)

    def decide(moment: Moment) -> None:
        expected = moment.policy_says(club.policy)
        assert club.contract_says() is expected
        decided["in" if expected else "out"] += 1
        for place, way in enumerate(ways):
            if moment.policy_says(way):
                decided[f"way {place}"] += 1
        decided.update(one.badge.status.name for one in moment.held)

    all_agree()
    assert decided
    assert gates
    print(decided)
    assert {status.name for status in Status} <= set(decided)
