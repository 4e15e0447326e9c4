"""Keccak-256 for where it is asked a million times. Pure.

eth-hash with pycryptodome, which web3 brings, answers in five microseconds, most of them spent around the hash. Where
pysha3 is installed (eth-tester brings it), it answers in one.
"""

from collections.abc import Callable

from eth_hash.auto import keccak as _default

_EMPTY = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"

portable: Callable[[bytes], bytes] = _default
"""What is there wherever web3 is."""


def _fastest() -> Callable[[bytes], bytes]:
    try:
        from sha3 import keccak_256  # type: ignore[import-untyped]  # pysha3 has no types
    except ImportError:
        return portable

    def quick(data: bytes) -> bytes:
        digest: bytes = keccak_256(data).digest()
        return digest

    try:
        return quick if quick(b"").hex() == _EMPTY else portable
    except Exception:  # noqa: BLE001 (another module called sha3, whatever it does)
        return portable


keccak: Callable[[bytes], bytes] = _fastest()
"""The hash of some bytes."""
