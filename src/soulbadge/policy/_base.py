"""What every policy is and answers."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from soulbadge.forms.json import Value
from soulbadge.models import Badge, Status


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

    def kinds(self) -> Iterator["Demand"]:
        """See `Policy.kinds`."""
        yield self
