"""What a contract said when it reverted: found in whatever the node or web3 wrapped it in, and named.

web3 7 and 8 hand on what nodes send, and nodes differ: anvil and geth give the data as a text, ganache as a text or as
an object, eth-tester as bytes inside an exception inside an exception.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from soulbadge.errors import RefusedError, RevertedError

_TEXT = bytes.fromhex("08c379a0")  # Error(string): require with a text
_PANIC = bytes.fromhex("4e487b71")  # Panic(uint256): assert, overflow, index out of bounds
_SELECTOR = 4
_WORDS = ("revert", "invalid opcode", "out of gas")


def refusal(data: bytes) -> RefusedError:
    """The exception of the custom error's name with its values, from raw revert data."""
    selector, rest = data[:_SELECTOR], data[_SELECTOR:]
    kind = _kinds().get(selector)
    try:
        if kind is not None:
            types = kind.signature[kind.signature.index("(") + 1 : -1]
            names = types.split(",") if types else []
            return kind(*(_value(name, value) for name, value in zip(names, decode(names, rest), strict=True)))
        if selector == _TEXT:
            return RevertedError(decode(["string"], rest)[0], data)
        if selector == _PANIC:
            return RevertedError(f"panic 0x{decode(['uint256'], rest)[0]:02x}", data)
    except (DecodingError, UnicodeDecodeError):
        pass
    if not data:
        return RevertedError("without a reason", data)
    return RevertedError(f"with 0x{data.hex()}, which this release does not know", data)


def find_refusal(error: BaseException) -> RefusedError | None:
    """The contract's refusal behind an exception of web3 or eth-tester; None if no contract refused."""
    reverted = False
    for part in _parts(error):
        data = _bytes(part)
        if data is not None:
            return refusal(data)
        reverted = reverted or (isinstance(part, str) and any(word in part.lower() for word in _WORDS))
    return refusal(b"") if reverted else None


def find_refusal_in_answer(error: Mapping[str, Any]) -> RefusedError | None:
    """The contract's refusal in the `error` of a JSON-RPC answer; None if no contract refused."""
    parts = list(_nested(error))
    data = next((found for part in parts if (found := _bytes(part)) is not None), None)
    if data is not None:
        return refusal(data)
    reverted = any(isinstance(part, str) and any(word in part.lower() for word in _WORDS) for part in parts)
    return refusal(b"") if reverted else None


@cache
def _kinds() -> dict[bytes, type[RefusedError]]:
    """The exception classes by selector; all direct children of RefusedError that stand for a custom error."""
    return {keccak(text=kind.signature)[:_SELECTOR]: kind for kind in RefusedError.__subclasses__() if kind.signature}


def _value(kind: str, value: Any) -> Any:  # noqa: ANN401 (as the ABI has it)
    return to_checksum_address(value) if kind == "address" else value


def _parts(error: BaseException) -> Iterator[Any]:
    """Everything inside an exception that may hold revert data: what it names `data` first, then what it wraps."""
    seen: set[int] = set()
    queue = [error]
    while queue:
        current = queue.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield from _nested(getattr(current, "data", None))
        answer = getattr(current, "rpc_response", None)
        if isinstance(answer, Mapping):
            yield from _nested(answer.get("error"))
        for argument in current.args:
            if isinstance(argument, BaseException):
                queue.append(argument)
            else:
                yield from _nested(argument)
        queue.extend(each for each in (current.__cause__, current.__context__) if each is not None)


def _nested(value: object) -> Iterator[Any]:
    if isinstance(value, Mapping):
        # Ganache's transaction hash stands beside the data, and looks like data: only these keys hold what is sought.
        for key in ("data", "result", "message"):
            yield from _nested(value.get(key))
    elif value is not None:
        yield value


def _bytes(part: object) -> bytes | None:
    if isinstance(part, bytes | bytearray):
        return bytes(part)
    if not isinstance(part, str):
        return None
    text = part.removeprefix("Reverted ").removeprefix("execution reverted: ")
    try:
        if text.startswith(("b'", 'b"')):  # eth-tester makes a text of the bytes
            found = ast.literal_eval(text)
            return found if isinstance(found, bytes) else None
        if text.startswith("0x") and len(text) >= 2 + 2 * _SELECTOR:
            return bytes.fromhex(text[2:])
    except (ValueError, SyntaxError):
        pass
    return None
