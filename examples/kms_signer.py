"""An issuer whose key never leaves a key service or a hardware module: an example to copy.

    signer = KmsSigner(AwsKms(boto3.client("kms"), "alias/badges"))
    Issuer(connect(rpc, address), signer).issue("cka", holder)

Such services sign 32 bytes with secp256k1 and answer in DER: without the bit by which Ethereum finds the public key,
and with either of two values of s, of which Ethereum takes the lower alone (EIP-2). Both are mended here. Whatever has
`address`, `sign_transaction` and `sign_message` as eth-account's `LocalAccount` has them issues, signs vouchers and
presents badges; nothing else in soulbadge needs to know. `sign_typed_data` is for other libraries.

Needs nothing but what soulbadge brings; `AwsKms` takes boto3's client, or anything with the same two methods. For
another service write a `Device`.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from eth_account.datastructures import SignedMessage, SignedTransaction
from eth_account.messages import SignableMessage, encode_typed_data
from eth_account.typed_transactions.typed_transaction import TypedTransaction
from eth_keys.datatypes import PublicKey, Signature
from eth_keys.exceptions import BadSignature
from eth_utils.crypto import keccak
from hexbytes import HexBytes

ORDER = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141
"""How many points the group of secp256k1 has."""

_SEQUENCE, _INTEGER = 0x30, 0x02
_WORD = 32
_SPKI = bytes.fromhex("3056301006072a8648ce3d020106052b8104000a034200") + b"\x04"
"""How a secp256k1 public key begins in DER (RFC 5480); its 64 bytes follow."""


class DeviceError(Exception):
    """A device answered something that is no signature of its key."""


class Device(Protocol):
    """Where the key is."""

    def public_key(self) -> bytes:
        """DER SubjectPublicKeyInfo, 88 bytes."""

    def sign(self, digest: bytes) -> bytes:
        """DER ECDSA signature over these 32 bytes as they are: the device must not hash them again."""


class AwsKms:
    """A key of AWS KMS, created with KeyUsage SIGN_VERIFY and KeySpec ECC_SECG_P256K1.

    Args:
        client: `boto3.client("kms")`; give it short timeouts.
        key_id: Id, ARN or alias of the key. Its policy should let this program `kms:Sign` and `kms:GetPublicKey`.
    """

    def __init__(self, client: Any, key_id: str) -> None:  # noqa: ANN401 (boto3 makes its clients at run time)
        self._client = client
        self._key_id = key_id

    def public_key(self) -> bytes:
        """See `Device`."""
        return bytes(self._client.get_public_key(KeyId=self._key_id)["PublicKey"])

    def sign(self, digest: bytes) -> bytes:
        """See `Device`."""
        answer = self._client.sign(
            KeyId=self._key_id, Message=digest, MessageType="DIGEST", SigningAlgorithm="ECDSA_SHA_256"
        )
        return bytes(answer["Signature"])


class KmsSigner:
    """An account whose key is in a device. It asks for the public key once, at the start.

    Raises:
        DeviceError: The device has no secp256k1 key.
    """

    def __init__(self, device: Device) -> None:
        self._device = device
        self._public_key = _public_key(device.public_key())
        self.address = self._public_key.to_checksum_address()

    def sign_transaction(self, transaction_dict: Mapping[str, Any], /) -> SignedTransaction:
        """Sign an EIP-1559 transaction (or another that has a type); one without a type is refused."""
        fields = dict(transaction_dict)
        if fields.pop("from", self.address) != self.address:
            raise ValueError(f"the transaction is from somebody else than {self.address}")
        if "type" not in fields:
            raise ValueError("expected a transaction with a type (EIP-1559); this chain has no base fee")
        unsigned = TypedTransaction.from_dict(fields)
        found = self._sign(unsigned.hash())
        signed = TypedTransaction.from_dict({**unsigned.as_dict(), "v": found.v, "r": found.r, "s": found.s})
        raw = signed.encode()
        return SignedTransaction(HexBytes(raw), HexBytes(keccak(raw)), found.r, found.s, found.v)

    def sign_message(self, signable_message: SignableMessage) -> SignedMessage:
        """Sign what EIP-191 wraps: a text, or typed data (EIP-712)."""
        digest = keccak(b"\x19" + b"".join(bytes(part) for part in signable_message))
        found = self._sign(digest)
        v = found.v + 27
        signature = found.r.to_bytes(_WORD, "big") + found.s.to_bytes(_WORD, "big") + bytes([v])
        return SignedMessage(HexBytes(digest), found.r, found.s, v, HexBytes(signature))

    def sign_typed_data(self, full_message: dict[str, Any]) -> SignedMessage:
        """Sign an EIP-712 document."""
        return self.sign_message(encode_typed_data(full_message=full_message))

    def _sign(self, digest: bytes) -> Signature:
        """The signature in the form that Ethereum takes, held against the public key before anybody sees it."""
        r, s = _from_der(self._device.sign(bytes(digest)))
        s = min(s, ORDER - s)
        for v in (0, 1):
            found = Signature(vrs=(v, r, s))
            try:
                if found.recover_public_key_from_msg_hash(digest) == self._public_key:
                    return found
            except BadSignature:
                continue
        raise DeviceError("the device answered a signature of another key, or of something else")


def _public_key(der: bytes) -> PublicKey:
    if len(der) != len(_SPKI) + 2 * _WORD or not der.startswith(_SPKI):
        raise DeviceError("the device has no secp256k1 key: create one of that curve")
    return PublicKey(der[len(_SPKI) :])


def _from_der(der: bytes) -> tuple[int, int]:
    """Both numbers, r and s, of a DER signature (RFC 3279): a sequence of two integers, and nothing else."""
    try:
        kind, length, rest = der[0], der[1], der[2:]
        if kind != _SEQUENCE or length != len(rest):
            raise DeviceError("the device answered no DER signature")
        r, rest = _integer(rest)
        s, rest = _integer(rest)
    except IndexError as error:
        raise DeviceError("the device's signature breaks off") from error
    if rest or not (0 < r < ORDER and 0 < s < ORDER):
        raise DeviceError("the device's signature is out of range")
    return r, s


def _integer(der: bytes) -> tuple[int, bytes]:
    kind, length = der[0], der[1]
    if kind != _INTEGER or not 0 < length <= _WORD + 1 or len(der) < 2 + length:
        raise DeviceError("the device's signature has something else than numbers in it")
    return int.from_bytes(der[2 : 2 + length], "big"), der[2 + length :]
