"""Whether there is a badge collection at an address, and how its node names blocks."""

from collections.abc import Sequence
from typing import Any

from soulbadge.errors import NoContractError, NodeError, NotBadgesError

from . import answers as _answers
from .artifacts import badges_abi, interface_id
from .rpc import Question, Rpc

_ERC165 = bytes.fromhex("01ffc9a7")
_NOT_ERC165 = bytes.fromhex("ffffffff")
_NOWHERE = {"blockHash": "0x" + "5b" * 32, "requireCanonical": True}
"""A block that no chain has: whoever answers for it reads something else than was asked for."""


def must_be_badges(node: Rpc, address: str, chain_id: int) -> None:
    """ERC-165: it answers yes to itself, no to 0xffffffff, and yes to `IBadges`; all from one block.

    On the way the node shows whether it reads from a block named by its hash (EIP-1898). A node that does not know
    these may still answer, from its latest block: so it is asked about a block that does not exist, too.

    Raises:
        NoContractError: There is no code.
        NotBadgesError: There is other code.
    """
    by_hash = {"blockHash": node.block_at().hash, "requireCanonical": True}
    *found, nowhere = node.ask_each([*_questions(node, address, by_hash), _asks(node, address, _ERC165, _NOWHERE)])
    if isinstance(nowhere, NodeError) and not any(isinstance(each, NodeError) for each in found):
        node.pins_by_hash = True
    else:
        found = node.ask_each(_questions(node, address, "latest"))
    code, *answers = found
    if isinstance(code, Exception):
        raise code
    if not _answers.octets("eth_getCode", code):
        raise NoContractError(address, chain_id)
    _must_answer(address, answers)


def _must_answer(address: str, answers: Sequence[Any]) -> None:
    for answer in answers:
        if isinstance(answer, NodeError):
            raise answer
    truths = [_truth(answer) for answer in answers]
    if truths[:2] != [True, False]:
        raise NotBadgesError(address, "it does not answer ERC-165")
    if truths[2] is not True:
        raise NotBadgesError(address, f"it does not support IBadges, 0x{interface_id().hex()}")


def _questions(node: Rpc, address: str, tag: object) -> list[Question]:
    interfaces = _ERC165, _NOT_ERC165, interface_id()
    return [("eth_getCode", (address, tag)), *(_asks(node, address, each, tag) for each in interfaces)]


def _asks(node: Rpc, address: str, interface: bytes, tag: object) -> Question:
    return "eth_call", (node.as_call(address, badges_abi().encode("supportsInterface", interface)), tag)


def _truth(answer: Any) -> bool | None:  # noqa: ANN401 (JSON, or a refusal)
    if isinstance(answer, Exception):
        return None
    try:
        return bool(badges_abi().decode("supportsInterface", _answers.octets("eth_call", answer))[0])
    except ValueError:
        return None
