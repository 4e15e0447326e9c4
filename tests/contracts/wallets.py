"""Wallets by number, for tests that need many: addresses whose order is known and whose keys nobody has."""

from __future__ import annotations

from eth_utils import to_checksum_address


def wallet(number: int) -> str:
    """The address with this number; 0 is the zero address.

    >>> wallet(255)
    '0x00000000000000000000000000000000000000FF'
    """
    return to_checksum_address(number.to_bytes(20, "big"))


def wallets(first: int, count: int, step: int = 1) -> list[str]:
    """`count` addresses in ascending order, `step` apart."""
    return [wallet(first + step * i) for i in range(count)]
