"""The same claims on anvil and on ganache, and an issuer whose account delegates to code (EIP-7702)."""

import pytest
from eth_account import Account
from tests.client.conftest import begin
from tests.support import chains

from soulbadge import ClaimLink, Domain, Holder, Voucher, VoucherBook, VoucherRow, VoucherSheet, badge_id, request_claim
from soulbadge.errors import SignatureInvalidError, VoucherSpentError
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import NO_EVIDENCE
from soulbadge.vouchers import SignedVoucher, sign_voucher


@pytest.mark.parametrize("kind", ["anvil", "ganache"])
def test_a_book_a_link_and_a_relayed_claim(kind: str, request: pytest.FixtureRequest) -> None:
    node: chains.Node = request.getfixturevalue(kind)
    web3 = node.web3
    programme = begin(web3, chains.account(7))
    badges, issuer, relayer = programme.collection, programme.signer, Holder(programme.collection, chains.account(8))
    soon = badges.node.timestamp() + 10_000
    domain, newcomer = Domain(badges.chain_id, badges.address), Account.create()
    rows = (
        VoucherRow(1, badge_id(1, 0, chains.account(8).address)),
        VoucherRow(2, badge_id(1, 0, newcomer.address)),
        VoucherRow(3, badge_id(1, 0, ZERO_ADDRESS)),
    )
    sheet = VoucherSheet("rows", rows).check(badges, issuer.address, soon)
    book = VoucherBook.sign(domain, issuer, sheet, soon)
    assert badges.badge(relayer.claim(book[0]).badge_id).is_active
    assert badges.badge(relayer.claim(request_claim(badges, book[1], newcomer, soon)).badge_id).is_active
    link, guest = ClaimLink.parse(book.link(2).text()), Account.create()
    asked = request_claim(badges, link, guest, soon)
    assert badges.badge(relayer.claim(asked).badge_id).holder == guest.address
    with pytest.raises(VoucherSpentError):
        relayer.claim(asked)


def test_an_issuer_that_delegates_still_signs_with_its_key(anvil: chains.Node) -> None:
    programme = begin(anvil.web3, chains.account(6))
    badges, holder = programme.collection, Account.create()
    delegate = bytes.fromhex(badges.address[2:])  # any contract; it knows no ERC-1271
    anvil.ask("anvil_setCode", programme.signer.address, "0x" + (b"\xef\x01\x00" + delegate).hex())
    soon = badges.node.timestamp() + 10_000
    voucher = Voucher(programme.signer.address, badge_id(1, 0, holder.address), 0, 0, 0, NO_EVIDENCE, soon)
    signed = sign_voucher(Domain(badges.chain_id, badges.address), programme.signer, voucher)
    relayer = Holder(badges, chains.account(8))
    forged = SignedVoucher(signed.chain_id, signed.collection, voucher, bytes(65))
    with pytest.raises(SignatureInvalidError):
        request_claim(badges, forged, holder, soon)
    assert badges.badge(relayer.claim(request_claim(badges, signed, holder, soon)).badge_id).is_active
