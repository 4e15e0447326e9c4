"""Attack 26: a voucher taken for what it is not: an old one for a new one, a renewal for a first issue, one issuer's
for another's, a root for a voucher and a voucher for a root.
"""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, YEAR, BurnAuth, Status, badge_id
from vouchers import FOREVER, Tree, Voucher, error, person, sign


@pytest.fixture(scope="module")
def medal(create):
    return create("medal", burn_auth=BurnAuth.BOTH)


@pytest.fixture(scope="module")
def voucher(issuer, holder, medal):
    return Voucher(issuer, badge_id(medal, holder))


@pytest.fixture(scope="module")
def colleague(badges, owner):
    """Another issuer of everything."""
    other = person("a colleague")
    badges.appointIssuer(other.address, 0, {"from": owner})
    return other


def test_old_vouchers_stay_dead_once_the_badge_is_issued_again(badges, domain, issuer, holder, voucher, now):
    """Revoked and issued again: whatever was signed for the first award, renewals too, is void for the second."""
    end = now() + YEAR
    old = [voucher, voucher.with_(end=end), voucher.with_(end=end + YEAR), voucher.with_(start=1)]
    badges.claim(*domain.request(voucher.with_(end=end)), {"from": holder})
    badges.revoke(voucher.badge_id, {"from": issuer})
    badges.claim(*domain.request(voucher.with_(award=1, end=end)), {"from": holder})
    for each in old:
        with reverts(error("AwardMismatch", voucher.badge_id, 0, 1)):
            badges.claim.call(*domain.request(each), {"from": holder})
    badges.revoke(voucher.badge_id, {"from": issuer})
    for each in [*old, *(one.with_(award=1) for one in old)]:
        with reverts(error("AwardMismatch", voucher.badge_id, each.award, 2)):
            badges.claim.call(*domain.request(each), {"from": holder})


def test_a_renewal_is_no_first_issue_once_the_badge_ended(badges, domain, issuer, holder, issue, voucher, medal, now):
    """It was signed for a holder who has the badge; without the badge its award is wrong."""
    issue(medal, holder, end=now() + DAY)
    renewal = voucher.with_(end=now() + YEAR)
    badges.claim.call(*domain.request(renewal), {"from": holder})
    badges.revoke(voucher.badge_id, {"from": issuer})
    with reverts(error("AwardMismatch", voucher.badge_id, 0, 1)):
        badges.claim.call(*domain.request(renewal), {"from": holder})


def test_a_cohort_renewal_never_writes_a_member_into_the_cohort(
    badges, domain, issuer, holder, another_holder, issue_cohort, medal, now
):
    number = issue_cohort(medal, holder, end=now() + DAY)
    renewal = Voucher(issuer, badge_id(medal, another_holder, cohort=number), end=now() + YEAR)
    with reverts(error("CohortClosed", renewal.badge_id)):
        badges.claim.call(*domain.request(renewal), {"from": another_holder})


def test_a_first_issue_cannot_change_a_badge_that_was_pushed_meanwhile(
    badges, domain, issuer, holder, issue, voucher, medal, now
):
    issue(medal, holder, start=now() + DAY, end=now() + YEAR, evidence=b"\1" * 32)
    before = badges.badgeOf(voucher.badge_id)
    for each in (voucher, voucher.with_(start=1, end=FOREVER), voucher.with_(evidence=b"\2" * 32, end=FOREVER)):
        with reverts(error("NotARenewal", voucher.badge_id)):
            badges.claim.call(*domain.request(each), {"from": holder})
    assert badges.badgeOf(voucher.badge_id) == before


def test_one_issuers_signature_is_none_of_the_other(badges, domain, issuer, holder, colleague, voucher):
    digest = domain.voucher(voucher)
    hers = voucher.with_(issuer=colleague)
    with reverts(error("SignatureInvalid", issuer, digest)):
        badges.claim.call(*domain.request(voucher, signature=sign(colleague, digest)), {"from": holder})
    for signature in (sign(issuer, digest), sign(issuer, domain.voucher(hers)), sign(colleague, digest)):
        with reverts(error("SignatureInvalid", colleague, domain.voucher(hers))):
            badges.claim.call(*domain.request(hers, signature=signature), {"from": holder})


