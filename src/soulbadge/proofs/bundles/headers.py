"""A block's header: what its hash commits to. Pure.

Forks only ever append fields, so what is read here stands where it always stood; what follows is left as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from soulbadge.chain import answers
from soulbadge.chain.blocks import Block
from soulbadge.errors import MalformedBundleError, NodeError, StateMalformedError
from soulbadge.forms.keccak import keccak

from . import rlp

MOST_HEADER: Final = 4096
"""Bytes of a header; Ethereum's have 700, those of chains with named block makers some more."""

_FEWEST: Final = 15
_MOST: Final = 32
_STATE_ROOT, _NUMBER, _TIME = 3, 8, 11

_BLOCK: Final = "eth_getBlockByNumber"
_FIELDS: Final = (
    ("parentHash", 32),
    ("sha3Uncles", 32),
    ("miner", 20),
    ("stateRoot", 32),
    ("transactionsRoot", 32),
    ("receiptsRoot", 32),
    ("logsBloom", 256),
    ("difficulty", 0),
    ("number", 0),
    ("gasLimit", 0),
    ("gasUsed", 0),
    ("timestamp", 0),
    ("extraData", None),
    ("mixHash", 32),
    ("nonce", 8),
)
_LATER: Final = (
    ("baseFeePerGas", 0),  # London
    ("withdrawalsRoot", 32),  # Shanghai
    ("blobGasUsed", 0),  # Cancun
    ("excessBlobGas", 0),
    ("parentBeaconBlockRoot", 32),
    ("requestsHash", 32),  # Prague
)
"""Names in JSON-RPC and sizes: 0 for a number, None for bytes of any length."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a proof needs of a header.

    Attributes:
        state_root: Root of the trie of all accounts, 32 bytes.
        block: Number, hash and time.
    """

    state_root: bytes
    block: Block


def header_hash(encoded: bytes) -> str:
    """The hash of the block that has this header."""
    return "0x" + keccak(encoded).hex()


def read_header(encoded: bytes) -> Header:
    """What stands in a header.

    Raises:
        MalformedBundleError: It is no header.
    """
    if len(encoded) > MOST_HEADER:
        raise MalformedBundleError(f"the header has {len(encoded)} bytes, at most {MOST_HEADER} may be")
    try:
        fields = rlp.decode(encoded)
        if not isinstance(fields, list) or not _FEWEST <= len(fields) <= _MOST:
            raise StateMalformedError("it has no header's fields")  # noqa: TRY301 (one door for what is no header)
        number, time = (rlp.number_of(fields[place], 8) for place in (_NUMBER, _TIME))
        return Header(rlp.bytes_of(fields[_STATE_ROOT], 32), Block(number, header_hash(encoded), time))
    except StateMalformedError as error:
        raise MalformedBundleError(f"the header is none ({error.problem})") from error


def encode_header(block: Mapping[str, Any]) -> bytes:
    """The header of a block as JSON-RPC shows it, encoded again.

    Raises:
        NodeError: Its fields do not hash to the block's hash: it is of a fork that is not known here, or not true.
    """
    # web3 renames the field for chains with named block makers, which fill it.
    shown = {"extraData": block.get("proofOfAuthorityData"), **block}
    fields = [_field(shown[name], size) for name, size in _FIELDS if name in shown]
    fields += [_field(shown[name], size) for name, size in _LATER if shown.get(name) is not None]
    encoded = rlp.encode(fields)
    if answers.hash_of(_BLOCK, block.get("hash")) != header_hash(encoded):
        raise NodeError(
            _BLOCK, "the header's fields do not hash to the block's hash; a later release may know this chain's fork"
        )
    return encoded


def _field(value: object, size: int | None) -> bytes:
    if size == 0:
        return rlp.number(answers.integer(_BLOCK, value))
    found = answers.octets(_BLOCK, value)
    if size is not None and len(found) != size:
        raise answers.malformed(_BLOCK, f"{size} bytes", value)
    return found
