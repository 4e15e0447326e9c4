"""`claim`, one voucher sent by its holder: see claim.tree."""

from __future__ import annotations

import pytest
from brownie import reverts, web3
from conftest import DAY, NONE, YEAR, ZERO, BurnAuth, Status, badge_id, prerequisite, requirement
from eth_utils import keccak
from vouchers import NO_PROOF, Voucher, error, person, sign

EVIDENCE = b"\x11" * 32


@pytest.fixture(scope="module")
def cka(create):
    return create("cka", validity=2 * YEAR)


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def master(create, medal):
    return create("master", requirements=(requirement(2, prerequisite(medal)),))


@pytest.fixture(scope="module")
def voucher(issuer, holder, cka):
    return Voucher(issuer, badge_id(cka, holder))


def test_works_to_the_last_second_of_the_deadline(badges, domain, holder, voucher, now, travel_to):
    deadline = now() + DAY
    request = domain.request(voucher.with_(deadline=deadline))
    travel_to(deadline)
    badges.claim.call(*request, {"from": holder})
    travel_to(deadline + 1)
    with reverts(error("DeadlinePassed", deadline)):
        badges.claim.call(*request, {"from": holder})


def test_refuses_a_voucher_without_deadline(badges, domain, holder, voucher):
    with reverts(error("DeadlinePassed", 0)):
        badges.claim.call(*domain.request(voucher.with_(deadline=0)), {"from": holder})


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": person("another issuer")},
        {"start": 1},
        {"end": 2**40 - 2},
        {"evidence": EVIDENCE},
        {"deadline": 2**40 - 2},
        {"award": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_refuses_a_voucher_that_was_not_signed_so(badges, domain, issuer, holder, voucher, change):
    changed = voucher.with_(**change)
    digest = domain.voucher(changed)
    signature = sign(issuer, domain.voucher(voucher))
    with reverts(error("SignatureInvalid", changed.issuer, digest)):
        badges.claim.call(*domain.request(changed, signature=signature), {"from": holder})


def test_refuses_a_voucher_for_another_holder(badges, domain, issuer, holder, another_holder, voucher, cka):
    with reverts(error("HolderMismatch", another_holder, holder)):
        badges.claim.call(*domain.request(voucher), {"from": another_holder})
    # Nor can the name be changed under the signature.
    changed = voucher.with_(badge_id=badge_id(cka, another_holder))
    with reverts(error("SignatureInvalid", issuer, domain.voucher(changed))):
        badges.claim.call(
            *domain.request(changed, signature=sign(issuer, domain.voucher(voucher))), {"from": another_holder}
        )


def test_refuses_a_voucher_that_names_nobody(badges, domain, issuer, holder, cka):
    with reverts(error("HolderMismatch", holder, ZERO)):
        badges.claim.call(*domain.request(Voucher(issuer, badge_id(cka, ZERO))), {"from": holder})


def test_refuses_what_the_issuer_cancelled(badges, domain, issuer, holder, voucher):
    digest = domain.voucher(voucher)
    badges.cancel(digest, {"from": issuer})
    with reverts(error("VoucherSpent", digest)):
        badges.claim.call(*domain.request(voucher), {"from": holder})


def test_refuses_an_unknown_achievement(badges, domain, issuer, holder):
    with reverts(error("AchievementUnknown", 99)):
        badges.claim.call(*domain.request(Voucher(issuer, badge_id(99, holder))), {"from": holder})


def test_refuses_a_retired_achievement(badges, domain, owner, holder, voucher, cka):
    badges.retireAchievement(cka, {"from": owner})
    with reverts(error("AchievementIsRetired", cka)):
        badges.claim.call(*domain.request(voucher), {"from": holder})


def test_refuses_the_signature_of_whoever_is_no_issuer(badges, domain, owner, stranger, holder, dismissed_issuer, cka):
    for signer in (owner, stranger, holder, dismissed_issuer):
        with reverts(error("NotIssuer", signer, cka)):
            badges.claim.call(*domain.request(Voucher(signer, badge_id(cka, holder))), {"from": holder})


def test_refuses_an_issuer_of_another_achievement(badges, domain, owner, stranger, holder, cka, medal):
    badges.appointIssuer(stranger, medal, {"from": owner})
    with reverts(error("NotIssuer", stranger, cka)):
        badges.claim.call(*domain.request(Voucher(stranger, badge_id(cka, holder))), {"from": holder})
    badges.claim.call(*domain.request(Voucher(stranger, badge_id(medal, holder))), {"from": holder})


def test_refuses_to_write_into_a_cohort(badges, domain, issuer, holder, another_holder, issue_cohort, medal):
    for number in (1, issue_cohort(medal, another_holder), 2):
        id_ = badge_id(medal, holder, cohort=number)
        with reverts(error("CohortClosed", id_)):
            badges.claim.call(*domain.request(Voucher(issuer, id_)), {"from": holder})


def test_refuses_to_bring_an_ended_cohort_badge_back(badges, domain, issuer, holder, issue_cohort, medal):
    id_ = badge_id(medal, holder, cohort=issue_cohort(medal, holder))
    badges.renounce(id_, {"from": holder})
    with reverts(error("AwardMismatch", id_, 0, 1)):
        badges.claim.call(*domain.request(Voucher(issuer, id_)), {"from": holder})
    with reverts(error("CohortClosed", id_)):
        badges.claim.call(*domain.request(Voucher(issuer, id_, award=1)), {"from": holder})


def test_refuses_an_award_that_has_not_come(badges, domain, holder, voucher):
    with reverts(error("AwardMismatch", voucher.badge_id, 1, 0)):
        badges.claim.call(*domain.request(voucher.with_(award=1)), {"from": holder})


def test_issues_an_ended_badge_again_for_the_next_award_alone(badges, domain, holder, issue, voucher, cka, now):
    id_ = issue(cka, holder, evidence=EVIDENCE)
    for award in (1, 2):
        badges.renounce(id_, {"from": holder})
        for wrong in {0, 1, 2, 3} - {award}:
            with reverts(error("AwardMismatch", id_, wrong, award)):
                badges.claim.call(*domain.request(voucher.with_(award=wrong)), {"from": holder})
        receipt = badges.claim(*domain.request(voucher.with_(award=award, start=now() - YEAR)), {"from": holder})
        badge = badges.badgeOf(id_)
        assert (badge["status"], badge["award"], badge["endedAt"]) == (Status.ACTIVE, award, 0)
        assert (badge["issuedAt"], badge["startTime"]) == (receipt.timestamp, badge["since"])
        assert badge["startTime"] < receipt.timestamp
        assert bytes(badge["evidence"]) == NONE


def test_takes_any_evidence_for_a_badge_that_ended(badges, domain, holder, issue, voucher, cka):
    id_ = issue(cka, holder, evidence=EVIDENCE)
    badges.renounce(id_, {"from": holder})
    all_ones = b"\xff" * 32
    badges.claim(*domain.request(voucher.with_(award=1, evidence=all_ones)), {"from": holder})
    assert bytes(badges.badgeOf(id_)["evidence"]) == all_ones


def slot_of_record(id_: int) -> int:
    """Where `_records[id_]` lies; the slot's number stands in docs/storage-layout.json and is looked for here."""
    return [int.from_bytes(keccak(id_.to_bytes(32, "big") + number.to_bytes(32, "big")), "big") for number in range(32)]


def test_refuses_an_id_that_has_ended_as_often_as_can_be_counted(badges, domain, holder, issue, voucher, cka, node):
    id_ = issue(cka, holder)
    badges.renounce(id_, {"from": holder})
    # 65,534 more endings would take days: the counter is set by the node.
    (slot,) = [slot for slot in slot_of_record(id_) if int.from_bytes(web3.eth.get_storage_at(badges.address, slot))]
    record = int.from_bytes(web3.eth.get_storage_at(badges.address, slot)) + (65_533 << 200)
    node.set_storage(badges.address, slot, record)
    assert badges.badgeOf(id_)["award"] == 65_534
    badges.claim(*domain.request(voucher.with_(award=65_534)), {"from": holder})
    badges.renounce(id_, {"from": holder})
    assert badges.badgeOf(id_)["award"] == 65_535
    with reverts(error("BadgeHasEnded", id_, 65_535)):
        badges.claim.call(*domain.request(voucher.with_(award=65_535)), {"from": holder})
    for award in (0, 65_534):
        with reverts(error("AwardMismatch", id_, award, 65_535)):
            badges.claim.call(*domain.request(voucher.with_(award=award)), {"from": holder})


def test_refuses_whoever_lacks_what_is_required(badges, domain, issuer, holder, issue, medal, master):
    request = domain.request(Voucher(issuer, badge_id(master, holder)))
    with reverts(error("RequirementUnmet", master, 0, 2, 0)):
        badges.claim.call(*request, {"from": holder})
    issue(medal, holder)
    with reverts(error("RequirementUnmet", master, 0, 2, 1)):
        badges.claim.call(*request, {"from": holder})


def test_counts_witnesses_and_refuses_false_ones(
    badges, domain, issuer, holder, another_holder, issue_cohort, medal, master
):
    numbers = [issue_cohort(medal, holder, another_holder) for _ in range(2)]
    witnesses = [badge_id(medal, holder, cohort=number) for number in numbers]
    voucher = Voucher(issuer, badge_id(master, holder))
    for false in (
        [witnesses[0], witnesses[0]],
        [witnesses[1], witnesses[0]],
        [witnesses[0], badge_id(medal, another_holder, cohort=numbers[1])],
    ):
        with reverts(error("WitnessRefused", false[1])):
            badges.claim.call(*domain.request(voucher, witnesses=false), {"from": holder})
    badges.claim(*domain.request(voucher, witnesses=witnesses), {"from": holder})
    assert badges.statusOf(voucher.badge_id) == Status.ACTIVE


def test_asks_for_requirements_anew_when_an_ended_badge_returns(
    badges, domain, issuer, holder, issue, issue_cohort, medal, master
):
    single = issue(medal, holder)
    witness = badge_id(medal, holder, cohort=issue_cohort(medal, holder))
    voucher = Voucher(issuer, badge_id(master, holder))
    badges.claim(*domain.request(voucher, witnesses=[witness]), {"from": holder})
    badges.renounce(voucher.badge_id, {"from": holder})
    badges.renounce(single, {"from": holder})
    with reverts(error("RequirementUnmet", master, 0, 2, 1)):
        badges.claim.call(*domain.request(voucher.with_(award=1), witnesses=[witness]), {"from": holder})


def test_refuses_witnesses_where_nothing_is_required(badges, domain, holder, voucher, issue_cohort, medal):
    witness = badge_id(medal, holder, cohort=issue_cohort(medal, holder))
    with reverts(error("WitnessRefused", witness)):
        badges.claim.call(*domain.request(voucher, witnesses=[witness]), {"from": holder})


@pytest.mark.parametrize("offset", [-YEAR, 0, YEAR])
def test_bounds_the_end_by_the_validity_to_the_second(badges, domain, holder, voucher, now, offset):
    start = now() + offset
    latest = max(now(), start) + 2 * YEAR
    badges.claim.call(*domain.request(voucher.with_(start=start, end=latest)), {"from": holder})
    with reverts(error("EndTooLate", latest + 1, latest)):
        badges.claim.call(*domain.request(voucher.with_(start=start, end=latest + 1)), {"from": holder})


def test_refuses_an_end_that_is_not_after_the_start(badges, domain, holder, voucher, now):
    start = now() + DAY
    for end in (start - 1, start):
        with reverts(error("EndNotAfterStart", start, end)):
            badges.claim.call(*domain.request(voucher.with_(start=start, end=end)), {"from": holder})
    badges.claim.call(*domain.request(voucher.with_(start=start, end=start + 1)), {"from": holder})


def test_refuses_an_end_that_lies_before_the_claim(badges, domain, holder, voucher, now):
    """Start 0 is the moment of the claim, whenever the voucher was written."""
    end = now()
    with reverts(error("EndNotAfterStart", now(), end)):
        badges.claim.call(*domain.request(voucher.with_(end=end)), {"from": holder})


def test_writes_what_the_voucher_says(badges, domain, holder, voucher, now):
    start, end = now() - DAY, now() + DAY
    request = domain.request(voucher.with_(start=start, end=end, evidence=EVIDENCE))
    assert badges.claim.call(*request, {"from": holder}) == voucher.badge_id
    receipt = badges.claim(*request, {"from": holder})
    badge = badges.badgeOf(voucher.badge_id)
    assert (badge["status"], badge["holder"], badge["award"]) == (Status.ACTIVE, holder, 0)
    assert (badge["startTime"], badge["endTime"], badge["since"]) == (start, end, start)
    assert badge["issuedAt"] == receipt.timestamp
    assert bytes(badge["evidence"]) == EVIDENCE
    assert badges.ownerOf(voucher.badge_id) == holder


def test_starts_with_the_claim_and_ends_by_default(badges, domain, holder, voucher):
    receipt = badges.claim(*domain.request(voucher), {"from": holder})
    badge = badges.badgeOf(voucher.badge_id)
    assert (badge["startTime"], badge["since"]) == (receipt.timestamp, receipt.timestamp)
    assert badge["endTime"] == receipt.timestamp + 2 * YEAR


@pytest.mark.parametrize("burn_auth", list(BurnAuth))
def test_issues_what_is_claim_only(badges, domain, issuer, holder, create, burn_auth):
    voucher = Voucher(issuer, badge_id(create("by-claim", claim_only=True, burn_auth=burn_auth), holder))
    badges.claim(*domain.request(voucher), {"from": holder})
    assert badges.burnAuth(voucher.badge_id) == burn_auth


def test_logs_four_events_and_no_more(badges, domain, issuer, holder, voucher):
    receipt = badges.claim(*domain.request(voucher), {"from": holder})
    id_, start = voucher.badge_id, receipt.timestamp
    assert [event.name for event in receipt.events] == ["Transfer", "Locked", "Issued", "TokenExpiryUpdated"]
    assert dict(receipt.events["Transfer"]) == {"from": ZERO, "to": holder, "tokenId": id_}
    assert dict(receipt.events["Locked"]) == {"tokenId": id_}
    assert dict(receipt.events["Issued"]) == {
        "from": issuer,
        "to": holder,
        "tokenId": id_,
        "burnAuth": BurnAuth.OWNER_ONLY,
    }
    assert dict(receipt.events["TokenExpiryUpdated"]) == {
        "tokenId": id_,
        "startTime": start,
        "endTime": start + 2 * YEAR,
    }


def test_works_once(badges, domain, holder, voucher, now):
    for once, refusal in (
        (voucher, error("NotARenewal", voucher.badge_id)),
        (voucher.with_(award=1, end=now() + YEAR), error("EndNotLater", now() + YEAR, now() + YEAR)),
    ):
        badges.claim(*domain.request(once, proof=NO_PROOF), {"from": holder})
        with reverts(refusal):
            badges.claim(*domain.request(once), {"from": holder})
        badges.renounce(voucher.badge_id, {"from": holder})
