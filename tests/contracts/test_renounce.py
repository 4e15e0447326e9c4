"""`renounce`: see renounce.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, YEAR, ZERO, BurnAuth, Status, badge_id, prerequisite, requirement
from vouchers import Voucher, error


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def held(issue, medal, holder):
    return issue(medal, holder, evidence=b"\x11" * 32)


@pytest.fixture(scope="module")
def collect(badges, create, domain, issuer, holder):
    """A badge under the given burn authority, claimed by its holder."""

    def collect_one(burn_auth):
        id_ = badge_id(create(f"under-{burn_auth.name.lower().replace('_', '-')}", burn_auth=burn_auth), holder)
        badges.claim(*domain.request(Voucher(issuer, id_)), {"from": holder})
        return id_

    return collect_one


def test_refuses_everybody_but_the_holder(
    badges, owner, issuer, another_holder, stranger, relayer, dismissed_issuer, held
):
    for caller in (owner, issuer, another_holder, stranger, relayer, dismissed_issuer):
        with reverts(error("NotHolder", caller, held)):
            badges.renounce.call(held, {"from": caller})


def test_refuses_a_badge_that_was_never_issued(badges, stranger, medal, holder, issue_cohort):
    number = issue_cohort(medal, holder)
    for id_ in (badge_id(medal, stranger), badge_id(99, stranger), badge_id(medal, stranger, number)):
        with reverts(f"ERC721NonexistentToken: {id_}"):
            badges.renounce.call(id_, {"from": stranger})


def test_refuses_a_badge_that_has_ended(badges, issuer, holder, another_holder, held, create, issue):
    revoked = issue(create("licence", burn_auth=BurnAuth.BOTH), another_holder)
    badges.revoke(revoked, {"from": issuer})
    badges.renounce(held, {"from": holder})
    for id_, caller in ((held, holder), (revoked, another_holder)):
        with reverts(f"ERC721NonexistentToken: {id_}"):
            badges.renounce.call(id_, {"from": caller})


@pytest.mark.parametrize("burn_auth", [BurnAuth.ISSUER_ONLY, BurnAuth.NEITHER])
def test_refuses_what_holders_may_not_end(badges, holder, collect, burn_auth):
    id_ = collect(burn_auth)
    with reverts(f"BurnRefused: {id_}, {burn_auth.value}"):
        badges.renounce.call(id_, {"from": holder})


@pytest.mark.parametrize("burn_auth", [BurnAuth.OWNER_ONLY, BurnAuth.BOTH])
def test_ends_what_holders_may_end(badges, holder, collect, burn_auth):
    id_ = collect(burn_auth)
    badges.renounce(id_, {"from": holder})
    assert badges.statusOf(id_) == Status.RENOUNCED


def test_keeps_everything_about_the_badge_as_history(badges, holder, held):
    before = badges.badgeOf(held).dict()
    receipt = badges.renounce(held, {"from": holder})
    assert badges.badgeOf(held).dict() == before | {
        "status": Status.RENOUNCED,
        "endedAt": receipt.timestamp,
        "award": 1,
    }
    assert not badges.exists(held)


def test_ends_a_badge_whatever_its_status(badges, holder, another_holder, stranger, create, issue, now, travel_to):
    base = create("base", individual=True)
    title = create("title", requirements=(requirement(1, prerequisite(base), ongoing=True),))
    base_badges = {who: issue(base, who) for who in (holder, another_holder, stranger)}
    expired = issue(title, holder, end=now() + DAY)
    suspended = issue(title, another_holder)
    pending = issue(title, stranger, start=now() + YEAR)
    badges.renounce(base_badges[another_holder], {"from": another_holder})
    travel_to(now() + DAY)
    for id_, who, before in (
        (expired, holder, Status.EXPIRED),
        (suspended, another_holder, Status.SUSPENDED),
        (pending, stranger, Status.PENDING),
    ):
        assert badges.statusOf(id_) == before
        badges.renounce(id_, {"from": who})
        assert badges.statusOf(id_) == Status.RENOUNCED


def test_ends_the_badge_of_a_member_for_good_and_no_other(badges, holder, another_holder, medal, issue_cohort):
    number = issue_cohort(medal, holder, another_holder)
    gone, other = badge_id(medal, holder, number), badge_id(medal, another_holder, number)
    badges.renounce(gone, {"from": holder})
    assert list(badges.statusesOf([gone, other])) == [Status.RENOUNCED, Status.ACTIVE]


def test_needs_no_issuer_no_owner_and_no_open_achievement(badges, owner, issuer, holder, medal, held):
    badges.retireAchievement(medal, {"from": owner})
    badges.dismissIssuer(issuer, {"from": owner})
    badges.renounceOwnership({"from": owner})
    badges.renounce(held, {"from": holder})
    assert badges.statusOf(held) == Status.RENOUNCED


def test_logs_transfer_to_zero_and_the_end_and_no_more(badges, holder, held):
    receipt = badges.renounce(held, {"from": holder})
    assert [event.name for event in receipt.events] == ["Transfer", "BadgeEnded"]
    assert dict(receipt.events["Transfer"]) == {"from": holder, "to": ZERO, "tokenId": held}
    assert dict(receipt.events["BadgeEnded"]) == {"badgeId": held, "by": holder, "how": Status.RENOUNCED, "award": 1}
