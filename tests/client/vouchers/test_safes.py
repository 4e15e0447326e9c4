"""An issuer that is a contract: a real Safe (1.4.1, as published on npm), two of whose three directors sign."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount
from tests.client.vouchers.conftest import World

from soulbadge import Status, VoucherBook, VoucherRow, VoucherSheet, badge_id, check_claim, digest_to_cancel
from soulbadge.errors import SignatureInvalidError
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.typed_data import Signable
from soulbadge.vouchers import SignedVoucher

ARTIFACTS = Path(__file__).parents[3] / "node_modules" / "@safe-global" / "safe-contracts" / "build" / "artifacts"


def artifact(name: str) -> dict[str, Any]:
    (path,) = ARTIFACTS.glob(f"contracts/**/{name}.json")
    found: dict[str, Any] = json.loads(path.read_text())
    return found


@dataclass(frozen=True)
class Safe:
    """A Safe as a signer of typed data."""

    address: str
    chain_id: int
    directors: tuple[LocalAccount, ...]

    def answer(self, digest: bytes, *directors: LocalAccount) -> bytes:
        """What these directors sign so that the Safe answers for a digest."""
        message = {
            "types": {
                "EIP712Domain": [
                    {"name": "chainId", "type": "uint256"},
                    {"name": "verifyingContract", "type": "address"},
                ],
                "SafeMessage": [{"name": "message", "type": "bytes"}],
            },
            "primaryType": "SafeMessage",
            "domain": {"chainId": self.chain_id, "verifyingContract": self.address},
            "message": {"message": digest},
        }
        ordered = sorted(directors, key=lambda each: int(each.address, 16))
        signable = encode_typed_data(full_message=message)
        return b"".join(bytes(each.sign_message(signable).signature) for each in ordered)

    def sign(self, what: Signable) -> bytes:
        return self.answer(what.digest, *self.directors[:2])


class SafeSigner:
    """The same behind the interface that `VoucherBook.sign` asks for."""

    def __init__(self, safe: Safe) -> None:
        self._safe = safe
        self.address = safe.address

    def sign_message(self, signable_message: Any) -> Any:  # noqa: ANN401 (eth-account's)
        from eth_utils.crypto import keccak

        digest = keccak(b"\x19" + signable_message.version + signable_message.header + signable_message.body)
        return type("Signed", (), {"signature": self._safe.answer(digest, *self._safe.directors[:2])})()


@pytest.fixture(scope="module")
def safe(world: World) -> Safe:
    web3, rich = world.chain.web3, world.chain.web3.eth.accounts[0]

    def deployed(name: str) -> Any:  # noqa: ANN401 (web3's contract)
        found = artifact(name)
        sent = web3.eth.send_transaction({"from": rich, "data": found["bytecode"]})
        return web3.eth.contract(web3.eth.wait_for_transaction_receipt(sent)["contractAddress"], abi=found["abi"])

    factory, handler, singleton = (
        deployed(name) for name in ("SafeProxyFactory", "CompatibilityFallbackHandler", "Safe")
    )
    directors = tuple(Account.create() for _ in range(3))
    owners = [each.address for each in directors]
    arguments = [owners, 2, ZERO_ADDRESS, b"", handler.address, ZERO_ADDRESS, 0, ZERO_ADDRESS]
    setup = singleton.encode_abi("setup", arguments)
    address = factory.functions.createProxyWithNonce(singleton.address, setup, 1).call()
    factory.functions.createProxyWithNonce(singleton.address, setup, 1).transact({"from": rich})
    world.issuer.appoint_issuer(address)
    return Safe(address, world.badges.chain_id, directors)


def test_two_directors_issue_a_book_and_one_does_not(world: World, safe: Safe) -> None:
    people = [world.chain.person() for _ in range(3)]
    rows = tuple(VoucherRow(line, badge_id(1, 0, each.address)) for line, each in enumerate(people))
    sheet = VoucherSheet("rows", rows).check(world.badges, safe.address, world.soon)
    book = VoucherBook.sign(world.domain, SafeSigner(safe), sheet, world.soon)
    for person, signed in zip(people, book, strict=True):
        world.holder(person).claim(SignedVoucher.from_json(signed.to_json()))
        assert world.status(1, person.address) is Status.ACTIVE
    assert digest_to_cancel(world.badges, book[0], safe.address, everything=True) == book.digest


def test_what_a_safe_does_not_answer_for_is_refused_before_anything_is_sent(
    world: World, safe: Safe, holder: LocalAccount
) -> None:
    voucher = world.voucher(holder.address, issuer=safe.address)
    what = world.domain.voucher(voucher)
    good = SignedVoucher(world.badges.chain_id, world.badges.address, voucher, safe.sign(what))
    check_claim(world.badges, good, holder.address)
    stranger = Account.create()
    for signature in (
        b"",
        safe.answer(what.digest, safe.directors[0]),
        safe.answer(what.digest, safe.directors[0], stranger),
        safe.answer(bytes(32), *safe.directors[:2]),
        bytes(safe.directors[0].sign_message(what.message).signature),
    ):
        with pytest.raises(SignatureInvalidError):
            check_claim(world.badges, replace(good, signature=signature), holder.address)


def test_a_holder_that_is_a_safe_lets_somebody_send(world: World, safe: Safe) -> None:
    from soulbadge import ClaimRequest, Consent
    from soulbadge.models import BurnAuth

    signed = world.signed(safe.address, 2)
    word = signed.consent(safe.address, BurnAuth.Both, world.soon)
    request = ClaimRequest(signed, Consent(safe.address, world.soon, safe.sign(word)))
    world.holder(world.chain.person()).claim(request)
    assert world.status(2, safe.address) is Status.ACTIVE


def test_a_contract_that_is_no_wallet_signs_nothing(world: World, holder: LocalAccount) -> None:
    voucher = world.voucher(holder.address, issuer=world.badges.address)
    signed = SignedVoucher(world.badges.chain_id, world.badges.address, voucher, bytes(65))
    with pytest.raises(SignatureInvalidError):
        check_claim(world.badges, signed, holder.address)
