"""ERC-7858: Expirable NFTs and SBTs."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, YEAR, ZERO, BurnAuth, Status, badge_id, packed, prerequisite, requirement
from raw_logs import log, raw_logs
from vouchers import Voucher, error

UPDATED = "TokenExpiryUpdated(uint256,uint256,uint256)"


@pytest.fixture(scope="module")
def licence(create):
    return create("licence", validity=2 * YEAR, burn_auth=BurnAuth.BOTH)


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(params=["one by one", "by cohort"])
def licensed(request, badges, issue, issue_cohort, licence, holder, another_holder, now):
    """A licence for a year, issued either way."""
    end = now() + YEAR
    if request.param == "one by one":
        return issue(licence, holder, end=end)
    return badge_id(licence, holder, issue_cohort(licence, holder, another_holder, end=end))


def updates(receipt):
    return [entry for entry in raw_logs(receipt) if entry[0][0] == log(UPDATED)[0][0]]


def test_answers_for_its_interface_id(badges):
    """“`supportInterface` for `IERC7858` is `0x3ebdfa31`”; the epoch extension is not implemented."""
    assert badges.supportsInterface("0x3ebdfa31")
    assert not badges.supportsInterface("0xec7ffd66")


def test_counts_in_seconds(badges):
    """“`expiryType` MUST return the type of expiry used by the contract”: TIME_BASED is 1."""
    assert badges.expiryType() == 1


def test_counts_expired_badges_in_the_balance(badges, holder, licensed, travel_to):
    """“`balanceOf` that inherited from ERC-721 MUST return all tokens even if expired”"""
    balance = badges.balanceOf(holder)
    travel_to(badges.endTime(licensed))
    assert badges.isTokenExpired(licensed)
    assert badges.balanceOf(holder) == balance == 1
    assert badges.ownerOf(licensed) == holder


def test_is_expired_from_the_end_on_to_the_second(badges, licensed, travel_to):
    """“the function MUST return `true` if the token is expired”; “If the `tokenId` exists and is not expired, the
    function MUST return `false`.” The end is the first second in which it does not count."""
    end = badges.endTime(licensed)
    for moment, expired in (
        (end - YEAR + 9, False),
        (end - 1, False),
        (end, True),
        (end + 1, True),
        (end + YEAR, True),
    ):
        travel_to(moment)
        assert badges.isTokenExpired(licensed) is expired


def test_takes_an_expired_badge_for_invalid_everywhere(badges, holder, licensed, create, licence, issuer, travel_to):
    """“expired tokens MUST be considered invalid and unusable in contracts that check for token validity”"""
    demanding = create("demanding", requirements=(requirement(1, prerequisite(licence)),))
    witnesses = [licensed] if licensed >> 160 & 2**48 - 1 else []
    id_ = badge_id(demanding, holder)
    badges.issueWithWitnesses.call(id_, 0, 0, b"\0" * 32, witnesses, {"from": issuer})
    travel_to(badges.endTime(licensed))
    assert badges.statusOf(licensed) == Status.EXPIRED
    assert not badges.holds(holder, licence)
    assert badges.heldSince(holder, licensed >> 160) == 0
    assert badges.tierOf(licensed) == 0
    with reverts():
        badges.issueWithWitnesses.call(id_, 0, 0, b"\0" * 32, witnesses, {"from": issuer})


def test_reverts_for_what_does_not_exist(badges, issuer, stranger, licensed, licence):
    """“MUST revert if the `tokenId` does not exist [and] SHOULD revert with `ERC721NonexistentToken`”; of `startTime`
    and `endTime`: “If the `tokenId` does not exist MUST revert same as in function `isTokenExpired`.”"""
    badges.revoke(licensed, {"from": issuer})
    for id_ in (licensed, 0, badge_id(licence, stranger), badge_id(licence, stranger, 1), badge_id(licence, ZERO)):
        for query in (badges.isTokenExpired, badges.startTime, badges.endTime):
            with reverts(f"ERC721NonexistentToken: {id_}"):
                query(id_)


def test_keeps_the_start_below_the_end(badges, issuer, holder, medal, now):
    """“The `startTime` MUST less than `endTime` and SHOULD except when both are set to `0`.”"""
    start = now() + DAY
    for end in (start - 1, start):
        with reverts(f"EndNotAfterStart: {start}, {end}"):
            badges.issue.call(badge_id(medal, holder), start, end, b"\0" * 32, {"from": issuer})
        with reverts(f"EndNotAfterStart: {start}, {end}"):
            badges.issueCohort.call(medal, 1, "", start, end, b"\0" * 32, packed([holder]), {"from": issuer})


def test_never_expires_with_an_end_of_zero(badges, holder, issue, medal, travel_to):
    """“In case `startTime` is non `0` but the `endTime` is `0` also considered that `tokenId` has no time-limited.”"""
    id_ = issue(medal, holder)
    assert badges.startTime(id_) != 0
    assert badges.endTime(id_) == 0
    for moment in (badges.startTime(id_), 2**32, 2**33):
        travel_to(moment)
        assert badges.isTokenExpired(id_) is False
        assert badges.statusOf(id_) == Status.ACTIVE


def test_logs_the_times_at_every_issue(badges, issuer, stranger, another_holder, domain, licence, now):
    """“`TokenExpiryUpdated` MUST be emitted when the token is minted”; all three parameters are indexed."""
    start = now() + DAY
    id_ = badge_id(licence, stranger)
    receipt = badges.issue(id_, start, 0, b"\0" * 32, {"from": issuer})
    assert updates(receipt) == [log(UPDATED, id_, start, start + 2 * YEAR)]
    assert updates(receipt)[0][0][0].hex().startswith("5bbbda32")

    number = badges.achievementOf(licence)["cohorts"] + 1
    members = sorted((stranger, another_holder), key=lambda who: int(str(who), 16))
    receipt = badges.issueCohort(licence, number, "", start, 0, b"\0" * 32, packed(members), {"from": issuer})
    assert updates(receipt) == [
        log(UPDATED, badge_id(licence, who, number), start, start + 2 * YEAR) for who in members
    ]

    badges.revoke(id_, {"from": issuer})
    receipt = badges.claim(*domain.request(Voucher(issuer, id_, award=1)), {"from": stranger})
    assert updates(receipt) == [log(UPDATED, id_, receipt.timestamp, receipt.timestamp + 2 * YEAR)]


def test_logs_never_as_zero(badges, issuer, stranger, medal, now):
    id_ = badge_id(medal, stranger)
    receipt = badges.issue(id_, 0, 0, b"\0" * 32, {"from": issuer})
    assert updates(receipt) == [log(UPDATED, id_, receipt.timestamp, 0)]


def test_logs_the_times_at_every_renewal(badges, issuer, holder, another_holder, domain, licence, licensed):
    """“… or when its expiration details (`startTime` or `endTime`) are updated.”"""
    start, end = badges.startTime(licensed), badges.endTime(licensed)
    receipt = badges.renew(licensed, end + 1, {"from": issuer})
    assert updates(receipt) == [log(UPDATED, licensed, start, end + 1)]
    receipt = badges.claim(*domain.request(Voucher(issuer, licensed, end=end + 2)), {"from": holder})
    assert updates(receipt) == [log(UPDATED, licensed, start, end + 2)]
    cohort = licensed >> 160 & 2**48 - 1
    if cohort:
        receipt = badges.renewCohort(licence, cohort, end + 3, {"from": issuer})
        members = sorted((holder, another_holder), key=lambda who: int(str(who), 16))
        assert updates(receipt) == [log(UPDATED, badge_id(licence, who, cohort), start, end + 3) for who in members]


def test_renews_nothing_by_an_end_and_a_new_badge_of_the_same_id(badges, issuer, holder, domain, licence, issue, now):
    """“Implementation should ensure that burning token and re-minting it with the same `tokenId` will not introduce an
    unauthorized renewal.” The voucher must name the new award, and an issuer must have signed it."""
    id_ = issue(licence, holder, end=now() + DAY)
    renewal = domain.request(Voucher(issuer, id_, end=now() + YEAR))
    badges.renounce(id_, {"from": holder})
    with reverts(f"AwardMismatch: {id_}, 0, 1"):
        badges.claim.call(*renewal, {"from": holder})
    with reverts(f"BadgeHasEnded: {id_}, 1"):
        badges.issue.call(id_, 0, 0, b"\0" * 32, {"from": issuer})


def test_lets_nobody_but_an_issuer_change_the_times(badges, owner, holder, stranger, licence, licensed):
    """“Implementation should ensure that only authorized can update `startTime` and `endTime`.”"""
    for caller in (owner, holder, stranger):
        with reverts(error("NotIssuer", caller, licence)):
            badges.renew.call(licensed, 0, {"from": caller})
        with reverts(error("NotIssuer", caller, licence)):
            badges.renewCohort.call(licence, 1, 0, {"from": caller})


def test_speaks_of_time_alone(badges, holder, create, issue, now, travel_to):
    """Choice among readings: suspension is not expiry, and neither is a start that has not come."""
    base = create("base", individual=True)
    title = create("title", requirements=(requirement(1, prerequisite(base), ongoing=True),))
    base_badge = issue(base, holder)
    suspended = issue(title, holder, end=now() + YEAR)
    badges.renounce(base_badge, {"from": holder})
    pending = issue(create("late"), holder, start=now() + DAY)
    assert list(badges.statusesOf([suspended, pending])) == [Status.SUSPENDED, Status.PENDING]
    assert not badges.isTokenExpired(suspended)
    assert not badges.isTokenExpired(pending)
    travel_to(badges.endTime(suspended))
    assert badges.isTokenExpired(suspended)
