"""Holders that are contracts (ERC-1271), deployed or not yet (ERC-6492): real Safes, and the least wallet there is."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import Hash32
from eth_utils.crypto import keccak
from tests.client.proofs.wallets.conftest import FACTORY, Door, compiled, creation
from tests.support.safes import Safe
from web3 import Web3

from soulbadge.chain.rpc import Rpc
from soulbadge.chain.wallets import MOST_SIGNATURE
from soulbadge.errors import MalformedSignatureError, SignatureMismatchError
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.proofs import WalletSigner, is_signed_by, present
from soulbadge.proofs.signatures import digest_of, enveloped
from soulbadge.sharing import check_share, share
from soulbadge.testing.chains import KINDS, open_chain

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress

SALT = b"\x05" * 32


def by_key(owner: LocalAccount) -> Callable[[bytes], bytes]:
    """How the least wallet there is signs: its owner's key over the very digest."""
    return lambda digest: bytes(owner.unsafe_sign_hash(Hash32(digest)).signature)


def counterfactual(owner: LocalAccount) -> WalletSigner:
    """The same wallet where the common factory will deploy it."""
    code = creation("MockWallet", owner.address)
    where = keccak(b"\xff" + bytes.fromhex(FACTORY[2:]) + SALT + keccak(code))[12:]
    return WalletSigner(Web3.to_checksum_address(where), by_key(owner), FACTORY, SALT + code)


def test_a_safe_is_let_in_when_enough_of_its_directors_sign(door: Door, new_safe: Callable[[], Safe]) -> None:
    safe = new_safe()
    safe.deploy(door.web3)
    assert door.admits(WalletSigner(safe.address, safe.sign))

    asked = door.ask()
    lonely = WalletSigner(safe.address, lambda digest: safe.sign(digest, safe.directors[0]))
    with pytest.raises(SignatureMismatchError):
        door.verify(present(lonely, [], asked), asked)
    director = WalletSigner(safe.address, by_key(safe.directors[0]))
    with pytest.raises(SignatureMismatchError):
        door.verify(present(director, [], asked), asked)


def test_a_safe_may_approve_on_chain_and_sign_nothing(door: Door, new_safe: Callable[[], Safe]) -> None:
    safe, library = new_safe(), door.deploy("SignMessageLib")
    safe.deploy(door.web3)
    asked, name = door.ask(), door.badge(safe.address)
    shown = present(WalletSigner(safe.address, lambda _: b""), [name], asked)
    with pytest.raises(SignatureMismatchError):
        door.verify(shown, asked)

    contract = door.web3.eth.contract(Web3.to_checksum_address(safe.address), abi=compiled()["Safe"]["abi"])
    approve = library.encode_abi("signMessage", [digest_of(shown.message)])
    by_delegatecall, nobody = 1, ZERO_ADDRESS
    call = [library.address, 0, approve, by_delegatecall, 0, 0, 0, nobody, nobody]
    what = contract.functions.getTransactionHash(*call, 0).call()
    directors = sorted(safe.directors[:2], key=lambda each: int(each.address, 16))
    word = b"".join(by_key(each)(what) for each in directors)
    door.send(safe.address, bytes.fromhex(contract.encode_abi("execTransaction", [*call, word])[2:]))
    assert door.verify(shown, asked).holder == safe.address


def test_a_safe_is_let_in_before_it_is_deployed_and_after(door: Door, new_safe: Callable[[], Safe]) -> None:
    safe = new_safe()
    signer = WalletSigner(safe.address, safe.sign, safe.factory, safe.preparation)
    asked, name = door.ask(), door.badge(safe.address)
    shown = present(signer, [name], asked)
    assert door.verify(shown, asked).holder == safe.address
    assert door.code(safe.address) == b""  # nothing was left behind

    bare = present(replace(signer, factory=None), [name], asked)
    with pytest.raises(MalformedSignatureError):
        door.verify(bare, asked)  # an address without code speaks by a key

    safe.deploy(door.web3)
    assert door.verify(shown, asked).holder == safe.address  # the envelope is opened, its factory not needed
    assert door.verify(bare, asked).holder == safe.address


def test_a_wallet_from_the_common_factory_before_and_after(door: Door) -> None:
    owner: LocalAccount = Account.create()
    signer = counterfactual(owner)
    assert door.admits(signer)
    door.send(FACTORY, signer.preparation)
    assert door.code(signer.address)
    asked = door.ask()
    name = door.badge_of(signer.address)
    assert door.verify(present(signer, [name], asked), asked).holder
    assert door.verify(present(replace(signer, factory=None), [name], asked), asked).holder


