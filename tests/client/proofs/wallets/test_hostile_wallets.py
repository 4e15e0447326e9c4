"""Attacks 5, 7, 8 and 24 on a verifier: wallets and factories that misbehave, and delegates that say yes."""

import time
from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import Hash32
from eth_utils.crypto import keccak
from tests.client.proofs.wallets.conftest import Door

from soulbadge import check_claim
from soulbadge.errors import MalformedSignatureError, NodeError, SignatureInvalidError, SignatureMismatchError
from soulbadge.ids import badge_id
from soulbadge.models import NO_EVIDENCE, Voucher
from soulbadge.proofs import WalletSigner, is_signed_by, present
from soulbadge.proofs.signatures import enveloped
from soulbadge.vouchers import SignedVoucher

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress

QUICK = 60
"""Seconds in which the slowest refusal is there, on a machine that does other things too; a hang is longer."""

YES = 0
ANSWERS = (
    *("yes", "no", "revert", "reason", "invalid", "loop", "nothing", "four bytes", "last byte", "right", "dirty"),
    *("true", "huge yes", "huge no", "huge revert", "call back"),
)


def prepared(door: Door, name: str, function: str) -> bytes:
    """An envelope whose factory is a contract of that name, called so."""
    return enveloped(door.deploy(name).address, keccak(f"{function}()".encode())[:4], b"\x01")


def says_yes(door: Door, wallet: "ChecksumAddress", signature: bytes = b"\x01") -> bool:
    node = door.programme.collection.node
    begun = time.monotonic()
    answer = is_signed_by(node, wallet, "a text", signature, node.block_number())
    assert time.monotonic() - begun < QUICK
    return answer


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("form", ["as it is", "in an envelope"])
def test_only_the_one_word_means_yes(door: Door, answer: str, form: str) -> None:
    wallet = door.deploy("MockHostileWallet")
    door.send(wallet.address, bytes.fromhex(wallet.encode_abi("set", [ANSWERS.index(answer)])[2:]))
    signature = b"\x01" if form == "as it is" else prepared(door, "HostileFactory", "count")
    assert says_yes(door, wallet.address, signature) is (ANSWERS.index(answer) == YES)


def issues(door: Door, wallet: "ChecksumAddress") -> bool:
    """Whether a voucher of a wallet, which is an issuer, would be sent."""
    programme, holder = door.programme, Account.create().address
    programme.issuer.appoint_issuer(wallet)
    collection, soon = programme.collection, programme.collection.node.timestamp() + 10_000
    voucher = Voucher(wallet, badge_id(1, 0, holder), 0, 0, 0, NO_EVIDENCE, soon)
    begun = time.monotonic()
    try:
        check_claim(collection, SignedVoucher(collection.chain_id, collection.address, voucher, b"\x01"), holder)
    except SignatureInvalidError:
        return False
    finally:
        assert time.monotonic() - begun < QUICK
    return True


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_voucher_s_issuer_is_asked_in_the_same_way(door: Door, answer: str) -> None:
    wallet = door.deploy("MockHostileWallet")
    door.send(wallet.address, bytes.fromhex(wallet.encode_abi("set", [ANSWERS.index(answer)])[2:]))
    assert issues(door, wallet.address) is (ANSWERS.index(answer) == YES)


@pytest.mark.parametrize("contract", ["NobodysWallet", "GreedyWallet", "FleetingWallet", "HostileFactory"])
def test_other_contracts_sign_nothing(door: Door, contract: str) -> None:
    wallet = door.deploy(contract).address
    assert not says_yes(door, wallet)
    assert not issues(door, wallet)
    assert door.code(wallet)


@pytest.mark.parametrize(
    "function", ["revertAtOnce", "burn", "spin", "answerAtLength", "count", "stillborn", "yes", "nothingOfThatName"]
)
def test_no_factory_makes_an_account_sign(door: Door, function: str) -> None:
    account: LocalAccount = Account.create()
    assert not says_yes(door, account.address, prepared(door, "HostileFactory", function))


@pytest.mark.parametrize("function", ["revertAtOnce", "burn", "spin", "answerAtLength", "count"])
def test_a_wallet_that_says_yes_does_so_whatever_its_factory_does(door: Door, function: str) -> None:
    wallet = door.deploy("MockHostileWallet").address
    assert says_yes(door, wallet, prepared(door, "HostileFactory", function))


