"""What achievements said when they were created, where a node still remembers the block."""

from collections.abc import Iterator
from typing import Any

from ._pinned import Pinned, attempt

_MOST = 50
"""Achievements that are compared."""


def terms_then(pinned: Pinned) -> Iterator[tuple[int, Any]]:
    """The number of each achievement, and its terms at the end of the block in which it was created."""
    events = attempt(lambda: pinned.events("AchievementCreated(uint256,string)")) or []
    for event in events[:_MOST]:
        number = event.number(0)
        found = Pinned(pinned.collection, pinned.node.block_at(event.block)).ask("achievementOf", number)
        if found is not None:
            yield number, found[0][3]
