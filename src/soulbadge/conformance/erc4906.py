"""ERC-4906: EIP-721 Metadata Update Extension."""

from soulbadge.conformance.erc721 import NO_TOKEN, layout
from soulbadge.conformance.rules import Found, Standard, departs, failed, not_checkable, passed
from soulbadge.conformance.subject import Subject, UnansweredError, shown
from soulbadge.conformance.tokens import Token

STANDARD = Standard("ERC-4906", "0x49064906")

_ONE = "MetadataUpdate(uint256)"
_MANY = "BatchMetadataUpdate(uint256,uint256)"
_EXPIRY = "TokenExpiryUpdated(uint256,uint256,uint256)"


@STANDARD.rule("one-event", "event MetadataUpdate(uint256 _tokenId);")
def one_event(subject: Subject) -> Found:
    """Not indexed."""
    return layout(subject, _ONE, 1, 1)


@STANDARD.rule("many-event", "event BatchMetadataUpdate(uint256 _fromTokenId, uint256 _toTokenId);")
def many_event(subject: Subject) -> Found:
    """Not indexed."""
    return layout(subject, _MANY, 1, 2)


@STANDARD.rule(
    "announced",
    "The `MetadataUpdate` or `BatchMetadataUpdate` event MUST be emitted when the JSON metadata of a token, or a "
    "consecutive range of tokens, is changed.",
)
def announced(subject: Subject) -> Found:
    """Documents of now beside those of the block in which the token was created or last announced.

    What a transaction of the contract changed must have been announced; what time or other tokens change cannot be.
    """
    compared = silent = 0
    for token in subject.live:
        since = _last_told(subject, token)
        before, now = _document(subject, token, since), _document(subject, token, None)
        if before is None or now is None:
            continue
        compared += 1
        if before == now:
            continue
        touched = [each for each in _touched(subject, token) if each > since]
        if touched:
            return failed(
                f"a transaction in block {touched[0]} changed the document of {shown(token.number)} in silence"
            )
        silent += 1
    if silent:
        return departs(f"{silent} documents have changed with time or by other tokens, which nothing announced")
    if compared:
        return passed(f"{compared} documents are what was last announced")
    return not_checkable("the node has no state of older blocks" if subject.live else NO_TOKEN)


def _last_told(subject: Subject, token: Token) -> int:
    """The last block in which the document was created or announced."""
    ones = [log.block for log in subject.logs(_ONE) if log.data[:32] == token.number.to_bytes(32, "big")]
    many = [
        log.block
        for log in subject.logs(_MANY)
        if int.from_bytes(log.data[:32], "big") <= token.number <= int.from_bytes(log.data[32:64], "big")
    ]
    return max([token.minted.block if token.minted else 0, *ones, *many])


def _touched(subject: Subject, token: Token) -> list[int]:
    """Blocks in which the contract itself told of a change to the token."""
    return [log.block for log in subject.logs(_EXPIRY) if len(log.topics) > 1 and log.number(1) == token.number]


def _document(subject: Subject, token: Token, block: int | None) -> str | None:
    try:
        return str(subject.value("tokenURI(uint256)", "string", token.number, block=block))
    except UnansweredError:
        return None
