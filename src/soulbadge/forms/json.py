"""Frozen dataclasses as JSON and back, by their type hints alone.

Numbers that may pass 2^53 (ids, wei) are decimal texts, bytes are hexadecimal texts, enums are their names: every JSON
reader, JavaScript's too, reads them without loss.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from soulbadge.errors import ValueInvalidError

if TYPE_CHECKING:
    from typing_extensions import Self  # `typing` has it from Python 3.11 on; type checkers alone need it

_DECIMAL = "decimal"
_MOST_DIGITS = 78  # of 256 bits
BigInt = Annotated[int, _DECIMAL]
"""An int that JSON carries as a decimal text."""

_V = TypeVar("_V", bound="Value")


class Value:
    """What the dataclasses of `models` have in common."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """Plain dicts, lists, texts, numbers and booleans, for `json.dumps`."""
        hints = get_type_hints(type(self), include_extras=True)
        return {field.name: _to_json(getattr(self, field.name), hints[field.name]) for field in fields(self)}  # type: ignore[arg-type]  # every subclass is a dataclass

    @classmethod
    def from_json(cls, data: object) -> "Self":
        """What `to_json` made, or the same written by hand; fields that have a default may be left out.

        Raises:
            ValueInvalidError: Something is missing, unknown or of the wrong type; the error names the place.
        """
        return _dataclass(cls, data, cls.__name__)


def _to_json(value: Any, hint: Any) -> Any:  # noqa: ANN401 (JSON)
    if isinstance(value, Value):
        return value.to_json()
    if isinstance(value, tuple):
        inner = get_args(hint)[0]
        return [_to_json(item, inner) for item in value]
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if get_origin(hint) is Annotated and value is not None:
        return str(value)
    return value


def _dataclass(cls: type[_V], data: object, where: str) -> _V:
    if not isinstance(data, Mapping):
        raise ValueInvalidError(where, "expected an object")
    hints = get_type_hints(cls, include_extras=True)
    known = {field.name: field for field in fields(cls)}  # type: ignore[arg-type]  # every subclass is a dataclass
    unknown = sorted(str(name) for name in data if name not in known)
    if unknown:
        raise ValueInvalidError(f"{where}.{unknown[0]}", f"unknown; expected {', '.join(known)}")
    for name, field in known.items():
        if name not in data and field.default is MISSING and field.default_factory is MISSING:
            raise ValueInvalidError(f"{where}.{name}", "missing")
    return cls(**{name: _from_json(value, hints[name], f"{where}.{name}") for name, value in data.items()})


def _from_json(value: Any, hint: Any, where: str) -> Any:  # noqa: ANN401 (JSON)
    origin = get_origin(hint)
    if origin is Annotated:
        return _integer(value, where)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _from_json(value, next(kind for kind in get_args(hint) if kind is not type(None)), where)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ValueInvalidError(where, "expected a list")
        inner = get_args(hint)[0]
        return tuple(_from_json(item, inner, f"{where}[{position}]") for position, item in enumerate(value))
    if issubclass(hint, Value):
        return _dataclass(hint, value, where)
    return _scalar(value, hint, where)


def _scalar(value: Any, hint: Any, where: str) -> Any:  # noqa: ANN401 (JSON)
    if issubclass(hint, Enum):
        if not isinstance(value, str) or value not in hint.__members__:
            raise ValueInvalidError(where, f"expected one of {', '.join(hint.__members__)}")
        return hint[value]
    if hint is bytes:
        return _bytes(value, where)
    if hint is int:
        return _integer(value, where)
    if not isinstance(value, hint):
        raise ValueInvalidError(where, f"expected {hint.__name__}")
    return value


def _integer(value: object, where: str) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS:
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueInvalidError(where, "expected a whole number")
    return value


def _bytes(value: object, where: str) -> bytes:
    try:
        if isinstance(value, str) and value.startswith("0x"):
            return bytes.fromhex(value[2:])
    except ValueError:
        pass
    raise ValueInvalidError(where, "expected 0x and an even number of hexadecimal digits")
