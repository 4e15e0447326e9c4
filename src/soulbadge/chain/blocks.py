"""The block that an answer comes from. Pure: no network."""

from dataclasses import dataclass
from typing import TypeAlias

from soulbadge.forms.json import Value


@dataclass(frozen=True, slots=True)
class Block(Value):
    """One block, known by its hash: whatever is read from it is of one moment, whatever the chain does meanwhile."""

    number: int
    hash: str
    """0x and 64 hexadecimal digits."""
    time: int
    """Unix seconds: what is now to a contract that is asked in this block."""


BlockId: TypeAlias = int | Block | None
"""Where a read looks: a block, the block of a number as the chain stands now, or None for the latest."""