def test_nobody_signs_for_a_wallet_that_another_factory_would_make(door: Door) -> None:
    owner, thief = Account.create(), Account.create()
    victim = counterfactual(owner)
    asked, name = door.ask(), door.badge(victim.address)
    for forged in (
        # the thief's own wallet, said to be the victim's
        replace(counterfactual(thief), address=victim.address),
        # the victim's factory, the thief's signature
        replace(victim, sign=by_key(thief)),
        # another call of the factory
        replace(victim, preparation=b"\x06" * 32 + creation("MockWallet", owner.address)),
        # no factory at that address
        replace(victim, factory="0x" + "12" * 20),
        # the zero address
        replace(victim, factory="0x" + "00" * 20),
    ):
        with pytest.raises(SignatureMismatchError):
            door.verify(present(forged, [name], asked), asked)
    assert door.verify(present(victim, [name], asked), asked).holder


def test_what_one_wallet_signed_is_no_signature_of_its_owners_other_wallet(door: Door) -> None:
    owner: LocalAccount = Account.create()
    one, other = (WalletSigner(door.deploy("MockWallet", owner.address).address, by_key(owner)) for _ in range(2))
    asked, name = door.ask(), door.badge(other.address)
    signed = present(one, [], asked).signature
    shown = replace(present(other, [name], asked), signature=signed)
    with pytest.raises(SignatureMismatchError):
        door.verify(shown, asked)


def test_a_wallet_shares_as_an_account_does(door: Door, new_safe: Callable[[], Safe]) -> None:
    safe, collection, now = new_safe(), door.programme.collection, door.programme.collection.node.timestamp()
    signer = WalletSigner(safe.address, safe.sign, safe.factory, safe.preparation)
    shown = share(signer, [door.badge(safe.address)], "recruiter.example", expires_in=60, now=lambda: now)
    assert check_share(shown, "recruiter.example", [collection], now=lambda: now).holder == safe.address
    lonely = replace(signer, sign=lambda digest: safe.sign(digest, safe.directors[0]))
    forged = share(lonely, [door.badge_of(safe.address)], "recruiter.example", expires_in=60, now=lambda: now)
    with pytest.raises(SignatureMismatchError):
        check_share(forged, "recruiter.example", [collection], now=lambda: now)


def test_a_wallet_may_sign_at_length_but_not_without_end(door: Door) -> None:
    wallet = door.deploy("MockHostileWallet").address  # says yes to everything
    asked, name = door.ask(), door.badge(wallet)
    long = present(WalletSigner(wallet, lambda _: bytes(30_000)), [name], asked)
    assert door.verify(long, asked).holder == wallet
    silent = present(WalletSigner(wallet, lambda _: b""), [name], asked)  # a Safe that has approved it on chain
    assert door.verify(silent, asked).holder == wallet
    node, text = door.programme.collection.node, "a text"
    assert is_signed_by(node, wallet, text, b"", node.block_number())
    assert is_signed_by(node, wallet, text, bytes(MOST_SIGNATURE), node.block_number())
    with pytest.raises(MalformedSignatureError):
        is_signed_by(node, wallet, text, bytes(MOST_SIGNATURE + 1), node.block_number())


@pytest.mark.parametrize("kind", KINDS)
def test_wallets_are_asked_on_every_chain(kind: str) -> None:
    owner: LocalAccount = Account.create()
    text, digest = "a text", digest_of("a text")
    with open_chain(kind) as chain:
        rich = chain.web3.eth.accounts[0]

        def deployed(code: bytes) -> "ChecksumAddress":
            sent = chain.web3.eth.send_transaction({"from": rich, "data": code})
            where = chain.web3.eth.wait_for_transaction_receipt(sent)["contractAddress"]
            assert where
            return where

        wallet = deployed(creation("MockWallet", owner.address))
        late = deployed(creation("LateWallet"))
        node = Rpc(chain.web3)
        block = node.block_number()
        assert is_signed_by(node, wallet, text, by_key(owner)(digest), block)
        assert not is_signed_by(node, wallet, text + ".", by_key(owner)(digest), block)
        prepare = keccak(b"prepare()")[:4]
        assert not is_signed_by(node, late, text, b"", block)
        assert is_signed_by(node, late, text, enveloped(late, prepare, b""), block)
        assert not is_signed_by(node, late, text, b"", node.block_number())


def test_a_block_is_asked_as_it_was(door: Door) -> None:
    node, owner = door.programme.collection.node, Account.create()
    late = door.deploy("LateWallet")
    before = node.block_number()
    door.send(late.address, keccak(b"prepare()")[:4])
    assert not is_signed_by(node, late.address, "a text", by_key(owner)(bytes(32)), before)
    assert is_signed_by(node, late.address, "a text", by_key(owner)(bytes(32)), before + 1)
