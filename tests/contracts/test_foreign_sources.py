"""Prerequisites that others answer for: see foreign_sources.tree. Bad sources: attacks/test_02_bad_source.py."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, NONE, YEAR, BurnAuth, Status, Terms, badge_id, prerequisite, requirement

LARGEST = 2**256 - 1
BURNING = 2
ENOUGH = 200_000 * 64 // 63 + 5_000
LITTLE = 190_000
"""Gas: what is needed to ask a source, and less than that."""


@pytest.fixture(scope="module")
def source(owner, MockSource):
    return MockSource.deploy({"from": owner})


@pytest.fixture(scope="module")
def another_source(owner, MockSource):
    return MockSource.deploy({"from": owner})


@pytest.fixture(scope="module")
def hold(owner, source, holder):
    """From now on the source says this of the holder: `hold(since)`."""
    return lambda since, id_=7, to=holder: source.hold(to, id_, since, {"from": owner})


@pytest.fixture(scope="module")
def try_issue(badges, issuer, holder):
    return lambda achievement: badges.issue.call(badge_id(achievement, holder), 0, 0, NONE, {"from": issuer})


@pytest.fixture
def ask_poorly(badges, stranger, node, web3):
    """Whether the collection answers somebody who has little gas, and the last word of what it says."""
    # CALLDATASIZE PUSH0 PUSH0 CALLDATACOPY; STATICCALL with what was given; the outcome, and the last word, RETURN.
    target = b"\x73" + bytes.fromhex(badges.address[2:]) + b"\x62" + LITTLE.to_bytes(3, "big")
    code = bytes.fromhex("365f5f375f5f365f") + target + bytes.fromhex("fa5f52602060203d0360203e60405ff3")
    node.set_code(stranger.address, code)

    def ask(question: str) -> tuple[bool, int]:
        answer = bytes(web3.eth.call({"to": stranger.address, "data": question}))
        return bool(answer[31]), int.from_bytes(answer[32:], "big")

    return ask


def unmet(achievement, index=0, needed=1, held=0):
    return reverts(f"RequirementUnmet: {achievement}, {index}, {needed}, {held}")


# ────────────────────────────────────────────── what is asked ───────────────────────────────────────────────


@pytest.mark.parametrize("id_", [0, 1, 2**96, LARGEST])
def test_asks_with_the_holder_and_the_id_that_the_terms_name(create, try_issue, hold, source, another_holder, id_):
    wanted = create("wanted", requirements=(requirement(1, prerequisite(id_, source=source.address)),))
    hold(1, id_ ^ 1)
    hold(1, id_, to=another_holder)
    with unmet(wanted):
        try_issue(wanted)
    hold(1, id_)
    try_issue(wanted)


def test_asks_nothing_once_enough_is_held(badges, owner, holder, create, issue, source, MockCaller):
    caller = MockCaller.deploy({"from": owner})
    base = create("base", individual=True)
    issue(base, holder)
    source.behave(BURNING, 0, {"from": owner})
    kinds = prerequisite(base), prerequisite(7, source=source.address)
    resting = issue(create("resting", requirements=(requirement(1, *kinds, ongoing=True),)), holder)
    gas, answer = caller.cost(badges.address, badges.statusOf.encode_input(resting))
    assert int.from_bytes(bytes(answer), "big") == Status.ACTIVE
    assert gas < 30_000


def test_needs_no_gas_for_what_is_not_asked(badges, owner, holder, create, issue, source, ask_poorly):
    base = create("base", individual=True)
    issue(base, holder)
    source.behave(BURNING, 0, {"from": owner})
    kinds = prerequisite(base), prerequisite(7, source=source.address)
    resting = issue(create("resting", requirements=(requirement(1, *kinds, ongoing=True),)), holder)
    assert ask_poorly(badges.statusOf.encode_input(resting)) == (True, Status.ACTIVE)


def test_says_how_much_gas_it_needs_where_there_is_less(badges, holder, create, issue, hold, source, ask_poorly):
    hold(1)
    kind = prerequisite(7, source=source.address)
    resting = issue(create("resting", requirements=(requirement(1, kind, ongoing=True),)), holder)
    assert ask_poorly(badges.statusOf.encode_input(resting)) == (False, ENOUGH)


# ─────────────────────────────────────────────── what counts ────────────────────────────────────────────────


@pytest.mark.skip_coverage  # its time goes back and forth, which anvil's cannot
def test_counts_any_moment_up_to_now_and_none_in_the_future(create, try_issue, hold, source, now, travel_to):
    wanted = create("wanted", requirements=(requirement(1, prerequisite(7, source=source.address)),))
    moment = now() + DAY
    for since, counts in (
        (1, True),
        (moment - 1, True),
        (moment, True),
        (moment + 1, False),
        (2**40 + 1, False),
        (LARGEST, False),
        (0, False),
    ):
        hold(since)
        travel_to(moment)
        if counts:
            try_issue(wanted)
            continue
        with unmet(wanted):
            try_issue(wanted)


def test_counts_a_moment_from_the_second_in_which_it_comes(create, try_issue, hold, source, now, travel_to):
    wanted = create("wanted", requirements=(requirement(1, prerequisite(7, source=source.address)),))
    moment = now() + DAY
    hold(moment)
    travel_to(moment - 1)
    with unmet(wanted):
        try_issue(wanted)
    travel_to(moment)
    try_issue(wanted)


def test_counts_how_long_to_the_second(create, try_issue, hold, source, now, travel_to):
    kind = prerequisite(7, source=source.address, held_for=YEAR)
    wanted = create("wanted", requirements=(requirement(1, kind),))
    since = now()
    hold(since)
    travel_to(since + YEAR - 1)
    with unmet(wanted):
        try_issue(wanted)
    travel_to(since + YEAR)
    try_issue(wanted)


def test_counts_foreign_and_local_ones_together(owner, holder, create, issue, try_issue, hold, source, another_source):
    base = create("base")
    kinds = (
        prerequisite(7, source=source.address),
        prerequisite(base),
        prerequisite(7, source=another_source.address),
    )
    wanted = create("wanted", requirements=(requirement(2, *kinds), requirement(1, kinds[2])))
    with unmet(wanted, needed=2, held=0):
        try_issue(wanted)
    hold(1)
    with unmet(wanted, needed=2, held=1):
        try_issue(wanted)
    issue(base, holder)
    with unmet(wanted, index=1):
        try_issue(wanted)
    another_source.hold(holder, 7, 1, {"from": owner})
    try_issue(wanted)


# ──────────────────────────────────────────── where it is asked ─────────────────────────────────────────────


def test_is_asked_at_issue_and_never_again(badges, holder, create, issue, hold, source):
    wanted = create("wanted", requirements=(requirement(1, prerequisite(7, source=source.address)),))
    hold(1)
    id_ = issue(wanted, holder)
    hold(0)
    assert badges.statusOf(id_) == Status.ACTIVE


def test_suspends_and_restores_without_a_transaction_of_the_collections(
    badges, issuer, holder, create, issue, hold, source
):
    resting = create("resting", requirements=(requirement(1, prerequisite(7, source=source.address), ongoing=True),))
    with unmet(resting):
        badges.issue(badge_id(resting, holder), 0, 0, NONE, {"from": issuer})
    hold(1)
    id_ = issue(resting, holder)
    for since, status in ((0, Status.SUSPENDED), (1, Status.ACTIVE), (0, Status.SUSPENDED)):
        hold(since)
        assert badges.statusOf(id_) == status
    assert badges.ownerOf(id_) == holder


def test_suspends_by_time_alone_where_the_source_speaks_of_the_future(
    badges, holder, create, issue, hold, source, now, travel_to
):
    kind = prerequisite(7, source=source.address, held_for=DAY)
    resting = create("resting", requirements=(requirement(1, kind, ongoing=True),))
    hold(1)
    id_ = issue(resting, holder)
    since = now() + DAY
    hold(since)
    for moment, status in (
        (since - 1, Status.SUSPENDED),
        (since + DAY - 1, Status.SUSPENDED),
        (since + DAY, Status.ACTIVE),
    ):
        travel_to(moment)
        assert badges.statusOf(id_) == status


def test_reaches_through_two_layers(badges, holder, create, issue, hold, source):
    below = create("below", requirements=(requirement(1, prerequisite(7, source=source.address), ongoing=True),))
    above = create("above", requirements=(requirement(1, prerequisite(below), ongoing=True),))
    hold(1)
    ids = [issue(below, holder), issue(above, holder)]
    hold(0)
    assert list(badges.statusesOf(ids)) == [Status.SUSPENDED] * 2
    hold(1)
    assert list(badges.statusesOf(ids)) == [Status.ACTIVE] * 2


# ───────────────────────────────────── another collection as the source ─────────────────────────────────────


class Other:
    """Another issuer's collection, with a few words to speak of it."""

    def __init__(self, badges, issuer) -> None:
        self.badges = badges
        self.issuer = {"from": issuer}

    def kind(self, achievement: int, cohort: int = 0, held_for: int = 0) -> tuple:
        return prerequisite(achievement << 48 | cohort, source=self.badges.address, held_for=held_for)

    def issue(self, achievement: int, to: object, end: int = 0) -> int:
        self.badges.issue(badge_id(achievement, to), 0, end, NONE, self.issuer)
        return badge_id(achievement, to)


