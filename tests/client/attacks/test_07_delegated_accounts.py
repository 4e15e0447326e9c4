"""Attack 7: accounts that delegate to code (ERC-7702), as issuers, holders and claim keys. Anvil has them.

Such an account has code and a key. Its key decides: a delegate may know no ERC-1271, so that asking it would lock the
account's owner out; or it may say yes to whatever it is asked, so that asking it would let anybody in.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from tests.client.conftest import Programme, begin
from tests.support import chains

from soulbadge import ids
from soulbadge.errors import NotIssuerError, SignatureInvalidError
from soulbadge.holder import Holder
from soulbadge.models import NO_EVIDENCE, BurnAuth, Status, Voucher
from soulbadge.typed_data import Domain
from soulbadge.vouchers import Consent, Proof, SignedVoucher, consent, sign_voucher, sign_vouchers

FOREVER = 2**40 - 1
GARBAGE = (b"", b"\x00" * 65, b"\x11" * 65)
SILENT = bytes.fromhex("00")  # STOP: succeeds, and answers nothing
# PUSH4 isValidSignature, PUSH1 224, SHL, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN: the magic value, whatever it is asked.
SAYS_YES = bytes.fromhex("631626ba7e60e01b5f5260205ff3")


@pytest.fixture(scope="module")
def node() -> Iterator[chains.Node]:
    with chains.anvil("--hardfork", "prague") as prague:
        yield prague


@pytest.fixture(scope="module")
def programme(node: chains.Node) -> Programme:
    return begin(node.web3, chains.account(0))


@pytest.fixture(scope="module")
def domain(programme: Programme) -> Domain:
    return Domain(programme.collection.chain_id, programme.collection.address)


@pytest.fixture
def relayer(programme: Programme) -> Holder:
    """Somebody who pays for others."""
    return Holder(programme.collection, chains.account(1))


def send(programme: Programme, sender: LocalAccount, **transaction: Any) -> Any:  # noqa: ANN401 (a receipt)
    """Signs, sends and awaits a transaction."""
    eth = programme.web3.eth
    signed = sender.sign_transaction(
        {
            "chainId": eth.chain_id,
            "nonce": eth.get_transaction_count(sender.address),
            "gas": 1_000_000,
            "maxFeePerGas": 10**10,
            "maxPriorityFeePerGas": 10**9,
            "value": 0,
            **transaction,
        }
    )
    receipt = eth.wait_for_transaction_receipt(eth.send_raw_transaction(signed.raw_transaction))
    assert receipt["status"] == 1
    return receipt


def deploy(programme: Programme, code: bytes) -> str:
    """A contract of this code; before it go PUSH1 size, DUP1, PUSH1 9, PUSH0, CODECOPY, PUSH0, RETURN."""
    receipt = send(programme, chains.account(2), data=bytes([0x60, len(code)]) + bytes.fromhex("8060095f395ff3") + code)
    address = str(receipt["contractAddress"])
    assert bytes(programme.web3.eth.get_code(programme.web3.to_checksum_address(address))) == code
    return address


def delegate(programme: Programme, account: LocalAccount, target: str) -> None:
    """A set-code transaction that somebody else pays: from now on `account` runs the code of `target`."""
    eth = programme.web3.eth
    authorization = account.sign_authorization(
        {"chainId": eth.chain_id, "address": target, "nonce": eth.get_transaction_count(account.address)}
    )
    send(programme, chains.account(2), to=account.address, authorizationList=[authorization])
    assert bytes(eth.get_code(account.address)) == bytes.fromhex("ef0100" + target[2:])


@pytest.fixture(scope="module", params=[SILENT, SAYS_YES], ids=["knows no ERC-1271", "says yes to everything"])
def target(request: pytest.FixtureRequest, programme: Programme) -> str:
    return deploy(programme, request.param)


@pytest.fixture
def delegated(programme: Programme, target: str) -> LocalAccount:
    """Somebody new whose account delegates."""
    account: LocalAccount = Account.create()
    delegate(programme, account, target)
    return account


@pytest.fixture
def issuer(programme: Programme, delegated: LocalAccount) -> LocalAccount:
    """An issuer whose account delegates."""
    programme.issuer.appoint_issuer(delegated.address)
    return delegated


def voucher(issuer: LocalAccount, holder: str, *, end: int = 0, claim_key: str = ids.ZERO_ADDRESS) -> Voucher:
    return Voucher(issuer.address, ids.badge_id(1, 0, holder), 0, 0, end, NO_EVIDENCE, FOREVER, claim_key)


def test_an_issuers_own_signature_counts(
    programme: Programme, domain: Domain, issuer: LocalAccount, relayer: Holder, poor: LocalAccount
) -> None:
    signed = sign_voucher(domain, issuer, voucher(issuer, poor.address))
    word = consent(signed, BurnAuth.OwnerOnly, FOREVER, holder=poor)
    badge_id = relayer.claim(signed, word).badge_id
    assert programme.collection.status_of(badge_id) is Status.ACTIVE


def test_an_issuers_own_signature_over_a_root_counts(
    programme: Programme, domain: Domain, issuer: LocalAccount, relayer: Holder
) -> None:
    people = [Account.create() for _ in range(3)]
    for person, signed in zip(
        people, sign_vouchers(domain, issuer, [voucher(issuer, one.address) for one in people], FOREVER), strict=True
    ):
        badge_id = relayer.claim(signed, consent(signed, BurnAuth.OwnerOnly, FOREVER, holder=person)).badge_id
        assert programme.collection.badge(badge_id).holder == person.address


def test_nothing_else_counts_for_an_issuer(
    domain: Domain, issuer: LocalAccount, relayer: Holder, poor: LocalAccount
) -> None:
    """Not even if its delegate would say yes."""
    wanted = voucher(issuer, poor.address)
    stranger: LocalAccount = Account.create()
    forged = bytes(stranger.sign_message(domain.voucher(wanted).message).signature)
    for signature in (*GARBAGE, forged):
        signed = SignedVoucher(domain.chain_id, domain.collection, wanted, signature)
        with pytest.raises(SignatureInvalidError) as refusal:
            relayer.claim(signed, consent(signed, BurnAuth.OwnerOnly, FOREVER, holder=poor), dry_run=True)
        assert refusal.value.signer == issuer.address


def test_whoever_delegates_to_a_yes_is_no_issuer_for_that(
    domain: Domain, delegated: LocalAccount, relayer: Holder, poor: LocalAccount
) -> None:
    signed = sign_voucher(domain, delegated, voucher(delegated, poor.address))
    with pytest.raises(NotIssuerError):
        relayer.claim(signed, consent(signed, BurnAuth.OwnerOnly, FOREVER, holder=poor), dry_run=True)


def test_a_holders_own_signature_counts(
    programme: Programme, domain: Domain, delegated: LocalAccount, relayer: Holder
) -> None:
    signed = sign_voucher(domain, programme.signer, voucher(programme.signer, delegated.address))
    badge_id = relayer.claim(signed, consent(signed, BurnAuth.OwnerOnly, FOREVER, holder=delegated)).badge_id
    assert programme.collection.badge(badge_id).holder == delegated.address

    renunciation = bytes(delegated.sign_message(domain.renounce(badge_id, 0).message).signature)
    programme.collection.call("renounceBySignature", badge_id, 0, renunciation, sender=relayer.address)


def test_nothing_else_counts_for_a_holder(
    programme: Programme, domain: Domain, delegated: LocalAccount, relayer: Holder
) -> None:
    """Nobody can give it a badge that it did not consent to, nor take one away."""
    signed = sign_voucher(domain, programme.signer, voucher(programme.signer, delegated.address))
    stranger: LocalAccount = Account.create()
    said = signed.consent(delegated.address, BurnAuth.OwnerOnly, FOREVER)
    for signature in (*GARBAGE, bytes(stranger.sign_message(said.message).signature)):
        with pytest.raises(SignatureInvalidError) as refusal:
            relayer.claim(signed, Consent(delegated.address, FOREVER, signature), dry_run=True)
        assert refusal.value.signer == delegated.address

    badge_id = programme.issuer.issue("cka", delegated.address).badge_id
    for signature in (*GARBAGE, bytes(stranger.sign_message(domain.renounce(badge_id, 0).message).signature)):
        with pytest.raises(SignatureInvalidError):
            programme.collection.call("renounceBySignature", badge_id, 0, signature, sender=relayer.address)


def test_a_claim_keys_own_signature_counts_and_nothing_else(
    programme: Programme, domain: Domain, delegated: LocalAccount, relayer: Holder, poor: LocalAccount
) -> None:
    link = voucher(programme.signer, ids.ZERO_ADDRESS, claim_key=delegated.address)
    signed = sign_voucher(domain, programme.signer, link)
    word = consent(signed, BurnAuth.OwnerOnly, FOREVER, holder=poor, key=delegated)
    for signature in GARBAGE:
        with pytest.raises(SignatureInvalidError) as refusal:
            relayer.claim(signed, Consent(poor.address, FOREVER, word.holder_signature, signature), dry_run=True)
        assert refusal.value.signer == delegated.address
    assert programme.collection.badge(relayer.claim(signed, word).badge_id).holder == poor.address


def test_it_makes_no_difference_when_the_delegation_begins_or_ends(
    programme: Programme, domain: Domain, relayer: Holder, target: str
) -> None:
    """What was signed before is as good during and after."""
    account: LocalAccount = Account.create()
    programme.issuer.appoint_issuer(account.address)
    people = [Account.create() for _ in range(3)]
    vouchers = [sign_voucher(domain, account, voucher(account, one.address)) for one in people]
    words = [
        consent(signed, BurnAuth.OwnerOnly, FOREVER, holder=one) for signed, one in zip(vouchers, people, strict=True)
    ]
    relayer.claim(vouchers[0], words[0])
    delegate(programme, account, target)
    relayer.claim(vouchers[1], words[1])
    eth = programme.web3.eth
    none = account.sign_authorization(
        {"chainId": eth.chain_id, "address": ids.ZERO_ADDRESS, "nonce": eth.get_transaction_count(account.address)}
    )
    send(programme, chains.account(2), to=account.address, authorizationList=[none])
    assert not eth.get_code(account.address)
    relayer.claim(vouchers[2], words[2])


@pytest.mark.parametrize("size", [22, 23, 24])
def test_a_contract_as_small_as_a_delegation_is_asked_itself(
    programme: Programme, domain: Domain, relayer: Holder, poor: LocalAccount, size: int
) -> None:
    """A delegation is told by its first bytes, which no contract's code can have, and not by its size alone."""
    wallet = programme.web3.to_checksum_address(deploy(programme, SAYS_YES.ljust(size, b"\x00")))
    programme.issuer.appoint_issuer(wallet)
    wanted = Voucher(wallet, ids.badge_id(1, 0, poor.address), 0, 0, 0, NO_EVIDENCE, FOREVER)
    signed = SignedVoucher(domain.chain_id, domain.collection, wanted, b"", Proof())
    relayer.claim(signed, consent(signed, BurnAuth.OwnerOnly, FOREVER, holder=poor), dry_run=True)
