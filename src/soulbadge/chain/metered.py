"""Decoding what a stranger's contract returned. Pure.

In the contract ABI several offsets may point to one place, so that lists of lists in 80 kB unfold to a thousand million
items. Nobody's encoder writes that. So what decoding reads is metered: no more than a few times what is there.
"""

from collections.abc import Sequence
from typing import Any

from eth_abi.codec import ABIDecoder
from eth_abi.decoding import ContextFramesBytesIO
from eth_abi.exceptions import DecodingError
from eth_abi.registry import registry

_TIMES = 8
_FREE = 4096

__all__ = ["decode"]


class _Metered(ContextFramesBytesIO):
    def __init__(self, initial_bytes: bytes) -> None:
        super().__init__(initial_bytes)  # type: ignore[no-untyped-call]  # eth-abi gives it no types
        self._left = _FREE + _TIMES * len(initial_bytes)

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self._left -= len(found)
        if self._left < 0:
            raise DecodingError("lists that share their items")
        return found


class _Decoder(ABIDecoder):
    stream_class = _Metered


def decode(types: Sequence[str], data: bytes) -> tuple[Any, ...]:
    """`eth_abi.abi.decode`; DecodingError also where lists unfold to far more than their data."""
    return _Decoder(registry).decode(types, data)
