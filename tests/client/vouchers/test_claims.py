"""What is checked before a claim is sent: each reason by its name, and nothing sent where one stands against it."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from tests.client.vouchers.conftest import YEAR, World

from soulbadge import (
    ClaimLink,
    ClaimRequest,
    Consent,
    Domain,
    Issuer,
    SignedVoucher,
    Status,
    badge_id,
    check_claim,
    connect,
    deploy,
    digest_to_cancel,
    parse_claim,
    request_claim,
    sign_voucher,
    sign_vouchers,
)
from soulbadge.errors import (
    AchievementIsRetiredError,
    AchievementNotFoundError,
    AddressInvalidError,
    AwardMismatchError,
    BadgeIdInvalidError,
    BurnRefusedError,
    CohortClosedError,
    DeadlinePassedError,
    EndNotAfterStartError,
    EndNotLaterError,
    EndTooLateError,
    HolderMismatchError,
    KeyNeededError,
    NotARenewalError,
    NotIssuerError,
    ProofMalformedError,
    RequirementUnmetError,
    SignatureInvalidError,
    SoulbadgeError,
    ValueInvalidError,
    VoucherElsewhereError,
    VoucherSpentError,
)
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import BurnAuth
from soulbadge.vouchers import Proof, consent


def refused(world: World, signed: SignedVoucher, account: LocalAccount, reason: type[SoulbadgeError]) -> SoulbadgeError:
    """That the claim is refused for this reason, by looking as by sending, and that nothing was sent."""
    before = world.badges.node.nonce(account.address)
    with pytest.raises(reason) as looked:
        check_claim(world.badges, signed, account.address)
    with pytest.raises(reason):
        world.holder(account).claim(signed)
    assert world.badges.node.nonce(account.address) == before
    return looked.value


def test_a_preview_says_what_the_holder_will_have(world: World, holder: LocalAccount) -> None:
    signed = world.signed(holder.address, start_time=world.chain.now - 50)
    preview = check_claim(world.badges, signed, holder.address)
    assert (preview.achievement.slug, preview.burn_auth, preview.renews) == ("licence", BurnAuth.OwnerOnly, False)
    claimed = world.badges.badge(world.holder(holder).claim(signed).badge_id)
    assert (claimed.badge_id, claimed.holder, claimed.start_time) == (preview.badge_id, preview.holder, preview.start)
    assert 0 <= claimed.end_time - preview.end < 60  # the default end counts from the block of the claim


def test_a_renewal_is_foreseen(world: World, holder: LocalAccount) -> None:
    now = world.chain.now
    badge = world.issuer.issue("licence", holder.address, end=now + 5000).badge_id
    preview = check_claim(world.badges, world.signed(holder.address, end_time=now + 6000), holder.address)
    assert (preview.badge_id, preview.renews, preview.end) == (badge, True, now + 6000)
    refused(world, world.signed(holder.address), holder, NotARenewalError)
    refused(world, world.signed(holder.address, end_time=now + 6000, start_time=now), holder, NotARenewalError)
    refused(world, world.signed(holder.address, end_time=now + 5000), holder, EndNotLaterError)
    refused(world, world.signed(holder.address, end_time=now + 9 * YEAR), holder, EndTooLateError)


def test_whatever_was_changed_after_signing_is_not_signed(world: World, holder: LocalAccount) -> None:
    signed = world.signed(holder.address)
    for changes in (
        {"end_time": world.chain.now + 500},
        {"award": 1},
        {"deadline": world.soon + 1},
        {"evidence": b"\1" * 32},
        {"badge_id": badge_id(2, 0, holder.address)},
    ):
        refused(world, replace(signed, voucher=replace(signed.voucher, **changes)), holder, SignatureInvalidError)
    signature = signed.signature
    s = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141 - int.from_bytes(signature[32:64], "big")
    twin = signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])
    for other in (
        b"",
        signature[:-1],
        signature + b"\0",
        bytes(65),
        twin,
        signature[:64] + bytes([signature[64] - 27]),
    ):
        error = refused(world, replace(signed, signature=other), holder, SignatureInvalidError)
        assert isinstance(error, SignatureInvalidError)
        assert error.signer == world.account.address


def test_a_voucher_is_for_its_holder_on_its_chain_for_its_collection(world: World, holder: LocalAccount) -> None:
    other = world.chain.person()
    refused(world, world.signed(other.address), holder, HolderMismatchError)
    signed = world.signed(holder.address)
    refused(world, replace(signed, chain_id=1), holder, VoucherElsewhereError)
    refused(world, replace(signed, collection="0x" + "22" * 20), holder, VoucherElsewhereError)
    # The same names on the twin do not help: what was signed names the other contract.
    twin = connect(world.chain.web3, deploy(world.chain.web3, other, "An issuer", "ID").address)
    with pytest.raises(SignatureInvalidError):
        check_claim(twin, replace(signed, collection=twin.address), holder.address)


def test_what_is_over_or_taken_back_is_refused(world: World, holder: LocalAccount) -> None:
    refused(world, world.signed(holder.address, deadline=world.chain.now - 1), holder, DeadlinePassedError)
    signed = world.signed(holder.address)
    world.issuer.cancel(digest_to_cancel(world.badges, signed, world.account.address, everything=False))
    refused(world, signed, holder, VoucherSpentError)
    with pytest.raises(VoucherSpentError):
        digest_to_cancel(world.badges, signed, world.account.address, everything=True)


def test_a_whole_root_is_cancelled_by_any_line_of_it(world: World, holder: LocalAccount) -> None:
    vouchers = [world.voucher(each) for each in (holder.address, "0x" + "11" * 20, "0x" + "22" * 20)]
    signed = sign_vouchers(world.domain, world.account, vouchers, world.soon)
    issuer = world.account.address
    # A line that somebody changed would cancel what nobody signed, and leave the vouchers good.
    changed = replace(signed[1], voucher=replace(signed[1].voucher, end_time=5))
    with pytest.raises(SignatureInvalidError):
        digest_to_cancel(world.badges, changed, issuer, everything=True)
    with pytest.raises(ValueInvalidError, match="who alone can cancel it"):
        digest_to_cancel(world.badges, signed[1], holder.address, everything=True)
    with pytest.raises(VoucherElsewhereError):
        digest_to_cancel(world.badges, replace(signed[1], chain_id=1), issuer, everything=True)
    check_claim(world.badges, signed[0], holder.address)
    world.issuer.cancel(digest_to_cancel(world.badges, signed[1], issuer, everything=True))
    refused(world, signed[0], holder, VoucherSpentError)


def test_a_path_must_be_one_of_a_tree_of_so_many(world: World, holder: LocalAccount) -> None:
    vouchers = [world.voucher(each) for each in (holder.address, *(f"0x{digit * 40}" for digit in "123"))]
    signed = sign_vouchers(world.domain, world.account, vouchers, world.soon)[0]
    proof = signed.proof
    for wrong in (
        replace(proof, count=2),
        replace(proof, count=8),
        replace(proof, count=0),
        replace(proof, count=1 << 40),
        replace(proof, path=()),
        replace(proof, path=(bytes(32),) * 33),
    ):
        refused(world, replace(signed, proof=wrong), holder, ProofMalformedError)
    for wrong in (
        replace(proof, count=5),
        replace(proof, path=(bytes(32),) * len(proof.path)),
        replace(proof, deadline=world.soon + 5),
    ):
        refused(world, replace(signed, proof=wrong), holder, SignatureInvalidError)
    refused(world, replace(signed, proof=replace(proof, deadline=1)), holder, DeadlinePassedError)
    refused(world, replace(world.signed(holder.address), proof=Proof((), 1, 0)), holder, ProofMalformedError)
    world.holder(holder).claim(signed)


def test_only_an_issuer_of_the_achievement_is_believed(world: World, holder: LocalAccount) -> None:
    nobody = world.chain.person()
    voucher = world.voucher(holder.address, issuer=nobody.address)
    refused(world, sign_voucher(world.domain, nobody, voucher), holder, NotIssuerError)
    world.issuer.appoint_issuer(nobody.address, "medal")
    refused(world, sign_voucher(world.domain, nobody, voucher), holder, NotIssuerError)
    medal = sign_voucher(world.domain, nobody, world.voucher(holder.address, 2, issuer=nobody.address))
    check_claim(world.badges, medal, holder.address)
    world.issuer.dismiss_issuer(nobody.address)
    refused(world, medal, holder, NotIssuerError)


def test_what_cannot_be_had_is_refused(world: World, holder: LocalAccount) -> None:
    now = world.chain.now
    refused(world, world.signed(holder.address, 9), holder, AchievementNotFoundError)
    refused(world, world.signed(holder.address, 4), holder, AchievementIsRetiredError)
    cohort = world.signed(holder.address, badge_id=badge_id(1, 5, holder.address))
    refused(world, cohort, holder, CohortClosedError)
    refused(world, world.signed(holder.address, award=1), holder, AwardMismatchError)
    refused(world, world.signed(holder.address, end_time=now + 9 * YEAR), holder, EndTooLateError)
    refused(world, world.signed(holder.address, 2, end_time=now - 5), holder, EndNotAfterStartError)


def test_what_is_missing_is_named_and_witnesses_are_found(world: World, holder: LocalAccount) -> None:
    error = refused(world, world.signed(holder.address, 3), holder, RequirementUnmetError)
    assert isinstance(error, RequirementUnmetError)
    assert (error.achievement, error.holder, error.missing) == ("title", holder.address, ("medal",))
    for match in ("one", "two"):
        world.issuer.issue_cohort("medal", [holder.address], match)
    signed = world.signed(holder.address, 3)
    assert len(check_claim(world.badges, signed, holder.address).witnesses) == 2
    world.holder(holder).claim(signed)


def test_a_badge_given_up_does_not_come_back_by_an_old_voucher(world: World, holder: LocalAccount) -> None:
    signed = world.signed(holder.address)
    world.holder(holder).renounce(world.holder(holder).claim(signed).badge_id)
    refused(world, signed, holder, AwardMismatchError)
    world.holder(holder).claim(world.signed(holder.address, award=1))
    assert world.status(1, holder.address) is Status.ACTIVE


# ─────────────────────────────────────────── relayers ────────────────────────────────────────────


def test_a_holder_without_ether_signs_and_anybody_sends(world: World, newcomer: LocalAccount) -> None:
    request = request_claim(world.badges, world.signed(newcomer.address), newcomer, world.soon)
    copied = parse_claim(json.dumps(request.to_json()))
    assert copied == request
    receipt = world.holder(world.chain.person()).claim(copied)
    assert world.badges.badge(receipt.badge_id).holder == newcomer.address


def test_a_newcomer_with_a_link_needs_no_ether_either(world: World, newcomer: LocalAccount) -> None:
    key = Account.create()
    link = ClaimLink(bytes(key.key), world.signed(ZERO_ADDRESS, claim_key=key.address))
    with pytest.raises(KeyNeededError):
        request_claim(world.badges, link.signed, newcomer, world.soon)
    request = request_claim(world.badges, link, newcomer, world.soon)
    assert bytes(key.key).hex() not in json.dumps(request.to_json())
    world.holder(world.chain.person()).claim(request)
    assert world.status(1, newcomer.address) is Status.ACTIVE


def test_a_relayer_can_change_nothing(world: World, newcomer: LocalAccount) -> None:
    relayer = world.chain.person()
    request = request_claim(world.badges, world.signed(newcomer.address), newcomer, world.soon)
    other = world.signed(newcomer.address, end_time=world.chain.now + 500)
    word = request.consent
    changed: list[tuple[ClaimRequest, type[SoulbadgeError]]] = [
        (replace(request, signed=other), SignatureInvalidError),
        (replace(request, consent=replace(word, deadline=word.deadline + 1)), SignatureInvalidError),
        (replace(request, consent=replace(word, holder_signature=b"")), SignatureInvalidError),
        (replace(request, consent=replace(word, holder=relayer.address)), HolderMismatchError),
        (replace(request, consent=Consent()), HolderMismatchError),
    ]
    for each, reason in changed:
        before = world.badges.node.nonce(relayer.address)
        with pytest.raises(reason):
            world.holder(relayer).claim(each)
        assert world.badges.node.nonce(relayer.address) == before


def test_the_holder_agrees_to_who_may_end_the_badge(world: World, newcomer: LocalAccount) -> None:
    signed = world.signed(newcomer.address, 2)  # both may
    relayer = world.holder(world.chain.person())
    with pytest.raises(SignatureInvalidError):
        relayer.claim(ClaimRequest(signed, consent(signed, BurnAuth.OwnerOnly, world.soon, holder=newcomer)))
    relayer.claim(request_claim(world.badges, signed, newcomer, world.soon))
    assert world.badges.badge(badge_id(2, 0, newcomer.address)).burn_auth is BurnAuth.Both
    with pytest.raises(BurnRefusedError):
        Issuer(world.badges, world.account).revoke(
            relayer.claim(request_claim(world.badges, world.signed(newcomer.address), newcomer, world.soon)).badge_id
        )


def test_nothing_is_signed_that_would_be_refused(world: World, newcomer: LocalAccount) -> None:
    with pytest.raises(DeadlinePassedError):
        request_claim(world.badges, world.signed(newcomer.address), newcomer, world.chain.now - 1)
    with pytest.raises(RequirementUnmetError):
        request_claim(world.badges, world.signed(newcomer.address, 3), newcomer, world.soon)


# ──────────────────────────────────────────── files ──────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data.pop("proof") and None, None),
        (lambda data: data.update(extra=1), ValueInvalidError),
        (lambda data: data.pop("signature"), ValueInvalidError),
        (lambda data: data.update(chain_id=True), ValueInvalidError),
        (lambda data: data.update(chain_id=-1), ValueInvalidError),
        (lambda data: data.update(chain_id=1.5), ValueInvalidError),
        (lambda data: data.update(collection="0x12"), AddressInvalidError),
        (lambda data: data["voucher"].update(award=65_536), ValueInvalidError),
        (lambda data: data["voucher"].update(deadline=1 << 40), ValueInvalidError),
        (lambda data: data["voucher"].update(badge_id=str(1 << 256)), ValueInvalidError),
        (lambda data: data["voucher"].update(badge_id="9" * 5000), ValueInvalidError),
        (lambda data: data["voucher"].update(badge_id="7"), BadgeIdInvalidError),
        (lambda data: data["voucher"].update(evidence="0x12"), ValueInvalidError),
        (lambda data: data["voucher"].update(issuer=ZERO_ADDRESS), AddressInvalidError),
        (lambda data: data["proof"].update(path=["0x12"]), ValueInvalidError),
        (lambda data: data["proof"].update(path="0x12"), ValueInvalidError),
    ],
)
def test_a_file_is_read_strictly(
    world: World, holder: LocalAccount, change: Callable[[dict[str, object]], None], reason: type[Exception] | None
) -> None:
    signed = world.signed(holder.address)
    data = signed.to_json()
    change(data)
    if reason is None:
        assert parse_claim(json.dumps(data)) == signed
        return
    with pytest.raises(reason) as caught:
        parse_claim(json.dumps(data))
    assert isinstance(caught.value, SoulbadgeError)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"a":' * 5000,
        "{" + " " * 70_000 + "}",
        '{"a":1,"a":2}',
        '{"consent":3}',
        '{"x":' + "9" * 5000 + "}",
    ],
)
def test_what_is_no_claim_is_refused_by_name(text: str) -> None:
    with pytest.raises(SoulbadgeError):
        parse_claim(text)


def test_addresses_in_any_case_are_the_same_voucher(world: World, holder: LocalAccount) -> None:
    signed = world.signed(holder.address)
    data = signed.to_json()
    data["collection"] = data["collection"].lower()
    data["voucher"]["issuer"] = data["voucher"]["issuer"].lower()
    assert parse_claim(json.dumps(data)) == signed
    lower = SignedVoucher.from_json(data)
    world.holder(holder).claim(lower)
    assert Domain(1, data["collection"]).collection == world.badges.address
