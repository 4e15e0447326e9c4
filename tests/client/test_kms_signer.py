"""examples/kms_signer.py with a device in this process: it has a key, and answers as AWS KMS does."""

import importlib.util
import json
import secrets
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_keys.datatypes import PrivateKey
from tests.support import chains
from tests.support.scripts import ROOT

from soulbadge.contract import connect
from soulbadge.deployment import deploy
from soulbadge.errors import KeystoreError
from soulbadge.holder import Holder
from soulbadge.issuer import Issuer
from soulbadge.models import Status, Terms, Voucher
from soulbadge.policy import Holds
from soulbadge.proofs import MemoryNonces, challenge, present, verify
from soulbadge.signers import open_keystore
from soulbadge.typed_data import Domain
from soulbadge.vouchers import sign_voucher


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kms_signer", ROOT / "examples" / "kms_signer.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


kms = _load()


class FakeKms:
    """boto3's client of a KMS that is not there: DER, no recovery bit, high s every other time."""

    def __init__(self, key: bytes) -> None:
        self._key = PrivateKey(key)
        self.high = self.low = 0
        self.answer: bytes | None = None

    def get_public_key(self, *, KeyId: str) -> dict[str, bytes]:  # noqa: N803 (boto3's name)
        assert KeyId == "alias/badges"
        return {"PublicKey": kms._SPKI + self._key.public_key.to_bytes()}

    def sign(self, *, KeyId: str, Message: bytes, MessageType: str, SigningAlgorithm: str) -> dict[str, bytes]:  # noqa: N803 (boto3's names)
        assert (KeyId, MessageType, SigningAlgorithm) == ("alias/badges", "DIGEST", "ECDSA_SHA_256")
        assert len(Message) == 32
        if self.answer is not None:
            return {"Signature": self.answer}
        signature = self._key.sign_msg_hash(Message)
        s = signature.s
        if self.high < self.low:
            s, self.high = kms.ORDER - s, self.high + 1
        else:
            self.low += 1
        return {"Signature": _der(signature.r, s)}


def _der(*numbers: int) -> bytes:
    parts = b""
    for number in numbers:
        octets = number.to_bytes(number.bit_length() // 8 + 1, "big")  # a leading zero where the top bit is set
        parts += bytes([2, len(octets)]) + octets
    return bytes([0x30, len(parts)]) + parts


@pytest.fixture
def device() -> FakeKms:
    return FakeKms(secrets.token_bytes(32))


@pytest.fixture
def signer(device: FakeKms) -> Any:  # noqa: ANN401 (loaded from a file)
    return kms.KmsSigner(kms.AwsKms(device, "alias/badges"))


def test_a_device_owns_issues_signs_vouchers_and_claims_on_a_chain(
    anvil: chains.Node,
    device: FakeKms,
    signer: Any,  # noqa: ANN401 (loaded from a file)
) -> None:
    anvil.ask("anvil_setBalance", signer.address, hex(10**19))
    collection = connect(anvil.url, deploy(anvil.url, signer, "KMS", "KMS").address)
    issuer = Issuer(collection, signer)
    issuer.appoint_issuer(signer.address)
    issuer.create_achievement(Terms("cka", "Administrator", individual=True))
    for _ in range(4):
        badge_id = issuer.issue("cka", Account.create().address).badge_id
        assert collection.status_of(badge_id) is Status.ACTIVE
    holder = chains.account(6)
    badge_id = 1 << 208 | int(holder.address, 16)
    voucher = Voucher(signer.address, badge_id, 0, 0, 0, bytes(32), int(time.time()) + 10**6)
    Holder(collection, holder).claim(sign_voucher(Domain(collection.chain_id, collection.address), signer, voucher))
    assert collection.status_of(badge_id) is Status.ACTIVE
    assert min(device.high, device.low) >= 5  # both kinds were answered, and all were taken


def test_a_device_presents_badges(anvil: chains.Node, signer: Any) -> None:  # noqa: ANN401 (loaded from a file)
    owner = chains.account(6)
    collection = connect(anvil.url, deploy(anvil.url, owner, "KMS", "KMS").address)
    issuer = Issuer(collection, owner)
    issuer.appoint_issuer(owner.address)
    issuer.create_achievement(Terms("cka", "Administrator"))
    issuer.issue("cka", signer.address)
    asked = challenge("jobs.example", "https://jobs.example", collection.chain_id)
    shown = present(signer, collection.badges_of(signer.address), asked)
    assert verify(shown, asked, Holds("cka"), collections=[collection], nonces=MemoryNonces()).holder == signer.address


def test_signatures_are_those_of_eth_account_in_ethereums_one_form(device: FakeKms, signer: Any) -> None:  # noqa: ANN401 (loaded from a file)
    key = Account.from_key(device._key.to_bytes())
    assert signer.address == key.address
    for number in range(20):
        text = encode_defunct(text=f"message {number}")
        assert signer.sign_message(text) == key.sign_message(text)
        transaction = {
            "type": 2,
            "chainId": 1,
            "nonce": number,
            "to": key.address,
            "value": 1,
            "data": "0x01",
            "gas": 21_000,
            "maxFeePerGas": 2,
            "maxPriorityFeePerGas": 1,
        }
        assert signer.sign_transaction(transaction) == key.sign_transaction(transaction)
        assert signer.sign_transaction({**transaction, "from": key.address}) == key.sign_transaction(transaction)
    document = {
        "types": {"EIP712Domain": [{"name": "name", "type": "string"}], "Note": [{"name": "text", "type": "string"}]},
        "primaryType": "Note",
        "domain": {"name": "Example"},
        "message": {"text": "hello"},
    }
    assert signer.sign_typed_data(document) == key.sign_typed_data(full_message=document)
    assert device.high > 15


def test_transactions_of_others_and_of_old_are_refused_before_the_device_is_asked(
    device: FakeKms,
    signer: Any,  # noqa: ANN401 (loaded from a file)
) -> None:
    for transaction, word in (
        ({"type": 2, "from": "0x" + "11" * 20}, "somebody else"),
        ({"gasPrice": 1, "nonce": 0, "gas": 21_000}, "EIP-1559"),
    ):
        with pytest.raises(ValueError, match=word):
            signer.sign_transaction(transaction)
    assert device.high == device.low == 0


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x30",
        b"\x30\x02\x02\x01",
        _der(1, 1) + b"\0",
        b"\x31" + _der(1, 1)[1:],
        b"\x30\x06\x04\x01\x01\x02\x01\x01",
        _der(0, 1),
        _der(1, 0),
        _der(kms.ORDER, 1),
        _der(1, kms.ORDER),
        _der(1, 1, 1),
        _der(1 << 300, 1),
        _der(5, 7),
        bytes(71),
    ],
)
def test_an_answer_that_is_no_signature_of_the_key_is_refused(device: FakeKms, signer: Any, answer: bytes) -> None:  # noqa: ANN401 (loaded from a file)
    device.answer = answer
    with pytest.raises(kms.DeviceError):
        signer.sign_message(encode_defunct(text="hello"))


