"""`cohortOf`, and the words behind it in `cohortPartsOf`: see cohort_of.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, YEAR, badge_id, packed
from wallets import wallets

ROOT = b"\x22" * 32


@pytest.fixture(scope="module")
def degree(create):
    return create("degree", validity=2 * YEAR)


@pytest.fixture(scope="module")
def graduates():
    return wallets(1000, 3)


@pytest.mark.parametrize("view", ["cohortOf", "cohortPartsOf"])
def test_refuses_an_unknown_achievement(badges, degree, view):
    for unknown in (0, degree + 1, 2**256 - 1):
        with reverts(f"AchievementUnknown: {unknown}"):
            getattr(badges, view)(unknown, 1)


@pytest.mark.parametrize("view", ["cohortOf", "cohortPartsOf"])
def test_refuses_a_number_that_no_cohort_has(badges, degree, issue_cohort, graduates, view):
    with reverts(f"CohortUnknown: {degree}, 1"):
        getattr(badges, view)(degree, 1)
    issue_cohort(degree, *graduates)
    for number in (0, 2, 1 + 2**48, 1 + 2**208, 2**256 - 1):
        with reverts(f"CohortUnknown: {degree}, {number}"):
            getattr(badges, view)(degree, number)


@pytest.mark.parametrize("view", ["cohortOf", "cohortPartsOf"])
def test_makes_no_cohort_of_badges_issued_one_by_one(badges, degree, issue, issuer, holder, another_holder, now, view):
    renewed, ended = (issue(degree, who, end=now() + DAY) for who in (holder, another_holder))
    badges.renew(renewed, now() + YEAR, {"from": issuer})
    badges.renounce(ended, {"from": another_holder})
    with reverts(f"CohortUnknown: {degree}, 0"):
        getattr(badges, view)(degree, 0)


@pytest.mark.parametrize("view", ["cohortOf", "cohortPartsOf"])
def test_refuses_a_cohort_named_by_more_than_48_bits(badges, degree, issue_cohort, graduates, view):
    issue_cohort(degree, *graduates)
    for bit in (48, 208, 255):
        with reverts(f"AchievementUnknown: {degree + 2**bit}"):
            getattr(badges, view)(degree + 2**bit, 1)
    with reverts("AchievementUnknown: 0"):
        getattr(badges, view)(0, degree << 48 | 1)


def test_tells_everything_about_a_cohort(web3, badges, degree, issue_cohort, graduates, now):
    start, end = now() + DAY, now() + YEAR
    number = issue_cohort(degree, *graduates, label="Class of 2026", start=start, end=end, root=ROOT)
    cohort = badges.cohortOf(degree, number).dict()
    assert bytes(web3.eth.get_code(cohort.pop("members"))) == b"\0" + packed(graduates)
    assert cohort == {
        "label": "Class of 2026",
        "issuedAt": now(),
        "startTime": start,
        "endTime": end,
        "since": start,
        "evidenceRoot": "0x" + ROOT.hex(),
        "count": len(graduates),
    }


def test_tells_of_each_cohort_by_itself(badges, degree, issue_cohort, graduates):
    for number in (1, 2, 3):
        issue_cohort(degree, *graduates[:number], label=f"occasion {number}")
    cohorts = [badges.cohortOf(degree, number) for number in (1, 2, 3)]
    assert [(cohort["label"], cohort["count"]) for cohort in cohorts] == [
        ("occasion 1", 1),
        ("occasion 2", 2),
        ("occasion 3", 3),
    ]
    assert len({cohort["members"] for cohort in cohorts}) == 3


def test_counts_the_members_at_issue_whoever_left_since(badges, degree, issue_cohort, holder, graduates):
    number = issue_cohort(degree, holder, *graduates)
    badges.renounce(badge_id(degree, holder, number), {"from": holder})
    assert badges.cohortOf(degree, number)["count"] == len(graduates) + 1


def test_keeps_the_head_in_one_word_laid_out_as_documented(
    badges, issuer, degree, issue_cohort, holder, graduates, now
):
    start, end = now() + DAY, now() + YEAR
    number = issue_cohort(degree, holder, *graduates, label="2026", start=start, end=end, root=ROOT)
    issued = now()
    members = int(badges.cohortOf(degree, number)["members"], 16)
    head, issued_at, since, root, label = badges.cohortPartsOf(degree, number)
    assert head == members | start << 160 | end << 200
    assert (issued_at, since, bytes(root), label) == (issued, start, ROOT, "2026")

    badges.renounce(badge_id(degree, holder, number), {"from": holder})
    assert badges.cohortPartsOf(degree, number)[0] == members | start << 160 | end << 200 | 1 << 240
    badges.renewCohort(degree, number, end + DAY, {"from": issuer})
    assert badges.cohortPartsOf(degree, number)[0] == members | start << 160 | (end + DAY) << 200 | 1 << 240
