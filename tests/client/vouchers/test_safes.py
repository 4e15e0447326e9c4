"""An issuer that is a contract: a real Safe (1.4.1, as published on npm), two of whose three directors sign."""

from dataclasses import replace

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from tests.client.vouchers.conftest import World
from tests.support.safes import Safe, safes

from soulbadge import Status, VoucherBook, VoucherRow, VoucherSheet, badge_id, check_claim, digest_to_cancel
from soulbadge.chain.wallets import MOST_SIGNATURE
from soulbadge.errors import SignatureInvalidError
from soulbadge.proofs import WalletSigner
from soulbadge.vouchers import SignedVoucher


@pytest.fixture(scope="module")
def safe(world: World) -> Safe:
    found = safes(world.chain.web3)()
    found.deploy(world.chain.web3)
    world.issuer.appoint_issuer(found.address)
    return found


def test_two_directors_issue_a_book_and_one_does_not(world: World, safe: Safe) -> None:
    people = [world.chain.person() for _ in range(3)]
    rows = tuple(VoucherRow(line, badge_id(1, 0, each.address)) for line, each in enumerate(people))
    sheet = VoucherSheet("rows", rows).check(world.badges, safe.address, world.soon)
    book = VoucherBook.sign(world.domain, WalletSigner(safe.address, safe.sign), sheet, world.soon)
    for person, signed in zip(people, book, strict=True):
        world.holder(person).claim(SignedVoucher.from_json(signed.to_json()))
        assert world.status(1, person.address) is Status.ACTIVE
    assert digest_to_cancel(world.badges, book[0], safe.address, everything=True) == book.digest


def test_what_a_safe_does_not_answer_for_is_refused_before_anything_is_sent(
    world: World, safe: Safe, holder: LocalAccount
) -> None:
    voucher = world.voucher(holder.address, issuer=safe.address)
    what = world.domain.voucher(voucher)
    good = SignedVoucher(world.badges.chain_id, world.badges.address, voucher, safe.sign(what.digest))
    check_claim(world.badges, good, holder.address)
    stranger = Account.create()
    for signature in (
        b"",
        safe.sign(what.digest, safe.directors[0]),
        safe.sign(what.digest, safe.directors[0], stranger),
        safe.sign(bytes(32), *safe.directors[:2]),
        bytes(safe.directors[0].sign_message(what.message).signature),
        bytes(MOST_SIGNATURE + 1),
    ):
        with pytest.raises(SignatureInvalidError):
            check_claim(world.badges, replace(good, signature=signature), holder.address)


def test_a_holder_that_is_a_safe_lets_somebody_send(world: World, safe: Safe) -> None:
    from soulbadge import ClaimRequest, Consent
    from soulbadge.models import BurnAuth

    signed = world.signed(safe.address, 2)
    word = signed.consent(safe.address, BurnAuth.Both, world.soon)
    request = ClaimRequest(signed, Consent(safe.address, world.soon, safe.sign(word.digest)))
    world.holder(world.chain.person()).claim(request)
    assert world.status(2, safe.address) is Status.ACTIVE


def test_a_contract_that_is_no_wallet_signs_nothing(world: World, holder: LocalAccount) -> None:
    voucher = world.voucher(holder.address, issuer=world.badges.address)
    signed = SignedVoucher(world.badges.chain_id, world.badges.address, voucher, bytes(65))
    with pytest.raises(SignatureInvalidError):
        check_claim(world.badges, signed, holder.address)
