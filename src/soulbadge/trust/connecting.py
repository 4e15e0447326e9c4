"""Trusted collections, connected and recognised by their code."""

from typing import TYPE_CHECKING

from soulbadge.errors import TrustedCodeError, ValueInvalidError
from soulbadge.forms.keccak import keccak
from soulbadge.trust.lists import Trust

if TYPE_CHECKING:
    from collections.abc import Mapping

    from web3 import Web3

    from soulbadge.contract import Collection


def connect_trusted(trust: Trust, rpcs: "Mapping[int, str | Web3]") -> "list[Collection]":
    """Connect all collections of a list, for `verify` and its kin.

    Args:
        trust: The list. `trust.on(chain_id)` is the part of it on one chain.
        rpcs: For each chain of the list the URL of a node, or a web3 of your own.

    Returns:
        The collections in the order of the list.

    Raises:
        ValueInvalidError: A chain of the list has no RPC: what it says would silently not count.
        TrustedCodeError: A collection has other code than the list expects.
        ChainError: A node cannot be reached or serves another chain, or there is no collection at an address.
    """
    from soulbadge.contract import connect

    for one in trust:
        if one.chain_id not in rpcs:
            raise ValueInvalidError("rpcs", f"there is none for chain {one.chain_id}, where {one.address} is trusted")
    connected = []
    for one in trust:
        collection = connect(rpcs[one.chain_id], one.address, chain_id=one.chain_id)
        if one.code_hash:
            found = "0x" + keccak(collection.node.code(one.address)).hex()
            if found != one.code_hash:
                raise TrustedCodeError(one.address, one.chain_id, one.code_hash, found)
        connected.append(collection)
    return connected
