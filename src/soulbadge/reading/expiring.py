"""Which badges lapse soon. The events that announce ends say where to look, the badges themselves what is true."""

from soulbadge import ids
from soulbadge.chain.blocks import Block
from soulbadge.models import Badge, Status

from .events import topic
from .holders import EXISTING, must_be_complete
from .questions import Asking

EXPIRY_UPDATED = topic("TokenExpiryUpdated(uint256,uint256,uint256)")


def lapsing(asking: Asking, within: int, achievement_id: int | None, at: Block) -> list[int]:
    """Ids of badges whose end, by the events, comes after the block's time and not later than `within` seconds on."""
    ends: dict[int, int] = {}
    for log in asking.logs([EXPIRY_UPDATED], at):
        badge_id = log.number(1)
        if achievement_id in (None, ids.split(badge_id).achievement_id):
            ends[badge_id] = log.number(3)
    must_be_complete(asking, ends, achievement_id, at)
    return [badge_id for badge_id, end in ends.items() if at.time < end <= at.time + within]


def still_lapsing(badges: list[Badge], within: int, at: Block) -> list[Badge]:
    """Those of the badges that exist and lapse within that time, the first to lapse first."""
    found = [each for each in badges if each.status in EXISTING - {Status.EXPIRED}]
    found = [each for each in found if at.time < each.end_time <= at.time + within]
    return sorted(found, key=lambda badge: (badge.end_time, badge.badge_id))
