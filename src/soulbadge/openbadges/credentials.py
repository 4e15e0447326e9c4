"""One badge as a credential of Open Badges 3.0, before it is signed. Pure: no network.

What becomes what:

| credential | badge |
| --- | --- |
| `id` | its CAIP-19 name |
| `issuer` | the key that signs (did:key), the collection's own name, what binds the key to the collection |
| `awardedDate`, `validFrom` | when it was issued, and the start of its present unbroken run |
| `validUntil` | the last second in which it counts; left out where there is no end |
| `credentialSubject.id` | its holder, as did:pkh |
| `achievement` | name, description, criteria, skills (as `tag`), slug (as `humanCode`), picture |
| `term`, `result` | the occasion (its cohort's label), and the live tier |
| `credentialStatus` | who knows whether it still counts: the contract, by the badge's name |
| `evidence` | disclosures that the holder asked to be in it; nothing by itself |

A badge has expired when `now >= endTime`, a credential after its `validUntil`: so that is `endTime - 1`. No list stands
in for `credentialStatus`: a wallet that cannot ask the chain cannot tell, and should say so.

Texts are stripped of what controls or hides, as everywhere (`soulbadge.forms.text`). Nothing else is in it; the
issuer's profile is not, since its text can change.
"""

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any, Final

from soulbadge.evidence.documents import Disclosure
from soulbadge.forms.canonical import canonical
from soulbadge.forms.text import clean
from soulbadge.resume.model import Attester, Entry

from .contexts import CONTEXTS
from .keys import KeyBinding

STATUS: Final = "urn:soulbadge:statusOf"
"""The type of `credentialStatus`: ask `statusOf` of the collection that the badge's name names."""

COLLECTION: Final = "ext:caip10"
BINDING: Final = "ext:soulbadgeKeyBinding"
TIER: Final = "ext:soulbadgeTier"
DISCLOSURE: Final = "soulbadge disclosure"
_LATEST: Final = 253_402_300_799  # the last second of the year 9999, where RFC 3339 ends


def credential_of(
    attester: Attester, entry: Entry, binding: KeyBinding, disclosures: Iterable[Disclosure] = ()
) -> dict[str, Any]:
    """The credential of a badge, unsigned."""
    badge = entry.badge
    found: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": entry.caip19,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": clean(entry.name),
        "issuer": _issuer(attester, binding),
        "awardedDate": rfc3339(badge.issued_at),
        "validFrom": rfc3339(badge.since),
        "credentialSubject": _subject(entry),
        "credentialStatus": {"id": entry.caip19 + "#status", "type": STATUS},
    }
    if badge.end_time and badge.end_time - 1 <= _LATEST:
        found["validUntil"] = rfc3339(badge.end_time - 1)
    evidence = [_evidence(each) for each in disclosures]
    return {**found, "evidence": evidence} if evidence else found


def holder_did(chain_id: int, holder: str) -> str:
    """A holder's name as did:pkh."""
    return f"did:pkh:eip155:{chain_id}:{holder}"


def rfc3339(seconds: int) -> str:
    """A time as credentials have it, in UTC. What lies beyond the year 9999 is its last second."""
    return datetime.fromtimestamp(min(seconds, _LATEST), tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _issuer(attester: Attester, binding: KeyBinding) -> dict[str, Any]:
    return {
        "id": binding.key,
        "type": ["Profile"],
        "name": clean(attester.name),
        "otherIdentifier": [
            _identifier(f"eip155:{attester.chain_id}:{attester.collection}", COLLECTION),
            _identifier(binding.text, BINDING),
        ],
    }


def _identifier(identifier: str, kind: str) -> dict[str, str]:
    return {"type": "IdentifierEntry", "identifier": identifier, "identifierType": kind}


def _subject(entry: Entry) -> dict[str, Any]:
    badge = entry.badge
    # The collection as CAIP-19 has it, and the achievement's number: a slug of somebody else's code may be no URI.
    name = f"{entry.caip19.rpartition('/')[0]}#{badge.achievement_id}"
    achievement: dict[str, Any] = {
        "id": name,
        "type": ["Achievement"],
        "name": clean(entry.name),
        "humanCode": clean(entry.slug),
        "description": clean(entry.description),
        "criteria": {"narrative": clean(entry.criteria)},
    }
    subject: dict[str, Any] = {
        "id": holder_did(badge.chain_id, badge.holder),
        "type": ["AchievementSubject"],
        "achievement": achievement,
    }
    if entry.picture:
        achievement["image"] = {"id": entry.picture, "type": "Image"}
    skills = list(dict.fromkeys(clean(each) for each in entry.skills))
    if skills:
        achievement["tag"] = skills
    if entry.occasion:
        subject["term"] = clean(entry.occasion)
    if entry.tier:
        tier = f"{name}.tier"
        achievement["resultDescription"] = [
            {"id": tier, "type": ["ResultDescription"], "name": "Tier", "resultType": TIER}
        ]
        subject["result"] = [{"type": ["Result"], "resultDescription": tier, "value": clean(entry.tier)}]
    return subject


def _evidence(disclosure: Disclosure) -> dict[str, Any]:
    return {
        "type": ["Evidence"],
        "name": "Disclosed facts",
        "genre": DISCLOSURE,
        "narrative": canonical(disclosure.to_json()),
    }
