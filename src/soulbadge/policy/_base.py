"""What every policy is and answers."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from soulbadge.errors import PolicyUnclearError, PolicyUnmetError
from soulbadge.forms.canonical import canonical
from soulbadge.forms.json import Value
from soulbadge.ids import parse_address
from soulbadge.models import Achievement, Badge, Status
from soulbadge.policy._picking import fewest
from soulbadge.policy._spelled import shown


@dataclass(frozen=True, slots=True)
class Held(Value):
    """A badge that was proven: read in a trusted collection, in the hands of who shows it.

    Attributes:
        slug: Its achievement's name in tools.
        badge: The badge as it was read.
        skills: What its achievement says that it shows, as in the terms; `Service` counts by them.
    """

    slug: str
    badge: Badge
    skills: tuple[str, ...] = ()

    @classmethod
    def of(cls, badge: Badge, achievement: Achievement) -> "Held":
        """A badge of this achievement, as a policy wants it."""
        return cls(achievement.slug, badge, achievement.terms.skills)

    def counts(self, now: int) -> bool:
        """Whether it counts at `now`: ACTIVE when it was read, and not over since."""
        return self.badge.status is Status.ACTIVE and not 0 < self.badge.end_time <= now


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing, as a phrase.

    Attributes:
        text: The phrase; it can stand inside a sentence.
        is_joined: Whether it is made of several, so that it wants brackets among others.
    """

    text: str
    is_joined: bool = False

    @property
    def among_others(self) -> str:
        """The phrase as a part of another."""
        return f"({self.text})" if self.is_joined else self.text


class Policy(ABC):
    """A demand on the badges that somebody holds.

    More badges never make it unmet: there is no negation. `now`, wherever it is asked for, is in Unix seconds: the
    timestamp of the block in which the badges were read, the clock by which the contract counts too.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def counts_expired(self) -> bool:
        """Whether an EXPIRED badge can still help: true only if there is a `Service` in it."""

    @abstractmethod
    def lack(self, held: Sequence[Held], now: int) -> Lack | None:
        """What is missing; None if nothing is."""

    @abstractmethod
    def kinds(self) -> Iterator["Demand"]:
        """The single demands that it is made of, in their order."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """The policy as a document, which `from_json` reads. What has its default is left out."""

    @staticmethod
    def from_json(data: object, collections: Mapping[str, str] | None = None) -> "Policy":
        """The policy that a document says; `soulbadge.policy.documents` has the forms.

        Args:
            data: The document, as `json.loads` or a TOML reader made it.
            collections: Addresses of collections by the names that the document uses.

        Raises:
            PolicyMalformedError: It is no policy; the error names the place in the document.
        """
        from soulbadge.policy._reader import read  # which makes policies, so it comes after them

        return read(data, collections or {})

    def to_text(self) -> str:
        """The one JSON text of the policy (RFC 8785)."""
        return canonical(self.to_json())

    def missing(self, held: Sequence[Held], now: int) -> str | None:
        """What is missing, as a phrase that can stand inside a sentence; None if nothing is."""
        lack = self.lack(held, now)
        return None if lack is None else lack.text

    def is_met(self, held: Sequence[Held], now: int) -> bool:
        """Whether these badges are enough."""
        return self.lack(held, now) is None

    def explain(self, held: Sequence[Held], now: int) -> str:
        """The outcome in a sentence."""
        missing = self.missing(held, now)
        return "Nothing is missing." if missing is None else f"Missing: {missing}."

    def pick(self, held: Sequence[Held], now: int) -> tuple[Held, ...]:
        """The fewest of these badges that are enough, so that nobody shows more than was asked for.

        Among choices of equally few it is the one that comes first, in the order of `held`. Where there are very many
        choices (ten of thirty demands, say) 4,096 are looked at, the smallest first; if none of these is enough, the
        answer is a choice from which no badge can be left out, although fewer of others might do.

        Args:
            held: The badges that there are.
            now: As everywhere.

        Returns:
            The choice, in the order of `held`.

        Raises:
            PolicyUnmetError: All of them are not enough.
        """
        missing = self.missing(held, now)
        if missing is not None:
            raise PolicyUnmetError(missing)
        demands = tuple(self.kinds())
        helps = [frozenset(at for at, each in enumerate(demands) if each.is_helped_by(one, now)) for one in held]
        adding = frozenset(at for at, each in enumerate(demands) if each.adds_up)
        places = fewest(helps, adding, lambda chosen: self.is_met([held[place] for place in chosen], now))
        return tuple(held[place] for place in places)


class Demand(Policy):
    """A single demand, not made of others.

    Attributes:
        achievement: Slug or number of the one achievement whose badges count; None if those of several may.
        collection: Address of the one collection that counts, with its checksum; None for any that the verifier trusts.
    """

    __slots__ = ()

    achievement: str | int | None
    collection: str | None

    @property
    def counts_expired(self) -> bool:
        """See `Policy.counts_expired`."""
        return False

    @property
    def adds_up(self) -> bool:
        """Whether several badges can meet it together where none does alone."""
        return False

    def is_helped_by(self, one: Held, now: int) -> bool:
        """Whether this badge can make a difference to it."""
        return self.is_met([one], now)

    def kinds(self) -> Iterator["Demand"]:
        """See `Policy.kinds`."""
        yield self

    def spell_collection(self) -> None:
        """Give the collection's address its checksum. Raises `AddressInvalidError`, `PolicyUnclearError`."""
        if self.collection is None:
            return
        if not isinstance(self.collection, str):
            raise PolicyUnclearError(f"a collection is named by its address, not by {shown(self.collection)}")
        object.__setattr__(self, "collection", parse_address(self.collection))

    def in_collection(self, said: dict[str, Any]) -> dict[str, Any]:
        """A document that names the collection too, if there is one to name."""
        return said if self.collection is None else {**said, "collection": self.collection}
