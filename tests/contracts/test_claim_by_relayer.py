"""`claim` sent for the holder by somebody else: see claim_by_relayer.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, BurnAuth, badge_id
from vouchers import BY_HOLDER, FOREVER, ZERO, Domain, Voucher, error, person, sign


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def voucher(issuer, holder, medal):
    return Voucher(issuer, badge_id(medal, holder))


def test_issues_to_the_holder_whoever_sends_it(badges, domain, issuer, holder, relayer, stranger, voucher):
    request = domain.request(voucher, consent=domain.consent(voucher, holder))
    for sender in (issuer, holder, stranger):
        badges.claim.call(*request, {"from": sender})
    receipt = badges.claim(*request, {"from": relayer})
    assert badges.ownerOf(voucher.badge_id) == holder
    assert (receipt.events["Issued"]["from"], receipt.events["Issued"]["to"]) == (issuer, holder)


def test_takes_a_holder_who_has_no_coins(badges, domain, issuer, relayer, medal):
    newcomer = person("a newcomer")
    voucher = Voucher(issuer, badge_id(medal, newcomer.address))
    badges.claim(*domain.request(voucher, consent=domain.consent(voucher, newcomer)), {"from": relayer})
    assert newcomer.address == badges.ownerOf(voucher.badge_id)


def test_works_to_the_last_second_of_the_consents_deadline(badges, domain, holder, relayer, voucher, now, travel_to):
    deadline = now() + DAY
    request = domain.request(voucher, consent=domain.consent(voucher, holder, deadline=deadline))
    travel_to(deadline)
    badges.claim.call(*request, {"from": relayer})
    travel_to(deadline + 1)
    with reverts(error("DeadlinePassed", deadline)):
        badges.claim.call(*request, {"from": relayer})


def test_refuses_a_consent_without_deadline(badges, domain, holder, relayer, voucher):
    with reverts(error("DeadlinePassed", 0)):
        badges.claim.call(
            *domain.request(voucher, consent=domain.consent(voucher, holder, deadline=0)), {"from": relayer}
        )


def test_refuses_any_signature_but_the_holders(badges, domain, issuer, holder, relayer, voucher):
    digest = domain.claim(voucher, holder)
    for signature in (b"", sign(issuer, digest), sign(relayer, digest), sign(holder, digest)[:64], bytes(65)):
        with reverts(error("SignatureInvalid", holder, digest)):
            badges.claim.call(
                *domain.request(voucher, consent=(holder.address, FOREVER, signature, b"")), {"from": relayer}
            )


def test_refuses_a_key_signature_in_the_holders_place(badges, domain, holder, relayer, voucher):
    digest = domain.claim(voucher, holder)
    consent = (holder.address, FOREVER, b"", sign(holder, digest))
    with reverts(error("SignatureInvalid", holder, digest)):
        badges.claim.call(*domain.request(voucher, consent=consent), {"from": relayer})


def test_refuses_consent_to_another_claim(badges, domain, holder, another_holder, relayer, voucher):
    wanted = domain.claim(voucher, holder)
    for other in (
        domain.claim(voucher.with_(end=FOREVER), holder),
        domain.claim(voucher, another_holder),
        domain.claim(voucher, holder, burn_auth=BurnAuth.BOTH),
        domain.claim(voucher, holder, deadline=FOREVER - 1),
        Domain(domain.chain_id + 1, domain.address).claim(voucher, holder),
        Domain(domain.chain_id, relayer.address).claim(voucher, holder),
        domain.voucher(voucher),
    ):
        consent = (holder.address, FOREVER, sign(holder, other), b"")
        with reverts(error("SignatureInvalid", holder, wanted)):
            badges.claim.call(*domain.request(voucher, consent=consent), {"from": relayer})


@pytest.mark.parametrize("burn_auth", list(BurnAuth))
def test_wants_consent_to_who_may_end_the_badge(badges, domain, issuer, holder, relayer, create, burn_auth):
    """ERC-5484: the burn authority is presented before issue."""
    voucher = Voucher(issuer, badge_id(create("terms", burn_auth=burn_auth), holder))
    for consented in BurnAuth:
        request = domain.request(voucher, consent=domain.consent(voucher, holder, burn_auth=consented))
        if consented == burn_auth:
            badges.claim.call(*request, {"from": relayer})
        else:
            wanted = domain.claim(voucher, holder, burn_auth=burn_auth)
            with reverts(error("SignatureInvalid", holder, wanted)):
                badges.claim.call(*request, {"from": relayer})


def test_refuses_whoever_the_voucher_does_not_name(badges, domain, holder, another_holder, relayer, voucher):
    with reverts(error("HolderMismatch", another_holder, holder)):
        badges.claim.call(*domain.request(voucher, consent=domain.consent(voucher, another_holder)), {"from": relayer})
    with reverts(error("HolderMismatch", relayer, holder)):
        badges.claim.call(*domain.request(voucher), {"from": relayer})


def test_refuses_a_consent_that_leaves_the_holder_out(badges, domain, holder, relayer, voucher):
    """A zero holder is the sender, whatever was signed."""
    consent = (ZERO, *domain.consent(voucher, holder)[1:])
    with reverts(error("HolderMismatch", relayer, holder)):
        badges.claim.call(*domain.request(voucher, consent=consent), {"from": relayer})


def test_refuses_an_unknown_achievement(badges, domain, issuer, holder, relayer):
    voucher = Voucher(issuer, badge_id(99, holder))
    with reverts(error("AchievementUnknown", 99)):
        badges.claim.call(*domain.request(voucher, consent=domain.consent(voucher, holder)), {"from": relayer})


def test_needs_no_consent_where_the_holder_sends(badges, domain, holder, voucher):
    for consent in (BY_HOLDER, (holder.address, 0, b"", b"")):
        badges.claim.call(*domain.request(voucher, consent=consent), {"from": holder})


def test_cannot_be_sent_twice(badges, domain, holder, relayer, voucher):
    request = domain.request(voucher, consent=domain.consent(voucher, holder))
    badges.claim(*request, {"from": relayer})
    with reverts(error("NotARenewal", voucher.badge_id)):
        badges.claim(*request, {"from": relayer})
    badges.renounce(voucher.badge_id, {"from": holder})
    with reverts(error("AwardMismatch", voucher.badge_id, 0, 1)):
        badges.claim(*request, {"from": relayer})
