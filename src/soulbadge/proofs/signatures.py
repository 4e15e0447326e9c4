"""Whether an address signed a text: the one place that knows kinds of wallets."""

from typing import TYPE_CHECKING, Final, Protocol

from soulbadge.errors import ContractWalletError, MalformedSignatureError

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress

_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_LENGTH: Final = 65
_DELEGATED: Final = b"\xef\x01\x00"


class CodeReader(Protocol):
    """Who knows what an address is."""

    def code(self, address: str, block: int | None = None) -> bytes:
        """The code at an address as of a block; empty if there is none."""


def is_signed_by(node: CodeReader, address: "ChecksumAddress", text: str, signature: bytes, block: int) -> bool:
    """Whether the account at `address` signed `text` as a personal message (ERC-191, version 0x45).

    What an address is decides how it signs, so its code is read first, in the block that everything else is read in;
    trying the key before asking a contract is what ERC-6492 forbids. ERC-1271 and ERC-6492 wallets belong here.

    Raises:
        ContractWalletError: The address is a contract; its wallet is not asked yet.
        MalformedSignatureError: The signature is not in the one accepted encoding.
    """
    code = node.code(address, block)
    # An account that delegates by EIP-7702 has code, yet its key still speaks for it; what its delegate answers does
    # not, since a delegate may accept anything.
    if code and not code.startswith(_DELEGATED):
        raise ContractWalletError(address)
    return signer_of(text, signature) == address


def signer_of(text: str, signature: bytes) -> "ChecksumAddress | None":
    """The account whose key made the signature over `text`; None if no key could have.

    Exactly one encoding of a signature is accepted, so nobody can turn one into a second: 65 bytes, s in the lower
    half (EIP-2), v 27 or 28. ERC-191 leaves v open, but the yellow paper's ecrecover, and with it every contract that
    checks the same bytes, knows 27 and 28 alone; 0 and 1 are the raw parity, which some devices return.

    Raises:
        MalformedSignatureError: Another encoding.
    """
    if len(signature) != _LENGTH:
        raise MalformedSignatureError(f"expected {_LENGTH} bytes (r, s, v), found {len(signature)}")
    r, s, v = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big"), signature[64]
    if not 0 < r < _ORDER or not 0 < s < _ORDER:
        raise MalformedSignatureError("r and s must be from 1 to the order of the curve, exclusive")
    if s > _ORDER // 2:
        raise MalformedSignatureError("s is in the upper half (EIP-2); subtract it from the order and flip v")
    if v not in {27, 28}:
        raise MalformedSignatureError(f"v is {v}, expected 27 or 28; to a bare parity of 0 or 1 add 27")

    from eth_account import Account
    from eth_account.messages import encode_defunct
    from eth_keys.exceptions import BadSignature

    try:
        signer: ChecksumAddress = Account.recover_message(encode_defunct(text=text), signature=signature)
    except BadSignature:
        return None
    return signer
