"""Whether there is a badge collection at an address."""

from ._artifacts import badges_abi, interface_id
from ._rpc import Rpc
from .errors import NoContractError, NotBadgesError, RefusedError

_ERC165 = bytes.fromhex("01ffc9a7")
_NOT_ERC165 = bytes.fromhex("ffffffff")


def must_be_badges(node: Rpc, address: str, chain_id: int) -> None:
    """ERC-165: it answers yes to itself, no to 0xffffffff, and yes to `IBadges`.

    Raises:
        NoContractError: There is no code.
        NotBadgesError: There is other code.
    """
    if not node.code(address):
        raise NoContractError(address, chain_id)
    questions = (_ERC165, _NOT_ERC165, interface_id())
    outcomes = node.call_many(address, [badges_abi().encode("supportsInterface", each) for each in questions])
    answers = [_truth(outcome) for outcome in outcomes]
    if answers[:2] != [True, False]:
        raise NotBadgesError(address, "it does not answer ERC-165")
    if answers[2] is not True:
        raise NotBadgesError(address, f"it does not support IBadges, 0x{interface_id().hex()}")


def _truth(outcome: bytes | RefusedError) -> bool | None:
    if isinstance(outcome, RefusedError):
        return None
    try:
        return bool(badges_abi().decode("supportsInterface", outcome)[0])
    except ValueError:
        return None
