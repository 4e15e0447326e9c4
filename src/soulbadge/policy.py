"""What a verifier demands, written as it reads. Pure.

>>> policy = AllOf(Holds("cka"), AnyOf(Holds("cks"), Holds("ckad")))
>>> policy.explain([])
"Missing: a badge 'cka' and (a badge 'cks' or a badge 'ckad')."

Only badges that `verify` has found ACTIVE, in a trusted collection, in the hands of who signed, are ever put to a
policy. There is no negation: a holder can always leave a badge out, so a "no" would mean nothing.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .errors import PolicyUnclearError
from .forms.json import Value
from .ids import parse_address
from .models import Badge


@dataclass(frozen=True, slots=True)
class Held(Value):
    """A badge that was proven to count.

    Attributes:
        slug: Its achievement's name in tools.
        badge: The badge as it was read.
    """

    slug: str
    badge: Badge


class Policy(ABC):
    """A demand on the badges that somebody holds."""

    __slots__ = ()

    @abstractmethod
    def missing(self, held: Sequence[Held]) -> str | None:
        """What is missing, as a phrase that can stand inside a sentence; None if nothing is."""

    @abstractmethod
    def kinds(self) -> Iterator["Holds"]:
        """The single demands that it is made of."""

    def is_met(self, held: Sequence[Held]) -> bool:
        """Whether these badges are enough."""
        return self.missing(held) is None

    def explain(self, held: Sequence[Held]) -> str:
        """The outcome in a sentence."""
        missing = self.missing(held)
        return "Nothing is missing." if missing is None else f"Missing: {missing}."


@dataclass(frozen=True, slots=True)
class Holds(Policy):
    """An ACTIVE badge of an achievement.

    Attributes:
        achievement: Its slug, or its number.
        collection: Address of the one collection that counts; None for any that the verifier trusts. A number means
            something only within a collection, so `verify` wants it named where several are trusted.

    Raises:
        PolicyUnclearError: The achievement is neither a slug nor a number from 1.
        AddressInvalidError: The collection is not an address.
    """

    achievement: str | int
    collection: str | None = None

    def __post_init__(self) -> None:
        is_number = type(self.achievement) is int and self.achievement > 0
        if not is_number and not (isinstance(self.achievement, str) and self.achievement):
            raise PolicyUnclearError(f"Holds takes a slug or a number from 1, not {self.achievement!r}")
        if self.collection is not None:
            object.__setattr__(self, "collection", parse_address(self.collection))

    def missing(self, held: Sequence[Held]) -> str | None:
        """See `Policy.missing`."""
        if any(self._counts(one) for one in held):
            return None
        kind = repr(self.achievement) if isinstance(self.achievement, str) else f"of achievement {self.achievement}"
        return f"a badge {kind}" + (f" of collection {self.collection}" if self.collection else "")

    def kinds(self) -> Iterator["Holds"]:
        """See `Policy.kinds`."""
        yield self

    def _counts(self, held: Held) -> bool:
        kind = held.slug if isinstance(self.achievement, str) else held.badge.achievement_id
        return kind == self.achievement and self.collection in {None, held.badge.collection}


class _Group(Policy):
    """Several demands as one."""

    __slots__ = ("policies",)

    policies: tuple[Policy, ...]

    def __init__(self, *policies: Policy) -> None:
        # An empty "all of" would let everybody in, an empty "any of" nobody: neither is ever meant.
        if not policies:
            raise PolicyUnclearError(f"{type(self).__name__} of nothing; name what it is made of")
        for policy in policies:
            if not isinstance(policy, Policy):
                raise PolicyUnclearError(f"{type(self).__name__} takes policies such as Holds('cka'), not {policy!r}")
        object.__setattr__(self, "policies", policies)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a policy cannot be changed; make another ({name} = {value!r})")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.policies == self.policies

    def __hash__(self) -> int:
        return hash((type(self), self.policies))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.policies))})"

    def kinds(self) -> Iterator[Holds]:
        """See `Policy.kinds`."""
        for policy in self.policies:
            yield from policy.kinds()


class AllOf(_Group):
    """All of these demands. One badge may meet several.

    Raises:
        PolicyUnclearError: There are none.
    """

    __slots__ = ()

    def missing(self, held: Sequence[Held]) -> str | None:
        """See `Policy.missing`."""
        missing = [phrase for policy in self.policies if (phrase := policy.missing(held)) is not None]
        return _joined(missing, " and ") if missing else None


class AnyOf(_Group):
    """At least one of these demands.

    Raises:
        PolicyUnclearError: There are none.
    """

    __slots__ = ()

    def missing(self, held: Sequence[Held]) -> str | None:
        """See `Policy.missing`."""
        missing = [policy.missing(held) for policy in self.policies]
        return None if None in missing else _joined([phrase for phrase in missing if phrase is not None], " or ")


def _joined(phrases: list[str], word: str) -> str:
    if len(phrases) == 1:
        return phrases[0]
    return word.join(f"({phrase})" if " and " in phrase or " or " in phrase else phrase for phrase in phrases)
