"""A member's two clocks, its cohort's and its own: see member_of_cohort.tree.

SPEC: “A member's end is the later of its own record's and its cohort's, and its `since` its own record's if that
record's end is later than the cohort's `since` (never is later than all), else the cohort's; an ended record always
wins.”
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from conftest import DAY, NONE, BurnAuth, Status, badge_id, packed

if TYPE_CHECKING:
    from collections.abc import Callable

NEVER = 0
COHORT, OWN = "cohort", "own"


@dataclass(frozen=True)
class Case:
    """A cohort that runs from day 0 to `end`; what is renewed on which day until when; what a member has at last."""

    name: str
    end: int
    renewals: tuple[tuple[int, str, int], ...]  # (day, of what, new end)
    looked_at: int
    expected: tuple[int, int, Status]  # (end, since, status)


CASES = [
    Case("left alone", 10, (), 5, (10, 0, Status.ACTIVE)),
    Case("left alone, in its last day", 10, (), 9, (10, 0, Status.ACTIVE)),
    Case("left alone, over", 10, (), 10, (10, 0, Status.EXPIRED)),
    # One clock.
    Case("cohort renewed in time", 10, ((5, COHORT, 20),), 15, (20, 0, Status.ACTIVE)),
    Case("cohort renewed on its last day", 10, ((9, COHORT, 20),), 15, (20, 0, Status.ACTIVE)),
    Case("cohort renewed as it ended", 10, ((10, COHORT, 20),), 15, (20, 10, Status.ACTIVE)),
    Case("cohort renewed after a gap", 10, ((12, COHORT, 20),), 15, (20, 12, Status.ACTIVE)),
    Case("cohort renewed twice after a gap", 10, ((12, COHORT, 20), (15, COHORT, 30)), 25, (30, 12, Status.ACTIVE)),
    Case("cohort renewed after two gaps", 10, ((12, COHORT, 20), (22, COHORT, 30)), 25, (30, 22, Status.ACTIVE)),
    Case("member renewed in time", 10, ((5, OWN, 20),), 15, (20, 0, Status.ACTIVE)),
    Case("member renewed as it ended", 10, ((10, OWN, 20),), 15, (20, 10, Status.ACTIVE)),
    Case("member renewed after a gap", 10, ((12, OWN, 20),), 15, (20, 12, Status.ACTIVE)),
    Case("member renewed twice after a gap", 10, ((12, OWN, 20), (15, OWN, 30)), 25, (30, 12, Status.ACTIVE)),
    Case("member renewed after two gaps", 10, ((12, OWN, 20), (22, OWN, 30)), 25, (30, 22, Status.ACTIVE)),
    # Both, in time: the later end counts, whichever came first.
    Case("member, then cohort further", 10, ((5, OWN, 20), (6, COHORT, 30)), 25, (30, 0, Status.ACTIVE)),
    Case("member, then cohort less far", 10, ((5, OWN, 30), (6, COHORT, 20)), 25, (30, 0, Status.ACTIVE)),
    Case("cohort, then member further", 10, ((5, COHORT, 20), (6, OWN, 30)), 25, (30, 0, Status.ACTIVE)),
    Case("both, over at last", 10, ((5, OWN, 20), (6, COHORT, 30)), 30, (30, 0, Status.EXPIRED)),
    # The cohort has a gap; the member, renewed in time, has none.
    Case("member bridged the gap of the cohort", 10, ((5, OWN, 15), (12, COHORT, 30)), 20, (30, 0, Status.ACTIVE)),
    Case("bridged to the last day", 10, ((5, OWN, 13), (12, COHORT, 30)), 20, (30, 0, Status.ACTIVE)),
    Case("not bridged: over as the cohort began", 10, ((5, OWN, 12), (12, COHORT, 30)), 20, (30, 12, Status.ACTIVE)),
    Case("not bridged: over before", 10, ((5, OWN, 11), (12, COHORT, 30)), 20, (30, 12, Status.ACTIVE)),
    Case(
        "bridged one gap and not the next",
        10,
        ((5, OWN, 15), (12, COHORT, 20), (22, COHORT, 30)),
        25,
        (30, 22, Status.ACTIVE),
    ),
    # The member has a gap of its own.
    Case("member after a gap, then cohort", 10, ((12, OWN, 20), (14, COHORT, 30)), 25, (30, 12, Status.ACTIVE)),
    Case("cohort after a gap, then member", 10, ((12, COHORT, 20), (14, OWN, 30)), 25, (30, 12, Status.ACTIVE)),
    Case("member over, cohort revived it", 10, ((12, OWN, 15), (17, COHORT, 30)), 25, (30, 17, Status.ACTIVE)),
    Case("cohort over, member revived alone", 10, ((12, COHORT, 15), (17, OWN, 30)), 25, (30, 17, Status.ACTIVE)),
    Case(
        "cohort's run holds what the member's own did not",
        10,
        ((5, OWN, 12), (6, COHORT, 20), (15, OWN, 30)),
        25,
        (30, 0, Status.ACTIVE),
    ),
    # Never.
    Case("cohort for ever", 10, ((5, COHORT, NEVER),), 99, (NEVER, 0, Status.ACTIVE)),
    Case("cohort for ever after a gap", 10, ((12, COHORT, NEVER),), 99, (NEVER, 12, Status.ACTIVE)),
    Case("member for ever", 10, ((5, OWN, NEVER),), 99, (NEVER, 0, Status.ACTIVE)),
    Case("member for ever after a gap", 10, ((12, OWN, NEVER),), 99, (NEVER, 12, Status.ACTIVE)),
    Case("member for ever, then cohort", 10, ((5, OWN, NEVER), (6, COHORT, 20)), 99, (NEVER, 0, Status.ACTIVE)),
    Case(
        "member for ever, then cohort after its gap",
        10,
        ((5, OWN, NEVER), (12, COHORT, 20)),
        99,
        (NEVER, 0, Status.ACTIVE),
    ),
    Case("member, then cohort for ever", 10, ((5, OWN, 20), (6, COHORT, NEVER)), 99, (NEVER, 0, Status.ACTIVE)),
    Case("member over, then cohort for ever", 10, ((5, OWN, 12), (15, COHORT, NEVER)), 99, (NEVER, 15, Status.ACTIVE)),
]


@pytest.fixture(scope="module")
def title(create):
    return create("title")


@dataclass(frozen=True)
class Calendar:
    """Days as times: `at(3)`; and what happens on them."""

    day_zero: int
    send_at: Callable[..., Any]
    travel_to: Callable[[int], None]

    def __call__(self, day: int) -> int:
        return self.day_zero + day * DAY

    def end(self, day: int) -> int:
        return NEVER if day == NEVER else self(day)

    def send(self, day: int, *what: Any, by: Any) -> None:
        self.send_at(self(day), *what, by=by)

    def look(self, day: int) -> None:
        self.travel_to(self(day))


@pytest.fixture
def at(now, send_at, travel_to):
    return Calendar(now() + DAY, send_at, travel_to)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_has_the_later_end_and_the_run_that_was_unbroken(badges, issuer, holder, another_holder, title, at, case):
    members = packed([holder, another_holder])
    at.send(0, badges.issueCohort, title, 1, "2026", 0, at(case.end), NONE, members, by=issuer)
    id_ = badge_id(title, holder, 1)
    for day, of_what, end in case.renewals:
        if of_what == COHORT:
            at.send(day, badges.renewCohort, title, 1, at.end(end), by=issuer)
        else:
            at.send(day, badges.renew, id_, at.end(end), by=issuer)
    at.look(case.looked_at)

    end, since, status = case.expected
    badge = badges.badgeOf(id_)
    assert (badge["endTime"], badge["since"], badge["status"]) == (at.end(end), at(since), status)
    assert (badge["issuedAt"], badge["startTime"]) == (at(0), at(0))
    # Every other door says the same.
    assert (badges.endTime(id_), badges.isTokenExpired(id_)) == (at.end(end), status == Status.EXPIRED)
    assert badges.statusOf(id_) == status
    assert badges.heldSince(holder, title << 48 | 1) == (at(since) if status == Status.ACTIVE else 0)


@pytest.mark.parametrize("how", [Status.REVOKED, Status.RENOUNCED], ids=lambda how: how.name)
@pytest.mark.parametrize("renewed_first", [False, True], ids=["never renewed", "renewed before"])
def test_an_ended_record_wins_over_every_renewal_of_the_cohort(badges, issuer, holder, create, at, how, renewed_first):
    title = create("revocable", burn_auth=BurnAuth.BOTH)
    at.send(0, badges.issueCohort, title, 1, "2026", 0, at(10), NONE, packed([holder]), by=issuer)
    id_ = badge_id(title, holder, 1)
    if renewed_first:
        at.send(1, badges.renew, id_, at(20), by=issuer)
    if how == Status.REVOKED:
        at.send(2, badges.revoke, id_, by=issuer)
    else:
        at.send(2, badges.renounce, id_, by=holder)
    ended = badges.badgeOf(id_).dict()
    for day, end in ((3, 15), (17, 30), (18, NEVER)):
        at.send(day, badges.renewCohort, title, 1, at.end(end), by=issuer)
        assert badges.badgeOf(id_).dict() == ended
        assert badges.statusOf(id_) == how
        assert badges.heldSince(holder, title << 48 | 1) == 0


def test_a_member_that_departs_leaves_the_others_on_the_clock_of_the_cohort(
    badges, issuer, holder, another_holder, title, at
):
    members = packed([holder, another_holder])
    at.send(0, badges.issueCohort, title, 1, "2026", 0, at(10), NONE, members, by=issuer)
    alone, stayed = badge_id(title, holder, 1), badge_id(title, another_holder, 1)
    at.send(5, badges.renew, alone, at(20), by=issuer)
    at.look(10)
    assert list(badges.statusesOf([alone, stayed])) == [Status.ACTIVE, Status.EXPIRED]
    at.send(12, badges.renewCohort, title, 1, at(20), by=issuer)
    assert [badges.badgeOf(id_)["since"] for id_ in (alone, stayed)] == [at(0), at(12)]


def test_a_renewal_before_the_start_moves_neither_start_nor_run(badges, issuer, holder, title, at):
    member = packed([holder])
    at.send(0, badges.issueCohort, title, 1, "2027", at(5), at(10), NONE, member, by=issuer)
    id_ = badge_id(title, holder, 1)
    at.send(1, badges.renewCohort, title, 1, at(11), by=issuer)
    at.send(2, badges.renew, id_, at(12), by=issuer)
    badge = badges.badgeOf(id_)
    assert (badge["status"], badge["startTime"], badge["since"], badge["endTime"]) == (
        Status.PENDING,
        at(5),
        at(5),
        at(12),
    )


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_the_count_of_days_in_force(badges, issuer, holder, title, at, seed):
    """A badge is in force on a day if some end known by then is later; its run began after the last day it was not."""
    random = Random(seed)
    id_ = badge_id(title, holder, 1)
    ends = {COHORT: random.randint(3, 12), OWN: 0}
    at.send(0, badges.issueCohort, title, 1, "", 0, at(ends[COHORT]), NONE, packed([holder]), by=issuer)
    since, day = 0, 0
    for _ in range(12):
        day += random.randint(1, 8)
        of_what = random.choice([COHORT, OWN])
        present = ends[COHORT] if of_what == COHORT else max(ends.values())
        end = max(present, day) + random.randint(1, 10)
        if max(ends.values()) <= day:
            since = day
        ends[of_what] = end
        renewal = (badges.renewCohort, title, 1) if of_what == COHORT else (badges.renew, id_)
        at.send(day, *renewal, at(end), by=issuer)
        badge = badges.badgeOf(id_)
        assert (badge["since"], badge["endTime"]) == (at(since), at(max(ends.values())))
