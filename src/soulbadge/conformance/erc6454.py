"""ERC-6454: Minimal Transferable NFT detection interface."""

from soulbadge.conformance.erc721 import NO_TOKEN
from soulbadge.conformance.erc721_transfers import passing
from soulbadge.conformance.rules import Found, Standard, failed, not_checkable, passed
from soulbadge.conformance.subject import OTHER, STRANGER, Subject, shown
from soulbadge.ids import ZERO_ADDRESS

STANDARD = Standard("ERC-6454", "0x91a6262f", ("isTransferable(uint256,address,address)",))

_ASKED = "isTransferable(uint256,address,address)"
_WORD = 32


@STANDARD.rule(
    "nonexistent",
    "If the tokenId does not exist, this method MUST revert execution, unless the token is being checked for minting.",
)
def nonexistent(subject: Subject) -> Found:
    """Asked from somebody, to somebody and to nobody."""
    for number in subject.invalid:
        for origin, to in ((STRANGER, OTHER), (OTHER, ZERO_ADDRESS)):
            if not subject.reverts(_ASKED, number, origin, to):
                return failed(f"it answers for {shown(number)}, which does not exist")
    return passed(f"it reverts for {len(subject.invalid)} ids of no token")


@STANDARD.rule(
    "general",
    "In order to determine whether a token is transferable or not in general, the function SHOULD return the "
    "appropriate boolean value when passing the zero address as the `to` and `from` parameter.",
)
def general(subject: Subject) -> Found:
    """The question in general has an answer."""
    for token in subject.live:
        subject.value(_ASKED, "bool", token.number, ZERO_ADDRESS, ZERO_ADDRESS)
    return passed("it answers in general") if subject.live else not_checkable(NO_TOKEN)


@STANDARD.rule(
    "refused",
    "If this function returns `false`, the transfer of the token MUST revert execution. … If the general "
    "transferability of token is `false`, any kind of transfer of the token, save minting and burning, MUST revert.",
)
def refused(subject: Subject) -> Found:
    """Tried as the owner."""
    bound = 0
    for token in subject.live:
        answers = [subject.call(_ASKED, token.number, *pair) for pair in ((ZERO_ADDRESS,) * 2, (token.owner, OTHER))]
        if bytes(_WORD) not in answers:
            continue
        bound += 1
        door = passing(subject, token.owner, OTHER, token.number, token.owner)
        if door is not None:
            return failed(f"{shown(token.number)} is said not to be transferable, yet {door} goes through")
    return passed(f"{bound} tokens are not transferable and do not move") if bound else not_checkable(NO_TOKEN)
