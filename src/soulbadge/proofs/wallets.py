"""A contract wallet as the one who presents."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from soulbadge.forms.keccak import keccak
from soulbadge.proofs.signatures import enveloped

if TYPE_CHECKING:
    from eth_account.messages import SignableMessage


class WalletSignature(NamedTuple):
    """What `WalletSigner.sign_message` returns."""

    signature: bytes


@dataclass(frozen=True, slots=True)
class WalletSigner:
    """A contract wallet (ERC-1271) for `present`, where eth-account's `LocalAccount` stands for a key.

        safe = WalletSigner(address, lambda digest: signatures_of_its_owners(digest))
        shown = present(safe, badges, challenge)

    Attributes:
        address: The wallet's, with its checksum: the holder of the badges, not one of the wallet's owners.
        sign: Gives the bytes that the wallet's `isValidSignature` accepts for a hash of 32 bytes, that of the personal
            message (ERC-191, version 0x45). How it comes by them is the wallet's affair: a Safe wants its owners'
            signatures over a `SafeMessage` of that hash.
        factory: For a wallet that is not deployed yet (ERC-6492): the address of the contract that deploys it.
        preparation: What that contract has to be called with.
    """

    address: str
    sign: Callable[[bytes], bytes]
    factory: str | None = None
    preparation: bytes = b""

    def sign_message(self, signable_message: "SignableMessage") -> WalletSignature:
        """Sign as the wallet does; in an envelope if it has a factory."""
        text = b"\x19" + signable_message.version + signable_message.header + signable_message.body
        signature = self.sign(keccak(text))
        if self.factory is not None:
            signature = enveloped(self.factory, self.preparation, signature)
        return WalletSignature(signature)
