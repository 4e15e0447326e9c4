"""Demands put together: all of them, any of them, at least so many of them."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from soulbadge.errors import PolicyUnclearError
from soulbadge.policy._base import Demand, Held, Lack, Policy
from soulbadge.policy._spelled import shown

MOST_DEMANDS = 64
"""Single demands in one policy."""

MOST_DEPTH = 6
"""Groups inside one another."""


class Group(Policy):
    """Several demands as one: met if at least `needed` of them are. One badge may meet several.

    Attributes:
        policies: The demands, in their order.
    """

    __slots__ = ("policies",)

    policies: tuple[Policy, ...]

    def __init__(self, *policies: Policy) -> None:
        name = type(self).__name__
        # An empty "all of" would let everybody in, an empty "any of" nobody: neither is ever meant.
        if not policies:
            raise PolicyUnclearError(f"{name} of nothing; name what it is made of")
        for place, policy in enumerate(policies):
            if not isinstance(policy, Policy):
                raise PolicyUnclearError(f"{name} takes policies such as Holds('cka'), not {shown(policy)}")
            # In "at least 2 of" the same demand twice would be met by one badge, which is never meant either.
            if policy in policies[:place]:
                raise PolicyUnclearError(f"{name} names {shown(policy)} twice; name it once")
        object.__setattr__(self, "policies", policies)
        if _depth(self) > MOST_DEPTH:
            raise PolicyUnclearError(f"at most {MOST_DEPTH} groups may be inside one another; put it more plainly")
        if sum(1 for _ in self.kinds()) > MOST_DEMANDS:
            raise PolicyUnclearError(f"at most {MOST_DEMANDS} single demands may be in a policy; put it more plainly")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a policy cannot be changed; make another ({name} = {value!r})")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a policy cannot be changed; make another (without {name})")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other._arguments() == self._arguments()

    def __hash__(self) -> int:
        return hash((type(self), self._arguments()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self._arguments()))})"

    def __reduce__(self) -> tuple[Any, ...]:
        # Copying and pickling set attributes otherwise, which a policy does not allow.
        return type(self), self._arguments()

    @property
    @abstractmethod
    def needed(self) -> int:
        """How many of the demands must be met."""

    @property
    def counts_expired(self) -> bool:
        """See `Policy.counts_expired`."""
        return any(policy.counts_expired for policy in self.policies)

    def kinds(self) -> Iterator[Demand]:
        """See `Policy.kinds`."""
        for policy in self.policies:
            yield from policy.kinds()

    def lack(self, held: Sequence[Held], now: int) -> Lack | None:
        """See `Policy.lack`."""
        lacks = [lack for policy in self.policies if (lack := policy.lack(held, now)) is not None]
        wanted = self.needed - (len(self.policies) - len(lacks))
        if wanted <= 0:
            return None
        if len(lacks) == 1:
            return lacks[0]
        if wanted == len(lacks):
            return Lack(" and ".join(lack.among_others for lack in lacks), is_joined=True)
        if wanted == 1:
            return Lack(" or ".join(lack.among_others for lack in lacks), is_joined=True)
        return Lack(f"{wanted} of ({', '.join(lack.text for lack in lacks)})")

    def _arguments(self) -> tuple[Any, ...]:
        return self.policies

    def _documents(self) -> list[dict[str, Any]]:
        return [policy.to_json() for policy in self.policies]


class AllOf(Group):
    """All of these demands. One badge may meet several.

    Raises:
        PolicyUnclearError: There are none, the same one twice, or more than a policy may have.
    """

    __slots__ = ()

    @property
    def needed(self) -> int:
        """All."""
        return len(self.policies)

    def to_json(self) -> dict[str, Any]:
        """See `Policy.to_json`."""
        return {"all_of": self._documents()}


class AnyOf(Group):
    """At least one of these demands.

    Raises:
        PolicyUnclearError: There are none, the same one twice, or more than a policy may have.
    """

    __slots__ = ()

    @property
    def needed(self) -> int:
        """One."""
        return 1

    def to_json(self) -> dict[str, Any]:
        """See `Policy.to_json`."""
        return {"any_of": self._documents()}


class AtLeast(Group):
    """At least `needed` of these demands. Demands are counted, not badges: one badge may meet several.

    >>> AtLeast(2, Holds("cka"), Holds("ckad"), Holds("cks")).explain([], now=1_800_000_000)
    "Missing: 2 of (a badge 'cka', a badge 'ckad', a badge 'cks')."

    Raises:
        PolicyUnclearError: There are fewer than `needed`, the same one twice, or more than a policy may have.
    """

    __slots__ = ("_needed",)

    _needed: int

    def __init__(self, needed: int, *policies: Policy) -> None:
        super().__init__(*policies)
        if type(needed) is not int or not 1 <= needed <= len(policies):
            raise PolicyUnclearError(f"AtLeast takes a number from 1 to {len(policies)} first, not {shown(needed)}")
        object.__setattr__(self, "_needed", needed)

    @property
    def needed(self) -> int:
        """How many, as was said."""
        return self._needed

    def to_json(self) -> dict[str, Any]:
        """See `Policy.to_json`."""
        return {"at_least": self.needed, "of": self._documents()}

    def _arguments(self) -> tuple[Any, ...]:
        return (self.needed, *self.policies)


def _depth(policy: Policy) -> int:
    return 1 + max(map(_depth, policy.policies)) if isinstance(policy, Group) else 0