@pytest.fixture(scope="module")
def other(deploy, owner, issuer):
    """Its achievements: 1 a certificate, 2 a medal."""
    badges = deploy("Another issuer")
    badges.appointIssuer(issuer, 0, {"from": owner})
    for terms in (Terms("certificate", validity=9 * YEAR, burn_auth=BurnAuth.BOTH), Terms("medal")):
        badges.createAchievement(terms.as_tuple(), {"from": owner})
    return Other(badges, issuer)


def test_asks_another_collection_for_a_badge_issued_one_by_one(
    badges, issuer, holder, another_holder, create, issue, try_issue, other
):
    wanted = create("wanted", requirements=(requirement(1, other.kind(2)),))
    other.issue(1, holder)
    other.issue(2, another_holder)
    other.badges.issueCohort(2, 1, "", 0, 0, NONE, bytes.fromhex(str(holder)[2:]), {"from": issuer})
    with unmet(wanted):
        try_issue(wanted)
    other.issue(2, holder)
    assert badges.statusOf(issue(wanted, holder)) == Status.ACTIVE


def test_asks_another_collection_for_a_badge_of_a_cohort(issuer, holder, another_holder, create, try_issue, other):
    wanted = create("wanted", requirements=(requirement(1, other.kind(2, cohort=2)),))
    other.issue(2, holder)
    for number, member in ((1, holder), (2, another_holder)):
        other.badges.issueCohort(2, number, "", 0, 0, NONE, bytes.fromhex(str(member)[2:]), {"from": issuer})
    with unmet(wanted):
        try_issue(wanted)
    both = create("both", requirements=(requirement(2, other.kind(2), other.kind(2, cohort=1)),))
    try_issue(both)


