"""One run of one table: everything that its parts have in common."""

from collections.abc import Callable
from dataclasses import dataclass

from soulbadge.chain.rpc import Rpc
from soulbadge.issuer import Issuer

from .journal import Journal
from .settings import Settings
from .work import Work


@dataclass(frozen=True, slots=True)
class Job:
    """Who does what, where it is written down, and how carefully."""

    issuer: Issuer
    journal: Journal
    work: Work
    settings: Settings
    file: str
    """What the table is called in messages."""
    clock: Callable[[], float]
    """Seconds that pass."""

    @property
    def node(self) -> Rpc:
        """The node by which the chain is seen."""
        return self.issuer.collection.node

    @property
    def depth(self) -> int:
        """How many blocks must stand upon one that counts."""
        return self.settings.depth(self.issuer.collection)
