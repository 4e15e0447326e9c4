"""Whether a deployed token keeps the standards that it claims, for anybody's contract, sentence by sentence.

    >>> report = conform("http://127.0.0.1:8545", "0x5FbDB2315678afecb367f032d93F642f64180aa3")
    >>> for result in report.failed:
    ...     print(result.rule, result.because)

Nothing is sent: answers are asked for, refusals are tried by simulated calls, and events are read as they lie in the
blocks. So PASS means that nothing was seen that breaks the sentence. As a pytest plugin:
`soulbadge.conformance.plugin`.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from soulbadge.chain.rpc import Rpc, open_web3
from soulbadge.errors import BlockGoneError, NoContractError, WrongChainError
from soulbadge.ids import parse_address

from . import erc165, erc721, erc721_metadata, erc4906, erc5192, erc5484, erc6454, erc7858, others
from . import erc721_transfers as _transfers  # noqa: F401 (adds its rules to those of erc721)
from .report import Conformance, Outcome, RuleResult
from .rules import Rule, Standard
from .subject import Subject

if TYPE_CHECKING:
    from web3 import Web3

__all__ = ["STANDARDS", "Conformance", "Outcome", "Rule", "RuleResult", "Standard", "conform"]

STANDARDS: tuple[Standard, ...] = (
    erc165.STANDARD,
    erc721.STANDARD,
    erc721_metadata.METADATA,
    erc721_metadata.ENUMERABLE,
    erc5192.STANDARD,
    erc5484.STANDARD,
    erc7858.STANDARD,
    erc6454.STANDARD,
    erc4906.STANDARD,
    others.ERC5267,
    others.ERC7572,
    others.ERC6093,
    others.ERC5646,
    others.ERC4973,
    others.WALLETS,
)
"""Every standard with its rules, in the order of a report."""


def conform(
    rpc: "str | Web3",
    address: str,
    *,
    chain_id: int | None = None,
    block: int | None = None,
    token_ids: Sequence[int] = (),
) -> Conformance:
    """Check a deployed token against every rule of `STANDARDS`.

    Args:
        rpc: URL of a node (http or https), or a web3 of your own.
        address: The contract's; of whatever kind it is.
        chain_id: The chain that it must be on (EIP-155); None for whichever the node serves.
        block: At which block; None for the latest.
        token_ids: Tokens to look at besides those that its Transfer events name.

    Raises:
        AddressInvalidError: The address is none.
        UnreachableError: Nobody answers there.
        WrongChainError: The node serves another chain.
        NoContractError: There is no code at the address.
        BlockGoneError: The block left the chain meanwhile.
        LogsMissingError, NodeError: The node does not answer what every node must.
    """
    where = parse_address(address)
    node = Rpc(open_web3(rpc) if isinstance(rpc, str) else rpc)
    found = node.chain_id()
    if chain_id is not None and chain_id != found:
        raise WrongChainError(chain_id, found, node.endpoint)
    pinned = node.block_at(block)
    subject = Subject(node, where, pinned, token_ids)
    if not subject.code:
        raise NoContractError(where, found)
    results = tuple(result for standard in STANDARDS for result in standard.judge(subject))
    if not node.is_canonical(pinned):
        raise BlockGoneError(pinned.number, pinned.hash)
    looked_at = len(subject.live) + len(subject.burned)
    return Conformance(found, where, pinned.number, pinned.hash, looked_at, results)
