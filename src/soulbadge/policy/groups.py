"""Demands put together: all of them, any of them, at least so many of them."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from soulbadge.errors import PolicyUnclearError
from soulbadge.policy._base import Demand, Held, Lack, Policy

MOST_DEMANDS = 64
"""Single demands in one policy."""

MOST_DEPTH = 6
"""Groups inside one another."""


class _Group(Policy):
    """Several demands as one."""

    __slots__ = ("policies",)

    policies: tuple[Policy, ...]

    def __init__(self, *policies: Policy) -> None:
        name = type(self).__name__
        # An empty "all of" would let everybody in, an empty "any of" nobody: neither is ever meant.
        if not policies:
            raise PolicyUnclearError(f"{name} of nothing; name what it is made of")
        for policy in policies:
            if not isinstance(policy, Policy):
                raise PolicyUnclearError(f"{name} takes policies such as Holds('cka'), not {policy!r:.80}")
        # In "at least 2 of" the same demand twice would be met by one badge, which is never meant either.
        for place, policy in enumerate(policies):
            if policy in policies[:place]:
                raise PolicyUnclearError(f"{name} names {policy!r:.160} twice; name it once")
        object.__setattr__(self, "policies", policies)
        if _depth(self) > MOST_DEPTH:
            raise PolicyUnclearError(f"{name} is the outermost of more than {MOST_DEPTH} groups inside one another")
        if sum(1 for _ in self.kinds()) > MOST_DEMANDS:
            raise PolicyUnclearError(f"{name} is made of more than {MOST_DEMANDS} single demands")

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
        return self._together(lacks, len(self.policies) - len(lacks))

    def _arguments(self) -> tuple[Any, ...]:
        return self.policies

    @abstractmethod
    def _together(self, lacks: list[Lack], met: int) -> Lack | None:
        """What is missing in all, given what the unmet ones lack and how many are met."""


class AllOf(_Group):
    """All of these demands. One badge may meet several.

    Raises:
        PolicyUnclearError: There are none, the same one twice, or more than a policy may have.
    """

    __slots__ = ()

    def _together(self, lacks: list[Lack], met: int) -> Lack | None:  # noqa: ARG002 (all must be met, however many are)
        return _joined(lacks, " and ") if lacks else None


class AnyOf(_Group):
    """At least one of these demands.

    Raises:
        PolicyUnclearError: There are none, the same one twice, or more than a policy may have.
    """

    __slots__ = ()

    def _together(self, lacks: list[Lack], met: int) -> Lack | None:
        return None if met else _joined(lacks, " or ")


class AtLeast(_Group):
    """At least `needed` of these demands. Demands are counted, not badges: one badge may meet several.

    >>> AtLeast(2, Holds("cka"), Holds("ckad"), Holds("cks")).explain([], 0)
    "Missing: 2 of (a badge 'cka', a badge 'ckad', a badge 'cks')."

    Raises:
        PolicyUnclearError: There are fewer than `needed`, the same one twice, or more than a policy may have.
    """

    __slots__ = ("needed",)

    needed: int

    def __init__(self, needed: int, *policies: Policy) -> None:
        super().__init__(*policies)
        if type(needed) is not int or not 1 <= needed <= len(policies):
            raise PolicyUnclearError(
                f"AtLeast takes a number from 1 to {len(policies)}, of as many, not {needed!r:.80}"
            )
        object.__setattr__(self, "needed", needed)

    def _arguments(self) -> tuple[Any, ...]:
        return (self.needed, *self.policies)

    def _together(self, lacks: list[Lack], met: int) -> Lack | None:
        wanted = self.needed - met
        if wanted <= 0:
            return None
        if wanted == len(lacks):
            return _joined(lacks, " and ")
        if wanted == 1:
            return _joined(lacks, " or ")
        return Lack(f"{wanted} of ({', '.join(lack.text for lack in lacks)})")


def _joined(lacks: list[Lack], word: str) -> Lack:
    if len(lacks) == 1:
        return lacks[0]
    return Lack(word.join(lack.among_others for lack in lacks), is_joined=True)


def _depth(policy: Policy) -> int:
    return 1 + max(map(_depth, policy.policies)) if isinstance(policy, _Group) else 0
