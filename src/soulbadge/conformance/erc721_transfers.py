"""ERC-721: who may transfer what to whom. Whoever refuses every transfer passes."""

from collections.abc import Iterator

from soulbadge.conformance.erc721 import NO_TOKEN, STANDARD
from soulbadge.conformance.rules import Found, failed, not_checkable, passed
from soulbadge.conformance.subject import OTHER, STRANGER, Subject, shown
from soulbadge.errors import RefusedError
from soulbadge.ids import ZERO_ADDRESS

_PLAIN = "transferFrom(address,address,uint256)"
_SAFE = "safeTransferFrom(address,address,uint256)"
_WITH_DATA = "safeTransferFrom(address,address,uint256,bytes)"
TRANSFERS = {_PLAIN: (), _SAFE: (), _WITH_DATA: (b"",)}
"""The three doors, and what each takes besides from, to and the id."""

_RECEIVED = "onERC721Received(address,address,uint256,bytes)"
_WORD = 32


def passing(subject: Subject, origin: str, to: str, number: int, sender: str) -> str | None:
    """The first door through which a transfer goes; None if all refuse."""
    for door, rest in TRANSFERS.items():
        if not subject.reverts(door, origin, to, number, *rest, sender=sender):
            return door
    return None


@STANDARD.rule(
    "transfer-by-stranger",
    "Throws unless `msg.sender` is the current owner, an authorized operator, or the approved address for this NFT.",
)
def by_stranger(subject: Subject) -> Found:
    """A stranger moves nothing."""
    return _refused(subject, ((each.owner, OTHER, each.number, STRANGER) for each in subject.live), "by a stranger")


@STANDARD.rule("transfer-from-other", "Throws if `_from` is not the current owner.")
def from_other(subject: Subject) -> Found:
    """The owner cannot be lied about."""
    return _refused(subject, ((OTHER, STRANGER, each.number, each.owner) for each in subject.live), "from another")


@STANDARD.rule("transfer-to-zero", "Throws if `_to` is the zero address.")
def to_zero(subject: Subject) -> Found:
    """A transfer is no burning."""
    return _refused(subject, ((each.owner, ZERO_ADDRESS, each.number, each.owner) for each in subject.live), "to zero")


@STANDARD.rule("transfer-nonexistent", "Throws if `_tokenId` is not a valid NFT.")
def of_nonexistent(subject: Subject) -> Found:
    """What does not exist does not move."""
    return _refused(subject, ((STRANGER, OTHER, each, STRANGER) for each in subject.invalid), "of no token")


@STANDARD.rule(
    "safe-transfer-receiver",
    "When transfer is complete, this function checks if `_to` is a smart contract (code size > 0). If so, it calls "
    '`onERC721Received` on `_to` and throws if the return value is not `bytes4(keccak256("onERC721Received(…)"))`.',
)
def safe_receiver(subject: Subject) -> Found:
    """Tried with the contract itself as the receiver, unless it receives tokens."""
    if not subject.live:
        return not_checkable(NO_TOKEN)
    token = subject.live[0]
    answer = subject.call(_RECEIVED, token.owner, token.owner, token.number, b"", sender=subject.address)
    if not isinstance(answer, RefusedError) and answer[:4] == bytes.fromhex("150b7a02"):
        return not_checkable("the contract itself receives tokens, and no other contract is at hand")
    for door in (_SAFE, _WITH_DATA):
        arguments = (token.owner, subject.address, token.number, *TRANSFERS[door])
        if not subject.reverts(door, *arguments, sender=token.owner):
            return failed(f"{door} sends {shown(token.number)} to a contract that does not receive tokens")
    return passed("a contract that does not receive tokens is sent none")


def _refused(subject: Subject, tries: Iterator[tuple[str, str, int, str]], what: str) -> Found:
    count = 0
    for origin, to, number, sender in tries:
        door = passing(subject, origin, to, number, sender)
        if door is not None:
            return failed(f"{door} of {shown(number)} from {origin} to {to} goes through for {sender}")
        count += 1
    return passed(f"{count} transfers {what} are refused, by each of three doors") if count else not_checkable(NO_TOKEN)
