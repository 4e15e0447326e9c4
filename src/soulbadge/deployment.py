"""Deploying a collection, and knowing again what was deployed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ._writer import TIMEOUT
from .chain.artifacts import artifact, badges_abi
from .chain.rpc import Rpc, open_web3
from .chain.sender import Sender, Sent, Signer
from .chain.structs import from_profile
from .contract import Collection
from .errors import CodeMismatchError, NoContractError, WrongChainError
from .forms.json import Value
from .ids import parse_address
from .models import Profile

if TYPE_CHECKING:
    from web3 import Web3


@dataclass(frozen=True, slots=True)
class Deployment(Value):
    """What was deployed, where and by which transaction."""

    chain_id: int
    address: str
    name: str
    symbol: str
    owner: str
    """Who owned it at deployment."""
    renderer: str
    reader: str
    transaction: str
    block: int
    code_hash: str
    """keccak-256 of the collection's code: the same for every deployment of one release."""


def deploy(
    rpc: "str | Web3",
    signer: Signer,
    name: str,
    symbol: str,
    profile: Profile | None = None,
    *,
    owner: str | None = None,
    chain_id: int | None = None,
    timeout: float = TIMEOUT,
) -> Deployment:
    """Deploy a collection and its two companions, and make sure that the code on chain is this release's.

    Args:
        rpc: URL of a node (http or https), or a web3 of your own.
        signer: Who signs and pays.
        name: The issuer's name, fixed; it stands on every badge.
        symbol: ERC-721 symbol, fixed.
        profile: How the issuer presents itself; its name alone by default.
        owner: Who appoints issuers and creates achievements; the signer by default.
        chain_id: The chain that it must be on (EIP-155); None for whichever the node serves.
        timeout: Seconds to wait for each of the three transactions.

    Raises:
        UnreachableError, WrongChainError: It is not the node that was meant.
        NoFundsError: The signer cannot pay.
        CodeMismatchError: There is other code than was sent.
    """
    node = Rpc(open_web3(rpc) if isinstance(rpc, str) else rpc)
    found = node.chain_id()
    if chain_id is not None and chain_id != found:
        raise WrongChainError(chain_id, found, node.endpoint)
    sender = Sender(node, found, signer, timeout=timeout)
    who = parse_address(owner or sender.address)
    renderer = _create(sender, "BadgeRenderer")
    reader = _create(sender, "BadgeReader")
    arguments = badges_abi().encode_constructor(
        name, symbol, who, from_profile(profile or Profile(name)), renderer.contract, reader.contract
    )
    badges = _create(sender, "Badges", arguments)
    deployment = Deployment(
        chain_id=found,
        address=parse_address(badges.contract),
        name=name,
        symbol=symbol,
        owner=who,
        renderer=parse_address(renderer.contract),
        reader=parse_address(reader.contract),
        transaction=badges.receipt.transaction,
        block=badges.receipt.block,
        code_hash=code_hash(),
    )
    check_code(Collection(node, parse_address(badges.contract), found))
    return deployment


def estimate_deployment(rpc: "str | Web3", signer: Signer, *, timeout: float = TIMEOUT) -> tuple[int, int]:
    """Gas and the most in wei that the two companions would cost: what a dry run can know of a deployment."""
    node = Rpc(open_web3(rpc) if isinstance(rpc, str) else rpc)
    sender = Sender(node, node.chain_id(), signer, timeout=timeout)
    receipts = [sender.send(None, artifact(each).bytecode, dry_run=True).receipt for each in _COMPANIONS]
    return sum(each.gas for each in receipts), sum(each.cost for each in receipts)


def code_hash() -> str:
    """keccak-256 of this release's `Badges` as it stands on a chain."""
    from eth_utils.crypto import keccak

    return "0x" + keccak(artifact("Badges").runtime).hex()


def check_code(collection: Collection) -> None:
    """Make sure that a collection and its companions run the code that this release ships.

    Raises:
        NoContractError: There is no code at all.
        CodeMismatchError: One of the three has other code.
    """
    renderer, reader = collection.companions()
    for name, address in (("Badges", collection.address), ("BadgeRenderer", renderer), ("BadgeReader", reader)):
        code = collection.node.code(address)
        if not code:
            raise NoContractError(address, collection.chain_id)
        if code != artifact(name).runtime:
            raise CodeMismatchError(name, address)


_COMPANIONS = ("BadgeRenderer", "BadgeReader")


def _create(sender: Sender, name: str, arguments: bytes = b"") -> Sent:
    return sender.send(None, artifact(name).bytecode + arguments)
