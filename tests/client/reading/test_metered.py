"""Answers that unfold without end are left; honest ones, however nested, are read in full."""

import time

import pytest
from eth_abi.abi import encode
from eth_abi.exceptions import DecodingError
from hypothesis import given, settings
from hypothesis import strategies as some

from soulbadge.chain.metered import decode


def bomb(count: int, depth: int) -> bytes:
    """Lists of lists, in which every offset of a list points to the same next list."""

    def words(*values: int) -> bytes:
        return b"".join(value.to_bytes(32, "big") for value in values)

    def lists(level: int) -> bytes:
        items = [7] * count if level == 1 else [32 * count] * count
        return words(count, *items) + (b"" if level == 1 else lists(level - 1))

    return words(32) + lists(depth)


def test_lists_that_share_their_items_are_not_unfolded() -> None:
    began = time.monotonic()
    with pytest.raises(DecodingError, match="share"):
        decode(["uint256[][][]"], bomb(800, 3))  # 77 kB that mean 512 million numbers
    assert time.monotonic() - began < 2


def test_a_few_shared_items_are_nobody_s_trouble() -> None:
    assert decode(["uint256[][]"], bomb(3, 2)) == (((7, 7, 7),) * 3,)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    some.lists(some.lists(some.lists(some.integers(0, 2**256 - 1), max_size=6), max_size=6), max_size=6), some.text()
)
def test_what_encoders_write_is_read_in_full(lists: list[list[list[int]]], text: str) -> None:
    types = ["uint256[][][]", "string", "(string,uint256[])[]"]
    values = [lists, text, [(text, each) for inner in lists for each in inner]]
    found = decode(types, encode(types, values))
    assert encode(types, found) == encode(types, values)
