"""Reading a collection: the only place that asks the chain.

    >>> badges = connect("http://127.0.0.1:8545", "0x5FbDB2315678afecb367f032d93F642f64180aa3")
    >>> for badge in badges.badges_of(holder):
    ...     print(badges.achievement(badge.achievement_id).name, badge.status.name)

Every read takes a `block`: a number, or a `Block` from `badges.block()`, by which several answers are of one moment;
None for the latest. Whatever one answer is made of comes from one block in any case.
"""

from typing import TYPE_CHECKING

from .chain.probe import must_be_badges
from .chain.rpc import Rpc, open_web3
from .errors import WrongChainError
from .ids import parse_address
from .reading.collection import Collection

if TYPE_CHECKING:
    from web3 import Web3

__all__ = ["Collection", "connect"]


def connect(rpc: "str | Web3", address: str, *, chain_id: int | None = None) -> Collection:
    """The collection at an address, after making sure that it is one.

    Args:
        rpc: URL of a node (http or https), or a web3 of your own.
        address: The collection's.
        chain_id: The chain that it must be on (EIP-155); None for whichever the node serves.

    Raises:
        AddressInvalidError: The address is none.
        UnreachableError: Nobody answers there.
        WrongChainError: The node serves another chain.
        NoContractError: There is no code at the address.
        NotBadgesError: The code there does not answer as a badge collection (ERC-165).
    """
    where = parse_address(address)
    node = Rpc(open_web3(rpc) if isinstance(rpc, str) else rpc)
    found = node.chain_id()
    if chain_id is not None and chain_id != found:
        raise WrongChainError(chain_id, found, node.endpoint)
    must_be_badges(node, where, found)
    return Collection(node, where, found)
