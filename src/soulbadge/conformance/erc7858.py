"""ERC-7858: Expirable NFTs and SBTs."""

from soulbadge.conformance.erc721 import NO_TOKEN, layout, throws_for
from soulbadge.conformance.rules import Found, Standard, departs, failed, not_checkable, passed
from soulbadge.conformance.subject import Subject, shown
from soulbadge.reading.events import Log

STANDARD = Standard("ERC-7858", "0x3ebdfa31", ("isTokenExpired(uint256)", "expiryType()"))

_UPDATED = "TokenExpiryUpdated(uint256,uint256,uint256)"
_TOPICS = 4
_TIME_BASED = 1


@STANDARD.rule("requires", "Implementation MUST inherit from ERC-721: it answers ERC-165 for it too.")
def requires(subject: Subject) -> Found:
    """An expiring NFT is an NFT."""
    if subject.claims("0x80ac58cd"):
        return passed("it answers true for 0x80ac58cd")
    return failed("it does not answer true for 0x80ac58cd")


@STANDARD.rule("expiry-type", "`expiryType` MUST return the type of expiry used by the contract")
def expiry_type(subject: Subject) -> Found:
    """By blocks, or by time."""
    found = subject.value("expiryType()", "uint256")
    if found in {0, _TIME_BASED}:
        return passed("it counts in seconds" if found == _TIME_BASED else "it counts in blocks")
    return failed(f"it is {found}, not 0 or 1")


@STANDARD.rule("expired-nonexistent", "isTokenExpired: If the `tokenId` does not exist MUST revert")
def expired_nonexistent(subject: Subject) -> Found:
    """What does not exist does not expire."""
    return throws_for(subject, "isTokenExpired(uint256)")


@STANDARD.rule("start-nonexistent", "startTime: If the `tokenId` does not exist MUST revert")
def start_nonexistent(subject: Subject) -> Found:
    """It has no start."""
    return throws_for(subject, "startTime(uint256)")


@STANDARD.rule("end-nonexistent", "endTime: If the `tokenId` does not exist MUST revert")
def end_nonexistent(subject: Subject) -> Found:
    """It has no end."""
    return throws_for(subject, "endTime(uint256)")


@STANDARD.rule(
    "start-before-end", "The `startTime` MUST less than `endTime` and SHOULD except when both are set to `0`."
)
def start_before_end(subject: Subject) -> Found:
    """An end of 0 is never."""
    for token in subject.live:
        start, end = _times(subject, token.number)
        if end and start >= end:
            return failed(f"{shown(token.number)} starts at {start} and ends at {end}")
    return passed("every start is before its end") if subject.live else not_checkable(NO_TOKEN)


@STANDARD.rule(
    "expired",
    "isTokenExpired: If the `tokenId` exists and is not expired MUST return false; MUST return true if the token is "
    "expired. {0, 0} and {nonzero, 0}: no time limit.",
)
def expired(subject: Subject) -> Found:
    """Expired means that the end has come; whether its first or its last second counts, the standard leaves open."""
    by_blocks = subject.value("expiryType()", "uint256") == 0
    now = subject.block.number if by_blocks else subject.block.time
    for token in subject.live:
        _, end = _times(subject, token.number)
        found = subject.value("isTokenExpired(uint256)", "bool", token.number)
        if end != now and found != (end != 0 and end < now):
            said = "expired" if found else "not expired"
            return failed(f"{shown(token.number)} is said to be {said} at {now}, its end is {end}")
    return passed("it is what the ends say") if subject.live else not_checkable(NO_TOKEN)


@STANDARD.rule(
    "balance-counts-expired", "`balanceOf` that inherited from ERC-721 MUST return all tokens even if expired"
)
def balance_counts_expired(subject: Subject) -> Found:
    """Balances of those who have an expired token."""
    over = [each for each in subject.live if subject.value("isTokenExpired(uint256)", "bool", each.number)]
    for token in over:
        count = sum(each.owner == token.owner for each in subject.history.values())
        found = subject.value("balanceOf(address)", "uint256", token.owner)
        if found < count:
            return failed(f"{token.owner} owns {count} tokens, some of them expired, and the balance is {found}")
    return passed(f"{len(over)} expired tokens are counted") if over else not_checkable("no token has expired yet")


@STANDARD.rule(
    "updated-event",
    "event TokenExpiryUpdated(uint256 indexed tokenId, uint256 indexed startTime, uint256 indexed endTime);",
)
def updated_event(subject: Subject) -> Found:
    """Three indexed values, no data."""
    return layout(subject, _UPDATED, _TOPICS, 0)


@STANDARD.rule("updated-at-mint", "`TokenExpiryUpdated` MUST be emitted when the token is minted")
def updated_at_mint(subject: Subject) -> Found:
    """In the same transaction; a token without a limit is minted too."""
    told = {(log.transaction, log.number(1)) for log in _updates(subject)}
    minted = [(token, token.minted) for token in subject.live if token.minted is not None]
    for token, mint in minted:
        if (mint.transaction, token.number) not in told:
            return failed(f"{shown(token.number)} was minted in block {mint.block} without TokenExpiryUpdated")
    return passed(f"{len(minted)} times it was emitted") if minted else not_checkable(NO_TOKEN)


@STANDARD.rule("updated-at-change", "… or when its expiration details (`startTime` or `endTime`) are updated.")
def updated_at_change(subject: Subject) -> Found:
    """The last event says what the views say."""
    last = {log.number(1): (log.number(2), log.number(3)) for log in _updates(subject)}
    compared = 0
    for token in subject.live:
        if token.number not in last:
            continue
        compared += 1
        found = _times(subject, token.number)
        if found != last[token.number]:
            return failed(
                f"{shown(token.number)} runs {found[0]} to {found[1]}, its last event says {last[token.number]}"
            )
    return passed(f"{compared} tokens run as was told") if compared else not_checkable("no event tells of any token")


@STANDARD.rule(
    "validity", "Expired tokens MUST be considered invalid and unusable in contracts that check for validity"
)
def validity(subject: Subject) -> Found:
    """Seen where a collection has a predicate of its own that says more than expiry."""
    if not subject.has("statusOf(uint256)"):
        return not_checkable("that is for the contracts that ask")
    active, suspended = 2, 3
    for token in subject.live:
        status = subject.value("statusOf(uint256)", "uint256", token.number)
        over = subject.value("isTokenExpired(uint256)", "bool", token.number)
        if over and status == active:
            return failed(f"{shown(token.number)} has expired, and its status says that it counts")
        if not over and status == suspended:
            return departs(
                f"{shown(token.number)} is suspended, which isTokenExpired does not say: it speaks of time alone"
            )
    return passed("no expired token counts") if subject.live else not_checkable(NO_TOKEN)


def _times(subject: Subject, number: int) -> tuple[int, int]:
    start = subject.value("startTime(uint256)", "uint256", number)
    return start, subject.value("endTime(uint256)", "uint256", number)


def _updates(subject: Subject) -> list[Log]:
    return [log for log in subject.logs(_UPDATED) if len(log.topics) == _TOPICS]
