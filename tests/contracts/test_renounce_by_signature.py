"""`renounceBySignature`: see renounce_by_signature.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import YEAR, ZERO, BurnAuth, Status, badge_id
from eth_account import Account
from eth_account.messages import encode_defunct
from vouchers import Domain, Voucher, error, person, sign


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def lost_wallet():
    """A holder whose key signed in time, and who sends nothing any more."""
    return person("a holder whose wallet is lost")


@pytest.fixture(scope="module")
def held(issue, medal, lost_wallet):
    return issue(medal, lost_wallet.address)


@pytest.fixture(scope="module")
def kept(domain, lost_wallet, held):
    """The signature that the holder made beforehand."""
    return sign(lost_wallet, domain.renounce(held))


def test_ends_the_badge_whoever_sends_it(badges, owner, issuer, stranger, relayer, held, kept):
    for sender in (owner, issuer, stranger, relayer):
        badges.renounceBySignature.call(held, 0, kept, {"from": sender})
    badges.renounceBySignature(held, 0, kept, {"from": relayer})
    assert badges.statusOf(held) == Status.RENOUNCED


def test_works_once(badges, relayer, held, kept):
    badges.renounceBySignature(held, 0, kept, {"from": relayer})
    with reverts(f"AwardMismatch: {held}, 0, 1"):
        badges.renounceBySignature(held, 0, kept, {"from": relayer})


def test_is_dead_for_the_badge_awarded_again(badges, issuer, relayer, lost_wallet, domain, held, kept):
    badges.renounceBySignature(held, 0, kept, {"from": relayer})
    again = Voucher(issuer, held, award=1)
    badges.claim(*domain.request(again, consent=domain.consent(again, lost_wallet)), {"from": relayer})
    with reverts(f"AwardMismatch: {held}, 0, 1"):
        badges.renounceBySignature.call(held, 0, kept, {"from": relayer})
    with reverts(error("SignatureInvalid", lost_wallet, domain.renounce(held, 1))):
        badges.renounceBySignature.call(held, 1, kept, {"from": relayer})
    badges.renounceBySignature(held, 1, sign(lost_wallet, domain.renounce(held, 1)), {"from": relayer})
    assert badges.badgeOf(held)["award"] == 2


def test_refuses_an_award_that_is_not_the_records(badges, relayer, lost_wallet, domain, held):
    for award in (1, 2, 2**16 - 1):
        signature = sign(lost_wallet, domain.renounce(held, award))
        with reverts(f"AwardMismatch: {held}, {award}, 0"):
            badges.renounceBySignature.call(held, award, signature, {"from": relayer})


def test_is_good_for_ever_and_even_if_made_before_the_badge_was_issued(
    badges, relayer, lost_wallet, domain, issue, create, now, travel_to
):
    achievement = badges.achievementCount() + 1
    signature = sign(lost_wallet, domain.renounce(badge_id(achievement, lost_wallet.address)))
    create("later", validity=YEAR)
    id_ = issue(achievement, lost_wallet.address)
    travel_to(now() + 100 * YEAR)
    assert badges.statusOf(id_) == Status.EXPIRED
    badges.renounceBySignature(id_, 0, signature, {"from": relayer})
    assert badges.statusOf(id_) == Status.RENOUNCED


def test_refuses_everybody_elses_signature(badges, owner, issuer, stranger, relayer, lost_wallet, domain, held):
    digest = domain.renounce(held)
    for signer in (owner, issuer, stranger, relayer, person("a thief")):
        with reverts(error("SignatureInvalid", lost_wallet, digest)):
            badges.renounceBySignature.call(held, 0, sign(signer, digest), {"from": relayer})


def test_refuses_a_signature_for_another_badge_of_the_holder(
    badges, relayer, lost_wallet, domain, held, kept, create, issue, medal, issue_cohort
):
    others = [
        issue(create("other"), lost_wallet.address),
        badge_id(medal, lost_wallet.address, issue_cohort(medal, lost_wallet.address)),
    ]
    for other in others:
        with reverts(error("SignatureInvalid", lost_wallet, domain.renounce(other))):
            badges.renounceBySignature.call(other, 0, kept, {"from": relayer})


def test_refuses_a_signature_for_another_chain_or_contract(badges, deploy, relayer, lost_wallet, domain, held):
    twin = deploy("A collection with the same badge")
    for elsewhere in (Domain(domain.chain_id + 1, badges.address), Domain(domain.chain_id, twin.address)):
        with reverts(error("SignatureInvalid", lost_wallet, domain.renounce(held))):
            badges.renounceBySignature.call(held, 0, sign(lost_wallet, elsewhere.renounce(held)), {"from": relayer})


def test_refuses_a_signature_that_is_none(badges, relayer, lost_wallet, domain, held, kept):
    digest = domain.renounce(held)
    flipped = bytes([kept[0] ^ 1]) + kept[1:]
    for bad in (b"", b"\0" * 65, b"\xff" * 65, kept[:64], kept + b"\0", flipped):
        with reverts(error("SignatureInvalid", lost_wallet, digest)):
            badges.renounceBySignature.call(held, 0, bad, {"from": relayer})


def test_refuses_a_personal_message_over_the_same_digest(badges, relayer, lost_wallet, domain, held):
    digest = domain.renounce(held)
    personal = Account.sign_message(encode_defunct(digest), lost_wallet.key).signature
    with reverts(error("SignatureInvalid", lost_wallet, digest)):
        badges.renounceBySignature.call(held, 0, bytes(personal), {"from": relayer})


def test_refuses_the_zero_address_whose_signature_nobody_has(badges, relayer, domain, medal):
    for id_ in (badge_id(medal, ZERO), 0):
        for signature in (b"", b"\0" * 65):
            with reverts(error("SignatureInvalid", ZERO, domain.renounce(id_))):
                badges.renounceBySignature.call(id_, 0, signature, {"from": relayer})


def test_refuses_a_badge_that_was_never_issued(badges, relayer, stranger, domain, medal, held):
    for id_ in (badge_id(medal, stranger), badge_id(99, stranger), badge_id(medal, stranger, 1)):
        with reverts(f"ERC721NonexistentToken: {id_}"):
            badges.renounceBySignature.call(id_, 0, sign(stranger, domain.renounce(id_)), {"from": relayer})


@pytest.mark.parametrize("burn_auth", [BurnAuth.ISSUER_ONLY, BurnAuth.NEITHER])
def test_refuses_what_holders_may_not_end(badges, issuer, relayer, holder, create, domain, burn_auth):
    id_ = badge_id(create("bound", burn_auth=burn_auth), holder)
    badges.claim(*domain.request(Voucher(issuer, id_)), {"from": holder})
    with reverts(f"BurnRefused: {id_}, {burn_auth.value}"):
        badges.renounceBySignature.call(id_, 0, sign(holder, domain.renounce(id_)), {"from": relayer})


def test_ends_the_badge_of_a_member(badges, relayer, lost_wallet, another_holder, domain, medal, issue_cohort):
    number = issue_cohort(medal, lost_wallet.address, another_holder)
    gone, other = badge_id(medal, lost_wallet.address, number), badge_id(medal, another_holder, number)
    badges.renounceBySignature(gone, 0, sign(lost_wallet, domain.renounce(gone)), {"from": relayer})
    assert list(badges.statusesOf([gone, other])) == [Status.RENOUNCED, Status.ACTIVE]


def test_frees_the_badge_for_the_new_wallet_and_not_for_the_lost_one(
    badges, issuer, relayer, lost_wallet, holder, issue, medal, held, kept
):
    badges.renounceBySignature(held, 0, kept, {"from": relayer})
    assert badges.statusOf(issue(medal, holder)) == Status.ACTIVE
    with reverts(f"BadgeHasEnded: {held}, 1"):
        badges.issue.call(held, 0, 0, b"\0" * 32, {"from": issuer})


def test_logs_the_holder_as_the_one_who_ended_it(badges, relayer, lost_wallet, held, kept):
    receipt = badges.renounceBySignature(held, 0, kept, {"from": relayer})
    assert [event.name for event in receipt.events] == ["Transfer", "BadgeEnded"]
    assert dict(receipt.events["Transfer"]) == {"from": lost_wallet.address, "to": ZERO, "tokenId": held}
    assert dict(receipt.events["BadgeEnded"]) == {
        "badgeId": held,
        "by": lost_wallet.address,
        "how": Status.RENOUNCED,
        "award": 1,
    }
