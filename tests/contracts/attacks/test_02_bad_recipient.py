"""Attack 2: one bad recipient blocks a cohort (reverting, gas-burning, return-bombing contracts, at every position)."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, NONE, BurnAuth, Status, badge_id, packed
from vouchers import error
from wallets import wallet

TEMPERS = {"reverts": 0, "burns": 1, "bombs": 2}
SIZE = 5


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def hostile(owner, MockHostileRecipient):
    """A contract of each temper."""
    return {name: MockHostileRecipient.deploy(temper, {"from": owner}) for name, temper in TEMPERS.items()}


def around(address, position):
    """A cohort in which this address stands at this position."""
    middle = int(str(address), 16)
    return [wallet(middle + i - position) for i in range(SIZE)]


@pytest.fixture(params=TEMPERS)
def bad(request, hostile):
    return hostile[request.param]


def test_the_recipients_are_as_bad_as_they_say(web3, hostile, owner):
    """Called, each of them fails or floods its caller."""
    for name, contract in hostile.items():
        request = {"from": owner.address, "to": contract.address, "gas": hex(3_000_000), "data": "0x150b7a02"}
        answer = web3.provider.make_request("eth_call", [request, "latest"])
        assert ("error" in answer) == (name != "bombs")
        if name == "bombs":
            assert len(answer["result"]) > 2_000_000


@pytest.mark.parametrize("position", range(SIZE))
def test_a_cohort_is_issued_and_renewed_whoever_stands_in_it(badges, issuer, medal, bad, position, now):
    members = around(bad.address, position)
    end = now() + DAY
    receipt = badges.issueCohort(medal, 1, "", 0, end, NONE, packed(members), {"from": issuer})
    ids = [badge_id(medal, member, 1) for member in members]
    assert list(badges.statusesOf(ids)) == [Status.ACTIVE] * SIZE
    assert [badges.ownerOf(id_) for id_ in ids] == members
    assert len(receipt.logs) == 1 + 4 * SIZE

    badges.renewCohort(medal, 1, end + DAY, {"from": issuer})
    assert [badges.endTime(id_) for id_ in ids] == [end + DAY] * SIZE


def test_a_badge_is_issued_renewed_and_read_whoever_holds_it(badges, issuer, issue, medal, bad, now):
    id_ = issue(medal, bad.address, end=now() + DAY)
    badges.renew(id_, 0, {"from": issuer})
    assert badges.statusOf(id_) == Status.ACTIVE
    assert badges.badgeOf(id_)["holder"] == bad.address
    assert badges.balanceOf(bad.address) == 1
    assert badges.tokenURI(id_)


def test_a_revoked_recipient_cannot_hold_on(badges, issuer, create, issue, bad):
    id_ = issue(create("revocable", burn_auth=BurnAuth.BOTH), bad.address)
    badges.revoke(id_, {"from": issuer})
    assert badges.statusOf(id_) == Status.REVOKED


def test_no_recipient_is_ever_called(badges, issuer, medal, bad, now):
    """The reason: in the traces of issuing and renewing there is no call at all."""
    members = packed(around(bad.address, 2))
    receipts = [
        badges.issue(badge_id(medal, bad.address), 0, now() + DAY, NONE, {"from": issuer}),
        badges.issueCohort(medal, 1, "", 0, now() + DAY, NONE, members, {"from": issuer}),
        badges.renewCohort(medal, 1, 0, {"from": issuer}),
        badges.renew(badge_id(medal, bad.address), 0, {"from": issuer}),
    ]
    for receipt in receipts:
        operations = {step["op"] for step in receipt.trace}
        assert operations.isdisjoint({"CALL", "STATICCALL", "DELEGATECALL", "CALLCODE"})


def test_a_bad_signature_check_of_a_recipient_is_its_own_affair(badges, relayer, issue, medal, hostile, domain):
    """It cannot be renounced for by signature, and that is all."""
    for bad in hostile.values():
        id_ = issue(medal, bad.address)
        with reverts(error("SignatureInvalid", bad.address, domain.renounce(id_))):
            badges.renounceBySignature.call(id_, 0, b"", {"from": relayer})
        assert badges.statusOf(id_) == Status.ACTIVE
