"""The one text that a JSON value has (RFC 8785), of values that every JSON reader agrees about. Pure.

Texts, whole numbers within 2^53, true, false, null, lists, and objects whose names are texts. No fractions: 3.75 is not
the same number everywhere, the text "3.75" is.
"""

import json
from collections.abc import Mapping
from typing import Any

MOST_NUMBER = (1 << 53) - 1
_MOST_DEPTH = 16


def canonical(value: object) -> str:
    """The canonical text.

    Raises:
        ValueError: Something in it has none.
    """
    return json.dumps(_ordered(value, _MOST_DEPTH), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _ordered(value: object, depth: int) -> Any:  # noqa: ANN401 (JSON)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        if abs(value) > MOST_NUMBER:
            raise ValueError(f"a number beyond {MOST_NUMBER} is not the same to every reader; write it as a text")
        return int(value)
    if isinstance(value, float):
        raise ValueError(f"{value!r} is no whole number; write it as a text")  # noqa: TRY004 (all are ValueErrors here)
    if depth == 0:
        raise ValueError(f"it is nested more than {_MOST_DEPTH} deep")
    if isinstance(value, list | tuple):
        return [_ordered(item, depth - 1) for item in value]
    if isinstance(value, Mapping):
        # By UTF-16 code units, as RFC 8785 has it; Python would order by code points.
        names = sorted((_text(name) for name in value), key=lambda name: name.encode("utf-16-be"))
        return {name: _ordered(value[name], depth - 1) for name in names}
    raise ValueError(f"a {type(value).__name__} has no place in JSON")


def _text(text: object) -> str:
    if not isinstance(text, str):
        raise ValueError(f"{text!r} should be a text")  # noqa: TRY004 (all are ValueErrors here)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("half of a surrogate pair is no text") from error
    return str(text)
