"""Attack 19, the part about badges: nothing the owner does touches an issued badge; the last owner leaving leaves
badges as they are."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, NONE, YEAR, BurnAuth, Status, Terms, badge_id, packed, prerequisite, requirement
from vouchers import Voucher, error, sign

OWNERS = {
    "createAchievement",
    "retireAchievement",
    "appointIssuer",
    "dismissIssuer",
    "setProfile",
    "transferOwnership",
    "acceptOwnership",
    "renounceOwnership",
}
OF_ISSUERS = {"issue", "issueWithWitnesses", "issueCohort", "renew", "renewCohort", "revoke", "cancel"}
OF_HOLDERS = {"claim", "renounce", "renounceBySignature", "refresh"}


@pytest.fixture(scope="module")
def ids(badges, issuer, holder, another_holder, stranger, create, issue, issue_cohort, domain, now, travel_to):
    """A badge in every status, issued in every way, under every burn authority."""
    base = create("base", individual=True, burn_auth=BurnAuth.BOTH)
    title = create("title", requirements=(requirement(1, prerequisite(base), ongoing=True),))
    medal = create("medal", burn_auth=BurnAuth.BOTH)
    bound = create("bound", burn_auth=BurnAuth.NEITHER)
    held = create("held", burn_auth=BurnAuth.ISSUER_ONLY)
    end = now() + DAY

    base_badges = [issue(base, who) for who in (holder, another_holder)]
    found = {
        Status.ACTIVE: issue(title, holder, evidence=b"\x11" * 32),
        Status.SUSPENDED: issue(title, another_holder),
        Status.EXPIRED: issue(medal, holder, end=end),
        Status.PENDING: issue(medal, another_holder, start=now() + YEAR),
        Status.REVOKED: issue(medal, stranger),
    }
    number = issue_cohort(medal, holder, another_holder, stranger, label="2026", root=b"\x22" * 32)
    members = [badge_id(medal, who, number) for who in (holder, another_holder, stranger)]
    found[Status.RENOUNCED] = members[2]
    claimed = [badge_id(achievement, holder) for achievement in (bound, held)]
    for id_ in claimed:
        badges.claim(*domain.request(Voucher(issuer, id_)), {"from": holder})
    badges.revoke(base_badges[1], {"from": issuer})
    badges.revoke(found[Status.REVOKED], {"from": issuer})
    badges.renounce(found[Status.RENOUNCED], {"from": stranger})
    travel_to(end)
    for status, id_ in found.items():
        assert badges.statusOf(id_) == status
    return [*found.values(), *members[:2], *claimed, base_badges[0]]


@pytest.fixture(scope="module")
def picture(badges, ids):
    """All that can be read about these badges."""

    def read():
        found = {}
        for id_ in ids:
            found[id_] = [str(badges.badgeOf(id_)), badges.recordOf(id_)[0]]
            if badges.exists(id_):
                found[id_] += [badges.ownerOf(id_), badges.burnAuth(id_), badges.locked(id_), badges.endTime(id_)]
        found["document"] = badges.tokenURI(ids[0])
        return found

    return read


def test_every_door_that_changes_something_is_known_here(badges):
    """A new one must be sorted into owner's, issuers' or holders' before this passes."""
    doors = {
        part["name"]
        for part in badges.abi
        if part["type"] == "function" and part["stateMutability"] not in ("view", "pure")
    }
    assert doors == OWNERS | OF_ISSUERS | OF_HOLDERS


def test_nothing_that_the_owner_may_do_changes_a_badge(badges, owner, issuer, relayer, ids, picture):
    before = picture()
    badges.createAchievement(Terms("another", burn_auth=BurnAuth.ISSUER_ONLY).as_tuple(), {"from": owner})
    badges.setProfile(("Renamed", "Other words", "https://other.example"), {"from": owner})
    badges.appointIssuer(relayer, 0, {"from": owner})
    badges.appointIssuer(owner, 1, {"from": owner})
    for achievement in range(1, badges.achievementCount() + 1):
        badges.retireAchievement(achievement, {"from": owner})
    badges.dismissIssuer(issuer, {"from": owner})
    badges.dismissIssuer(relayer, {"from": owner})
    badges.transferOwnership(relayer, {"from": owner})
    badges.acceptOwnership({"from": relayer})
    assert picture() == before


def test_the_last_owner_leaving_leaves_badges_as_they_are(badges, owner, issuer, holder, ids, picture):
    before = picture()
    badges.renounceOwnership({"from": owner})
    assert picture() == before
    # The collection goes on: issuers issue and renew, holders renounce.
    id_ = badge_id(3, badges.address)
    badges.issue(id_, 0, 0, NONE, {"from": issuer})
    badges.revoke(id_, {"from": issuer})
    badges.renounce(ids[0], {"from": holder})


def test_the_owner_has_no_door_of_its_own_to_a_badge(badges, owner, holder, another_holder, domain, ids):
    by_owner = {"from": owner}
    for id_ in ids:
        with reverts(error("NotIssuer", owner, id_ >> 208)):
            badges.renew.call(id_, 0, by_owner)
        with reverts(error("NotIssuer", owner, id_ >> 208)):
            badges.revoke.call(id_, by_owner)
        with reverts(error("NotHolder", owner, id_)):
            badges.renounce.call(id_, by_owner)
        with reverts(f"TransferRefused: {id_}"):
            badges.transferFrom.call(holder, owner, id_, by_owner)
        award, its_holder = badges.badgeOf(id_)["award"], badges.badgeOf(id_)["holder"]
        digest = domain.renounce(id_, award)
        with reverts(error("SignatureInvalid", its_holder, digest)):
            badges.renounceBySignature.call(id_, award, sign(owner, digest), by_owner)
    with reverts(error("NotIssuer", owner, 3)):
        badges.renewCohort.call(3, 1, 0, by_owner)
    with reverts(error("NotIssuer", owner, 3)):
        badges.issue.call(badge_id(3, owner), 0, 0, NONE, by_owner)
    with reverts(error("NotIssuer", owner, 3)):
        badges.issueCohort.call(3, 2, "", 0, 0, NONE, packed([another_holder]), by_owner)
    with reverts(error("NotIssuer", owner, 3)):
        badges.claim.call(*domain.request(Voucher(owner, badge_id(3, owner))), by_owner)


def test_an_owner_who_appoints_itself_is_bound_by_the_terms_like_any_issuer(badges, owner, ids):
    """It may then revoke where the terms allow revoking at all, and nowhere else (rule 2)."""
    badges.appointIssuer(owner, 0, {"from": owner})
    for id_ in ids:
        if not badges.exists(id_):
            continue
        burn_auth = badges.burnAuth(id_)
        if burn_auth in (BurnAuth.ISSUER_ONLY, BurnAuth.BOTH):
            badges.revoke.call(id_, {"from": owner})
        else:
            with reverts(f"BurnRefused: {id_}, {burn_auth}"):
                badges.revoke.call(id_, {"from": owner})
