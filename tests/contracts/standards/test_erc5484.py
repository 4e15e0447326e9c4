"""ERC-5484: Consensual Soulbound Tokens."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, ZERO, BurnAuth, Status, badge_id, packed
from raw_logs import log, raw_logs
from vouchers import Voucher, error

ISSUED = "Issued(address,address,uint256,uint8)"


@pytest.fixture(scope="module")
def medal(create):
    return create("medal", burn_auth=BurnAuth.BOTH)


@pytest.fixture(scope="module")
def under(badges, create, domain, issuer, holder):
    """One badge of the holder under each burn authority."""
    ids = {}
    for burn_auth in BurnAuth:
        ids[burn_auth] = badge_id(create(burn_auth.name.lower().replace("_", "-"), burn_auth=burn_auth), holder)
        badges.claim(*domain.request(Voucher(issuer, ids[burn_auth])), {"from": holder})
    return ids


def test_implements_erc165_and_erc721(badges):
    """“The token MUST implement the following interfaces: ERC165 (`0x01ffc9a7`), ERC721 (`0x80ac58cd`)”; “the EIP-165
    identifier for this interface is 0x0489b56f”"""
    for interface_id in ("0x01ffc9a7", "0x80ac58cd", "0x0489b56f"):
        assert badges.supportsInterface(interface_id)


def test_tells_who_may_end_a_badge(badges, under):
    """“provides burn authorization of the token id”; IssuerOnly, OwnerOnly, Both, Neither are 0 to 3."""
    assert [badges.burnAuth(under[burn_auth]) for burn_auth in BurnAuth] == [0, 1, 2, 3]


def test_throws_for_what_was_not_issued_or_has_ended(badges, issuer, stranger, medal, under):
    """“unassigned tokenIds are invalid, and queries do throw”"""
    badges.revoke(under[BurnAuth.BOTH], {"from": issuer})
    for id_ in (
        0,
        badge_id(medal, stranger),
        badge_id(medal, stranger, 1),
        badge_id(medal, ZERO),
        under[BurnAuth.BOTH],
    ):
        with reverts(f"ERC721NonexistentToken: {id_}"):
            badges.burnAuth(id_)


def test_presents_the_burn_authority_before_issue(badges, create):
    """“`burnAuth` SHALL be presented to receiver before issuance”: it stands in the terms, for all to read."""
    for burn_auth in BurnAuth:
        achievement = create(f"presented-{burn_auth.value}", burn_auth=burn_auth)
        assert badges.achievementOf(achievement)["terms"]["burnAuth"] == burn_auth


def test_never_changes_the_burn_authority(badges, owner, issuer, holder, under, now, travel_to):
    """“`burnAuth` SHALL be Immutable after issuance.”"""
    for burn_auth, id_ in under.items():
        badges.retireAchievement(id_ >> 208, {"from": owner})
        assert badges.burnAuth(id_) == burn_auth
    badges.renounceOwnership({"from": owner})
    travel_to(now() + 1000 * DAY)
    assert [badges.burnAuth(id_) for id_ in under.values()] == list(BurnAuth)


@pytest.mark.parametrize("burn_auth", list(BurnAuth), ids=lambda burn_auth: burn_auth.name)
def test_lets_nothing_but_the_burn_authority_decide_who_ends_a_badge(
    badges, owner, issuer, holder, stranger, under, burn_auth
):
    """“`burnAuth` SHALL be the sole factor that determines which party has the rights to burn token.”"""
    id_ = under[burn_auth]
    by_issuer = burn_auth in (BurnAuth.ISSUER_ONLY, BurnAuth.BOTH)
    by_holder = burn_auth in (BurnAuth.OWNER_ONLY, BurnAuth.BOTH)
    if by_issuer:
        badges.revoke.call(id_, {"from": issuer})
    else:
        with reverts(f"BurnRefused: {id_}, {burn_auth.value}"):
            badges.revoke.call(id_, {"from": issuer})
    if by_holder:
        badges.renounce.call(id_, {"from": holder})
    else:
        with reverts(f"BurnRefused: {id_}, {burn_auth.value}"):
            badges.renounce.call(id_, {"from": holder})
    # Nobody else is either party.
    for somebody in (owner, holder, stranger):
        with reverts(error("NotIssuer", somebody, id_ >> 208)):
            badges.revoke.call(id_, {"from": somebody})
    for somebody in (owner, issuer, stranger):
        with reverts(error("NotHolder", somebody, id_)):
            badges.renounce.call(id_, {"from": somebody})


def test_acquires_the_receivers_signature_over_the_burn_authority(badges, issuer, relayer, holder, create, domain):
    """“The issuer SHALL present token metadata to the receiver and acquire receiver's signature before issuance.” A
    claim that another sends carries the holder's signature, over voucher and burn authority."""
    voucher = Voucher(issuer, badge_id(create("bound", burn_auth=BurnAuth.NEITHER), holder))
    for other in (BurnAuth.ISSUER_ONLY, BurnAuth.OWNER_ONLY, BurnAuth.BOTH):
        request = domain.request(voucher, consent=domain.consent(voucher, holder, burn_auth=other))
        with reverts(error("SignatureInvalid", holder, domain.claim(voucher, holder, burn_auth=BurnAuth.NEITHER))):
            badges.claim.call(*request, {"from": relayer})
    request = domain.request(voucher, consent=domain.consent(voucher, holder, burn_auth=BurnAuth.NEITHER))
    badges.claim(*request, {"from": relayer})
    assert badges.ownerOf(voucher.badge_id) == holder


