"""The contract's reasons of refusal: each custom error of `Badges` as an exception of the same name with its values.

Where the error comes from, what it means and which values it carries stands in `interfaces/IBadges.sol`.
"""

from dataclasses import dataclass
from typing import ClassVar

from ._base import StatedError


@dataclass(eq=False)
class RefusedError(StatedError):
    """The contract refuses, for the reason that the class names; nothing was changed."""

    signature: ClassVar[str] = ""
    """The custom error as the ABI writes it, values in the order of the attributes."""


@dataclass(eq=False)
class RevertedError(RefusedError):
    """The contract reverted without a reason of its own: a panic, a text, or data that this release cannot read."""

    reason: str
    data: bytes = b""
    says: ClassVar[str] = "the contract reverted: {reason}"
