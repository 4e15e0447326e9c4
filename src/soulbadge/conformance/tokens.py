"""What a contract's Transfer events tell of its tokens. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from soulbadge.ids import ZERO_ADDRESS
from soulbadge.reading.events import Log

TRANSFER_TOPICS = 4
"""What ERC-721 indexes: the event, from, to, the id. ERC-20 has the same event with three."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token as its events tell it."""

    number: int
    owner: str
    """Who has it now; zero if it was destroyed."""
    mints: tuple[Log, ...]
    """The events that created it: more than one if it came back."""

    @property
    def minted(self) -> Log | None:
        """The event that created it the last time; None for one that no event tells of."""
        return self.mints[-1] if self.mints else None


def tokens_of(transfers: Iterable[Log]) -> dict[int, Token]:
    """Every token that was ever transferred, by its id."""
    found: dict[int, Token] = {}
    for log in transfers:
        if len(log.topics) != TRANSFER_TOPICS:
            continue
        number, origin, owner = log.number(3), log.account(1), log.account(2)
        known = found.get(number, Token(number, ZERO_ADDRESS, ()))
        mints = (*known.mints, log) if origin == ZERO_ADDRESS and owner != ZERO_ADDRESS else known.mints
        found[number] = replace(known, owner=owner, mints=mints)
    return found
