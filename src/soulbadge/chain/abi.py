"""Calls and answers in the contract ABI, by the names of functions. Pure: no network."""

from collections.abc import Sequence
from typing import Any

from eth_abi.abi import encode
from eth_abi.exceptions import DecodingError, EncodingError
from eth_utils.crypto import keccak

from soulbadge.errors import ValueInvalidError

from .metered import decode


class Abi:
    """The functions of one contract. Of overloaded ones (ERC-721's `safeTransferFrom`) the first is known."""

    def __init__(self, entries: Sequence[dict[str, Any]]) -> None:
        self._inputs: dict[str, list[str]] = {}
        self._outputs: dict[str, list[str]] = {}
        self._constructor: list[str] = []
        for entry in entries:
            if entry["type"] == "function" and entry["name"] not in self._inputs:
                self._inputs[entry["name"]] = [_type(each) for each in entry["inputs"]]
                self._outputs[entry["name"]] = [_type(each) for each in entry["outputs"]]
            elif entry["type"] == "constructor":
                self._constructor = [_type(each) for each in entry["inputs"]]

    @property
    def names(self) -> tuple[str, ...]:
        """All functions."""
        return tuple(self._inputs)

    def selector(self, name: str) -> bytes:
        """The four bytes that a call of the function begins with."""
        return keccak(text=f"{name}({','.join(self._inputs[name])})")[:4]

    def encode(self, name: str, *arguments: Any) -> bytes:  # noqa: ANN401 (as the ABI has it)
        """The call data of a function.

        Raises:
            ValueInvalidError: A value does not fit: a negative time, one beyond uint40.
        """
        try:
            return self.selector(name) + encode(self._inputs[name], arguments)
        except EncodingError as error:
            raise ValueInvalidError(name, f"an argument is out of range ({error})") from error

    def encode_constructor(self, *arguments: Any) -> bytes:  # noqa: ANN401 (as the ABI has it)
        """What follows the creation code."""
        return encode(self._constructor, arguments)

    def decode(self, name: str, data: bytes) -> tuple[Any, ...]:
        """What a function returned, one item for each of its results.

        Raises:
            ValueError: The data is not what this function returns.
        """
        try:
            return tuple(decode(self._outputs[name], data))
        except (DecodingError, OverflowError) as error:
            raise ValueError(f"{name} returned something else") from error


def _type(entry: dict[str, Any]) -> str:
    kind: str = entry["type"]
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(_type(each) for each in entry['components'])}){kind.removeprefix('tuple')}"
