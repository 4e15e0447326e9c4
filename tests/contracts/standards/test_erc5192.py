"""ERC-5192: Minimal Soulbound NFTs."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, ZERO, BurnAuth, badge_id, packed
from raw_logs import log, raw_logs
from vouchers import Voucher


@pytest.fixture(scope="module")
def medal(create):
    return create("medal", burn_auth=BurnAuth.BOTH)


@pytest.fixture(scope="module")
def ids(issue, issue_cohort, medal, holder, another_holder):
    return [issue(medal, holder), badge_id(medal, holder, issue_cohort(medal, holder, another_holder))]


def test_answers_for_its_interface_id(badges):
    """“… with `interfaceID=0xb45a3c0e`, a contract implementing this EIP must return `true`.”"""
    assert badges.supportsInterface("0xb45a3c0e")


def test_is_locked_from_the_first_second_on_whatever_becomes_of_it(
    badges, issuer, holder, issue, create, now, travel_to
):
    id_ = issue(create("late"), holder, start=now() + DAY, end=now() + 2 * DAY)
    for moment in (now(), now() + DAY, now() + 2 * DAY):
        travel_to(moment)
        assert badges.locked(id_) is True
    badges.renew(id_, 0, {"from": issuer})
    assert badges.locked(id_) is True


def test_throws_at_every_transfer_while_locked(badges, holder, stranger, ids):
    """“A token with a `uint256 tokenId` may be bound to a receiving account with `function locked(...)` returning
    `true`. In this case, all EIP-721 functions of the contract that transfer the token from one account to another
    must throw.”"""
    for id_ in ids:
        assert badges.locked(id_) is True
        with reverts(f"TransferRefused: {id_}"):
            badges.transferFrom.call(holder, stranger, id_, {"from": holder})
        with reverts(f"TransferRefused: {id_}"):
            badges.safeTransferFrom["address,address,uint256"].call(holder, stranger, id_, {"from": holder})
        with reverts(f"TransferRefused: {id_}"):
            badges.safeTransferFrom["address,address,uint256,bytes"].call(holder, stranger, id_, b"", {"from": holder})


def test_throws_for_what_belongs_to_nobody(badges, issuer, holder, stranger, medal, ids):
    """“SBTs assigned to zero address are considered invalid, and queries about them do throw.”"""
    badges.revoke(ids[0], {"from": issuer})
    badges.renounce(ids[1], {"from": holder})
    for id_ in (*ids, 0, badge_id(medal, stranger), badge_id(medal, stranger, 1), badge_id(medal, ZERO)):
        with reverts(f"ERC721NonexistentToken: {id_}"):
            badges.locked(id_)


def test_logs_locked_at_every_issue_with_nothing_indexed(
    badges, issuer, holder, another_holder, stranger, domain, medal
):
    """“If a token is minted and the status is locked, this event should be emitted.” `event Locked(uint256 tokenId)`:
    the id lies in the data, and the hash of the signature is the only topic."""
    single = badge_id(medal, stranger)
    receipt = badges.issue(single, 0, 0, b"\0" * 32, {"from": issuer})
    assert raw_logs(receipt)[1] == log("Locked(uint256)", data=(single,))
    assert raw_logs(receipt)[1][0][0].hex() == "032bc66be43dbccb7487781d168eb7bda224628a3b2c3388bdf69b532a3a1611"

    badges.revoke(single, {"from": issuer})
    receipt = badges.claim(*domain.request(Voucher(issuer, single, award=1)), {"from": stranger})
    assert raw_logs(receipt)[1] == log("Locked(uint256)", data=(single,))

    members, number = packed([holder, another_holder]), badges.achievementOf(medal)["cohorts"] + 1
    receipt = badges.issueCohort(medal, number, "", 0, 0, b"\0" * 32, members, {"from": issuer})
    found = [entry for entry in raw_logs(receipt) if entry[0][0] == log("Locked(uint256)")[0][0]]
    assert found == [
        log("Locked(uint256)", data=(badge_id(medal, member, number),))
        for member in sorted((holder, another_holder), key=lambda who: int(str(who), 16))
    ]


def test_never_logs_unlocked(badges, issuer, holder, ids):
    """“Emitted when the locking status is changed to unlocked”: it never is, at the end of a badge neither."""
    receipts = [
        badges.refresh(ids[0], {"from": holder}),
        badges.revoke(ids[0], {"from": issuer}),
        badges.renounce(ids[1], {"from": holder}),
    ]
    for receipt in receipts:
        assert "Unlocked" not in receipt.events
