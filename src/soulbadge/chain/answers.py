"""What a node answered, taken apart, and what can be told of it when it is nonsense.

A node is somebody else's program. Whatever it sends becomes a value of the expected kind or a `NodeError` in one line.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from soulbadge.errors import NodeError
from soulbadge.ids import ZERO_ADDRESS

from .blocks import Block
from .secrecy import without_secrets

_HASH = 32
_LONGEST = 300


def integer(method: str, value: Any) -> int:  # noqa: ANN401 (JSON)
    """A number: hexadecimal text (JSON-RPC), or an int (eth-tester)."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and re.fullmatch(r"0x[0-9a-fA-F]{1,64}", value, re.ASCII):
        return int(value, 16)
    raise malformed(method, "a number", value)


def octets(method: str, value: Any) -> bytes:  # noqa: ANN401 (JSON)
    """Bytes: hexadecimal text (JSON-RPC), or bytes (eth-tester)."""
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    if isinstance(value, str):
        try:
            return bytes.fromhex(value.removeprefix("0x"))
        except ValueError:
            pass
    raise malformed(method, "hexadecimal data", value)


def hash_of(method: str, value: Any) -> str:  # noqa: ANN401 (JSON)
    """A hash of 32 bytes, as 0x and hexadecimal digits."""
    found = octets(method, value)
    if len(found) != _HASH:
        raise malformed(method, "a hash", value)
    return "0x" + found.hex()


def fields(method: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    """An object."""
    if not isinstance(value, Mapping):
        raise malformed(method, "an object", value)
    return dict(value)


def block(method: str, header: dict[str, Any]) -> Block:
    """A block's header, in short."""
    return Block(
        integer(method, header.get("number")),
        hash_of(method, header.get("hash")),
        integer(method, header.get("timestamp")),
    )


def malformed(method: str, expected: str, found: object) -> NodeError:
    """The error for an answer that is of another kind than the question asks for."""
    text = without_secrets(repr(found))
    return NodeError(method, f"it answered {text[:80]}{'…' if text[80:] else ''} where {expected} belongs")


def cause(error: BaseException) -> str:
    """Why a connection failed, without the URL, which requests would put in full into its message."""
    name = type(error).__name__
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status is not None:
        return f"HTTP status {status}"
    if "Timeout" in name or "timed out" in str(error):
        return "no answer in time"
    return "connection failed" if name == "ConnectionError" else name


def problem(error: Any) -> str:  # noqa: ANN401 (whatever a node sends)
    """What a node, or web3 in its place, says went wrong; in one line, and nothing secret of the node's URL in it."""
    answer = getattr(error, "rpc_response", None)
    found = answer.get("error") if isinstance(answer, Mapping) else error
    if isinstance(found, Mapping):
        found = found.get("message", found)
    text = without_secrets(" ".join(str(found).split())) or type(error).__name__
    return "".join(each if each.isprintable() else "?" for each in text[:_LONGEST])


def sender(params: Sequence[object]) -> str:
    """Who asks, by a call's parameters."""
    first = params[0] if params else None
    return str(first.get("from", ZERO_ADDRESS)) if isinstance(first, dict) else ZERO_ADDRESS