def test_a_signature_of_another_key_or_another_digest_is_refused(device: FakeKms, signer: Any) -> None:  # noqa: ANN401 (loaded from a file)
    other = FakeKms(secrets.token_bytes(32))
    ask: dict[str, Any] = {"KeyId": "alias/badges", "MessageType": "DIGEST", "SigningAlgorithm": "ECDSA_SHA_256"}
    for answer in (other.sign(Message=bytes(32), **ask), device.sign(Message=b"\1" * 32, **ask)):
        device.answer = answer["Signature"]
        with pytest.raises(kms.DeviceError, match="another key"):
            signer.sign_message(encode_defunct(text="hello"))


def test_a_key_of_another_curve_is_refused() -> None:
    p256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200") + b"\x04" + bytes(64)
    device = SimpleNamespace(public_key=lambda: p256, sign=lambda digest: digest)
    with pytest.raises(kms.DeviceError, match="secp256k1"):
        kms.KmsSigner(device)


# ───────────────────────────────────────── keystores ─────────────────────────────────────────────


def test_a_keystore_opens_with_its_password_and_nothing_of_key_or_password_is_told(tmp_path: Path) -> None:
    account = Account.create()
    file = tmp_path / "key.json"
    content = account.encrypt("correct horse", kdf="pbkdf2", iterations=1000)
    file.write_text(json.dumps(content), "utf-8")
    assert open_keystore(file, "correct horse").address == account.address
    with pytest.raises(KeystoreError, match="wrong password") as caught:
        open_keystore(file, "battery staple")
    told = str(caught.value) + repr(caught.value)
    assert "battery" not in told
    assert account.key.hex() not in told


def test_a_keystore_that_names_somebody_elses_address_is_not_opened(tmp_path: Path) -> None:
    account = Account.create()
    content = account.encrypt("correct horse", kdf="pbkdf2", iterations=1000)
    file = tmp_path / "key.json"
    file.write_text(json.dumps({**content, "address": "11" * 20}), "utf-8")
    with pytest.raises(KeystoreError, match=account.address):
        open_keystore(file, "correct horse")
    file.write_text(json.dumps({key: value for key, value in content.items() if key != "address"}), "utf-8")
    assert open_keystore(file, "correct horse").address == account.address  # a field that may be left out
