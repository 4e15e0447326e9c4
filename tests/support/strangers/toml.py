"""TOML as strangers write it. There is a reader in Python and no writer: this is one for what tests need."""

import importlib
import json
import sys
from typing import Any

LITERALS = (
    *("1979-05-27", "1979-05-27T07:32:00Z", "07:32:00", "inf", "-nan", "0xdeadbeef", "0b1", "1_0", "1e9", "6.5"),
    *("'''\nx\n'''", '"""\nx"""', "''", '"\\u0000"', '"\\U0010FFFF"', "[1, 'two', { three = 3 }]", "{}", "[]"),
    *("{ a.b.c = 1 }", "true", "9" * 5000, "-9223372036854775809", "[" * 40 + "]" * 40),
)
"""Values of every kind that TOML has."""


def loads(text: str) -> dict[str, Any]:
    """Python's own reader."""
    # Python 3.10 has none.
    return dict(importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli").loads(text))


def dumps(value: Any) -> str:  # noqa: ANN401 (whatever is left of a table)
    """Every key on a line of its own, its value in that line."""
    if not isinstance(value, dict):
        return f"value = {_value(value)}\n"
    return "".join(f"{_text(key)} = {_value(each)}\n" for key, each in value.items())


def _value(value: Any) -> str:  # noqa: ANN401 (TOML)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(key)} = {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, int | float) else _text("" if value is None else str(value))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
