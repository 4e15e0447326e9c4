"""ERC-5192: Minimal Soulbound NFTs."""

from soulbadge.conformance.erc721 import NO_TOKEN, layout, throws_for
from soulbadge.conformance.erc721_transfers import passing
from soulbadge.conformance.rules import Found, Standard, departs, failed, not_checkable, passed
from soulbadge.conformance.subject import OTHER, Subject, shown

STANDARD = Standard("ERC-5192", "0xb45a3c0e", ("locked(uint256)",))

_LOCKED = "Locked(uint256)"


@STANDARD.rule("locked-event", "event Locked(uint256 tokenId);")
def locked_event(subject: Subject) -> Found:
    """The id is not indexed: indexing it changes the layout under the same topic, and decoders fail without a word."""
    return layout(subject, _LOCKED, 1, 1)


@STANDARD.rule("unlocked-event", "event Unlocked(uint256 tokenId);")
def unlocked_event(subject: Subject) -> Found:
    """The same."""
    return layout(subject, "Unlocked(uint256)", 1, 1)


@STANDARD.rule("locked-emitted", "If a token is minted and the status is locked, this event should be emitted.")
def locked_emitted(subject: Subject) -> Found:
    """A "should": whoever leaves it out departs."""
    told = {int.from_bytes(log.data or log.topics[-1], "big") for log in subject.logs(_LOCKED)}
    for token in subject.live:
        if subject.value("locked(uint256)", "bool", token.number) and token.number not in told:
            return departs(f"no event tells that {shown(token.number)} is locked")
    return passed("it is told of every locked token") if subject.live else not_checkable(NO_TOKEN)


@STANDARD.rule(
    "locked-nonexistent", "SBTs assigned to zero address are considered invalid, and queries about them do throw."
)
def locked_nonexistent(subject: Subject) -> Found:
    """What does not exist is neither locked nor free."""
    return throws_for(subject, "locked(uint256)")


@STANDARD.rule(
    "locked-transfers",
    "When `locked` is true, all EIP-721 functions of the contract that transfer the token from one account to another "
    "must throw.",
)
def locked_transfers(subject: Subject) -> Found:
    """Tried as the owner, who alone could."""
    locked = [each for each in subject.live if subject.value("locked(uint256)", "bool", each.number)]
    for token in locked:
        door = passing(subject, token.owner, OTHER, token.number, token.owner)
        if door is not None:
            return failed(f"{shown(token.number)} is locked, yet {door} goes through for its owner")
    return passed(f"{len(locked)} locked tokens cannot be transferred") if locked else not_checkable(NO_TOKEN)
