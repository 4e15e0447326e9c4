"""`badgeOf`, and the words behind it in `recordOf`: see badge_of.tree."""

from __future__ import annotations

import pytest
from conftest import DAY, YEAR, ZERO, BurnAuth, Status, badge_id, prerequisite, requirement, tier
from vouchers import Voucher

EVIDENCE = b"\x11" * 32
ROOT = b"\x22" * 32


@pytest.fixture(scope="module")
def licence(create):
    return create("licence", validity=2 * YEAR, burn_auth=BurnAuth.BOTH)


def nothing(achievement=0, cohort=0, holder=ZERO):
    """The badge that an id spells, had it been issued."""
    return {
        "status": Status.NONE,
        "achievementId": achievement,
        "cohort": cohort,
        "holder": holder,
        "issuedAt": 0,
        "startTime": 0,
        "endTime": 0,
        "since": 0,
        "endedAt": 0,
        "award": 0,
        "burnAuth": 0,
        "evidence": "0x" + "00" * 32,
        "tier": 0,
    }


def test_tells_everything_about_a_badge_issued_one_by_one(badges, holder, issue, licence, now):
    start, end = now() - DAY, now() + YEAR
    id_ = issue(licence, holder, start=start, end=end, evidence=EVIDENCE)
    assert badges.badgeOf(id_).dict() == {
        "status": Status.ACTIVE,
        "achievementId": licence,
        "cohort": 0,
        "holder": holder,
        "issuedAt": now(),
        "startTime": start,
        "endTime": end,
        "since": start,
        "endedAt": 0,
        "award": 0,
        "burnAuth": BurnAuth.BOTH,
        "evidence": "0x" + EVIDENCE.hex(),
        "tier": 0,
    }


def test_tells_everything_about_the_member_of_a_cohort(badges, holder, another_holder, issue_cohort, licence, now):
    issue_cohort(licence, another_holder)
    start, end = now() - DAY, now() + YEAR
    number = issue_cohort(licence, holder, another_holder, start=start, end=end, root=ROOT)
    assert badges.badgeOf(badge_id(licence, holder, number)).dict() == {
        "status": Status.ACTIVE,
        "achievementId": licence,
        "cohort": 2,
        "holder": holder,
        "issuedAt": now(),
        "startTime": start,
        "endTime": end,
        "since": start,
        "endedAt": 0,
        "award": 0,
        "burnAuth": BurnAuth.BOTH,
        "evidence": "0x" + ROOT.hex(),
        "tier": 0,
    }


@pytest.mark.parametrize("cohort", [False, True], ids=["one by one", "by cohort"])
@pytest.mark.parametrize("how", [Status.REVOKED, Status.RENOUNCED], ids=lambda how: how.name)
def test_tells_how_and_when_a_badge_ended(badges, issuer, holder, issue, issue_cohort, licence, now, how, cohort):
    end = now() + YEAR
    if cohort:
        id_ = badge_id(licence, holder, issue_cohort(licence, holder, end=end, root=ROOT))
    else:
        id_ = issue(licence, holder, end=end, evidence=EVIDENCE)
    issued = now()
    receipt = badges.revoke(id_, {"from": issuer}) if how == Status.REVOKED else badges.renounce(id_, {"from": holder})
    assert badges.badgeOf(id_).dict() == {
        "status": how,
        "achievementId": licence,
        "cohort": int(cohort),
        "holder": holder,
        "issuedAt": issued,
        "startTime": issued,
        "endTime": end,
        "since": issued,
        "endedAt": receipt.timestamp,
        "award": 1,
        "burnAuth": BurnAuth.BOTH,
        "evidence": "0x" + (ROOT if cohort else EVIDENCE).hex(),
        "tier": 0,
    }


def test_tells_of_the_new_badge_once_an_id_came_back(badges, issuer, holder, issue, domain, licence, now):
    id_ = issue(licence, holder, end=now() + DAY, evidence=EVIDENCE)
    badges.revoke(id_, {"from": issuer})
    end = now() + YEAR
    receipt = badges.claim(*domain.request(Voucher(issuer, id_, award=1, end=end)), {"from": holder})
    assert badges.badgeOf(id_).dict() == nothing(licence, 0, holder) | {
        "status": Status.ACTIVE,
        "issuedAt": receipt.timestamp,
        "startTime": receipt.timestamp,
        "since": receipt.timestamp,
        "endTime": end,
        "award": 1,
        "burnAuth": BurnAuth.BOTH,
    }


