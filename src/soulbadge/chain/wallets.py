"""Asking a contract wallet whether it signed something (ERC-1271, ERC-6492): the one place that does.

Nothing is ever sent: creation code of our own is run by `eth_call` (docs/adr/0009-asking-wallets.md), from an address
that is not zero. It asks by `staticcall` with a limit of gas for each question, so a wallet or a factory that reverts,
burns all its gas, changes something, or answers anything but the one word, has said no.
"""

from typing import Final, Protocol

from soulbadge.errors import NodeError, RefusedError
from soulbadge.ids import ZERO_ADDRESS

MOST_SIGNATURE: Final = 32 * 1024
"""Bytes of a signature. The probe is creation code, of which chains take 48 KiB (EIP-3860)."""

_GAS: Final = 15_000_000
"""For the probe with all its questions; each of them has a limit of its own (contracts/proving/SignatureProbe.sol)."""

_DELEGATION: Final = b"\xef\x01\x00"
_DELEGATION_SIZE: Final = 23


class CodeReader(Protocol):
    """Who knows what an address is, and can ask it."""

    def code(self, address: str, block: int | None = None) -> bytes:
        """The code at an address as of a block; empty if there is none."""

    def run(self, code: bytes, *, gas: int, block: int | None = None) -> bytes:
        """What creation code returns that is run as of a block, with so much gas at most, and leaves nothing behind."""


def delegates(code: bytes) -> bool:
    """Whether this is the code of an account that merely delegates (EIP-7702), and still speaks by its key."""
    return len(code) == _DELEGATION_SIZE and code.startswith(_DELEGATION)


def says_yes(
    node: CodeReader,
    wallet: str,
    digest: bytes,
    signature: bytes,
    block: int,
    *,
    factory: str = ZERO_ADDRESS,
    preparation: bytes = b"",
) -> bool:
    """Whether a wallet accepts a signature.

    Args:
        node: Who is asked.
        wallet: The wallet's address.
        digest: What was signed, 32 bytes.
        signature: As the wallet wants it, without an envelope; `MOST_SIGNATURE` bytes at most, `preparation` included.
        block: Number of the block in which everything is read.
        factory: Whom to call if the wallet does not say yes as it stands, before it is asked again; zero for nobody.
        preparation: What to call it with.

    Raises:
        NodeError: The node does not run code that is nowhere, so that nothing was decided.
    """
    from eth_abi.abi import encode

    from .artifacts import artifact

    kinds = ["address", "bytes32", "bytes", "address", "bytes"]
    question = encode(kinds, [wallet, digest, signature, factory, preparation])
    # The probe says one of two words whatever it meets, so anything else is not its answer.
    try:
        answer = node.run(artifact("SignatureProbe").bytecode + question, gas=_GAS, block=block)
    except RefusedError as error:
        raise NodeError("eth_call", f"creation code that cannot fail was refused ({error})") from error
    if answer not in {bytes(32), (1).to_bytes(32, "big")}:
        raise NodeError("eth_call", f"creation code that returns a word was answered with {answer[:40]!r}")
    return any(answer)
