"""Attack 20: unwanted badges: the holder can renounce (unless the terms said otherwise), claim-only achievements
cannot be pushed."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import NONE, BurnAuth, Status, badge_id, packed
from vouchers import Voucher, error


@pytest.fixture(scope="module")
def mockery(create):
    """What nobody wants to hold."""
    return create("mockery")


def push(badges, issuer, achievement, holder, door):
    """Writes a badge to a holder who was not asked; returns its id."""
    if door == "issue":
        badges.issue(badge_id(achievement, holder), 0, 0, NONE, {"from": issuer})
        return badge_id(achievement, holder)
    if door == "issueWithWitnesses":
        badges.issueWithWitnesses(badge_id(achievement, holder), 0, 0, NONE, [], {"from": issuer})
        return badge_id(achievement, holder)
    number = badges.achievementOf(achievement)["cohorts"] + 1
    badges.issueCohort(achievement, number, "", 0, 0, NONE, packed([holder]), {"from": issuer})
    return badge_id(achievement, holder, number)


DOORS = ["issue", "issueWithWitnesses", "issueCohort"]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("burn_auth", [BurnAuth.OWNER_ONLY, BurnAuth.BOTH], ids=lambda burn_auth: burn_auth.name)
def test_whatever_can_be_pushed_can_be_renounced(badges, issuer, holder, create, door, burn_auth):
    id_ = push(badges, issuer, create("pushed", burn_auth=burn_auth), holder, door)
    badges.renounce(id_, {"from": holder})
    assert badges.statusOf(id_) == Status.RENOUNCED
    assert badges.balanceOf(holder) == 0
    assert list(badges.badgesOf(holder, 0, 100)[0]) == []


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "terms",
    [{"claim_only": True}, {"burn_auth": BurnAuth.ISSUER_ONLY}, {"burn_auth": BurnAuth.NEITHER}],
    ids=["claim-only", "IssuerOnly", "Neither"],
)
def test_what_the_holder_could_not_renounce_cannot_be_pushed_by_any_door(badges, issuer, holder, create, door, terms):
    achievement = create("bound", **terms)
    with reverts(f"ClaimOnly: {achievement}"):
        push(badges, issuer, achievement, holder, door)
    assert badges.balanceOf(holder) == 0


@pytest.mark.parametrize("sender", ["issuer", "owner", "relayer", "stranger"])
def test_nobody_claims_for_a_holder_who_did_not_sign(badges, issuer, holder, create, domain, request, sender):
    """A voucher alone binds nobody: it takes the holder, or its signature over this voucher."""
    bound = create("bound", burn_auth=BurnAuth.NEITHER)
    voucher = Voucher(issuer, badge_id(bound, holder))
    by = request.getfixturevalue(sender)
    with reverts(error("HolderMismatch", by, holder)):
        badges.claim(*domain.request(voucher), {"from": by})
    for consent in (
        (holder.address, 2**40 - 1, b"", b""),
        (holder.address, 2**40 - 1, b"\0" * 65, b""),
        domain.consent(voucher, holder, burn_auth=BurnAuth.OWNER_ONLY),
        domain.consent(voucher.with_(evidence=b"\x11" * 32), holder, burn_auth=BurnAuth.NEITHER),
    ):
        with reverts(error("SignatureInvalid", holder, domain.claim(voucher, holder, burn_auth=BurnAuth.NEITHER))):
            badges.claim(*domain.request(voucher, consent=(*consent[:1], 2**40 - 1, *consent[2:])), {"from": by})
    assert badges.statusOf(voucher.badge_id) == Status.NONE


def test_what_was_renounced_is_not_pushed_again(badges, issuer, holder, mockery):
    id_ = push(badges, issuer, mockery, holder, "issue")
    badges.renounce(id_, {"from": holder})
    for door in ("issue", "issueWithWitnesses"):
        with reverts(f"BadgeHasEnded: {id_}, 1"):
            push(badges, issuer, mockery, holder, door)
    with reverts(f"ERC721NonexistentToken: {id_}"):
        badges.renew(id_, 0, {"from": issuer})


def test_what_was_renounced_comes_back_only_if_its_holder_claims_it(badges, issuer, holder, relayer, mockery, domain):
    id_ = push(badges, issuer, mockery, holder, "issue")
    badges.renounce(id_, {"from": holder})
    again = Voucher(issuer, id_, award=1)
    with reverts(error("HolderMismatch", relayer, holder)):
        badges.claim(*domain.request(again), {"from": relayer})
    badges.claim(*domain.request(again), {"from": holder})
    assert badges.statusOf(id_) == Status.ACTIVE


def test_an_unwanted_badge_can_be_renounced_before_it_starts_and_after_it_expired(
    badges, issuer, holder, mockery, issue, now, travel_to, create
):
    pending = issue(mockery, holder, start=now() + 100)
    badges.renounce(pending, {"from": holder})
    expired = issue(create("short"), holder, end=now() + 100)
    travel_to(now() + 100)
    badges.renounce(expired, {"from": holder})
    assert list(badges.statusesOf([pending, expired])) == [Status.RENOUNCED] * 2
