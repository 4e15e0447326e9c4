"""What somebody who relies on a collection should know, though it breaks no rule."""

from collections.abc import Iterator

from ._creation import OTHER, UNKNOWN
from ._facts import Facts
from .report import AccountKind, Code


def warnings(facts: Facts) -> Iterator[str]:
    """One sentence each."""
    yield from _code(facts)
    yield from _roles(facts)
    yield from _achievements(facts)
    for source in facts.sources:
        if source.kind not in (AccountKind.CONTRACT, AccountKind.DELEGATED):
            named = ", ".join(source.named_by)
            yield f"the source {source.code.address}, named by {named}, has no code now: it counts as not held"
        elif source.code.hidden:
            yield f"the source {source.code.address} may hide {' and '.join(source.code.hidden)}"


def _code(facts: Facts) -> Iterator[str]:
    parts: list[tuple[str, Code | None]] = facts.parts
    for name, code in parts:
        if code is None:
            yield f"the collection does not name its {name}"
        elif not code.release:
            yield f"the code of {name} at {code.address} is no release's; what it does, nobody here can vouch for"
            if code.hidden:
                yield f"the code of {name} may hide {' and '.join(code.hidden)} behind a computed jump"
    if facts.all_released and facts.creation[0] == OTHER:
        yield "released code was left there by other creation code: its storage may have been prepared; do not trust it"
    if facts.all_released and facts.creation[0] == UNKNOWN:
        yield "what created the collection could not be found: a node with full history may tell"


def _roles(facts: Facts) -> Iterator[str]:
    if facts.owner is not None and facts.owner.kind is AccountKind.ZERO:
        yield "nobody owns the collection: issuers can no more be appointed or dismissed"
    if facts.owner is not None and facts.owner.kind is AccountKind.DELEGATED:
        yield f"the owner {facts.owner.address} runs code of {facts.owner.delegate} (EIP-7702)"
    if facts.pending_owner is not None:
        yield f"ownership is offered to {facts.pending_owner.address}, who can take it at any time"
    if facts.issuers is None:
        yield "who issues is not known: the node does not hand out the events"
    for issuer in facts.issuers or ():
        if issuer.account.kind is AccountKind.DELEGATED:
            yield f"the issuer {issuer.account.address} runs code of {issuer.account.delegate} (EIP-7702)"


def _achievements(facts: Facts) -> Iterator[str]:
    if len(facts.achievements) != facts.announced:
        yield f"of {facts.announced} achievements {len(facts.achievements)} could be read"
    for each in facts.audited():
        if each.unvouched:
            yield (
                f"{each.slug}: other collections are told that nobody holds it, since its status asks outside or "
                "rests on too much"
            )
    for address, outside in facts.outside.items():
        for number in outside.unvouched & _asked(facts, address):
            yield f"the source {address} does not vouch for its achievement {number}: it counts as not held"


def _asked(facts: Facts, source: str) -> set[int]:
    """The achievements of a source that terms name."""
    found = set()
    for each in facts.achievements.values():
        terms = each.terms
        for requirement in [*terms.requirements, *(need for tier in terms.tiers for need in tier.requirements)]:
            found |= {kind.id >> 48 for kind in requirement.prerequisites if kind.source == source}
    return found
