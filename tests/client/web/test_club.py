"""The club of examples/ as a login: whatever happens to a holder, page, policy and contract say the same.

Three ways to ask are compared after each step of a random history: the contract's door, the policy, and the club page,
asked by a browser that comes in as soon as it can and stays in for as long as it is let.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from tests.support.club import Club, Moment
from tests.support.club_histories import (
    CERTIFICATIONS,
    CKA,
    DAY,
    LADDER,
    SERVICE,
    TITLE,
    Award,
    End,
    Medals,
    Renew,
    Step,
    Wait,
    histories,
)
from tests.support.club_histories import WaitForEdge as Edge
from tests.support.site import Person, Served, served

from soulbadge.forms.times import YEAR
from soulbadge.testing import BadgeChain, open_chain


@pytest.fixture(scope="module")
def chain() -> Iterator[BadgeChain]:
    with open_chain("anvil") as found:
        yield found


@pytest.fixture(scope="module")
def club(chain: BadgeChain) -> Club:
    return Club(chain)


@pytest.fixture(scope="module")
def site(club: Club, chain: BadgeChain) -> Iterator[Served]:
    collections = list(club.addresses.values())
    with served(chain.url, collections, club=club.policy, now=club.now, session_seconds=200 * YEAR) as found:
        yield found


class Asked:
    """One who comes, and comes again."""

    def __init__(self, club: Club, site: Served) -> None:
        assert site.site.club
        self._club, self._url, self._door = club, site.url, site.site.club.name
        self.said: Counter[str] = Counter()
        self._person = Person(site.url)

    def begin(self) -> None:
        """A new browser, for a new history: the chain has been put back."""
        self._person.close()
        self._person = Person(self._url)

    def about(self, moment: Moment) -> None:
        lets_in = moment.policy_says(self._club.policy)
        assert self._club.contract_says() is lets_in
        stayed = self._person.get("/club").status_code
        assert stayed in {200, 401, 403}
        if stayed == 200:
            assert lets_in  # by the badges that were shown; others do not keep anybody in
            self.said["stayed in"] += 1
            return
        came = self._person.sign_in(self._club.holder, self._door, "/club").status_code
        assert (came == 200) is lets_in, (came, lets_in)
        assert self._person.get("/club").status_code == (200 if lets_in else 401)
        self.said["came in" if lets_in else "kept out"] += 1
        self.said["dropped out"] += stayed == 403

    def close(self) -> None:
        self._person.close()


def test_contract_policy_and_login_agree_whatever_happens(club: Club, site: Served) -> None:
    asked = Asked(club, site)

    @settings(max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(history=histories(6))
    @example(history=[SERVICE, CKA, Edge(0, -1), Wait(1), Wait(1), Edge(0, 0), Edge(0, 0)])
    @example(history=[TITLE, End(1, by_holder=False), Renew("cncf", CERTIFICATIONS), Wait(100 * DAY)])
    @example(history=[Medals(5), Award("kaggle", LADDER), TITLE, End(0, by_holder=True)])
    def all_agree(history: list[Step]) -> None:
        asked.begin()
        for moment in club.live(history):
            asked.about(moment)

    all_agree()
    asked.close()
    print(dict(asked.said))
    assert all(asked.said[each] for each in ("stayed in", "came in", "kept out", "dropped out"))
