"""What is handed over: one JSON document in one form. Pure.

Trie nodes and codes say nothing about whose they are, and stand in ascending order, each once: so a presentation and a
block make exactly one bundle, and there is no second spelling of it.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from soulbadge.chain.blocks import Block
from soulbadge.errors import MalformedBundleError, ValueInvalidError, VerificationError
from soulbadge.forms.canonical import canonical
from soulbadge.forms.json import Value
from soulbadge.forms.strict_json import parse_strictly
from soulbadge.proofs.presentations import Presentation

from .headers import read_header

if TYPE_CHECKING:
    from typing_extensions import Self

MOST_TEXT: Final = 16 * 1024 * 1024
"""Bytes of a document: enough for 256 badges of as many full cohorts."""

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class StateProof(Value):
    """A part of a chain's state in one block, which whoever trusts the block's hash need not be told by anybody.

    Attributes:
        header: The block's header, RLP.
        nodes: Nodes of the tries of accounts and storage, ascending, each once.
        codes: Codes of accounts, ascending, each once: what hashes to an account's code hash.

    Raises:
        MalformedBundleError: They are not in that order.
    """

    header: bytes
    nodes: tuple[bytes, ...]
    codes: tuple[bytes, ...]

    def __post_init__(self) -> None:
        for name, listed in (("nodes", self.nodes), ("codes", self.codes)):
            if any(before >= after for before, after in pairwise(listed)):
                raise MalformedBundleError(f"its {name} are not in ascending order, each once")

    @property
    def block(self) -> Block:
        """Number, hash and time, by the header. A claim, until the hash is compared with one that is trusted.

        Raises:
            MalformedBundleError: It is no header.
        """
        return read_header(self.header).block


@dataclass(frozen=True, slots=True)
class Bundle(Value):
    """A presentation, and all that a verifier would otherwise have asked a node for.

    Attributes:
        presentation: What the holder signed.
        proof: The state of the chain that it rests on.
        version: Of this form.

    Raises:
        MalformedBundleError: It is of another version.
    """

    presentation: Presentation
    proof: StateProof
    version: int = VERSION

    def __post_init__(self) -> None:
        if self.version != VERSION:
            raise MalformedBundleError(f"it is of version {self.version}, this release reads {VERSION}")

    def to_text(self) -> str:
        """The bundle as canonical JSON (RFC 8785), without a newline at its end."""
        return canonical(self.to_json())

    @classmethod
    def from_text(cls, text: str | bytes) -> "Self":
        """What `to_text` made, byte for byte.

        Raises:
            MalformedBundleError: It is something else, or the same written in another way.
        """
        try:
            read = text.decode("utf-8") if isinstance(text, bytes) else text
            bundle = cls.from_json(parse_strictly(read, MOST_TEXT))
            again = bundle.to_text()
        except MalformedBundleError:
            raise
        except (ValueInvalidError, VerificationError, ValueError) as error:
            raise MalformedBundleError(str(error)) from error
        if again != read:
            place = next((at for at, (a, b) in enumerate(zip(again, read, strict=False)) if a != b), len(again))
            raise MalformedBundleError(f"it is not canonical JSON with lower-case digits, from character {place} on")
        return bundle


def is_block_hash(text: object) -> bool:
    """Whether it is 0x and 64 lower-case digits, and not all zeros, which is the hash of no block."""
    return isinstance(text, str) and re.fullmatch(r"0x[0-9a-f]{64}", text) is not None and bool(int(text, 16))
