"""Our RLP against the package that Ethereum's Python clients use, and everything that has a second spelling."""

import random
from typing import Any

import pytest
import rlp as upstream  # type: ignore[import-untyped]  # it publishes no types

from soulbadge.errors import StateMalformedError
from soulbadge.proofs.bundles import rlp

LONG = bytes(range(256))
SAMPLES = [
    b"",
    b"\0",
    b"\x7f",
    b"\x80",
    b"x" * 55,
    b"x" * 56,
    LONG,
    LONG * 256,
    [],
    [b""],
    [[]],
    [b"a", [b"b", [b"c", []]]],
]


def drawn(luck: random.Random, depth: int) -> Any:  # noqa: ANN401 (bytes, or lists of such)
    if depth and luck.random() < 0.5:
        return [drawn(luck, depth - 1) for _ in range(luck.randrange(20))]
    return luck.randbytes(luck.choice([0, 1, 1, 2, 20, 32, 55, 56, 57, 300]))


@pytest.mark.parametrize("item", SAMPLES, ids=lambda item: repr(item)[:20])
def test_an_item_is_encoded_as_everybody_encodes_it_and_read_again(item: Any) -> None:  # noqa: ANN401 (see above)
    assert rlp.encode(item) == upstream.encode(item)
    assert rlp.decode(rlp.encode(item)) == item


def test_a_thousand_items_drawn_by_lot_are_encoded_and_read_alike() -> None:
    luck = random.Random(1)
    for _ in range(1000):
        item = drawn(luck, 3)
        encoded = rlp.encode(item)
        assert encoded == upstream.encode(item)
        assert rlp.decode(encoded) == item


def test_what_is_read_has_one_spelling_however_bytes_are_thrown_together() -> None:
    """Whatever bytes are accepted, both decoders read the same, and encoding it gives the bytes again."""
    luck = random.Random(2)
    accepted = 0
    for _ in range(8000):
        start = rlp.encode(drawn(luck, 2))[:80]
        data = bytearray(start or b"\0")
        for _ in range(luck.randrange(3)):
            data[luck.randrange(len(data))] = luck.choice([0, 1, 0x7F, 0x80, 0x81, 0xB8, 0xB9, 0xC0, 0xC1, 0xF8, 0xFF])
        try:
            item = rlp.decode(bytes(data))
        except StateMalformedError:
            with pytest.raises(upstream.DecodingError):
                upstream.decode(bytes(data))
        else:
            accepted += 1
            assert item == upstream.decode(bytes(data))
            assert rlp.encode(item) == bytes(data)
    assert accepted > 400


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("", "an encoded item is missing"),
        ("8100", "a small byte has a length before it"),
        ("817f", "a small byte has a length before it"),
        ("b800", "a length is not written in the shortest way"),
        ("b837" + "00" * 55, "a length is not written in the shortest way"),
        ("b90038" + "00" * 56, "a length is not written in the shortest way"),
        ("f837" + "00" * 55, "a length is not written in the shortest way"),
        ("b9", "a length is not written in the shortest way"),
        ("82ff", "an encoded item breaks off"),
        ("c2ff", "an encoded item breaks off"),
        ("bfffffffffffffffff", "an encoded item breaks off"),
        ("c28201", "an encoded item breaks off"),
        ("8080", "1 bytes follow an encoded item"),
        ("c0c0", "1 bytes follow an encoded item"),
        ("c5c4c3c2c1c0", "lists are nested more than 4 deep"),
    ],
)
def test_another_spelling_is_refused(data: str, why: str) -> None:
    with pytest.raises(StateMalformedError) as refused:
        rlp.decode(bytes.fromhex(data))
    assert refused.value.problem == why


@pytest.mark.parametrize("item", [[], b"\0", b"\0\1", b"\1" * 9])
def test_what_is_no_number_is_refused(item: rlp.Item) -> None:
    with pytest.raises(StateMalformedError) as refused:
        rlp.number_of(item, 8)
    assert refused.value.problem == f"a number of at most 8 bytes, none of them a leading 0, is not {item!r}"


def test_numbers_are_written_without_leading_zeros() -> None:
    assert [rlp.number(each) for each in (0, 1, 255, 256)] == [b"", b"\1", b"\xff", b"\1\0"]
    assert all(rlp.number_of(rlp.number(each), 8) == each for each in (0, 1, 255, 256, 2**64 - 1))
