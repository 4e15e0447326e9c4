"""ERC-5484: Consensual Soulbound Tokens."""

from collections.abc import Iterator

from soulbadge.chain import answers
from soulbadge.conformance.documents import document_of
from soulbadge.conformance.erc721 import NO_TOKEN, layout, throws_for
from soulbadge.conformance.rules import Found, Standard, departs, failed, not_checkable, passed
from soulbadge.conformance.subject import STRANGER, Subject, UnansweredError, shown
from soulbadge.conformance.tokens import Token
from soulbadge.models import BurnAuth
from soulbadge.reading.events import Log

STANDARD = Standard("ERC-5484", "0x0489b56f", ("burnAuth(uint256)",))

_ISSUED = "Issued(address,address,uint256,uint8)"
_TOPICS = 4
_BURNS = ("burn(uint256)", "revoke(uint256)", "renounce(uint256)")
"""Names under which contracts destroy a token, each tried by who may not."""

_SHORTEST_WITH_SIGNATURE = 4 + 5 * 32
"""Bytes of a call that says to whom, what, and carries a signature as three words."""


@STANDARD.rule("requires", "The token MUST implement the following interfaces: ERC165 and ERC721")
def requires(subject: Subject) -> Found:
    """Both answer."""
    missing = [each for each in ("0x01ffc9a7", "0x80ac58cd") if not subject.claims(each)]
    return failed(f"it does not answer true for {missing[0]}") if missing else passed("it answers true for both")


@STANDARD.rule(
    "issued-event",
    "event Issued(address indexed from, address indexed to, uint256 indexed tokenId, BurnAuth burnAuth);",
)
def issued_event(subject: Subject) -> Found:
    """Three indexed values and one word."""
    return layout(subject, _ISSUED, _TOPICS, 1)


@STANDARD.rule("issued-emitted", "Issued: Emitted when a soulbound token is issued. This emits alongside `Transfer`.")
def issued_emitted(subject: Subject) -> Found:
    """One for each creation, in the same transaction."""
    issued = {(log.transaction, log.number(3)) for log in _issued(subject)}
    minted = [(token, token.minted) for token in subject.live if token.minted is not None]
    for token, mint in minted:
        if (mint.transaction, token.number) not in issued:
            return failed(f"{shown(token.number)} was created in block {mint.block} without an Issued event")
    return passed(f"{len(minted)} creations are told") if minted else not_checkable(NO_TOKEN)


@STANDARD.rule("burn-auth-nonexistent", "burnAuth: unassigned tokenIds are invalid, and queries do throw")
def burn_auth_nonexistent(subject: Subject) -> Found:
    """What does not exist has no burn authority."""
    return throws_for(subject, "burnAuth(uint256)")


@STANDARD.rule("burn-auth-range", "enum BurnAuth { IssuerOnly, OwnerOnly, Both, Neither }")
def burn_auth_range(subject: Subject) -> Found:
    """One of four."""
    for token in subject.live:
        found = subject.value("burnAuth(uint256)", "uint256", token.number)
        if found not in set(BurnAuth):
            return failed(f"the burn authority of {shown(token.number)} is {found}, not 0 to 3")
    return passed("it is 0 to 3") if subject.live else not_checkable(NO_TOKEN)


@STANDARD.rule("burn-auth-immutable", "`burnAuth` SHALL be Immutable after issuance.")
def burn_auth_immutable(subject: Subject) -> Found:
    """What it is now is what was logged at issue."""
    logged = {log.number(3): log.data for log in _issued(subject)}
    compared = 0
    for token in subject.live:
        if token.number not in logged:
            continue
        found, then = (
            subject.value("burnAuth(uint256)", "uint256", token.number),
            int.from_bytes(logged[token.number], "big"),
        )
        if found != then:
            return failed(f"the burn authority of {shown(token.number)} was {then} when it was issued, and is {found}")
        compared += 1
    return passed(f"{compared} are as they were logged") if compared else not_checkable("no Issued event tells of any")


