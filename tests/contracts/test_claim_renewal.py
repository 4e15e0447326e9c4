"""`claim` of a voucher that renews: see claim_renewal.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, YEAR, Status, badge_id, prerequisite, requirement
from vouchers import Voucher, error, person

EVIDENCE = b"\x22" * 32


@pytest.fixture(scope="module")
def cka(create):
    return create("cka", validity=2 * YEAR)


@pytest.fixture(scope="module")
def id_(issue, holder, cka, chain):
    return issue(cka, holder, end=chain[-1].timestamp + YEAR, evidence=EVIDENCE)


@pytest.fixture(scope="module")
def renewal(badges, issuer, id_):
    """Good for a month more."""
    return Voucher(issuer, id_, end=badges.endTime(id_) + 30 * DAY)


def test_moves_the_end_and_nothing_else(badges, domain, holder, renewal, id_):
    before = badges.badgeOf(id_).dict()
    assert badges.claim.call(*domain.request(renewal), {"from": holder}) == id_
    receipt = badges.claim(*domain.request(renewal), {"from": holder})
    assert badges.badgeOf(id_).dict() == before | {"endTime": renewal.end}
    assert [event.name for event in receipt.events] == ["TokenExpiryUpdated", "MetadataUpdate"]
    assert dict(receipt.events["TokenExpiryUpdated"]) == {
        "tokenId": id_,
        "startTime": before["startTime"],
        "endTime": renewal.end,
    }
    assert dict(receipt.events["MetadataUpdate"]) == {"_tokenId": id_}


def test_begins_a_new_run_where_the_badge_had_expired(badges, domain, holder, renewal, id_, travel_to):
    before = badges.badgeOf(id_).dict()
    travel_to(before["endTime"])
    assert badges.statusOf(id_) == Status.EXPIRED
    receipt = badges.claim(*domain.request(renewal), {"from": holder})
    after = badges.badgeOf(id_).dict()
    assert after == before | {"endTime": renewal.end, "since": receipt.timestamp, "status": Status.ACTIVE}


def test_keeps_the_run_in_the_last_second_before_the_end(badges, domain, holder, renewal, id_, travel_to):
    before = badges.badgeOf(id_)
    travel_to(before["endTime"] - 10)
    badges.claim(*domain.request(renewal), {"from": holder})
    assert badges.badgeOf(id_)["since"] == before["since"]


def test_can_be_paid_by_a_relayer(badges, domain, holder, relayer, renewal, id_):
    badges.claim(*domain.request(renewal, consent=domain.consent(renewal, holder)), {"from": relayer})
    assert badges.endTime(id_) == renewal.end


def test_wants_the_holders_consent(badges, domain, holder, issuer, stranger, renewal):
    """Even the issuer cannot push it, but then it has `renew`."""
    for sender in (issuer, stranger):
        with reverts(error("HolderMismatch", sender, holder)):
            badges.claim.call(*domain.request(renewal), {"from": sender})


@pytest.mark.parametrize("name", ["retired", "demanding", "claim-only"])
def test_renews_whatever_has_closed_since(badges, domain, owner, issuer, holder, create, cka, id_, name, now):
    """A renewal asks nothing of the holder: requirements are asked at first issue only."""
    asked = {"requirements": (requirement(1, prerequisite(cka)),)} if name == "demanding" else {}
    closed = create(name, validity=2 * YEAR, claim_only=name == "claim-only", **asked)
    voucher = Voucher(issuer, badge_id(closed, holder), end=now() + YEAR)
    badges.claim(*domain.request(voucher), {"from": holder})
    if name == "retired":
        badges.retireAchievement(closed, {"from": owner})
    badges.renounce(id_, {"from": holder})
    badges.claim(*domain.request(voucher.with_(end=voucher.end + DAY)), {"from": holder})
    assert badges.endTime(voucher.badge_id) == voucher.end + DAY


@pytest.mark.parametrize(
    "change",
    [{"end": 0}, {"start": 1}, {"evidence": b"\1" * 32}, {"start": 2**40 - 1}],
    ids=["no end", "a start", "evidence", "a late start"],
)
def test_refuses_a_voucher_that_says_more_or_less(badges, domain, holder, renewal, id_, change):
    with reverts(error("NotARenewal", id_)):
        badges.claim.call(*domain.request(renewal.with_(**change)), {"from": holder})


def test_refuses_a_claim_key(badges, domain, holder, renewal, cka, id_):
    key = person("a claim link")
    keyed = renewal.with_(badge_id=badge_id(cka, "0x0"), claim_key=key)
    with reverts(error("NotARenewal", id_)):
        badges.claim.call(
            *domain.request(keyed, consent=domain.consent(keyed, holder, signed=False, key=key)), {"from": holder}
        )


def test_refuses_an_end_that_is_not_later(badges, domain, holder, renewal, id_):
    present = badges.endTime(id_)
    for end in (present, present - 1):
        with reverts(error("EndNotLater", end, present)):
            badges.claim.call(*domain.request(renewal.with_(end=end)), {"from": holder})
    badges.claim.call(*domain.request(renewal.with_(end=present + 1)), {"from": holder})


def test_refuses_an_end_that_has_passed(badges, domain, holder, renewal, id_, travel_to):
    present = badges.endTime(id_)
    travel_to(renewal.end - 1)
    badges.claim.call(*domain.request(renewal), {"from": holder})
    travel_to(renewal.end)
    with reverts(error("EndNotLater", renewal.end, present)):
        badges.claim.call(*domain.request(renewal), {"from": holder})


def test_refuses_to_give_an_end_to_what_never_ends(badges, domain, issuer, holder, create, issue, now):
    id_ = issue(create("medal"), holder)
    end = now() + 100 * YEAR
    with reverts(error("EndNotLater", end, 0)):
        badges.claim.call(*domain.request(Voucher(issuer, id_, end=end)), {"from": holder})


def test_bounds_the_end_by_the_validity_to_the_second(badges, domain, holder, renewal, now):
    latest = now() + 2 * YEAR
    badges.claim.call(*domain.request(renewal.with_(end=latest)), {"from": holder})
    with reverts(error("EndTooLate", latest + 1, latest)):
        badges.claim.call(*domain.request(renewal.with_(end=latest + 1)), {"from": holder})


def test_refuses_witnesses(badges, domain, holder, renewal, id_):
    with reverts(error("WitnessRefused", id_)):
        badges.claim.call(*domain.request(renewal, witnesses=[id_]), {"from": holder})


def test_refuses_whoever_is_no_issuer_of_it_any_more(
    badges, domain, owner, issuer, holder, stranger, create, renewal, cka
):
    badges.appointIssuer(stranger, create("another"), {"from": owner})
    with reverts(error("NotIssuer", stranger, cka)):
        badges.claim.call(*domain.request(renewal.with_(issuer=stranger)), {"from": holder})
    badges.dismissIssuer(issuer, {"from": owner})
    with reverts(error("NotIssuer", issuer, cka)):
        badges.claim.call(*domain.request(renewal), {"from": holder})


def test_renews_a_member_of_a_cohort_alone(badges, domain, issuer, holder, another_holder, issue_cohort, cka, now):
    end = now() + YEAR
    number = issue_cohort(cka, holder, another_holder, end=end, root=EVIDENCE)
    hers, his = (badge_id(cka, one, cohort=number) for one in (holder, another_holder))
    before = badges.badgeOf(hers).dict()
    badges.claim(*domain.request(Voucher(issuer, hers, end=end + DAY)), {"from": holder})
    assert badges.badgeOf(hers).dict() == before | {"endTime": end + DAY}
    assert badges.endTime(his) == end
    assert badges.cohortOf(cka, number)["endTime"] == end


def test_measures_a_member_by_the_later_of_its_own_end_and_the_cohorts(
    badges, domain, issuer, holder, issue_cohort, cka, now
):
    end = now() + YEAR
    number = issue_cohort(cka, holder, end=end)
    id_ = badge_id(cka, holder, cohort=number)
    badges.claim(*domain.request(Voucher(issuer, id_, end=end + DAY)), {"from": holder})
    with reverts(error("EndNotLater", end + DAY, end + DAY)):
        badges.claim.call(*domain.request(Voucher(issuer, id_, end=end + DAY)), {"from": holder})
    badges.renewCohort(cka, number, end + 3 * DAY, {"from": issuer})
    with reverts(error("EndNotLater", end + 2 * DAY, end + 3 * DAY)):
        badges.claim.call(*domain.request(Voucher(issuer, id_, end=end + 2 * DAY)), {"from": holder})
    badges.claim(*domain.request(Voucher(issuer, id_, end=end + 4 * DAY)), {"from": holder})
    assert badges.endTime(id_) == end + 4 * DAY


def test_renews_a_member_of_an_expired_cohort(
    badges, domain, issuer, holder, another_holder, issue_cohort, cka, now, travel_to
):
    end = now() + DAY
    number = issue_cohort(cka, holder, another_holder, end=end)
    hers, his = (badge_id(cka, one, cohort=number) for one in (holder, another_holder))
    travel_to(end)
    receipt = badges.claim(*domain.request(Voucher(issuer, hers, end=end + YEAR)), {"from": holder})
    assert badges.badgeOf(hers)["since"] == receipt.timestamp
    assert [badges.statusOf(each) for each in (hers, his)] == [Status.ACTIVE, Status.EXPIRED]


def test_works_once(badges, domain, holder, renewal, travel_to):
    badges.claim(*domain.request(renewal), {"from": holder})
    for moment in (renewal.end - DAY, renewal.end, renewal.end + YEAR):
        travel_to(moment)
        with reverts(error("EndNotLater", renewal.end, renewal.end)):
            badges.claim.call(*domain.request(renewal), {"from": holder})
