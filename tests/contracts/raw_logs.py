"""Logs as they lie on the chain, for tests that hold them to the layout that a standard prescribes."""

from __future__ import annotations

from typing import Any

from eth_utils import keccak


def word(value: Any) -> bytes:
    """A number or an address as 32 bytes.

    >>> word(1)[-1], len(word(1))
    (1, 32)
    """
    number = value if isinstance(value, int) else int(str(value), 16)
    return number.to_bytes(32, "big")


def log(signature: str, *indexed: Any, data: tuple[Any, ...] = ()) -> tuple[list[bytes], bytes]:
    """A log of static values: topics (the hash of the signature first) and data."""
    return [keccak(text=signature), *map(word, indexed)], b"".join(map(word, data))


def raw_logs(receipt: Any) -> list[tuple[list[bytes], bytes]]:
    """Topics and data of each log of a transaction."""
    return [([bytes(topic) for topic in entry["topics"]], bytes.fromhex(_hex(entry["data"]))) for entry in receipt.logs]


def _hex(data: Any) -> str:
    return data.removeprefix("0x") if isinstance(data, str) else bytes(data).hex()
