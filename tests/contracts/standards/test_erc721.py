"""ERC-721: Non-Fungible Token Standard."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, ZERO, BurnAuth, Status, badge_id
from raw_logs import log, raw_logs
from vouchers import Voucher, error, sign

TRANSFER = "Transfer(address,address,uint256)"


@pytest.fixture(scope="module")
def medal(create):
    return create("medal", burn_auth=BurnAuth.BOTH)


@pytest.fixture(scope="module")
def single(issue, medal, holder):
    return issue(medal, holder)


@pytest.fixture(scope="module")
def member(issue_cohort, medal, holder, another_holder):
    return badge_id(medal, holder, issue_cohort(medal, holder, another_holder))


@pytest.fixture(scope="module")
def invalid(badges, issuer, medal, stranger, single, member, issue, another_holder):
    """Ids that are no valid NFT: never issued, of no member, of no kind, ended."""
    revoked = issue(medal, another_holder)
    badges.revoke(revoked, {"from": issuer})
    renounced = badge_id(medal, another_holder, 1)
    badges.renounce(renounced, {"from": another_holder})
    return [
        0,
        2**256 - 1,
        badge_id(medal, stranger),
        badge_id(medal, stranger, 1),
        badge_id(medal, ZERO),
        badge_id(99, stranger),
        revoked,
        renounced,
    ]


def test_logs_the_creation_of_a_badge_as_a_transfer_from_zero(badges, issuer, stranger, medal):
    """“This event emits when NFTs are created (`from` == 0)”. All three of its parameters are indexed."""
    id_ = badge_id(medal, stranger)
    receipt = badges.issue(id_, 0, 0, b"\0" * 32, {"from": issuer})
    assert raw_logs(receipt)[0] == log(TRANSFER, ZERO, stranger, id_)
    assert raw_logs(receipt)[0][0][0].hex() == "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"


def test_logs_the_creation_of_each_badge_of_a_cohort(badges, issuer, holder, another_holder, medal, member):
    """“This emits when ownership of any NFT changes by any mechanism.”"""
    members = sorted((holder, another_holder), key=lambda who: int(str(who), 16))
    packed = b"".join(bytes.fromhex(str(who)[2:]) for who in members)
    receipt = badges.issueCohort(medal, 2, "", 0, 0, b"\0" * 32, packed, {"from": issuer})
    transfers = [entry for entry in raw_logs(receipt) if entry[0][0] == log(TRANSFER)[0][0]]
    assert transfers == [log(TRANSFER, ZERO, who, badge_id(medal, who, 2)) for who in members]


def test_logs_the_creation_by_claim(badges, issuer, relayer, stranger, domain, medal):
    """“This emits when ownership of any NFT changes by any mechanism.”"""
    voucher = Voucher(issuer, badge_id(medal, stranger))
    request = domain.request(voucher, consent=domain.consent(voucher, stranger, burn_auth=BurnAuth.BOTH))
    receipt = badges.claim(*request, {"from": relayer})
    assert raw_logs(receipt)[0] == log(TRANSFER, ZERO, stranger, voucher.badge_id)


@pytest.mark.parametrize("door", ["revoke", "renounce", "renounceBySignature"])
def test_logs_the_destruction_of_a_badge_as_a_transfer_to_zero(badges, issuer, holder, domain, single, member, door):
    """“… and destroyed (`to` == 0).”"""
    for id_ in (single, member):
        if door == "renounceBySignature":
            receipt = badges.renounceBySignature(id_, 0, sign(holder, domain.renounce(id_)), {"from": issuer})
        else:
            receipt = getattr(badges, door)(id_, {"from": issuer if door == "revoke" else holder})
        assert raw_logs(receipt)[0] == log(TRANSFER, holder, ZERO, id_)


def test_throws_for_the_balance_of_the_zero_address(badges):
    """“NFTs assigned to the zero address are considered invalid, and this function throws for queries about the zero
    address.”"""
    with reverts(error("ERC721InvalidOwner", ZERO)):
        badges.balanceOf(ZERO)


def test_counts_all_badges_assigned_to_an_owner_possibly_none(badges, holder, another_holder, stranger, single, member):
    """“Count all NFTs assigned to an owner”; “The number of NFTs owned by `_owner`, possibly zero”"""
    assert [badges.balanceOf(who) for who in (holder, another_holder, stranger)] == [2, 1, 0]


def test_finds_the_owner_of_a_badge(badges, holder, single, member):
    """“Find the owner of an NFT”"""
    assert badges.ownerOf(single) == badges.ownerOf(member) == holder


def test_throws_for_the_owner_of_what_is_no_badge(badges, invalid):
    """“NFTs assigned to zero address are considered invalid, and queries about them do throw.”"""
    for id_ in invalid:
        with reverts(f"ERC721NonexistentToken: {id_}"):
            badges.ownerOf(id_)


def test_never_changes_the_owner_of_an_id(badges, issuer, holder, domain, single):
    """“This identifying number SHALL NOT change for the life of the contract.” The owner is part of it.

    Departure: ids are derived from the pair of kind and holder, and an ended id may come back, with a new award.
    """
    badges.revoke(single, {"from": issuer})
    badges.claim(*domain.request(Voucher(issuer, single, award=1)), {"from": holder})
    assert badges.ownerOf(single) == holder
    assert badges.badgeOf(single)["award"] == 1


@pytest.mark.parametrize(
    "transfer",
    [
        "transferFrom(address,address,uint256)",
        "safeTransferFrom(address,address,uint256)",
        "safeTransferFrom(address,address,uint256,bytes)",
    ],
)
def test_throws_at_every_transfer(
    badges, owner, issuer, holder, another_holder, stranger, single, member, invalid, transfer
):
    """“Throws unless `msg.sender` is the current owner, an authorized operator, or the approved address for this NFT.
    Throws if `_from` is not the current owner. Throws if `_to` is the zero address. Throws if `_tokenId` is not a
    valid NFT.” And “Your implementation MAY also throw in other situations”: here it throws in all."""
    name, _, kinds = transfer.partition("(")
    move = getattr(badges, name)
    if name == "safeTransferFrom":
        move = move[kinds.removesuffix(")")]
    data = [b"data"] if "bytes" in kinds else []
    for id_ in (single, member, *invalid):
        for caller in (holder, owner, issuer, another_holder, stranger):
            for from_, to in ((holder, stranger), (stranger, holder), (holder, holder), (holder, ZERO), (ZERO, holder)):
                if caller != holder and (from_, to) != (holder, stranger):
                    continue
                with reverts(f"TransferRefused: {id_}"):
                    move.call(from_, to, id_, *data, {"from": caller})
    assert badges.ownerOf(single) == badges.ownerOf(member) == holder


def test_throws_at_a_transfer_that_is_sent_and_not_only_asked_for(badges, holder, stranger, single):
    before = badges.badgeOf(single).dict()
    with reverts(f"TransferRefused: {single}"):
        badges.transferFrom(holder, stranger, single, {"from": holder})
    assert badges.badgeOf(single).dict() == before
    assert badges.balanceOf(stranger) == 0


def test_refuses_approvals_to_everybody_the_owner_included(badges, holder, issuer, stranger, single, member, invalid):
    """“Throws unless `msg.sender` is the current NFT owner, or an authorized operator of the current owner.”

    Departure: it throws for these too. An approval that has no power only serves phishing; and the standard knows
    the “Read only NFT registry — always throw from `safeTransferFrom`, `transferFrom`, `approve` and
    `setApprovalForAll`”.
    """
    for caller in (holder, issuer, stranger):
        for id_ in (single, member, *invalid):
            for approved in (stranger, ZERO):
                with reverts(error("ApprovalRefused", approved)):
                    badges.approve.call(approved, id_, {"from": caller})


def test_refuses_operators(badges, holder, stranger, single):
    """“The contract MUST allow multiple operators per owner.”

    Departure, for the same reason: it allows none.
    """
    for allowed in (True, False):
        with reverts(error("ApprovalRefused", stranger)):
            badges.setApprovalForAll.call(stranger, allowed, {"from": holder})
    with reverts(error("ApprovalRefused", stranger)):
        badges.setApprovalForAll(stranger, 1, {"from": holder})
    assert not badges.isApprovedForAll(holder, stranger)


def test_knows_no_approved_address(badges, single, member):
    """“The approved address for this NFT, or the zero address if there is none”"""
    assert badges.getApproved(single) == badges.getApproved(member) == ZERO


def test_throws_for_the_approved_address_of_what_is_no_badge(badges, invalid):
    """“Throws if `_tokenId` is not a valid NFT.”"""
    for id_ in invalid:
        with reverts(f"ERC721NonexistentToken: {id_}"):
            badges.getApproved(id_)


def test_answers_whether_an_operator_is_approved_and_never_reverts(badges, owner, issuer, holder, stranger):
    """“True if `_operator` is an approved operator for `_owner`, false otherwise”"""
    everybody = (owner, issuer, holder, stranger, badges.address, ZERO)
    for of in everybody:
        for operator in everybody:
            assert badges.isApprovedForAll(of, operator) is False


def test_keeps_expired_badges_with_their_owner(badges, holder, create, issue, now, travel_to):
    end = now() + DAY
    id_ = issue(create("short"), holder, end=end)
    balance = badges.balanceOf(holder)
    travel_to(end)
    assert badges.statusOf(id_) == Status.EXPIRED
    assert (badges.ownerOf(id_), badges.balanceOf(holder)) == (holder, balance)


def test_gives_the_mutability_guarantees(badges):
    """“Your implementation MUST meet the mutability guarantee in this interface and you MAY meet a stronger guarantee.”
    They are “in order weak to strong: `payable`, implicit nonpayable, `view`, and `pure`”."""
    order = ["payable", "nonpayable", "view", "pure"]
    demanded = {
        "balanceOf": "view",
        "ownerOf": "view",
        "safeTransferFrom": "payable",
        "transferFrom": "payable",
        "approve": "payable",
        "setApprovalForAll": "nonpayable",
        "getApproved": "view",
        "isApprovedForAll": "view",
        "supportsInterface": "view",
        "name": "view",
        "symbol": "view",
        "tokenURI": "view",
    }
    found = [(part["name"], part["stateMutability"]) for part in badges.abi if part.get("name") in demanded]
    assert {name for name, _ in found} == set(demanded)
    for name, mutability in found:
        assert order.index(mutability) >= order.index(demanded[name])


def test_claims_no_enumeration_and_offers_none(badges):
    """Enumeration is OPTIONAL; `badgesOf` lists instead, at no cost to issuing."""
    for name in ("totalSupply", "tokenByIndex", "tokenOfOwnerByIndex"):
        assert not hasattr(badges, name)


def test_takes_no_money(web3, badges, holder, stranger, single):
    """Nothing is payable, so that nothing can be lost here."""
    assert not [part for part in badges.abi if part.get("stateMutability") == "payable"]
    for data in ("0x", badges.transferFrom.encode_input(holder, stranger, single)):
        request = {"from": holder.address, "to": badges.address, "value": "0x1", "data": data}
        answer = web3.provider.make_request("eth_call", [request, "latest"])
        assert answer["error"]["message"] in {"VM Exception while processing transaction: revert", "execution reverted"}