def test_pushes_without_signature_only_what_the_holder_can_renounce(badges, issuer, holder, create):
    """Departure: a pushed badge lacks the receiver's prior signature; only for achievements whose holder can
    renounce."""
    for burn_auth in BurnAuth:
        achievement = create(f"pushed-{burn_auth.value}", burn_auth=burn_auth)
        id_ = badge_id(achievement, holder)
        if burn_auth in (BurnAuth.OWNER_ONLY, BurnAuth.BOTH):
            badges.issue(id_, 0, 0, b"\0" * 32, {"from": issuer})
            badges.renounce(id_, {"from": holder})
            assert badges.statusOf(id_) == Status.RENOUNCED
        else:
            with reverts(f"ClaimOnly: {achievement}"):
                badges.issue(id_, 0, 0, b"\0" * 32, {"from": issuer})
            with reverts(f"ClaimOnly: {achievement}"):
                badges.issueCohort(achievement, 1, "", 0, 0, b"\0" * 32, packed([holder]), {"from": issuer})


def test_changes_no_fixed_term_after_issue(badges, owner, issuer, under):
    """“The issuer SHALL NOT change metadata after issuance.”

    Departure in part: terms never change; status, tier and dates shown are computed.
    """
    id_ = under[BurnAuth.BOTH]
    before = str(badges.achievementOf(id_ >> 208)["terms"])
    badges.setProfile(("New", "Other words", "https://new.example"), {"from": owner})
    badges.retireAchievement(id_ >> 208, {"from": owner})
    assert str(badges.achievementOf(id_ >> 208)["terms"]) == before


def test_logs_issued_beside_transfer_with_the_issuer_as_from(badges, issuer, stranger, domain, relayer, medal):
    """“On issuing, an `Issued` event will be emitted alongside EIP-721's `Transfer` event”; “`from` The issuer”. Three
    parameters are indexed, the burn authority lies in the data."""
    id_ = badge_id(medal, stranger)
    receipt = badges.issue(id_, 0, 0, b"\0" * 32, {"from": issuer})
    assert raw_logs(receipt)[0] == log("Transfer(address,address,uint256)", ZERO, stranger, id_)
    assert raw_logs(receipt)[2] == log(ISSUED, issuer, stranger, id_, data=(int(BurnAuth.BOTH),))
    assert raw_logs(receipt)[2][0][0].hex().startswith("135ffb33")

    # By claim it is whoever signed, not who sent.
    badges.revoke(id_, {"from": issuer})
    voucher = Voucher(issuer, id_, award=1)
    request = domain.request(voucher, consent=domain.consent(voucher, stranger, burn_auth=BurnAuth.BOTH))
    receipt = badges.claim(*request, {"from": relayer})
    assert raw_logs(receipt)[2] == log(ISSUED, issuer, stranger, id_, data=(int(BurnAuth.BOTH),))


def test_logs_issued_for_each_badge_of_a_cohort(badges, issuer, holder, another_holder, medal):
    receipt = badges.issueCohort(medal, 1, "", 0, 0, b"\0" * 32, packed([holder, another_holder]), {"from": issuer})
    found = [entry for entry in raw_logs(receipt) if entry[0][0] == log(ISSUED)[0][0]]
    assert found == [
        log(ISSUED, issuer, member, badge_id(medal, member, 1), data=(int(BurnAuth.BOTH),))
        for member in sorted((holder, another_holder), key=lambda who: int(str(who), 16))
    ]


def test_lets_a_key_rotate_by_an_end_and_a_replica(badges, issuer, holder, another_holder, issue, medal):
    """“the party with burn authorization can burn the token while the issuer can issue a replica to the new address”"""
    lost = issue(medal, holder, evidence=b"\x11" * 32)
    badges.revoke(lost, {"from": issuer})
    replica = issue(medal, another_holder, evidence=b"\x11" * 32)
    assert list(badges.statusesOf([lost, replica])) == [Status.REVOKED, Status.ACTIVE]
