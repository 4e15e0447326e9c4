"""What goes wrong when a chain is read at length."""

from dataclasses import dataclass
from typing import ClassVar

from ._base import StatedError
from ._client import ChainError


@dataclass(eq=False)
class BlockGoneError(ChainError):
    """The chain was reorganised, and the block that an answer was to come from is no longer in it."""

    block: int
    block_hash: str
    says: ClassVar[str] = (
        "block {block} ({block_hash}) is no longer in the chain, or the node does not know it; ask for the latest again"
    )


@dataclass(eq=False)
class LogsMissingError(ChainError):
    """The node left out event logs: it does not keep them all, or cuts its answers short without saying so."""

    first: int
    last: int
    problem: str
    says: ClassVar[str] = (
        "the node does not show all events of blocks {first} to {last} ({problem}); ask one that keeps all logs"
    )


@dataclass(eq=False)
class TooManyPathsError(StatedError):
    """The requirements can be met in so many ways that the shortest was not found within the work allowed."""

    achievement: str
    work: int
    says: ClassVar[str] = (
        "there are too many ways to {achievement}: the shortest was not found in {work} steps; "
        "ask for the path to one of its prerequisites"
    )
