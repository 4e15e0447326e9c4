"""What `resume --open-badges` writes."""

import json
import re
import secrets
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from soulbadge.errors import KeyNotIssuersError, ValueInvalidError
from soulbadge.evidence.checks import check_evidence
from soulbadge.evidence.documents import Disclosure
from soulbadge.forms.files import new_folder
from soulbadge.ids import parse_caip19
from soulbadge.models import Status
from soulbadge.openbadges import CredentialKey, KeyBinding, bind_key, export
from soulbadge.resume import Attester, Entry, Resume

from .disclosing import read_disclosure

if TYPE_CHECKING:
    from soulbadge.contract import Collection

    from .session import Session

_SLUG = re.compile(r"[a-z0-9-]{1,64}")


def write_credentials(
    session: "Session",
    found: Resume,
    collections: Sequence["Collection"],
    folder: str,
    evidence: Iterable[str],
    *,
    dry_run: bool,
) -> list[str]:
    """A file for each active badge. The key that signs them is made for this, and forgotten.

    Raises:
        KeyNotIssuersError: The signer neither owns the collection of a badge nor issues its achievement.
    """
    places: dict[tuple[int, str], Collection] = {(each.chain_id, each.address): each for each in collections}
    active = [
        (section.attester, entry)
        for person in found.people
        for section in person.sections
        for entry in section.entries
        if entry.status is Status.ACTIVE
    ]
    if not active:
        raise ValueInvalidError("--open-badges", "no badge on this résumé is active, so there is none to export")
    account = str(session.signer().address)
    for attester, entry in active:
        _must_issue(places[attester.chain_id, attester.collection], attester, entry, account)
    disclosures = [_disclosure(each, places) for each in evidence]
    files = [f"{folder}/{_name(entry)}" for _, entry in active]
    if dry_run:
        return files
    key, now = CredentialKey(secrets.token_bytes(32)), max(int(time.time()), found.made_at)
    bindings = [_bound(session, key, each, now) for each in dict.fromkeys(attester for attester, _ in active)]
    with new_folder(folder) as drafts:
        for file, credential in zip(files, export(found, key, bindings, now=now, disclosures=disclosures), strict=True):
            text = json.dumps(credential, indent=2) + "\n"
            (drafts / file.rpartition("/")[2]).write_text(text, encoding="utf-8")
    return files


def _bound(session: "Session", key: CredentialKey, attester: Attester, now: int) -> KeyBinding:
    return bind_key(key.did, attester.chain_id, attester.collection, session.signer(), now=now)


def _must_issue(collection: "Collection", attester: Attester, entry: Entry, account: str) -> None:
    if attester.owner != account and not collection.is_issuer(
        account, entry.badge.achievement_id, block=attester.block
    ):
        raise KeyNotIssuersError(account, collection.address, entry.slug)


def _disclosure(file: str, places: dict[tuple[int, str], "Collection"]) -> Disclosure:
    shown = read_disclosure(file)
    if not shown.badge:
        raise ValueInvalidError(file, "names no badge; disclose it from a document that does")
    name = parse_caip19(shown.badge)
    collection = places.get((name.chain_id, name.address))
    if collection is None:
        raise ValueInvalidError(file, f"is about {shown.badge}, whose collection is not on this résumé")
    check_evidence(shown, collection)
    return shown


def _name(entry: Entry) -> str:
    """A file's name; a slug of somebody else's code may be anything, and is left out then."""
    badge = entry.badge
    kind = entry.slug if _SLUG.fullmatch(entry.slug) else str(badge.achievement_id)
    cohort = f"-{badge.cohort}" if badge.cohort else ""
    return f"{kind}{cohort}-{badge.collection}-{badge.holder}.json"
