"""Whether an account signed typed data, as the contract sees it (`contracts/badges/Signatures.sol`).

Accounts without code sign by ECDSA. Contracts answer ERC-1271 themselves. An account that merely delegates to code
(ERC-7702) still has its key, and the key decides.
"""

from typing import Final, Protocol

from eth_abi.abi import encode

from soulbadge.errors import RefusedError
from soulbadge.typed_data import Signable

_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_MAGIC: Final = bytes.fromhex("1626ba7e")  # isValidSignature(bytes32,bytes), and the answer that means yes
_DELEGATION_SIZE: Final = 23
_DELEGATION: Final = b"\xef\x01\x00"


class Reader(Protocol):
    """Who knows what an address is, and can ask it."""

    def code(self, address: str, block: int | None = None) -> bytes:
        """The code at an address; empty if there is none."""

    def call(self, to: str, data: bytes, *, sender: str | None = None, block: int | None = None) -> bytes:
        """What a call returns. Raises `RefusedError`."""


def is_signed_by(node: Reader, signer: str, what: Signable, signature: bytes, block: int) -> bool:
    """Whether the account at `signer` signed `what`, as of a block."""
    code = node.code(signer, block)
    if not code or (len(code) == _DELEGATION_SIZE and code.startswith(_DELEGATION)):
        return is_signed_by_key(signer, what, signature)
    question = _MAGIC + encode(["bytes32", "bytes"], [what.digest, signature])
    try:
        answer = node.call(signer, question, block=block)
    except RefusedError:
        return False
    return answer[:32] == _MAGIC.ljust(32, b"\0")


def is_signed_by_key(signer: str, what: Signable, signature: bytes) -> bool:
    """Whether the key of `signer` signed `what`: 65 bytes, s in the lower half (EIP-2), v 27 or 28; no other form."""
    from eth_account import Account
    from eth_keys.exceptions import BadSignature

    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
    formed = len(signature) == 65 and 0 < r < _ORDER and 0 < s <= _ORDER // 2 and signature[64] in {27, 28}  # noqa: PLR2004 (r, s, v)
    if not formed:
        return False
    try:
        found: str = Account.recover_message(what.message, signature=signature)
    except BadSignature:
        return False
    return found == signer
