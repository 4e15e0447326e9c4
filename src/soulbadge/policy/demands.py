"""Demands on a single badge: that there is one, for how long, at which level."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from soulbadge.errors import PolicyUnclearError
from soulbadge.forms.times import MOST
from soulbadge.policy._base import Demand, Held, Lack
from soulbadge.policy._spelled import length, shown, so_far, unit_of

MOST_NUMBER = (1 << 48) - 1
MOST_LEVEL = 8
SLUG = re.compile(r"[a-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True)
class Holds(Demand):
    """An ACTIVE badge of an achievement.

    Attributes:
        achievement: Its slug, or its number.
        collection: Address of the one collection that counts; None for any that the verifier trusts. A number means
            something only within a collection, so `verify` wants it named where several are trusted.
        held_for: Seconds that the badge's present unbroken run must have lasted, as the contract counts `heldFor`: from
            `since`, so that time expired is not counted and time suspended is. 0 for none.

    Raises:
        PolicyUnclearError: The achievement is neither a slug nor a number from 1, or the time is none.
        AddressInvalidError: The collection is not an address.
    """

    achievement: str | int
    collection: str | None = None
    held_for: int = 0

    def __post_init__(self) -> None:
        _must_name_an_achievement("Holds", self.achievement)
        if type(self.held_for) is not int or not 0 <= self.held_for <= MOST:
            raise PolicyUnclearError(f"held_for takes seconds from 0 to {MOST}, not {shown(self.held_for)}")
        self.spell_collection()

    def lack(self, held: Sequence[Held], now: int) -> Lack | None:
        """See `Policy.lack`."""
        runs = [now - one.badge.since for one in held if one.counts(now) and _is_of(one, self)]
        if any(run >= self.held_for for run in runs):
            return None
        wanted = _kind(self)
        if self.held_for:
            wanted += f" held for {length(self.held_for)}"
            wanted += so_far(max(runs), unit_of(self.held_for)[1]) if runs else ""
        return Lack(wanted)

    def to_json(self) -> dict[str, Any]:
        """See `Policy.to_json`."""
        said = self.in_collection({"holds": self.achievement})
        return {**said, "held_for": self.held_for} if self.held_for else said


@dataclass(frozen=True, slots=True)
class Tier(Demand):
    """An ACTIVE badge at a live level, or above it. The contract computes the level; it can fall as well as rise.

    Attributes:
        achievement: Slug or number of the badge's achievement.
        level: The lowest tier that is enough, from 1, as `tierOf` counts.
        collection: As in `Holds`.

    Raises:
        PolicyUnclearError: The achievement is neither a slug nor a number from 1, or there can be no such level.
        AddressInvalidError: The collection is not an address.
    """

    achievement: str | int
    level: int
    collection: str | None = None

    def __post_init__(self) -> None:
        _must_name_an_achievement("Tier", self.achievement)
        if type(self.level) is not int or not 1 <= self.level <= MOST_LEVEL:
            raise PolicyUnclearError(f"a level is a number from 1 to {MOST_LEVEL}, not {shown(self.level)}")
        self.spell_collection()

    def lack(self, held: Sequence[Held], now: int) -> Lack | None:
        """See `Policy.lack`."""
        levels = [one.badge.tier for one in held if one.counts(now) and _is_of(one, self)]
        if any(level >= self.level for level in levels):
            return None
        reached = f" ({max(levels)} so far)" if levels else ""
        return Lack(f"{_kind(self)} at tier {self.level}{reached}")

    def to_json(self) -> dict[str, Any]:
        """See `Policy.to_json`."""
        return self.in_collection({"tier": self.achievement, "level": self.level})


def _must_name_an_achievement(who: str, achievement: object) -> None:
    is_number = type(achievement) is int and 0 < achievement <= MOST_NUMBER
    if not is_number and not (isinstance(achievement, str) and SLUG.fullmatch(achievement)):
        raise PolicyUnclearError(
            f"{who} takes a slug (1 to 64 of a-z, 0-9 and '-') or a number from 1, not {shown(achievement)}"
        )


def _is_of(held: Held, demand: Demand) -> bool:
    kind = held.slug if isinstance(demand.achievement, str) else held.badge.achievement_id
    return kind == demand.achievement and demand.collection in {None, held.badge.collection}


def _kind(demand: Demand) -> str:
    name = demand.achievement
    kind = repr(name) if isinstance(name, str) else f"of achievement {name}"
    return f"a badge {kind}" + (f" of collection {demand.collection}" if demand.collection else "")