def test_tells_the_tier_while_the_badge_is_active(badges, holder, create, issue, now, travel_to):
    base = create("base", individual=True)
    bronze = tier("Bronze", requirement(1, prerequisite(base)))
    silver = tier("Silver", requirement(1, prerequisite(base + 1, held_for=YEAR)))
    ladder = create("ladder", tiers=(bronze, silver))
    id_ = issue(ladder, holder, end=now() + 2 * YEAR)
    end = badges.endTime(id_)
    assert badges.badgeOf(id_)["tier"] == 0
    issue(base, holder)
    assert badges.badgeOf(id_)["tier"] == badges.tierOf(id_) == 1
    travel_to(end - 1)
    assert badges.badgeOf(id_)["tier"] == badges.tierOf(id_) == 2
    travel_to(end)
    badge = badges.badgeOf(id_)
    assert (badge["status"], badge["tier"]) == (Status.EXPIRED, 0)


@pytest.mark.parametrize("burn_auth", list(BurnAuth), ids=lambda burn_auth: burn_auth.name)
def test_tells_who_may_end_it(badges, issuer, holder, create, domain, burn_auth):
    id_ = badge_id(create("any", burn_auth=burn_auth), holder)
    badges.claim(*domain.request(Voucher(issuer, id_)), {"from": holder})
    assert badges.badgeOf(id_)["burnAuth"] == burn_auth


def test_tells_what_an_id_spells_that_was_never_issued(badges, holder, stranger, issue_cohort, licence):
    number = issue_cohort(licence, holder)
    for achievement, cohort in (
        (licence, 0),
        (licence, number),
        (licence, number + 1),
        (99, 0),
        (2**48 - 1, 2**48 - 1),
    ):
        id_ = badge_id(achievement, stranger, cohort)
        assert badges.badgeOf(id_).dict() == nothing(achievement, cohort, stranger)
    assert badges.badgeOf(0).dict() == nothing()


@pytest.mark.parametrize(
    ("offset", "status"), [(-1, Status.PENDING), (0, Status.ACTIVE), (DAY - 1, Status.ACTIVE), (DAY, Status.EXPIRED)]
)
def test_tells_the_status_to_the_second(badges, holder, issue, licence, now, travel_to, offset, status):
    start = now() + YEAR
    id_ = issue(licence, holder, start=start, end=start + DAY)
    travel_to(start + offset)
    assert badges.badgeOf(id_)["status"] == badges.statusOf(id_) == status


def test_keeps_a_record_of_one_word_laid_out_as_documented(badges, issuer, holder, issue, licence, now):
    start, end = now() + DAY, now() + YEAR
    id_ = issue(licence, holder, start=start, end=end, evidence=EVIDENCE)
    issued = now()
    record, evidence = badges.recordOf(id_)
    assert record == issued | start << 40 | end << 80 | start << 120
    assert bytes(evidence) == EVIDENCE
    ended = badges.revoke(id_, {"from": issuer}).timestamp
    record, evidence = badges.recordOf(id_)
    assert record == issued | start << 40 | end << 80 | start << 120 | ended << 160 | 1 << 200 | Status.REVOKED << 216
    assert bytes(evidence) == EVIDENCE


def test_says_in_the_record_that_there_are_ongoing_requirements(badges, holder, create, issue, licence):
    base = create("base", individual=True)
    resting = create("resting", requirements=(requirement(1, prerequisite(base), ongoing=True),))
    once = create("once", requirements=(requirement(1, prerequisite(base)),))
    issue(base, holder)
    assert badges.recordOf(issue(resting, holder))[0] >> 247 == 1
    assert badges.recordOf(issue(once, holder))[0] >> 216 == 0


def test_answers_for_a_member_without_a_record_what_the_cohort_says(
    badges, holder, stranger, issue_cohort, licence, now
):
    start, end = now() + DAY, now() + YEAR
    number = issue_cohort(licence, holder, start=start, end=end, root=ROOT)
    record, evidence = badges.recordOf(badge_id(licence, holder, number))
    assert record == now() | start << 40 | end << 80 | start << 120
    assert bytes(evidence) == ROOT
    for id_ in (badge_id(licence, stranger, number), badge_id(licence, holder, number + 1), badge_id(99, holder), 0):
        record, evidence = badges.recordOf(id_)
        assert (record, bytes(evidence)) == (0, b"\0" * 32)
