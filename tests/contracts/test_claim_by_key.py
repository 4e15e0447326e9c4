"""`claim` by a claim key, that is by a claim link: see claim_by_key.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, YEAR, Status, badge_id
from vouchers import BY_HOLDER, FOREVER, ZERO, Voucher, error, person, sign


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def key():
    return person("a claim link")


@pytest.fixture(scope="module")
def link(issuer, medal, key):
    return Voucher(issuer, badge_id(medal, ZERO), claim_key=key)


@pytest.fixture(scope="module")
def show(domain, link, key):
    """All that `claim` takes from a claimant who has the key and sends the claim itself."""

    def show_as(claimant: object, what: Voucher = link, **consent: object) -> tuple:
        return domain.request(what, consent=domain.consent(what, claimant, **{"signed": False, "key": key, **consent}))

    return show_as


def test_issues_to_whoever_shows_the_key(badges, domain, issuer, stranger, show, link, medal):
    id_ = badge_id(medal, stranger)
    assert badges.claim.call(*show(stranger), {"from": stranger}) == id_
    receipt = badges.claim(*show(stranger), {"from": stranger})
    assert badges.ownerOf(id_) == stranger
    assert [event.name for event in receipt.events] == ["Transfer", "Locked", "Issued", "TokenExpiryUpdated"]
    assert badges.isSpent(issuer, domain.voucher(link))


def test_lets_the_sender_be_left_out_of_the_consent(badges, domain, stranger, show, link):
    badges.claim.call(*domain.request(link, consent=(ZERO, *show(stranger)[3][1:])), {"from": stranger})


def test_issues_to_the_claimant_for_whom_it_is_sent(badges, relayer, show, medal):
    newcomer = person("a newcomer")
    badges.claim(*show(newcomer, signed=True), {"from": relayer})
    assert newcomer.address == badges.ownerOf(badge_id(medal, newcomer.address))


def test_works_once_whoever_shows_it(badges, domain, stranger, holder, show, link, medal):
    spent = error("VoucherSpent", domain.voucher(link))
    badges.claim(*show(stranger), {"from": stranger})
    for claimant in (stranger, holder):
        with reverts(spent):
            badges.claim.call(*show(claimant), {"from": claimant})
    badges.renounce(badge_id(medal, stranger), {"from": stranger})
    for claimant in (stranger, holder):
        with reverts(spent):
            badges.claim.call(*show(claimant), {"from": claimant})


def test_refuses_a_claim_without_the_key(badges, domain, issuer, stranger, holder, link, key):
    digest = domain.claim(link, stranger)
    for signature in (b"", sign(stranger, digest), sign(issuer, digest), sign(key, domain.claim(link, holder))):
        consent = (stranger.address, FOREVER, b"", signature)
        with reverts(error("SignatureInvalid", key, digest)):
            badges.claim.call(*domain.request(link, consent=consent), {"from": stranger})


def test_refuses_the_key_in_the_claimants_place(badges, domain, stranger, relayer, link, key):
    digest = domain.claim(link, stranger)
    by_key = sign(key, digest)
    for signature in (b"", by_key, sign(relayer, digest)):
        with reverts(error("SignatureInvalid", stranger, digest)):
            badges.claim.call(
                *domain.request(link, consent=(stranger.address, FOREVER, signature, by_key)), {"from": relayer}
            )


def test_refuses_an_empty_consent(badges, domain, stranger, link):
    with reverts(error("DeadlinePassed", 0)):
        badges.claim.call(*domain.request(link, consent=BY_HOLDER), {"from": stranger})


def test_works_to_the_last_second_of_the_consents_deadline(badges, stranger, show, now, travel_to):
    deadline = now() + DAY
    travel_to(deadline)
    badges.claim.call(*show(stranger, deadline=deadline), {"from": stranger})
    travel_to(deadline + 1)
    for passed in (deadline, 0):
        with reverts(error("DeadlinePassed", passed)):
            badges.claim.call(*show(stranger, deadline=passed), {"from": stranger})


def test_refuses_a_voucher_that_names_a_holder_too(badges, stranger, show, link, medal):
    with reverts(error("HolderMismatch", stranger, stranger)):
        badges.claim.call(*show(stranger, link.with_(badge_id=badge_id(medal, stranger))), {"from": stranger})


def test_refuses_a_claimant_who_has_the_badge_and_keeps_the_key_good(
    badges, stranger, holder, issue, show, link, medal, now
):
    id_ = issue(medal, holder, end=now() + DAY)
    for each in (link, link.with_(end=now() + YEAR)):
        with reverts(error("NotARenewal", id_)):
            badges.claim(*show(holder, each), {"from": holder})
        badges.claim.call(*show(stranger, each), {"from": stranger})


def test_refuses_a_claimant_whose_badge_ended_unless_that_is_named(badges, stranger, holder, issue, show, link, medal):
    id_ = issue(medal, holder)
    badges.renounce(id_, {"from": holder})
    with reverts(error("AwardMismatch", id_, 0, 1)):
        badges.claim.call(*show(holder), {"from": holder})
    again = link.with_(award=1)
    with reverts(error("AwardMismatch", badge_id(medal, stranger), 1, 0)):
        badges.claim.call(*show(stranger, again), {"from": stranger})
    badges.claim(*show(holder, again), {"from": holder})
    assert badges.statusOf(id_) == Status.ACTIVE


def test_refuses_a_cohort(badges, stranger, holder, issue_cohort, show, link, medal, now):
    number = issue_cohort(medal, holder, end=now() + DAY)
    cohort = link.with_(badge_id=badge_id(medal, ZERO, cohort=number), end=now() + YEAR)
    with reverts(error("CohortClosed", badge_id(medal, stranger, cohort=number))):
        badges.claim.call(*show(stranger, cohort), {"from": stranger})
    # A member cannot renew with it either: a claim key only ever creates.
    with reverts(error("NotARenewal", badge_id(medal, holder, cohort=number))):
        badges.claim.call(*show(holder, cohort), {"from": holder})


def test_refuses_what_the_issuer_cancelled(badges, domain, issuer, stranger, show, link):
    badges.cancel(domain.voucher(link), {"from": issuer})
    with reverts(error("VoucherSpent", domain.voucher(link))):
        badges.claim.call(*show(stranger), {"from": stranger})


def test_keeps_the_key_good_when_a_claim_fails(badges, domain, issuer, stranger, owner, show, link, medal):
    badges.retireAchievement(medal, {"from": owner})
    with reverts(error("AchievementIsRetired", medal)):
        badges.claim(*show(stranger), {"from": stranger})
    assert not badges.isSpent(issuer, domain.voucher(link))


def test_cannot_be_snatched_from_a_transaction_that_is_seen(badges, domain, stranger, relayer, show, link, key):
    """Whoever sees the claim has the key's signature, but it names the claimant."""
    seen = show(stranger)[3]
    for mine in ((relayer.address, *seen[1:]), (ZERO, *seen[1:])):
        with reverts(error("SignatureInvalid", key, domain.claim(link, relayer))):
            badges.claim.call(*domain.request(link, consent=mine), {"from": relayer})
