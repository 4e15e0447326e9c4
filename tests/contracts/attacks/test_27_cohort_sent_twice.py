"""Attack 27: a transaction sent twice that doubles a cohort. Cohorts are numbered by the caller."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import NONE, Status, badge_id, packed
from wallets import wallets


@pytest.fixture(scope="module")
def degree(create):
    return create("degree")


@pytest.fixture(scope="module")
def graduates():
    return wallets(1000, 5)


@pytest.fixture
def same_again(badges, degree, graduates):
    """One and the same call, as a retry sends it."""

    def send(issuer):
        return badges.issueCohort(degree, 1, "2026", 0, 0, NONE, packed(graduates), {"from": issuer})

    return send


def held_by(badges, who):
    return list(badges.badgesOf(who, 0, 100)[0])


def test_sent_again_it_issues_nothing(badges, issuer, degree, graduates, same_again):
    same_again(issuer)
    for _ in range(3):
        with reverts(f"CohortOutOfOrder: {degree}, 1, 2"):
            same_again(issuer)
    assert badges.achievementOf(degree)["cohorts"] == 1
    for graduate in graduates:
        assert held_by(badges, graduate) == [badge_id(degree, graduate, 1)]


def test_sent_again_it_changes_nothing(badges, issuer, degree, graduates, same_again, now, travel_to):
    same_again(issuer)
    before = str(badges.cohortOf(degree, 1))
    travel_to(now() + 1000)
    with reverts(f"CohortOutOfOrder: {degree}, 1, 2"):
        same_again(issuer)
    assert str(badges.cohortOf(degree, 1)) == before


def test_two_issuers_who_both_issue_the_next_cohort_issue_one(badges, owner, issuer, stranger, degree, same_again):
    badges.appointIssuer(stranger, degree, {"from": owner})
    same_again(issuer)
    with reverts(f"CohortOutOfOrder: {degree}, 1, 2"):
        same_again(stranger)


def test_twice_in_one_transaction_it_issues_nothing_at_all(badges, owner, degree, graduates, MockCaller):
    """A contract that issues, and repeats itself: the whole of it is undone."""
    caller = MockCaller.deploy({"from": owner})
    badges.appointIssuer(caller.address, 0, {"from": owner})
    message = badges.issueCohort.encode_input(degree, 1, "2026", 0, 0, NONE, packed(graduates))
    with reverts(f"CohortOutOfOrder: {degree}, 1, 2"):
        caller.send(badges.address, [message, message], {"from": owner})
    assert badges.achievementOf(degree)["cohorts"] == 0
    caller.send(badges.address, [message], {"from": owner})
    assert badges.statusOf(badge_id(degree, graduates[0], 1)) == Status.ACTIVE


def test_with_another_label_or_other_members_it_is_refused_as_well(badges, issuer, degree, graduates, same_again):
    """The number alone decides: a retry that was rebuilt from edited rows is still a retry."""
    same_again(issuer)
    for label, members in (("2027", graduates), ("2026", graduates[:3]), ("2026", wallets(5000, 2))):
        with reverts(f"CohortOutOfOrder: {degree}, 1, 2"):
            badges.issueCohort(degree, 1, label, 0, 0, NONE, packed(members), {"from": issuer})


def test_after_a_failure_the_same_number_is_still_free(badges, issuer, degree, graduates, same_again):
    with reverts(f"MembersMalformed: 19, {24_000}"):
        badges.issueCohort(degree, 1, "2026", 0, 0, NONE, packed(graduates)[:19], {"from": issuer})
    same_again(issuer)
    assert badges.achievementOf(degree)["cohorts"] == 1


def test_one_by_one_a_badge_sent_again_issues_nothing(badges, issuer, holder, degree, issue):
    id_ = issue(degree, holder)
    with reverts(f"BadgeExists: {id_}"):
        badges.issue(id_, 0, 0, NONE, {"from": issuer})
    assert held_by(badges, holder) == [id_]


def test_a_renewal_sent_again_renews_nothing(badges, issuer, holder, create, issue_cohort, issue, now):
    """With an explicit end a renewal is idempotent by itself: an end is never brought nearer."""
    title = create("title")
    end = now() + 1000
    single, number = issue(title, holder, end=end), issue_cohort(title, holder, end=end)
    badges.renew(single, end + 1, {"from": issuer})
    badges.renewCohort(title, number, end + 1, {"from": issuer})
    with reverts(f"EndNotLater: {end + 1}, {end + 1}"):
        badges.renew(single, end + 1, {"from": issuer})
    with reverts(f"EndNotLater: {end + 1}, {end + 1}"):
        badges.renewCohort(title, number, end + 1, {"from": issuer})
