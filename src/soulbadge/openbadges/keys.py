"""The keys that sign credentials, and why anybody should believe them.

A credential is signed with an Ed25519 key, which other wallets know how to check (did:key). That the key speaks for a
collection is said by a signature of the collection's owner, or of an issuer of the badge's achievement (EIP-712). The
signature travels in each credential; whose it is, and whether that account still issues, the chain says.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from soulbadge.errors import KeyBindingMalformedError, MissingExtraError, ValueInvalidError
from soulbadge.forms.canonical import canonical
from soulbadge.forms.json import Value
from soulbadge.forms.strict_json import parse_strictly
from soulbadge.ids import parse_address
from soulbadge.typed_data import Domain, Signable

from .base58 import decode, encode

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from eth_account.messages import SignableMessage
    from typing_extensions import Self

ED25519: Final = b"\xed\x01"
"""How a multikey says that it is one of Ed25519."""

_DID: Final = "did:key:"
_SEED: Final = 32
_MOST_BINDING: Final = 16_384
_MOST_TIME: Final = (1 << 40) - 1


class BindingSigner(Protocol):
    """Who can sign typed data; eth-account's `LocalAccount` is one."""

    @property
    def address(self) -> str:
        """The account, with its checksum."""

    def sign_message(self, signable_message: "SignableMessage") -> Any:  # noqa: ANN401 (eth-account gives it no name)
        """Sign; the result's `signature` is bytes."""


class CredentialKey:
    """A key that signs credentials.

    Args:
        seed: 32 secret bytes, such as `secrets.token_bytes(32)`. Nothing here keeps them.

    Raises:
        ValueInvalidError: They are not 32.
        MissingExtraError: cryptography is not installed (`pip install soulbadge[resume]`).
    """

    def __init__(self, seed: bytes) -> None:
        if len(seed) != _SEED:
            raise ValueInvalidError("seed", f"expected {_SEED} bytes, found {len(seed)}")
        try:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey as Private
        except ImportError as error:
            raise MissingExtraError("a key that signs credentials", "resume") from error
        self._key: Ed25519PrivateKey = Private.from_private_bytes(seed)

    def __repr__(self) -> str:
        return f"CredentialKey({self.did})"

    @property
    def did(self) -> str:
        """Its name: did:key and the public key as a multikey."""
        return _DID + encode(ED25519 + self._key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(message)


@dataclass(frozen=True, slots=True)
class KeyBinding(Value):
    """Somebody's word that a key signs credentials about a collection's badges. Whether it counts, the chain says.

    Attributes:
        chain_id: EIP-155 chain of the collection.
        collection: Its address.
        key: The key, as did:key.
        account: Who says so.
        issued_at: Its date, Unix seconds.
        expires_at: The first second in which it no longer counts, Unix seconds; 0 for never.
        signature: The account's, over `signable`: 0x and lower-case digits.
    """

    chain_id: int
    collection: str
    key: str
    account: str
    issued_at: int
    expires_at: int
    signature: bytes

    def __post_init__(self) -> None:
        if parse_address(self.collection) != self.collection or parse_address(self.account) != self.account:
            raise KeyBindingMalformedError("its addresses should have their checksums")
        public_key(self.key)
        if not 0 < self.issued_at <= _MOST_TIME or self.expires_at > _MOST_TIME:
            raise KeyBindingMalformedError("its times must be Unix seconds")

    @property
    def signable(self) -> Signable:
        """What the account signs."""
        return Domain(self.chain_id, self.collection).credential_key(self.key, self.issued_at, self.expires_at)

    @property
    def text(self) -> str:
        """It in one line, as it travels in a credential."""
        return canonical(self.to_json())

    @classmethod
    def parse(cls, text: str) -> "Self":
        """What `text` is of.

        Raises:
            KeyBindingMalformedError: It is none.
        """
        try:
            found = cls.from_json(parse_strictly(text, _MOST_BINDING))
            again = found.text
        except KeyBindingMalformedError:
            raise
        except ValueError as error:  # of strict JSON, of a field, of an address, of canonical JSON
            raise KeyBindingMalformedError(str(error)) from error
        if again != text:
            raise KeyBindingMalformedError("it is not in canonical form (RFC 8785)")
        return found


def bind_key(
    key: str, chain_id: int, collection: str, signer: BindingSigner, *, now: int, expires_at: int = 0
) -> KeyBinding:
    """Say that a key signs credentials about badges of a collection.

    Args:
        key: The key, as did:key.
        chain_id: EIP-155 chain of the collection.
        collection: Its address.
        signer: The collection's owner, or an issuer of what will be signed.
        now: Its date, Unix seconds.
        expires_at: The first second in which it no longer counts, Unix seconds; 0 for never.

    Raises:
        KeyBindingMalformedError: It is no such key.
        AddressInvalidError: The collection is no address.
    """
    public_key(key)
    signable = Domain(chain_id, collection).credential_key(key, now, expires_at)
    signature = bytes(signer.sign_message(signable.message).signature)
    return KeyBinding(chain_id, parse_address(collection), key, signer.address, now, expires_at, signature)


def public_key(did: str) -> bytes:
    """The 32 bytes of an Ed25519 key that a did:key names.

    Raises:
        KeyBindingMalformedError: It names no such key.
    """
    found = decode(did.removeprefix(_DID)) if did.startswith(_DID) else None
    if found is None or not found.startswith(ED25519) or len(found) != len(ED25519) + _SEED:
        raise KeyBindingMalformedError("its key should be an Ed25519 key as did:key")
    return found[len(ED25519) :]


def method_of(did: str) -> str:
    """The verification method of a did:key: the DID, and its key once more."""
    return f"{did}#{did.removeprefix(_DID)}"
