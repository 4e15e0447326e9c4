"""ERC-721: Non-Fungible Token Standard. The transfers have a module of their own (`erc721_transfers`)."""

from collections import Counter

from soulbadge.conformance.rules import Found, Standard, departs, failed, not_checkable, passed
from soulbadge.conformance.subject import OTHER, STRANGER, Subject, shown
from soulbadge.errors import RefusedError
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.reading.events import Log

STANDARD = Standard("ERC-721", "0x80ac58cd", ("ownerOf(uint256)", "transferFrom(address,address,uint256)"))

NO_TOKEN = "no token exists yet"  # noqa: S105 (no secret)


def malformed(logs: list[Log], topics: int, words: int) -> Log | None:
    """The first event that has another number of indexed values, or other data."""
    return next((log for log in logs if len(log.topics) != topics or len(log.data) != 32 * words), None)


def layout(subject: Subject, event: str, topics: int, words: int) -> Found:
    """Whether every event of a kind is laid out as its standard says."""
    logs = subject.logs(event)
    if not logs:
        return not_checkable(f"it has logged no {event} yet")
    wrong = malformed(logs, topics, words)
    if wrong is None:
        return passed(f"all {len(logs)} events have {topics - 1} indexed values and {words} others")
    found = f"{len(wrong.topics) - 1} indexed values and {len(wrong.data)} bytes of data"
    return failed(f"{event} in block {wrong.block} has {found}; expected {topics - 1}, and {32 * words} bytes")


def throws_for(subject: Subject, signature: str, *rest: object) -> Found:
    """Whether a view reverts for ids of no token."""
    wrong = next((each for each in subject.invalid if not subject.reverts(signature, each, *rest)), None)
    if wrong is None:
        return passed(f"it reverts for {len(subject.invalid)} ids of no token")
    return failed(f"it answers for {shown(wrong)}, which does not exist")


@STANDARD.rule(
    "transfer-event", "event Transfer(address indexed _from, address indexed _to, uint256 indexed _tokenId);"
)
def transfer_event(subject: Subject) -> Found:
    """The layout of Transfer."""
    return layout(subject, "Transfer(address,address,uint256)", 4, 0)


@STANDARD.rule(
    "approval-event", "event Approval(address indexed _owner, address indexed _approved, uint256 indexed _tokenId);"
)
def approval_event(subject: Subject) -> Found:
    """The layout of Approval."""
    return layout(subject, "Approval(address,address,uint256)", 4, 0)


@STANDARD.rule(
    "approval-for-all-event",
    "event ApprovalForAll(address indexed _owner, address indexed _operator, bool _approved);",
)
def approval_for_all_event(subject: Subject) -> Found:
    """The layout of ApprovalForAll."""
    return layout(subject, "ApprovalForAll(address,address,bool)", 3, 1)


@STANDARD.rule(
    "transfer-emitted",
    "This emits when ownership of any NFT changes by any mechanism. This event emits when NFTs are created "
    "(`from` == 0) and destroyed (`to` == 0).",
)
def transfer_emitted(subject: Subject) -> Found:
    """Whoever owns a token is who the events say."""
    for token in subject.told:
        if not token.mints:
            return failed(f"no Transfer tells of {shown(token.number)}, which {token.owner} owns")
        owner = subject.call("ownerOf(uint256)", token.number)
        if isinstance(owner, RefusedError):
            return failed(f"{shown(token.number)} has no owner any more, and no Transfer to zero tells so")
        if owner[-20:].hex() != token.owner[2:].lower():
            return failed(f"{shown(token.number)} belongs to 0x{owner[-20:].hex()}, its events say {token.owner}")
    if not subject.told and not subject.burned:
        return not_checkable(NO_TOKEN)
    return passed(f"the owners of {len(subject.told)} tokens are those of its events")


@STANDARD.rule("balance-of-zero", "balanceOf … throws for queries about the zero address.")
def balance_of_zero(subject: Subject) -> Found:
    """Nobody's balance is no question."""
    if subject.reverts("balanceOf(address)", ZERO_ADDRESS):
        return passed("it reverts for the zero address")
    return failed("it answers for the zero address")


