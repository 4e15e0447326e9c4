"""A badge given up by signature: made by its holder beforehand and kept, for the day the wallet is lost. Pure.

Without deadline and good once: it names how often the badge has ended, so that it never ends a later one.
"""

from dataclasses import dataclass

from soulbadge.errors import NotHolderError, SoulbadgeError, ValueInvalidError
from soulbadge.forms.json import BigInt, Value
from soulbadge.forms.strict_json import parse_strictly
from soulbadge.ids import parse_address, split
from soulbadge.typed_data import Domain

from .signed import TypedSigner, sign

_MOST_TEXT = 65_536


@dataclass(frozen=True, slots=True)
class Renunciation(Value):
    """What a holder signed to give a badge up; whoever has it can send it, so it is kept like a key.

    Attributes:
        chain_id: EIP-155 chain.
        collection: The badge's collection.
        badge_id: The badge.
        award: How often it had ended when this was signed.
        signature: The holder's.
    """

    chain_id: int
    collection: str
    badge_id: BigInt
    award: int
    signature: bytes


def sign_renunciation(domain: Domain, holder: TypedSigner, badge_id: int, award: int = 0) -> Renunciation:
    """Sign that a badge is given up.

    Args:
        domain: Chain and collection.
        holder: Whose badge it is.
        badge_id: The badge.
        award: How often it has ended, as `Badge.award` says.

    Raises:
        NotHolderError: It is somebody else's.
    """
    if split(badge_id).holder != holder.address:
        raise NotHolderError(holder.address, badge_id)
    signature = sign(holder, domain.renounce(badge_id, award))
    return Renunciation(domain.chain_id, domain.collection, badge_id, award, signature)


def parse_renunciation(text: str) -> Renunciation:
    """What `to_json` made, as text. Raises `ValueInvalidError`, `AddressInvalidError`, `BadgeIdInvalidError`."""
    try:
        found = Renunciation.from_json(parse_strictly(text, _MOST_TEXT))
    except SoulbadgeError:
        raise
    except ValueError as error:
        raise ValueInvalidError("renunciation", str(error)) from error
    split(found.badge_id)
    collection = parse_address(found.collection)
    return Renunciation(found.chain_id, collection, found.badge_id, found.award, found.signature)
