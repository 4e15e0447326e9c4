"""The club of examples/, asked by contract and by policy: whatever happens to a holder, both say the same."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from tests.support.club import Club, Moment
from tests.support.club_histories import (
    CERTIFICATIONS,
    CKA,
    DAY,
    GRANDMASTER,
    LADDER,
    MEDALS,
    SERVICE,
    TITLE,
    Award,
    End,
    Medals,
    Renew,
    Step,
    Wait,
    WaitForEdge,
    histories,
)

from soulbadge.forms.times import YEAR
from soulbadge.models import Status
from soulbadge.testing import open_chain


@pytest.fixture(scope="module")
def club() -> Iterator[Club]:
    with open_chain("anvil") as chain:
        yield Club(chain)


class Asked:
    """The club and each way into it, asked by contract and by policy, and what they have said so far."""

    def __init__(self, club: Club) -> None:
        self._club = club
        self.said: Counter[str] = Counter()

    def about(self, moment: Moment) -> bool:
        club = self._club
        lets_in = moment.policy_says(club.policy)
        assert club.contract_says() is lets_in
        for place, (way, gate) in enumerate(club.ways):
            is_open = moment.policy_says(way)
            assert club.contract_says(gate=gate) is is_open
            self.said[f"way {place}"] += is_open
        if lets_in:
            # The badges that would be presented are enough for the contract too, and it misses each of them.
            picked = [one.badge.badge_id for one in club.policy.pick(moment.held, moment.now)]
            assert club.contract_says(picked)
            assert not any(club.contract_says(picked[:place] + picked[place + 1 :]) for place in range(len(picked)))
        self.said["in" if lets_in else "out"] += 1
        self.said.update({one.badge.status.name for one in moment.held})
        self.said.update(
            f"{moment.now - one.badge.since - 3 * YEAR} seconds over three years"
            for one in moment.held
            if one.slug == "service-kubernetes" and one.badge.is_active
        )
        return lets_in


def test_contract_and_policy_agree_whatever_happens(club: Club) -> None:
    asked = Asked(club)

    @settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(history=histories())
    @example(history=[SERVICE, CKA, WaitForEdge(0, -1), Wait(1), Wait(1)])
    @example(history=[MEDALS, GRANDMASTER, Wait(1), CKA, Medals(1), Wait(DAY)])
    @example(history=[TITLE, End(1, by_holder=False), Award("cncf", ("cks",), -DAY), WaitForEdge(0, 0)])
    def both_agree(history: list[Step]) -> None:
        for moment in club.live(history):
            asked.about(moment)

    both_agree()
    said = asked.said
    assert said["in"] + said["out"] >= 250
    assert min(said["in"], said["out"]) >= 50
    assert min(said["way 0"], said["way 1"], said["way 2"]) >= 5
    assert {status.name for status in Status} <= set(said)
    assert {f"{off} seconds over three years" for off in (-1, 0, 1)} <= set(said)


@pytest.mark.parametrize(
    ("history", "lets_in"),
    [
        ([TITLE, End(1, by_holder=True), Wait(1)], [False, True, False, False]),
        ([TITLE, Wait(2 * YEAR), Renew("cncf", CERTIFICATIONS)], [False, True, False, True]),
        ([Medals(4), Award("kaggle", LADDER), Medals(1), Award("kaggle", LADDER)], [False, False, False, False, True]),
        ([SERVICE, CKA, WaitForEdge(0, -1), Wait(1)], [False, False, False, False, True]),
        (
            [SERVICE, CKA, Wait(11), Wait(93 * DAY), Renew("employer", ("service-kubernetes",))],
            [False, False, False, True, False, False],
        ),
    ],
)
def test_they_agree_on_what_the_club_says_of_itself(club: Club, history: list[Step], lets_in: list[bool]) -> None:
    asked = Asked(club)
    assert [asked.about(moment) for moment in club.live(history)] == lets_in


def test_a_policy_can_be_met_by_badges_whose_ids_several_collections_have(club: Club) -> None:
    """A number names a different achievement in each collection, and the contract is told ids alone."""
    (*_, moment) = club.live([TITLE])
    title = next(one.badge.badge_id for one in moment.held if one.slug == "kubestronaut")
    assert [one.slug for one in moment.held if one.badge.badge_id == title] == ["kubestronaut", "grandmaster"]
    assert club.contract_says([title])
    assert [one.slug for one in club.policy.pick(moment.held, moment.now)] == ["kubestronaut"]
