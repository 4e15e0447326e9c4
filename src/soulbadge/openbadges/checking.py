"""Whether a credential that somebody shows is what the chain says now.

>>> verdict = verify_credential(Path("cka.json").read_text(), [badges], now=int(time.time()))
>>> verdict.badge.holder, verdict.name

The credential is made anew from the chain and compared, field by field: nothing in it is believed. That whoever shows
it is its holder, it does not prove; a presentation does (`soulbadge.proofs`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from soulbadge import ids
from soulbadge.chain.account_signatures import is_signed_by
from soulbadge.chain.blocks import Block
from soulbadge.contract import Collection
from soulbadge.errors import (
    BadgeNotActiveError,
    CredentialClaimError,
    CredentialExpiredError,
    CredentialHolderError,
    CredentialMalformedError,
    CredentialRenouncedError,
    CredentialRevokedError,
    CredentialUnlistedError,
    EvidenceMismatchError,
    InputError,
    KeyBindingExpiredError,
    KeyBindingMismatchError,
    KeyBindingNotYetValidError,
    KeyBindingSignatureError,
    KeyNotIssuersError,
    ValueInvalidError,
)
from soulbadge.evidence.checks import check_evidence
from soulbadge.evidence.documents import Disclosure
from soulbadge.forms.json import Value
from soulbadge.models import Badge, Status
from soulbadge.resume.model import Attester, Entry
from soulbadge.resume.reading import read_entry

from . import form, signing
from .credentials import credential_of, holder_did
from .keys import KeyBinding


@dataclass(frozen=True, slots=True)
class CredentialVerdict(Value):
    """A credential was accepted. It says what was true in one block, and nothing about later.

    Attributes:
        badge: The badge that it is about, ACTIVE.
        slug: Its achievement's name in tools.
        name: Its achievement's name for people.
        issuer: The collection's name.
        key: Who signed it, as did:key.
        vouched_by: The owner or issuer who bound that key to the collection.
        facts: Canonical JSON of the facts that it discloses, each checked against the badge's commitment; one text for
            each disclosure.
        block: The block in which everything was read.
        verified_at: When, by the verifier's clock, Unix seconds.
    """

    badge: Badge
    slug: str
    name: str
    issuer: str
    key: str
    vouched_by: str
    facts: tuple[str, ...]
    block: Block
    verified_at: int


def verify_credential(document: object, collections: Iterable[Collection], now: int) -> CredentialVerdict:
    """Check a credential that `export` made against the chain.

    In this order: its form; its collection; its proof; the binding of its key; the badge's status; every claim; its
    evidence. Everything is read in one block.

    Args:
        document: The credential: JSON text, or what it says.
        collections: The collections that are trusted. There is no default.
        now: The verifier's clock, Unix seconds.

    Returns:
        What was verified; there is no falsy answer to overlook.

    Raises:
        CredentialError: It is refused; the subclass says why.
        CredentialUnlistedError: It is about a badge of a collection that is not trusted.
        BadgeNotActiveError: The badge is SUSPENDED or PENDING, or was never issued.
        EvidenceMismatchError: It discloses what the badge's issuer did not commit to.
        ChainError: The chain could not be read, so nothing was decided.
        MissingExtraError: cryptography or pyld is not installed (`pip install soulbadge[resume]`).
    """
    found = form.read(document)
    collection, badge_id = _about(found["id"], list(collections))
    signing.check(found)
    binding = _binding(found, collection)
    at = collection.block()
    attester, entry = read_entry(collection, badge_id, at, picture="image" in found["credentialSubject"]["achievement"])
    _must_be_bound(binding, collection, entry, at, max(now, at.time))
    _must_count(entry, at, max(now, at.time))
    disclosures = _disclosures(found)
    _must_agree(found, attester, entry, binding, disclosures)
    facts = tuple(_checked(each, collection, badge_id, at) for each in disclosures)
    return CredentialVerdict(
        badge=entry.badge,
        slug=entry.slug,
        name=entry.name,
        issuer=attester.name,
        key=binding.key,
        vouched_by=binding.account,
        facts=facts,
        block=at,
        verified_at=now,
    )


def _about(name: str, collections: list[Collection]) -> tuple[Collection, int]:
    try:
        parsed = ids.parse_caip19(name)
        ids.split(parsed.badge_id)
    except InputError as error:
        raise CredentialMalformedError(f"its id does not name a badge ({error})") from error
    for each in collections:
        if (each.chain_id, each.address) == (parsed.chain_id, parsed.address):
            return each, parsed.badge_id
    raise CredentialUnlistedError(name, tuple(f"eip155:{each.chain_id}:{each.address}" for each in collections))


def _binding(found: Mapping[str, Any], collection: Collection) -> KeyBinding:
    where, spelled = (each["identifier"] for each in found["issuer"]["otherIdentifier"])
    binding = KeyBinding.parse(spelled)
    expected = f"eip155:{collection.chain_id}:{collection.address}"
    for claimed in (where, f"eip155:{binding.chain_id}:{binding.collection}"):
        if claimed != expected:
            raise KeyBindingMismatchError(expected, claimed)
    if binding.key != found["issuer"]["id"]:
        raise KeyBindingMismatchError(found["issuer"]["id"], binding.key)
    return binding


def _must_be_bound(binding: KeyBinding, collection: Collection, entry: Entry, at: Block, now: int) -> None:
    if not is_signed_by(collection.node, binding.account, binding.signable, binding.signature, at.number):
        raise KeyBindingSignatureError(binding.account)
    if binding.issued_at > now:
        raise KeyBindingNotYetValidError(binding.issued_at, now)
    if binding.expires_at and now >= binding.expires_at:
        raise KeyBindingExpiredError(binding.expires_at, now)
    if collection.owner(block=at) != binding.account and not collection.is_issuer(
        binding.account, entry.badge.achievement_id, block=at
    ):
        raise KeyNotIssuersError(binding.account, collection.address, entry.slug)


def _must_count(entry: Entry, at: Block, now: int) -> None:
    badge = entry.badge
    if badge.status is Status.REVOKED:
        raise CredentialRevokedError(entry.caip19, badge.ended_at)
    if badge.status is Status.RENOUNCED:
        raise CredentialRenouncedError(entry.caip19, badge.ended_at)
    # On a quiet chain the last block may be older than the badge's end: then the clock knows better.
    if badge.status is Status.EXPIRED or (badge.exists and 0 < badge.end_time <= now):
        raise CredentialExpiredError(entry.caip19, badge.end_time, now)
    if badge.status is not Status.ACTIVE:
        raise BadgeNotActiveError(entry.caip19, badge.status.name, at.number)


def _must_agree(
    found: Mapping[str, Any], attester: Attester, entry: Entry, binding: KeyBinding, disclosures: list[Disclosure]
) -> None:
    subject = found["credentialSubject"]["id"]
    if subject != holder_did(entry.badge.chain_id, entry.badge.holder):
        raise CredentialHolderError(entry.caip19, subject, entry.badge.holder)
    expected = credential_of(attester, entry, binding, disclosures)
    said = {name: value for name, value in found.items() if name != "proof"}
    difference = _difference(said, expected, "")
    if difference is not None:
        raise CredentialClaimError(*difference)


def _difference(said: object, expected: object, where: str) -> tuple[str, object, object] | None:
    """The first place in which they differ, and what stands there."""
    if isinstance(said, Mapping) and isinstance(expected, Mapping):
        for name in (*expected, *(name for name in said if name not in expected)):
            place = f"{where}.{name}" if where else str(name)
            different = _difference(said.get(name), expected.get(name), place)
            if different is not None:
                return different
        return None
    return None if said == expected else (where, said, expected)


def _disclosures(found: Mapping[str, Any]) -> list[Disclosure]:
    try:
        return [Disclosure.parse(each["narrative"]) for each in found.get("evidence", ())]
    except InputError as error:
        raise CredentialMalformedError(f"its evidence is no disclosure ({error})") from error


def _checked(disclosure: Disclosure, collection: Collection, badge_id: int, at: Block) -> str:
    from soulbadge.forms.canonical import canonical

    try:
        return canonical(check_evidence(disclosure, collection, badge_id, block=at.number).facts)
    except ValueInvalidError as error:
        raise EvidenceMismatchError(badge_id, at.number) from error
