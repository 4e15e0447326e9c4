"""Making a résumé: everything that some collections say about some wallets.

    >>> found = resume([holder], [connect(rpc, cncf), connect(rpc, employer)])
    >>> for skill in found.people[0].skills:
    ...     print(skill.name, skill.service.seconds // YEAR)

Nothing is on it that the chain does not say. Wallets are one person only where a checked link joins them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from soulbadge.chain.blocks import Block, BlockId
from soulbadge.chain.rpc import Rpc
from soulbadge.contract import Collection
from soulbadge.errors import BlockGoneError, LinkElsewhereError, LinksOverlapError, ValueInvalidError
from soulbadge.ids import parse_address
from soulbadge.models import Status
from soulbadge.proofs.challenges import system_clock

from . import summing
from .links import Link
from .model import FORMAT, Entry, Person, Resume, Section
from .reading import Read, read

MOST_ADDRESSES: Final = 64
_ATTEMPTS: Final = 3


def resume(
    addresses: Iterable[str],
    collections: Iterable[Collection],
    *,
    links: Iterable[Link] = (),
    blocks: Mapping[int, BlockId] | None = None,
    pictures: bool = True,
    now: int | None = None,
) -> Resume:
    """All badges of some wallets in some collections, and what they add up to.

    Badges that exist are on it, expired and suspended ones too, each with its live status. What was revoked or
    renounced is not: nobody has it.

    Args:
        addresses: The wallets. Each is a person of its own, unless a link joins it with others of them.
        collections: By whom badges count; nobody else is asked. Each is read in one block, and all on one chain in the
            same.
        links: Checked on every chain of the collections, in the block that is read; one that does not hold is refused,
            never ignored.
        blocks: By chain, the block to read; the latest for chains that are not named.
        pictures: Whether to have the badges' pictures drawn, which takes a node longer than all the rest.
        now: The clock of who asks, Unix seconds, for the dates of links; None for this machine's. Where a block is
            later, that counts.

    Raises:
        LinkError: A link does not hold, or is about others; the subclass says why.
        AddressInvalidError: One is no address.
        ValueInvalidError: Nobody, or no collection, is named, or one twice.
        ChainError: A chain could not be read.
    """
    wallets = _wallets(addresses)
    asked = _collections(collections)
    joined = _joined(list(links), wallets)
    clock = system_clock() if now is None else now
    for attempt in range(_ATTEMPTS):
        moments = _moments(asked, blocks or {})
        latest = max(block.time for block in moments.values())
        for link in joined:
            chains = [(_node(asked, chain), chain, block.number) for chain, block in moments.items()]
            link.check(chains, now=max(latest, clock))
        try:
            found = [read(each, wallets, moments[each.chain_id], pictures=pictures) for each in asked]
        except BlockGoneError:
            if attempt == _ATTEMPTS - 1 or blocks:
                raise
            continue
        people = tuple(_person(group, link, found, latest) for group, link in _groups(wallets, joined))
        return Resume(FORMAT, latest, tuple(each.attester for each in found), people)
    raise AssertionError  # the loop has returned or raised


def _wallets(addresses: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = [parse_address(each) for each in addresses]
    if not 0 < len(found) <= MOST_ADDRESSES:
        raise ValueInvalidError("addresses", f"expected 1 to {MOST_ADDRESSES}, found {len(found)}")
    for each in found:
        if found.count(each) > 1:
            raise ValueInvalidError("addresses", f"{each} is named twice")
    return tuple(found)


def _collections(collections: Iterable[Collection]) -> list[Collection]:
    found = list(collections)
    if not found:
        raise ValueInvalidError("collections", "name at least one: badges of collections that nobody listed count not")
    names = [(each.chain_id, each.address) for each in found]
    for chain_id, address in names:
        if names.count((chain_id, address)) > 1:
            raise ValueInvalidError("collections", f"{address} on chain {chain_id} is named twice")
    return found


def _joined(links: Sequence[Link], wallets: Sequence[str]) -> list[Link]:
    """The links, if each joins wallets that are asked about, and no wallet stands in two."""
    seen: set[str] = set()
    for link in links:
        if len(set(link.wallets) & set(wallets)) < 2:  # noqa: PLR2004 (one wallet is joined with none)
            raise LinkElsewhereError(link.wallets, tuple(wallets))
        for wallet in link.wallets:
            if wallet in seen:
                raise LinksOverlapError(wallet)
            seen.add(wallet)
    return list(links)


def _groups(wallets: Sequence[str], links: Sequence[Link]) -> list[tuple[tuple[str, ...], Link | None]]:
    """Who is one person: in the order of the wallets."""
    groups: dict[tuple[str, ...], Link | None] = {}
    for wallet in wallets:
        link = next((each for each in links if wallet in each.wallets), None)
        group = tuple(each for each in wallets if link is not None and each in link.wallets)
        groups[group or (wallet,)] = link
    return list(groups.items())


def _moments(collections: Sequence[Collection], blocks: Mapping[int, BlockId]) -> dict[int, Block]:
    """One block for each chain."""
    found: dict[int, Block] = {}
    for each in collections:
        if each.chain_id not in found:
            wanted = blocks.get(each.chain_id)
            found[each.chain_id] = wanted if isinstance(wanted, Block) else each.block(wanted)
    return found


def _node(collections: Sequence[Collection], chain_id: int) -> Rpc:
    return next(each.node for each in collections if each.chain_id == chain_id)


def _person(wallets: tuple[str, ...], link: Link | None, found: Sequence[Read], now: int) -> Person:
    sections = tuple(each for each in (_section(wallets, one, found, now) for one in found) if each is not None)
    every = [(section.attester, entry) for section in sections for entry in section.entries]
    return Person(
        wallets=wallets,
        link=link,
        sections=sections,
        skills=summing.skills(every, now),
        service=summing.service(every, now),
    )


def _section(wallets: Sequence[str], one: Read, found: Sequence[Read], now: int) -> Section | None:
    entries = sorted((entry for wallet in wallets for entry in one.entries[wallet]), key=_rank)
    has = {entry.badge.achievement_id for entry in entries}
    reach = tuple(each for wallet in wallets for each in one.within_reach[wallet] if each.achievement_id not in has)
    if not entries and not reach:
        return None
    return Section(
        attester=one.attester,
        entries=tuple(entries),
        service=summing.service([(one.attester, each) for each in entries], now),
        ladders=summing.ladders(entries, one, found),
        within_reach=reach,
    )


def _rank(entry: Entry) -> tuple[bool, int, int]:
    return entry.status is not Status.ACTIVE, -entry.badge.start_time, -entry.badge.badge_id