def test_what_one_issuer_cancels_or_uses_up_is_the_others_still(
    badges, domain, issuer, holder, stranger, colleague, voucher, medal
):
    """Both signatures were good, each for its own voucher; cancelling one must not reach the other."""
    hers = voucher.with_(issuer=colleague)
    badges.cancel(domain.voucher(voucher), {"from": issuer})
    badges.cancel(domain.voucher(hers), {"from": issuer})
    with reverts(error("VoucherSpent", domain.voucher(voucher))):
        badges.claim.call(*domain.request(voucher), {"from": holder})
    badges.claim.call(*domain.request(hers), {"from": holder})

    key = person("a claim link")
    link = Voucher(issuer, badge_id(medal, "0x0"), claim_key=key)
    other = link.with_(issuer=colleague)
    badges.claim(
        *domain.request(link, consent=domain.consent(link, stranger, burn_auth=2, signed=False, key=key)),
        {"from": stranger},
    )
    badges.claim.call(
        *domain.request(other, consent=domain.consent(other, holder, burn_auth=2, signed=False, key=key)),
        {"from": holder},
    )


def test_two_issuers_signatures_together_are_none(badges, domain, issuer, holder, colleague, voucher):
    digest = domain.voucher(voucher)
    for signature in (sign(issuer, digest) + sign(colleague, digest), sign(colleague, digest) + sign(issuer, digest)):
        with reverts(error("SignatureInvalid", issuer, digest)):
            badges.claim.call(*domain.request(voucher, signature=signature), {"from": holder})


def test_a_signed_root_is_no_voucher(badges, domain, issuer, holder, voucher):
    tree = Tree([domain.voucher(voucher), bytes(32)])
    signature = sign(issuer, domain.root(tree.root, 2))
    with reverts(error("SignatureInvalid", issuer, domain.voucher(voucher))):
        badges.claim.call(*domain.request(voucher, signature=signature), {"from": holder})


def test_a_signed_voucher_is_no_root(badges, domain, issuer, holder, voucher):
    tree = Tree([domain.voucher(voucher), bytes(32)])
    request = domain.request(voucher, proof=tree.proof(domain.voucher(voucher)))
    with reverts(error("SignatureInvalid", issuer, domain.root(tree.root, 2))):
        badges.claim.call(*request, {"from": holder})


def test_a_voucher_whose_digest_is_the_root_is_none(badges, domain, issuer, holder, voucher):
    """The issuer signed a root that is the digest of a voucher, or its leaf: a tree of one."""
    digest = domain.voucher(voucher)
    for root in (digest, Tree.leaf(digest)):
        signature = sign(issuer, domain.root(root, 1))
        with reverts(error("SignatureInvalid", issuer, digest)):
            badges.claim.call(*domain.request(voucher, signature=signature), {"from": holder})
        with reverts(error("ProofMalformed", 0, 1)):
            badges.claim.call(*domain.request(voucher, proof=([], 1, FOREVER), signature=signature), {"from": holder})


def test_a_claim_or_a_renunciation_is_no_voucher_and_the_reverse(
    badges, domain, issuer, holder, relayer, issue, create, voucher
):
    """Each struct has a type of its own in what is signed."""
    digest = domain.voucher(voucher)
    for other in (domain.claim(voucher, holder), domain.renounce(voucher.badge_id), domain.root(digest, 0)):
        with reverts(error("SignatureInvalid", issuer, digest)):
            badges.claim.call(*domain.request(voucher, signature=sign(issuer, other)), {"from": holder})
    id_ = issue(create("another"), holder)
    own = Voucher(holder, id_)
    for other in (domain.voucher(own), domain.claim(own, holder)):
        with reverts(error("SignatureInvalid", holder, domain.renounce(id_))):
            badges.renounceBySignature.call(id_, 0, sign(holder, other), {"from": relayer})


def test_a_voucher_for_one_achievement_is_none_for_another(badges, domain, issuer, holder, create, voucher):
    other = voucher.with_(badge_id=badge_id(create("another"), holder))
    with reverts(error("SignatureInvalid", issuer, domain.voucher(other))):
        badges.claim.call(*domain.request(other, signature=sign(issuer, domain.voucher(voucher))), {"from": holder})
    badges.claim(*domain.request(voucher), {"from": holder})
    assert badges.statusOf(other.badge_id) == Status.NONE
