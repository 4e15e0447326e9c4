"""ERC-4906: Metadata Update Extension."""

from __future__ import annotations

import pytest
from conftest import DAY, YEAR, BurnAuth, Status, badge_id, packed, prerequisite, requirement
from documents import attributes_of, document_of
from raw_logs import log, raw_logs
from vouchers import Voucher

pytestmark = pytest.mark.skip_coverage  # draws for minutes what test_token_uri.py has drawn

UPDATE = "MetadataUpdate(uint256)"
BATCH = "BatchMetadataUpdate(uint256,uint256)"


@pytest.fixture(scope="module")
def licence(create):
    return create("licence", validity=2 * YEAR, burn_auth=BurnAuth.BOTH)


@pytest.fixture(scope="module")
def licensed(issue, licence, holder, now):
    return issue(licence, holder, end=now() + YEAR)


@pytest.fixture(scope="module")
def cohort(issue_cohort, licence, holder, another_holder, now):
    return issue_cohort(licence, holder, another_holder, end=now() + YEAR)


def announcements(receipt):
    topics = {log(UPDATE)[0][0], log(BATCH)[0][0]}
    return [entry for entry in raw_logs(receipt) if entry[0][0] in topics]


def test_answers_for_its_interface_id(badges):
    """“The `supportsInterface` method MUST return `true` when called with `0x49064906`.”"""
    assert badges.supportsInterface("0x49064906")


def test_announces_a_renewal(badges, issuer, licence, licensed, holder, cohort):
    """“The `MetadataUpdate` or `BatchMetadataUpdate` event MUST be emitted when the JSON metadata of a token, or a
    consecutive range of tokens, is changed.” Nothing is indexed."""
    for id_ in (licensed, badge_id(licence, holder, cohort)):
        before = document_of(badges.tokenURI(id_))
        receipt = badges.renew(id_, 0, {"from": issuer})
        assert document_of(badges.tokenURI(id_)) != before
        assert announcements(receipt) == [log(UPDATE, data=(id_,))]


def test_announces_a_renewal_by_voucher(badges, issuer, holder, domain, licensed):
    """“… MUST be emitted when the JSON metadata of a token … is changed”"""
    voucher = Voucher(issuer, licensed, end=badges.endTime(licensed) + DAY)
    receipt = badges.claim(*domain.request(voucher), {"from": holder})
    assert announcements(receipt) == [log(UPDATE, data=(licensed,))]


def test_announces_the_renewal_of_a_cohort_in_one_range_that_holds_every_member(
    badges, issuer, licence, holder, another_holder, cohort
):
    """“… or a consecutive range of tokens, is changed”"""
    receipt = badges.renewCohort(licence, cohort, 0, {"from": issuer})
    first, last = badge_id(licence, "0x" + "00" * 20, cohort), badge_id(licence, "0x" + "ff" * 20, cohort)
    assert announcements(receipt) == [log(BATCH, data=(first, last))]
    for member in (holder, another_holder):
        assert first <= badge_id(licence, member, cohort) <= last
    # No badge of another kind lies in the range.
    assert (first - 1) >> 160 != first >> 160 == last >> 160 != (last + 1) >> 160


def test_does_not_announce_an_issue(badges, issuer, stranger, domain, licence, create):
    """“Not emitting `MetadataUpdate` event is RECOMMENDED when a token is minted.”"""
    receipts = [
        badges.issue(badge_id(licence, stranger), 0, 0, b"\0" * 32, {"from": issuer}),
        badges.issueCohort(create("new"), 1, "", 0, 0, b"\0" * 32, packed([stranger]), {"from": issuer}),
        badges.claim(*domain.request(Voucher(issuer, badge_id(create("other"), stranger))), {"from": stranger}),
    ]
    assert [announcements(receipt) for receipt in receipts] == [[], [], []]


def test_does_not_announce_an_end(badges, issuer, holder, licence, licensed, cohort):
    """“Not emitting `MetadataUpdate` event is RECOMMENDED when a token is burned.”"""
    receipts = [
        badges.revoke(licensed, {"from": issuer}),
        badges.renounce(badge_id(licence, holder, cohort), {"from": holder}),
    ]
    assert [announcements(receipt) for receipt in receipts] == [[], []]


def test_has_nothing_to_announce_in_what_changes_no_document(badges, owner, licence, licensed, create):
    """“… RECOMMENDED when the tokenURI changes but the JSON metadata does not”: neither changes here."""
    before = badges.tokenURI(licensed)
    receipts = [
        badges.setProfile(("Renamed", "", ""), {"from": owner}),
        badges.retireAchievement(licence, {"from": owner}),
        badges.appointIssuer(owner, 0, {"from": owner}),
        badges.dismissIssuer(owner, {"from": owner}),
    ]
    assert badges.tokenURI(licensed) == before
    assert [announcements(receipt) for receipt in receipts] == [[]] * 4


def test_announces_on_request_what_time_changed(badges, stranger, licensed, travel_to):
    """Departure: changes by time are not announced, since no transaction exists; `refresh` announces on request."""
    travel_to(badges.endTime(licensed))
    assert attributes_of(document_of(badges.tokenURI(licensed)))["Status"] == "EXPIRED"
    receipt = badges.refresh(licensed, {"from": stranger})
    assert raw_logs(receipt) == [log(UPDATE, data=(licensed,))]


def test_announces_on_request_what_another_badge_changed(badges, holder, stranger, create, issue):
    """Departure: a change by another of the holder's badges is not announced either, for it may reach any number."""
    base = create("base", individual=True)
    title = create("title", requirements=(requirement(1, prerequisite(base), ongoing=True),))
    base_badge = issue(base, holder)
    id_ = issue(title, holder)
    assert announcements(badges.renounce(base_badge, {"from": holder})) == []
    assert badges.statusOf(id_) == Status.SUSPENDED
    assert raw_logs(badges.refresh(id_, {"from": stranger})) == [log(UPDATE, data=(id_,))]
