"""A policy as a contract asks it: the door of `contracts/Gated.sol`."""

from collections.abc import Callable, Iterator
from itertools import combinations, product

from soulbadge.errors import PolicyNotADoorError
from soulbadge.policy._base import Policy
from soulbadge.policy.demands import Holds
from soulbadge.policy.groups import Group

MOST_ALTERNATIVES = 64
"""Ways in of one door: a contract walks them one by one, and each costs gas."""

_Way = dict[tuple[str, int], int]
"""For each kind of badge, by collection and number, how long it must have been held."""


DoorLine = tuple[str, int, int]
"""One badge that must be shown, as `Gated.Line` has it: collection, number of the achievement, seconds held."""

Door = tuple[tuple[DoorLine, ...], ...]
"""Alternatives, each a list of lines: what the constructor of contracts/examples/Club.sol takes, with web3 as it is."""


def door(policy: Policy, numbers: Callable[[str, str], int] | None = None) -> Door:
    """The door that opens to the same badges as the policy.

    A contract compares numbers, in collections that are named: it asks `Holds`, put together by `AnyOf`, `AllOf` and
    `AtLeast`. A way in that demands all of another, and more, is left out; so is a line of the same kind for less time.

    Args:
        policy: What is demanded.
        numbers: The number of an achievement, by its collection's address and its slug; needed where the policy names
            slugs. With a connection: `lambda address, slug: connect(rpc, address).achievement(slug).achievement_id`.

    Raises:
        PolicyNotADoorError: It asks for a tier or for years of service, leaves out a collection or a number, or has
            more than 64 ways in.
    """
    kept: list[_Way] = []
    for way in _bounded(policy, numbers):
        if not any(_opens(other, way) for other in kept):
            kept = [*(other for other in kept if not _opens(way, other)), way]
    return tuple(tuple((*kind, held_for) for kind, held_for in way.items()) for way in kept)


def _ways(policy: Policy, numbers: Callable[[str, str], int] | None) -> Iterator[_Way]:
    if isinstance(policy, Holds):
        yield {_kind(policy, numbers): policy.held_for}
    elif isinstance(policy, Group):
        for some in combinations(policy.policies, policy.needed):
            for together in product(*(tuple(_bounded(each, numbers)) for each in some)):
                yield _merged(together)
    else:
        raise PolicyNotADoorError(f"{type(policy).__name__} asks for more than whether and how long a badge is held")


def _bounded(policy: Policy, numbers: Callable[[str, str], int] | None) -> Iterator[_Way]:
    for count, way in enumerate(_ways(policy, numbers)):
        if count >= MOST_ALTERNATIVES:
            raise PolicyNotADoorError(f"it has more than {MOST_ALTERNATIVES} ways in")
        yield way


def _kind(policy: Holds, numbers: Callable[[str, str], int] | None) -> tuple[str, int]:
    name = policy.achievement
    if policy.collection is None:
        raise PolicyNotADoorError(f"it names no collection for {name!r}")
    if isinstance(name, int):
        return policy.collection, name
    if numbers is None:
        raise PolicyNotADoorError(f"a contract knows {name!r} by its number alone; name that, or give `numbers`")
    return policy.collection, numbers(policy.collection, name)


def _merged(ways: tuple[_Way, ...]) -> _Way:
    merged: _Way = {}
    for way in ways:
        for kind, held_for in way.items():
            merged[kind] = max(held_for, merged.get(kind, 0))
    return merged


def _opens(way: _Way, to: _Way) -> bool:
    """Whether badges that fulfil `to` fulfil `way` as well."""
    return all(kind in to and to[kind] >= held_for for kind, held_for in way.items())