def test_whatever_a_factory_changes_is_undone(door: Door) -> None:
    factory, late = door.deploy("HostileFactory"), door.deploy("LateWallet")
    height = door.programme.height()
    assert not says_yes(door, late.address, enveloped(factory.address, keccak(b"count()")[:4], b""))
    assert says_yes(door, late.address, enveloped(late.address, keccak(b"prepare()")[:4], b""))
    assert factory.functions.calls().call() == 0
    assert not late.functions.ready().call()
    assert door.programme.height() == height


@pytest.mark.parametrize(
    "envelope",
    [
        pytest.param(b"", id="empty"),
        pytest.param(bytes(31), id="not a word"),
        pytest.param(b"\xff" * 96, id="an address of 32 bytes"),
        pytest.param(bytes(32) + b"\xff" * 64, id="beyond the end"),
        pytest.param(bytes(32) + bytes(31) + b"\x60" + bytes(31) + b"\x60" + b"\xff" * 32, id="longer than the world"),
    ],
)
def test_an_envelope_that_cannot_be_opened_is_refused(door: Door, envelope: bytes) -> None:
    with pytest.raises(MalformedSignatureError):
        says_yes(door, Account.create().address, envelope + b"\x64\x92" * 16)


class LyingNode:
    """A node that runs nothing, and answers what it likes."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def code(self, address: str, block: int | None = None) -> bytes:
        return b"\x60" + bytes.fromhex(address[2:]) + bytes(block or 0)

    def run(self, code: bytes, *, gas: int, block: int | None = None) -> bytes:
        return self._answer if code and gas and block else b""


@pytest.mark.parametrize("answer", [b"", b"\x01", b"\x02".rjust(32, b"\0"), bytes(64), b"\x60\x00"])
def test_a_node_that_cannot_run_the_question_decides_nothing(answer: bytes) -> None:
    with pytest.raises(NodeError):
        is_signed_by(LyingNode(answer), Account.create().address, "a text", b"", 7)


# ─────────────────────────────────────── accounts that delegate ──────────────────────────────────


@pytest.fixture
def delegated(door: Door) -> LocalAccount:
    """An account that runs the code of a wallet which says yes to everything (EIP-7702)."""
    eth = door.web3.eth
    account: LocalAccount = Account.create()
    target, payer = door.deploy("MockHostileWallet").address, Account.create()
    eth.wait_for_transaction_receipt(
        eth.send_transaction({"from": eth.accounts[0], "to": payer.address, "value": door.web3.to_wei(1, "ether")})
    )
    word = account.sign_authorization({"chainId": eth.chain_id, "address": target, "nonce": 0})
    transaction: dict[str, Any] = {
        "chainId": eth.chain_id,
        "nonce": 0,
        "gas": 200_000,
        "maxFeePerGas": 10**10,
        "maxPriorityFeePerGas": 10**9,
        "to": payer.address,  # what is called does not matter
        "value": 0,
        "authorizationList": [word],
    }
    sent = eth.send_raw_transaction(payer.sign_transaction(transaction).raw_transaction)
    assert eth.wait_for_transaction_receipt(sent)["status"] == 1
    assert door.code(account.address).startswith(b"\xef\x01\x00")
    return account


def test_a_delegated_account_is_let_in_by_its_own_key(door: Door, delegated: LocalAccount) -> None:
    assert door.admits(delegated)


def test_its_delegate_lets_nobody_in(door: Door, delegated: LocalAccount) -> None:
    thief, asked = Account.create(), door.ask()
    name = door.badge(delegated.address)
    thiefs = WalletSigner(delegated.address, lambda digest: bytes(thief.unsafe_sign_hash(Hash32(digest)).signature))
    with pytest.raises(SignatureMismatchError):
        door.verify(present(thiefs, [name], asked), asked)
    for signature in (b"\x01", enveloped(thief.address, b"", b"\x01"), prepared(door, "HostileFactory", "count")):
        forged = WalletSigner(delegated.address, lambda _, signature=signature: signature)  # type: ignore[misc]  # mypy: the default
        with pytest.raises(MalformedSignatureError):
            door.verify(present(forged, [name], asked), asked)