@STANDARD.rule(
    "burn-auth-decides", "`burnAuth` SHALL be the sole factor that determines which party has the rights to burn token."
)
def burn_auth_decides(subject: Subject) -> Found:
    """Tried under the usual names, by each who may not. Doors of other names are not seen."""
    doors = [each for each in _BURNS if subject.has(each)]
    if not doors:
        return not_checkable(f"it has none of {', '.join(_BURNS)}")
    tried = 0
    for token, who, sender in _forbidden(subject):
        for door in doors:
            if not subject.reverts(door, token.number, sender=sender):
                return failed(f"{door} of {shown(token.number)} goes through for {who} {sender}, who may not burn it")
            tried += 1
    return passed(f"{tried} attempts by who may not are refused") if tried else not_checkable(NO_TOKEN)


@STANDARD.rule("consent", "The issuer … SHALL acquire receiver's signature before token issuance.")
def consent(subject: Subject) -> Found:
    """A receiver who sends the transaction has signed; where an issuer pushes, no signature is to be seen."""
    issuers = {(log.transaction, log.number(3)): log.account(1) for log in _issued(subject)}
    own = pushed = 0
    for token in subject.live:
        if token.minted is None:
            continue
        method = "eth_getTransactionByHash"
        sent = answers.fields(method, subject.node.ask(method, token.minted.transaction))
        sender = str(sent.get("from", "")).lower()
        data = answers.octets(method, sent.get("input", sent.get("data")))
        own += sender == token.owner.lower()
        by_issuer = sender == issuers.get((token.minted.transaction, token.number), "").lower()
        pushed += by_issuer and sender != token.owner.lower() and len(data) < _SHORTEST_WITH_SIGNATURE
    if pushed:
        return departs(f"{pushed} tokens were pushed by their issuer, in calls too short to carry a signature")
    if own:
        return passed(
            f"{own} tokens were collected by their receivers, and none was pushed without room for a signature"
        )
    return not_checkable("whether receivers signed what others sent cannot be seen")


@STANDARD.rule("metadata", "The issuer SHALL NOT change metadata after issuance.")
def metadata(subject: Subject) -> Found:
    """The document at issue and now, where the node still knows the block of issue."""
    compared = computed = 0
    for token in subject.live:
        before, now = _documents(subject, token)
        if before is None or now is None:
            continue
        compared += 1
        if before == now:
            continue
        old, new = document_of(before), document_of(now)
        if old is None or new is None:
            return failed(f"the metadata of {shown(token.number)} moved from {before[:80]!r} to {now[:80]!r}")
        changed = [each for each in ("name", "description") if old.get(each) != new.get(each)]
        if changed:
            return failed(f"the {changed[0]} in the metadata of {shown(token.number)} has changed since it was issued")
        computed += 1
    if computed:
        return departs(f"what is computed has changed in {computed} documents (their names and texts have not)")
    if compared:
        return passed(f"{compared} documents are as they were at issue")
    return not_checkable("the node has no state of the blocks of issue, or there is no tokenURI")


def _documents(subject: Subject, token: Token) -> tuple[str | None, str | None]:
    if token.minted is None:
        return None, None
    try:
        then = subject.value("tokenURI(uint256)", "string", token.number, block=token.minted.block)
        return then, subject.value("tokenURI(uint256)", "string", token.number)
    except UnansweredError:
        return None, None


def _issued(subject: Subject) -> list[Log]:
    return [log for log in subject.logs(_ISSUED) if len(log.topics) == _TOPICS]


def _forbidden(subject: Subject) -> Iterator[tuple[Token, str, str]]:
    """Tokens, and for each who may not burn it: a stranger, and whichever party its authority leaves out."""
    issuers = {log.number(3): log.account(1) for log in _issued(subject)}
    for token in subject.live:
        yield token, "a stranger", STRANGER
        authority = subject.value("burnAuth(uint256)", "uint256", token.number)
        issuer = issuers.get(token.number, token.owner)
        if issuer == token.owner:
            continue
        if authority in {BurnAuth.IssuerOnly, BurnAuth.Neither}:
            yield token, "its owner", token.owner
        if authority in {BurnAuth.OwnerOnly, BurnAuth.Neither}:
            yield token, "its issuer", issuer