@STANDARD.rule("balance-of", "Count all NFTs assigned to an owner")
def balance_of(subject: Subject) -> Found:
    """Balances are what the events add up to."""
    counted = Counter(each.owner for each in subject.history.values())
    for owner in {each.owner for each in subject.live}:
        found = subject.value("balanceOf(address)", "uint256", owner)
        if found != counted[owner]:
            return failed(f"it says that {owner} owns {found}, its events say {counted[owner]}")
    if subject.value("balanceOf(address)", "uint256", STRANGER) != counted[STRANGER]:
        return failed(f"it gives {STRANGER} tokens that no event tells of")
    return passed("balances are what its events add up to") if subject.live else not_checkable(NO_TOKEN)


@STANDARD.rule(
    "owner-of-nonexistent", "NFTs assigned to zero address are considered invalid, and queries about them do throw."
)
def owner_of_nonexistent(subject: Subject) -> Found:
    """What does not exist has no owner."""
    return throws_for(subject, "ownerOf(uint256)")


@STANDARD.rule(
    "unique-id",
    "Every NFT is identified by a unique `uint256` ID … This identifying number SHALL NOT change for the life of the "
    "contract.",
)
def unique_id(subject: Subject) -> Found:
    """Ids that came back."""
    back = next((each for each in subject.history.values() if len(each.mints) > 1), None)
    if back is not None:
        return departs(f"{shown(back.number)} was destroyed and created again under the same id")
    return passed(f"none of {len(subject.history)} ids came back") if subject.history else not_checkable(NO_TOKEN)


@STANDARD.rule("get-approved-nonexistent", "getApproved: … Throws if `_tokenId` is not a valid NFT.")
def get_approved_nonexistent(subject: Subject) -> Found:
    """What does not exist is approved to nobody."""
    return throws_for(subject, "getApproved(uint256)")


@STANDARD.rule("get-approved", "The approved address for this NFT, or the zero address if there is none")
def get_approved(subject: Subject) -> Found:
    """It answers for what exists."""
    for token in subject.live:
        subject.value("getApproved(uint256)", "address", token.number)
    return passed("it answers for what exists") if subject.live else not_checkable(NO_TOKEN)


@STANDARD.rule("is-approved-for-all", "True if `_operator` is an approved operator for `_owner`, false otherwise")
def is_approved_for_all(subject: Subject) -> Found:
    """A question, which has an answer."""
    for owner in (STRANGER, *(each.owner for each in subject.live)):
        subject.value("isApprovedForAll(address,address)", "bool", owner, OTHER)
    return passed("it answers, and never reverts")


@STANDARD.rule(
    "approve-by-stranger",
    "approve: Throws unless `msg.sender` is the current NFT owner, or an authorized operator of the current owner.",
)
def approve_by_stranger(subject: Subject) -> Found:
    """Nobody gives away what is somebody else's."""
    for token in subject.live:
        if not subject.reverts("approve(address,uint256)", OTHER, token.number, sender=STRANGER):
            return failed(f"{STRANGER} may approve somebody for {shown(token.number)} of {token.owner}")
    return passed("a stranger is refused") if subject.live else not_checkable(NO_TOKEN)


@STANDARD.rule("approve-by-owner", "approve: Change or reaffirm the approved address for an NFT")
def approve_by_owner(subject: Subject) -> Found:
    """Soulbound tokens often refuse: an approval without power only serves phishing."""
    for token in subject.live:
        if subject.reverts("approve(address,uint256)", OTHER, token.number, sender=token.owner):
            return departs("owners are refused too: an approval without power would only serve phishing")
    return passed("owners may approve") if subject.live else not_checkable(NO_TOKEN)


@STANDARD.rule("operators", "setApprovalForAll: The contract MUST allow multiple operators per owner.")
def operators(subject: Subject) -> Found:
    """The same for operators."""
    for token in subject.live:
        for operator in (OTHER, STRANGER):
            if subject.reverts("setApprovalForAll(address,bool)", operator, True, sender=token.owner):  # noqa: FBT003
                return departs("operators are refused: an approval without power would only serve phishing")
    return passed("owners may name operators") if subject.live else not_checkable(NO_TOKEN)
