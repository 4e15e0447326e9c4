"""Whether an account signed typed data, as the contract sees it (`contracts/badges/Signatures.sol`).

Accounts without code sign by ECDSA. Contracts answer ERC-1271 themselves. An account that merely delegates to code
(ERC-7702) still has its key, and the key decides. In one thing this is stricter than the contract: a wallet has to
answer with exactly one word, with 3,000,000 gas at most (`wallets`).
"""

from typing import Final

from soulbadge.typed_data import Signable

from .wallets import MOST_SIGNATURE, CodeReader, delegates, says_yes

_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def is_signed_by(node: CodeReader, signer: str, what: Signable, signature: bytes, block: int) -> bool:
    """Whether the account at `signer` signed `what`, as of a block; nobody signs with more than `MOST_SIGNATURE` bytes.

    Raises:
        NodeError: The signer is a contract, and the node cannot ask it.
    """
    if len(signature) > MOST_SIGNATURE:
        return False
    code = node.code(signer, block)
    if code and not delegates(code):
        return says_yes(node, signer, what.digest, signature, block)
    return is_signed_by_key(signer, what, signature)


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
