"""Whether an address signed a text: the one place that knows kinds of wallets.

In this order, by what the address is in one block:

1. An account that delegates to code (EIP-7702): its key alone speaks for it. What its delegate answers does not count,
   since a delegate may accept anything.
2. A signature in an ERC-6492 envelope: the wallet is asked as it stands, then once more after the envelope's factory
   was called.
3. A contract: it is asked (ERC-1271).
4. Anything else: an account with a key (ECDSA).

Trying the key before a contract was asked is what ERC-6492 forbids.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

from soulbadge.chain.wallets import MOST_SIGNATURE, CodeReader, delegates, says_yes
from soulbadge.errors import MalformedSignatureError
from soulbadge.forms.keccak import keccak

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress

_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_LENGTH: Final = 65
_ENVELOPED: Final = b"\x64\x92" * 16


def is_signed_by(node: CodeReader, address: "ChecksumAddress", text: str, signature: bytes, block: int) -> bool:
    """Whether the account at `address` signed `text` as a personal message (ERC-191, version 0x45).

    A wallet or a factory that reverts, burns all its gas, or answers anything but the one word, has said no. Nothing
    is ever sent: all is asked by `eth_call`, from an address that is not zero, and with a limit of gas.

    Args:
        node: Who is asked.
        address: Who is said to have signed.
        text: What.
        signature: 65 bytes of a key's; a contract's may be of any form, up to `MOST_SIGNATURE` bytes.
        block: Number of the block in which everything is read.

    Raises:
        MalformedSignatureError: A key's signature is not in the one accepted encoding, an envelope cannot be opened,
            or there are too many bytes.
        NodeError: The node does not run code that is nowhere, so that nothing was decided.
    """
    if len(signature) > MOST_SIGNATURE:
        raise MalformedSignatureError(f"it has {len(signature)} bytes, at most {MOST_SIGNATURE} may be")
    code = node.code(address, block)
    if not delegates(code):
        if is_enveloped(signature):
            factory, preparation, inner = _opened(signature)
            return says_yes(node, address, digest_of(text), inner, block, factory=factory, preparation=preparation)
        if code:
            return says_yes(node, address, digest_of(text), signature, block)
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


def is_enveloped(signature: bytes) -> bool:
    """Whether it is the signature of a wallet that need not be deployed yet (ERC-6492)."""
    return signature.endswith(_ENVELOPED)


def enveloped(factory: str, preparation: bytes, signature: bytes) -> bytes:
    """The signature of a wallet that is not deployed yet, as ERC-6492 has it.

    Args:
        factory: Address of the contract that deploys the wallet.
        preparation: What to call it with.
        signature: What the wallet would accept if it were there.
    """
    from eth_abi.abi import encode

    return encode(["address", "bytes", "bytes"], [factory, preparation, signature]) + _ENVELOPED


class _Envelope(NamedTuple):
    """What ERC-6492 wraps."""

    factory: str
    preparation: bytes
    signature: bytes


def _opened(envelope: bytes) -> _Envelope:
    from eth_abi.abi import decode
    from eth_abi.exceptions import DecodingError

    try:
        return _Envelope(*decode(["address", "bytes", "bytes"], envelope[: -len(_ENVELOPED)]))
    except (DecodingError, OverflowError) as error:
        raise MalformedSignatureError("what stands before the suffix of ERC-6492 is no envelope") from error


def digest_of(text: str) -> bytes:
    """What a wallet is asked about: the 32-byte hash of a personal message (ERC-191, version 0x45)."""
    from eth_account.messages import encode_defunct

    message = encode_defunct(text=text)
    return keccak(b"\x19" + message.version + message.header + message.body)
