"""`issueWithWitnesses`: see issue_with_witnesses.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, NONE, YEAR, ZERO, BurnAuth, Status, badge_id, prerequisite, requirement

MEDAL, RACE, LICENCE = 1, 2, 3  # come in cohorts; the last may also come one by one
CHAMPION = 4  #                   three medals
ALLROUNDER = 5  #                 two of medal, race, licence; and one of medal, licence
VETERAN = 6  #                    a medal or a race held for two years
FREE = 7


@pytest.fixture(scope="module", autouse=True)
def ground(create):
    create("medal", burn_auth=BurnAuth.BOTH)
    create("race", validity=5 * YEAR)
    create("licence")
    medal, race, licence = (prerequisite(kind) for kind in (MEDAL, RACE, LICENCE))
    create("champion", requirements=(requirement(3, medal),))
    create("allrounder", requirements=(requirement(2, medal, race, licence), requirement(1, medal, licence)))
    years = (prerequisite(MEDAL, held_for=2 * YEAR), prerequisite(RACE, held_for=2 * YEAR))
    create("veteran", requirements=(requirement(1, *years),))
    create("free")


@pytest.fixture(scope="module")
def cohort(issue_cohort, holder, another_holder):
    """A cohort badge of the holder: `cohort(MEDAL)`; another holder is always a member too."""

    def issued(achievement, *, to=holder, **times: int) -> int:
        return badge_id(achievement, to, cohort=issue_cohort(achievement, to, another_holder, **times))

    return issued


@pytest.fixture(scope="module")
def propose(badges, issuer, holder):
    """Whether the contract would issue with these witnesses in this very second; changes nothing."""

    def ask(achievement, *witnesses: int, to=holder) -> None:
        badges.issueWithWitnesses.call(badge_id(achievement, to), 0, 0, NONE, list(witnesses), {"from": issuer})

    return ask


def refused(witness):
    return reverts(f"WitnessRefused: {witness}")


def unmet(achievement, index, needed, held):
    return reverts(f"RequirementUnmet: {achievement}, {index}, {needed}, {held}")


# ───────────────────────────────────────────────── the door ─────────────────────────────────────────────────


def test_refuses_what_issue_refuses(badges, owner, issuer, holder, stranger, issue, create):
    def knock(id_, caller=issuer, start=0, end=0) -> None:
        badges.issueWithWitnesses.call(id_, start, end, NONE, [], {"from": caller})

    claim_only = create("claim-only", claim_only=True)
    retired = create("retired")
    badges.retireAchievement(retired, {"from": owner})
    there = issue(FREE, holder)
    gone = issue(FREE, stranger)
    badges.renounce(gone, {"from": stranger})
    for error, knocking in (
        ("AchievementUnknown: 99", lambda: knock(badge_id(99, holder))),
        (f"AchievementIsRetired: {retired}", lambda: knock(badge_id(retired, holder))),
        (f"ClaimOnly: {claim_only}", lambda: knock(badge_id(claim_only, holder))),
        (f"NotIssuer: {str(owner).lower()}, {FREE}", lambda: knock(badge_id(FREE, owner), caller=owner)),
        (f"HolderInvalid: {ZERO}", lambda: knock(badge_id(FREE, ZERO))),
        (f"CohortClosed: {badge_id(FREE, holder, 1)}", lambda: knock(badge_id(FREE, holder, 1))),
        (f"BadgeExists: {there}", lambda: knock(there)),
        (f"BadgeHasEnded: {gone}, 1", lambda: knock(gone)),
        ("EndNotAfterStart: 9, 9", lambda: knock(badge_id(FREE, owner), start=9, end=9)),
    ):
        with reverts(error):
            knocking()


def test_refuses_whoever_is_no_issuer_with_the_best_of_witnesses(badges, cohort, holder, stranger):
    medals = [cohort(MEDAL) for _ in range(3)]
    with reverts(f"NotIssuer: {str(stranger).lower()}, {CHAMPION}"):
        badges.issueWithWitnesses(badge_id(CHAMPION, holder), 0, 0, NONE, medals, {"from": stranger})


# ──────────────────────────────────────────── witnesses refused ─────────────────────────────────────────────


def test_refuses_witnesses_out_of_order(cohort, propose):
    first, second, third = (cohort(MEDAL) for _ in range(3))
    for witnesses, named in (
        ((second, first, third), first),
        ((first, third, second), second),
        ((third, second, first), second),
    ):
        with refused(named):
            propose(CHAMPION, *witnesses)
    propose(CHAMPION, first, second, third)


def test_refuses_kinds_out_of_order(cohort, propose):
    race, medal = cohort(RACE), cohort(MEDAL)
    propose(ALLROUNDER, medal, race)
    with refused(medal):
        propose(ALLROUNDER, race, medal)


def test_refuses_a_witness_twice(cohort, propose):
    first, second = cohort(MEDAL), cohort(MEDAL)
    with refused(first):
        propose(CHAMPION, first, first, second)
    with refused(second):
        propose(CHAMPION, first, second, second)


def test_refuses_a_badge_issued_one_by_one(issue, holder, cohort, propose):
    licence = issue(LICENCE, holder)
    with refused(licence):
        propose(ALLROUNDER, licence)
    with refused(licence):
        propose(ALLROUNDER, cohort(MEDAL), licence)


def test_refuses_the_badge_of_another(another_holder, cohort, propose):
    medals = [cohort(MEDAL) for _ in range(3)]
    theirs = badge_id(MEDAL, another_holder, cohort=3)
    with refused(theirs):
        propose(CHAMPION, *medals[:2], theirs)
    propose(CHAMPION, *(badge_id(MEDAL, another_holder, cohort=number) for number in (1, 2, 3)), to=another_holder)


def test_refuses_a_badge_that_was_never_issued(holder, stranger, cohort, propose):
    cohort(MEDAL)
    for witness, to in (
        (badge_id(MEDAL, holder, cohort=2), holder),
        (badge_id(MEDAL, stranger, cohort=1), stranger),
        (badge_id(MEDAL, holder, cohort=2**48 - 1), holder),
    ):
        with refused(witness):
            propose(CHAMPION, witness, to=to)


def test_refuses_zero_as_a_witness(propose):
    with refused(0):
        propose(CHAMPION, 0)


def test_refuses_a_badge_that_was_revoked_or_renounced(badges, issuer, holder, cohort, propose):
    medals = [cohort(MEDAL) for _ in range(4)]
    badges.revoke(medals[0], {"from": issuer})
    badges.renounce(medals[3], {"from": holder})
    with refused(medals[0]):
        propose(CHAMPION, *medals[:3])
    with refused(medals[3]):
        propose(CHAMPION, *medals[1:])


def test_takes_a_badge_from_its_first_second_to_its_last(cohort, propose, now, travel_to):
    start, end = now() + DAY, now() + 2 * DAY
    medals = [cohort(MEDAL), cohort(MEDAL), cohort(MEDAL, start=start, end=end)]
    for moment, counts in ((start - 1, False), (start, True), (end - 1, True), (end, False), (end + 1, False)):
        travel_to(moment)
        if counts:
            propose(CHAMPION, *medals)
            continue
        with refused(medals[2]):
            propose(CHAMPION, *medals)


def test_refuses_a_badge_of_a_kind_that_is_not_listed(cohort, propose):
    race, medals = cohort(RACE), [cohort(MEDAL) for _ in range(3)]
    with refused(race):
        propose(CHAMPION, *medals, race)


def test_refuses_a_kind_that_only_a_foreign_source_lists(owner, create, cohort, propose, MockSource):
    source = MockSource.deploy({"from": owner})
    foreign = create("foreign", requirements=(requirement(1, prerequisite(MEDAL, source=source.address)),))
    medal = cohort(MEDAL)
    with refused(medal):
        propose(foreign, medal)


def test_counts_a_badge_for_the_local_kind_alone_where_a_foreign_one_has_the_same_number(
    owner, create, cohort, propose, MockSource
):
    source = MockSource.deploy({"from": owner})
    kinds = prerequisite(MEDAL, source=source.address), prerequisite(MEDAL)
    both = create("both", requirements=(requirement(2, *kinds),))
    with unmet(both, 0, 2, 1):
        propose(both, cohort(MEDAL))
    propose(both, *(cohort(MEDAL) for _ in range(2)))


def test_refuses_any_witness_where_nothing_is_required(cohort, propose):
    medal = cohort(MEDAL)
    with refused(medal):
        propose(FREE, medal)
    propose(FREE)


# ────────────────────────────────────────────── witnesses that count ────────────────────────────────────────


def test_counts_each_of_several_of_one_kind(badges, issuer, holder, cohort, propose):
    medals = []
    for held in range(3):
        with unmet(CHAMPION, 0, 3, held):
            propose(CHAMPION, *medals)
        medals.append(cohort(MEDAL))
    id_ = badge_id(CHAMPION, holder)
    receipt = badges.issueWithWitnesses(id_, 0, 0, NONE, medals, {"from": issuer})
    assert badges.statusOf(id_) == Status.ACTIVE
    assert [event.name for event in receipt.events] == ["Transfer", "Locked", "Issued", "TokenExpiryUpdated"]


def test_counts_none_that_is_not_named(cohort, propose):
    medals = [cohort(MEDAL) for _ in range(4)]
    for witnesses in ((), medals[:1], medals[1:3]):
        with unmet(CHAMPION, 0, 3, len(witnesses)):
            propose(CHAMPION, *witnesses)
    propose(CHAMPION, *medals[1:])


def test_counts_a_badge_once_in_each_requirement(cohort, propose):
    medal = cohort(MEDAL)
    with unmet(ALLROUNDER, 0, 2, 1):
        propose(ALLROUNDER, medal)
    propose(ALLROUNDER, medal, cohort(RACE))


def test_names_the_later_requirement_where_the_first_is_met(cohort, propose):
    with unmet(ALLROUNDER, 1, 1, 0):
        propose(ALLROUNDER, cohort(RACE), cohort(RACE))


def test_adds_witnesses_to_badges_issued_one_by_one(issue, holder, cohort, propose):
    issue(LICENCE, holder)
    with unmet(ALLROUNDER, 0, 2, 1):
        propose(ALLROUNDER)
    propose(ALLROUNDER, cohort(LICENCE))


def test_takes_more_than_are_needed(cohort, propose):
    propose(CHAMPION, *(cohort(MEDAL) for _ in range(5)))


def test_asks_a_witness_for_its_time(badges, cohort, propose, now, travel_to):
    medal = cohort(MEDAL, start=now() - YEAR)
    since = badges.badgeOf(medal)["since"]
    travel_to(since + 2 * YEAR - 1)
    with unmet(VETERAN, 0, 1, 0):
        propose(VETERAN, medal)
    travel_to(since + 2 * YEAR)
    propose(VETERAN, medal)


def test_asks_a_member_renewed_alone_for_its_own_run(badges, issuer, cohort, propose, now, travel_to):
    race = cohort(RACE, end=now() + YEAR)
    since, end = badges.badgeOf(race)["since"], badges.endTime(race)
    badges.renew(race, end + 3 * YEAR, {"from": issuer})
    travel_to(since + 2 * YEAR - 1)
    with unmet(VETERAN, 0, 1, 0):
        propose(VETERAN, race)
    travel_to(since + 2 * YEAR)
    propose(VETERAN, race)


def test_asks_a_member_of_a_cohort_renewed_late_for_the_cohorts_run(badges, issuer, cohort, propose, now, travel_to):
    race = cohort(RACE, end=now() + YEAR)
    travel_to(badges.endTime(race) + DAY)
    badges.renewCohort(RACE, 1, now() + 4 * YEAR, {"from": issuer})
    since = now()
    travel_to(since + 2 * YEAR - 1)
    with unmet(VETERAN, 0, 1, 0):
        propose(VETERAN, race)
    travel_to(since + 2 * YEAR)
    propose(VETERAN, race)


def test_does_what_issue_does_without_witnesses(badges, issuer, holder, issue, propose):
    issue(LICENCE, holder)
    with unmet(CHAMPION, 0, 3, 0):
        propose(CHAMPION)
    evidence = b"\x22" * 32
    id_ = badge_id(FREE, holder)
    badges.issueWithWitnesses(id_, 5, 2**40 - 1, evidence, [], {"from": issuer})
    badge = badges.badgeOf(id_)
    assert (badge["startTime"], badge["endTime"], bytes(badge["evidence"])) == (5, 2**40 - 1, evidence)


def test_costs_the_same_however_many_cohorts_there_are(badges, issuer, holder, cohort, issue_cohort, another_holder):
    medals = [cohort(MEDAL) for _ in range(3)]
    request = (badge_id(CHAMPION, holder), 0, 0, NONE, medals, {"from": issuer})
    before = badges.issueWithWitnesses.estimate_gas(*request)
    for _ in range(10):
        issue_cohort(MEDAL, holder, another_holder)
    assert badges.issueWithWitnesses.estimate_gas(*request) == before
