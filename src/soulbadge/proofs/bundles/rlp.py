"""Recursive-length prefix, the encoding of Ethereum's headers and tries, in its one canonical form. Pure.

Bytes, and lists of such. A length is written in the shortest way, a byte below 0x80 stands for itself, and nothing
follows the end: what another decoder would forgive is refused here.
"""

from collections.abc import Sequence
from typing import Final, TypeAlias

from soulbadge.errors import StateMalformedError

Item: TypeAlias = "bytes | list[Item]"
"""Bytes, or a list of items."""

MOST_DEPTH: Final = 4
"""Lists within lists: a branch may hold an extension that holds a branch that holds a leaf; 31 bytes hold no more."""

_BYTES: Final = 0x80
_LIST: Final = 0xC0
_SHORT: Final = 55
"""The longest payload whose length stands in the first byte."""


def encode(item: bytes | Sequence[Item]) -> bytes:
    """The encoding of an item."""
    if isinstance(item, bytes):
        if len(item) == 1 and item[0] < _BYTES:
            return item
        return _prefixed(item, _BYTES)
    return _prefixed(b"".join(encode(each) for each in item), _LIST)


def number(value: int) -> bytes:
    """A whole number from 0, as the bytes that stand for it: none for 0, no leading zeros."""
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def decode(data: bytes) -> Item:
    """What is encoded, the whole of it.

    Raises:
        StateMalformedError: It is no encoding, not the shortest one, nested too deeply, or something follows it.
    """
    item, end = _item(data, 0, len(data), MOST_DEPTH)
    if end != len(data):
        raise StateMalformedError(f"{len(data) - end} bytes follow an encoded item")
    return item


def number_of(item: Item, most: int) -> int:
    """The number that bytes stand for.

    Args:
        item: What was decoded.
        most: Bytes that it may have.

    Raises:
        StateMalformedError: It is a list, too long, or begins with zeros.
    """
    if isinstance(item, list) or len(item) > most or item[:1] == b"\0":
        raise StateMalformedError(f"a number of at most {most} bytes, none of them a leading 0, is not {item!r:.80}")
    return int.from_bytes(item, "big")


def bytes_of(item: Item, size: int) -> bytes:
    """Bytes of a fixed size.

    Raises:
        StateMalformedError: It is a list, or of another size.
    """
    if isinstance(item, list) or len(item) != size:
        raise StateMalformedError(f"{size} bytes belong where {item!r:.80} stands")
    return item


def _prefixed(payload: bytes, kind: int) -> bytes:
    if len(payload) <= _SHORT:
        return bytes([kind + len(payload)]) + payload
    length = number(len(payload))
    return bytes([kind + _SHORT + len(length)]) + length + payload


def _item(data: bytes, start: int, end: int, depth: int) -> tuple[Item, int]:
    """The item that begins at `start` and ends by `end`, and where it ends."""
    if start >= end:
        raise StateMalformedError("an encoded item is missing")
    first = data[start]
    if first < _BYTES:
        return data[start : start + 1], start + 1
    kind = _LIST if first >= _LIST else _BYTES
    begin, length = _extent(data, start, end, first - kind)
    stop = begin + length
    if stop > end:
        raise StateMalformedError("an encoded item breaks off")
    if kind == _BYTES:
        if length == 1 and data[begin] < _BYTES:
            raise StateMalformedError("a small byte has a length before it")
        return data[begin:stop], stop
    if depth == 0:
        raise StateMalformedError(f"lists are nested more than {MOST_DEPTH} deep")
    items: list[Item] = []
    while begin < stop:
        item, begin = _item(data, begin, stop, depth - 1)
        items.append(item)
    return items, stop


def _extent(data: bytes, start: int, end: int, short: int) -> tuple[int, int]:
    """Where a payload begins, and how long it is."""
    if short <= _SHORT:
        return start + 1, short
    size = short - _SHORT
    written = data[start + 1 : min(start + 1 + size, end)]
    length = int.from_bytes(written, "big")
    if len(written) != size or written[0] == 0 or length <= _SHORT:
        raise StateMalformedError("a length is not written in the shortest way")
    return start + 1 + size, length
