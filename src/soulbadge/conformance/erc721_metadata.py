"""ERC-721's extensions: Metadata, and Enumerable where a contract has it."""

from soulbadge.conformance.documents import document_of
from soulbadge.conformance.erc721 import NO_TOKEN, throws_for
from soulbadge.conformance.rules import Found, Standard, failed, not_checkable, passed
from soulbadge.conformance.subject import STRANGER, Subject, shown
from soulbadge.ids import ZERO_ADDRESS

METADATA = Standard("ERC-721, Metadata", "0x5b5e139f", ("tokenURI(uint256)",))
ENUMERABLE = Standard(
    "ERC-721, Enumerable", "0x780e9d63", ("tokenByIndex(uint256)", "tokenOfOwnerByIndex(address,uint256)")
)

_BY_INDEX = "tokenByIndex(uint256)"
_OF_OWNER = "tokenOfOwnerByIndex(address,uint256)"


@METADATA.rule("name-and-symbol", "A descriptive name for a collection of NFTs; an abbreviated name for NFTs")
def name_and_symbol(subject: Subject) -> Found:
    """Both answer with a text."""
    found = [subject.value(f"{each}()", "string") for each in ("name", "symbol")]
    return passed(f"it is called {found[0][:60]!r}, {found[1][:20]!r}")


@METADATA.rule("token-uri-nonexistent", "tokenURI: … Throws if `_tokenId` is not a valid NFT.")
def token_uri_nonexistent(subject: Subject) -> Found:
    """What does not exist has no document."""
    return throws_for(subject, "tokenURI(uint256)")


@METADATA.rule(
    "token-uri",
    "URIs are defined in RFC 3986. The URI may point to a JSON file that conforms to the "
    '"ERC721 Metadata JSON Schema".',
)
def token_uri(subject: Subject) -> Found:
    """Documents that stand in the URI itself are read."""
    read = 0
    for token in subject.live:
        uri = subject.value("tokenURI(uint256)", "string", token.number)
        if not uri.startswith("data:"):
            continue
        document = document_of(uri)
        if document is None:
            return failed(f"the document of {shown(token.number)} is no JSON object")
        wrong = [each for each in ("name", "description", "image") if not isinstance(document.get(each, ""), str)]
        if wrong:
            return failed(f"{wrong[0]} in the document of {shown(token.number)} is no text")
        read += 1
    if not subject.live:
        return not_checkable(NO_TOKEN)
    if not read:
        return not_checkable("the documents are on a server, which is not asked")
    return passed(f"{read} documents are JSON objects that fit the schema")


@ENUMERABLE.rule("total-supply", "A count of valid NFTs tracked by this contract")
def total_supply(subject: Subject) -> Found:
    """It counts what exists, expired tokens too."""
    existing = sum(each.owner != ZERO_ADDRESS for each in subject.history.values())
    found = subject.value("totalSupply()", "uint256")
    return passed(f"it counts {found}") if found == existing else failed(f"it counts {found}, its events {existing}")


@ENUMERABLE.rule("token-by-index", "tokenByIndex: Throws if `_index` >= `totalSupply()`.")
def token_by_index(subject: Subject) -> Found:
    """The list ends."""
    count = subject.value("totalSupply()", "uint256")
    if not subject.reverts(_BY_INDEX, count):
        return failed(f"it has a token number {count} of {count}")
    return passed("it reverts at the end of the list")


@ENUMERABLE.rule(
    "token-of-owner-by-index",
    "tokenOfOwnerByIndex: Throws if `_index` >= `balanceOf(_owner)` or if `_owner` is the zero address",
)
def token_of_owner_by_index(subject: Subject) -> Found:
    """So does each owner's."""
    for owner in (STRANGER, *(each.owner for each in subject.live)):
        count = subject.value("balanceOf(address)", "uint256", owner)
        if not subject.reverts(_OF_OWNER, owner, count):
            return failed(f"it has a token number {count} of {count} for {owner}")
    if not subject.reverts(_OF_OWNER, ZERO_ADDRESS, 0):
        return failed("it lists tokens of the zero address")
    return passed("it reverts at the end of each owner's list, and for the zero address")
