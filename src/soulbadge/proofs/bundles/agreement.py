"""A block hash that several servers agree about, for who has no node to trust."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from soulbadge.chain.rpc import Rpc, open_web3
from soulbadge.errors import BlockDisputedError, ChainError, ValueInvalidError, WrongChainError
from soulbadge.forms.json import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from web3 import Web3

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class AgreedBlock(Value):
    """A block that servers named alike.

    Attributes:
        number: Its number.
        hash: Its hash, for `verify_bundle`.
        agreed: Who named it.
        silent: Who did not answer, and why; nobody named another.
    """

    number: int
    hash: str
    agreed: tuple[str, ...]
    silent: tuple[str, ...]


def agreed_block(
    nodes: "Iterable[str | Web3]", chain_id: int, *, at: int | None = None, quorum: int | None = None
) -> AgreedBlock:
    """Ask several servers for the hash of one block, and believe it only if no two differ.

    It is worth as much as the servers are independent of one another: they should have different operators.

    Args:
        nodes: URLs (http or https), or web3s of your own; at least two different ones.
        chain_id: The chain that all must be on (EIP-155): a header does not say.
        at: Number of the block, such as `bundle.proof.block.number`; None for the latest that all have.
        quorum: How many must name it, from 2; None for all. The others may be silent, never differ.

    Raises:
        BlockDisputedError: Two differ, or too few answer; it says who said what.
        WrongChainError: A server is on another chain.
        ValueInvalidError: There are not two servers, one is named twice, or the quorum cannot be.
    """
    every = list(nodes)
    needed = len(every) if quorum is None else quorum
    if len({each if isinstance(each, str) else id(each) for each in every}) != len(every) or len(every) < _FEWEST:
        raise ValueInvalidError("nodes", "expected two or more servers, each named once: one alone can lie")
    if not _FEWEST <= needed <= len(every):
        raise ValueInvalidError("quorum", f"expected {_FEWEST} to {len(every)}, found {quorum}")
    with ThreadPoolExecutor(max_workers=len(every)) as threads:
        asked = [Rpc(open_web3(each) if isinstance(each, str) else each) for each in every]
        heights = list(threads.map(lambda node: _height(node, chain_id), asked))
        known = [each for each in heights if isinstance(each, int)]
        number = min(known, default=0) if at is None else at
        told = list(threads.map(lambda node, height: _hash(node, height, number), asked, heights))
    said = tuple(f"{node.endpoint} said {each.hash or each.silence}" for node, each in zip(asked, told, strict=True))
    hashes = {each.hash for each in told if each.hash}
    if len(hashes) != 1 or sum(bool(each.hash) for each in told) < needed:
        raise BlockDisputedError(number, needed, said)
    return AgreedBlock(
        number,
        hashes.pop(),
        tuple(node.endpoint for node, each in zip(asked, told, strict=True) if each.hash),
        tuple(f"{node.endpoint}: {each.silence}" for node, each in zip(asked, told, strict=True) if not each.hash),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What one server named, or why it named nothing."""

    hash: str
    silence: str = ""


def _height(node: Rpc, chain_id: int) -> int | ChainError:
    """The latest block of a server; the error if it does not answer."""
    try:
        found = node.chain_id()
        if found == chain_id:
            return node.block_number()
    except ChainError as error:
        return error
    raise WrongChainError(chain_id, found, node.endpoint)


def _hash(node: Rpc, height: int | ChainError, number: int) -> _Told:
    if isinstance(height, ChainError):
        return _Told("", f"nothing ({height})")
    if height < number:
        return _Told("", f"nothing (it has only {height} blocks)")
    try:
        return _Told(node.block_at(number).hash)
    except ChainError as error:
        return _Told("", f"nothing ({error})")
