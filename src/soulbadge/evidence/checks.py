"""Whether disclosed facts are those that a badge's issuer committed to.

>>> checked = check_evidence(Disclosure.parse(text), badges, badge_id)
>>> checked.badge.holder, checked.facts["grade"]
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from soulbadge.errors import BadgeNotActiveError, EvidenceMismatchError, ValueInvalidError, VoucherElsewhereError
from soulbadge.ids import parse_caip19
from soulbadge.models import Badge
from soulbadge.reading.views import ask

from .documents import Disclosure, EvidenceDocument

if TYPE_CHECKING:
    from soulbadge.contract import Collection


@dataclass(frozen=True, slots=True)
class CheckedEvidence:
    """Facts that stand, as of a block.

    Attributes:
        badge: Whose they are, ACTIVE in that block. That whoever shows them is its holder is for `verify` to find out.
        facts: Names and values.
        block: The block that was read.
    """

    badge: Badge
    facts: dict[str, Any]
    block: int


def check_evidence(
    shown: Disclosure | EvidenceDocument,
    collection: "Collection",
    badge_id: int | None = None,
    *,
    block: int | None = None,
) -> CheckedEvidence:
    """Verify disclosed facts, or a whole document that somebody was handed, against the chain.

    Args:
        shown: From `Disclosure.parse` or `EvidenceDocument.parse`.
        collection: The collection of the badge: one that the verifier trusts, not one that the file names.
        badge_id: The badge that they should be about; None for the one that the file names.
        block: Number; None for the latest.

    Raises:
        VoucherElsewhereError: The file is about another collection.
        EvidenceMismatchError: The badge has other evidence, or none, or the file is about another badge.
        BadgeNotActiveError: The evidence is the badge's, and the badge does not count now.
        ValueInvalidError: Nobody says which badge is meant.
    """
    named = parse_caip19(shown.badge) if shown.badge else None
    if named is not None:
        if (named.chain_id, named.address) != (collection.chain_id, collection.address):
            raise VoucherElsewhereError(
                named.address, named.chain_id, collection.address, collection.chain_id, "evidence"
            )
        badge_id = named.badge_id if badge_id is None else badge_id
    if badge_id is None:
        raise ValueInvalidError("badge_id", "the file names no badge; say which one is meant")
    block = collection.node.block_number() if block is None else block
    same = named is None or named.badge_id == badge_id
    if not same or not ask(collection, "isEvidence", badge_id, shown.commitment, shown.path, block=block):
        raise EvidenceMismatchError(badge_id, block)
    badge = collection.badge(badge_id, block=block)
    if not badge.is_active:
        raise BadgeNotActiveError(badge.caip19, badge.status.name, block)
    return CheckedEvidence(badge, shown.facts, block)
