"""Badges of a résumé as signed credentials. Pure: no network."""

from collections.abc import Iterable, Iterator
from typing import Any

from soulbadge.errors import BadgeNotActiveError, KeyUnboundError, ValueInvalidError
from soulbadge.evidence.documents import Disclosure
from soulbadge.models import Status
from soulbadge.resume.model import Attester, Entry, Resume

from .credentials import credential_of, rfc3339
from .keys import CredentialKey, KeyBinding
from .signing import sign


def export(
    found: Resume,
    key: CredentialKey,
    bindings: Iterable[KeyBinding],
    *,
    now: int,
    badges: Iterable[str] | None = None,
    disclosures: Iterable[Disclosure] = (),
) -> tuple[dict[str, Any], ...]:
    """One `OpenBadgeCredential` for each badge, signed (Open Badges 3.0, Data Integrity `eddsa-rdfc-2022`).

    Args:
        found: A résumé, with pictures if the credentials shall have them.
        key: Who signs.
        bindings: For each collection of these badges, the word of its owner or of an issuer that the key may.
        now: When they are signed, Unix seconds.
        badges: CAIP-19 names of the badges that are wanted; every ACTIVE badge by default.
        disclosures: Evidence that the holder wants in the credential of its badge. It is public from then on.

    Raises:
        KeyUnboundError: Nobody bound the key to a badge's collection.
        BadgeNotActiveError: A badge that was asked for does not count now.
        ValueInvalidError: A badge that was asked for, or that a disclosure is about, is not on the résumé.
        MissingExtraError: cryptography or pyld is not installed (`pip install soulbadge[resume]`).
    """
    bound = {(each.chain_id, each.collection): each for each in bindings if each.key == key.did}
    shown: dict[str, list[Disclosure]] = {}
    for each in disclosures:
        shown.setdefault(each.badge, []).append(each)
    chosen = list(_chosen(found, badges))
    names = {entry.caip19 for _, entry in chosen}
    for name in shown:
        if name not in names:
            raise ValueInvalidError("disclosures", f"one is about {name or 'no badge by name'}, which is not exported")
    for attester, _ in chosen:
        if (attester.chain_id, attester.collection) not in bound:
            raise KeyUnboundError(key.did, attester.collection)
    return tuple(
        sign(
            credential_of(attester, entry, bound[attester.chain_id, attester.collection], shown.get(entry.caip19, ())),
            key,
            created=rfc3339(now),
        )
        for attester, entry in chosen
    )


def _chosen(found: Resume, badges: Iterable[str] | None) -> Iterator[tuple[Attester, Entry]]:
    """The badges that are wanted, in the order of the résumé."""
    every = {
        entry.caip19: (section.attester, entry)
        for person in found.people
        for section in person.sections
        for entry in section.entries
    }
    if badges is None:
        yield from (each for each in every.values() if each[1].status is Status.ACTIVE)
        return
    for name in dict.fromkeys(badges):
        if name not in every:
            raise ValueInvalidError("badges", f"{name} is not on the résumé")
        attester, entry = every[name]
        if entry.status is not Status.ACTIVE:
            raise BadgeNotActiveError(name, entry.status.name, attester.block.number)
        yield attester, entry