def test_follows_the_others_badge_to_the_second(badges, issuer, holder, create, issue, other, now, travel_to):
    resting = create("resting", requirements=(requirement(1, other.kind(1), ongoing=True),))
    theirs = other.issue(1, holder, end=now() + YEAR)
    id_, end = issue(resting, holder), other.badges.endTime(theirs)
    for moment, status in ((end - 1, Status.ACTIVE), (end, Status.SUSPENDED)):
        travel_to(moment)
        assert badges.statusOf(id_) == status
    other.badges.renew(theirs, end + YEAR, {"from": issuer})
    assert badges.statusOf(id_) == Status.ACTIVE
    other.badges.revoke(theirs, {"from": issuer})
    assert badges.statusOf(id_) == Status.SUSPENDED


def test_counts_the_run_of_the_others_badge(holder, create, try_issue, other, now, travel_to):
    wanted = create("wanted", requirements=(requirement(1, other.kind(2, held_for=YEAR)),))
    other.issue(2, holder)
    since = now()
    travel_to(since + YEAR - 1)
    with unmet(wanted):
        try_issue(wanted)
    travel_to(since + YEAR)
    try_issue(wanted)


def test_counts_a_badge_that_itself_rests_on_foreign_sources_as_not_held(
    owner, holder, create, try_issue, hold, source, other
):
    foreign = prerequisite(7, source=source.address)
    other.badges.createAchievement(
        Terms("asking", requirements=(requirement(1, foreign, ongoing=True),)).as_tuple(), {"from": owner}
    )
    hold(1)
    theirs = other.issue(3, holder)
    assert other.badges.statusOf(theirs) == Status.ACTIVE
    wanted = create("wanted", requirements=(requirement(1, other.kind(3)),))
    with unmet(wanted):
        try_issue(wanted)


def test_goes_in_no_circle_between_two_collections(badges, owner, issuer, holder, create, issue, other, source, hold):
    """Each rests on the other's: neither can be issued, nor asked for ever."""
    mine = badges.achievementCount() + 1
    create("mine", requirements=(requirement(1, other.kind(3), prerequisite(7, source=source.address), ongoing=True),))
    back = prerequisite(mine << 48, source=badges.address)
    other.badges.createAchievement(
        Terms("theirs", requirements=(requirement(1, back, ongoing=True),)).as_tuple(), {"from": owner}
    )
    hold(1)
    issue(mine, holder)
    with reverts("RequirementUnmet: 3, 0, 1, 0"):
        other.badges.issue(badge_id(3, holder), 0, 0, NONE, {"from": issuer})
