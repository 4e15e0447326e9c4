"""JSON of strangers: of bounded size, each name once, no numbers that readers disagree about. Pure."""

import json
from typing import Any

from .nesting import is_deep


def parse_shallow(text: str | bytes) -> Any:  # noqa: ANN401 (JSON)
    """What a JSON text of others says, whose form is theirs to choose.

    Raises:
        ValueError: It is no JSON, or nested more than 64 deep.
    """
    if is_deep(text):
        raise ValueError("it is nested too deeply")
    return json.loads(text)


def parse_strictly(text: str, most: int) -> Any:  # noqa: ANN401 (JSON)
    """What a JSON text says.

    Args:
        text: The text.
        most: Characters that it may have.

    Raises:
        ValueError: It is too long or no JSON, names something twice, or has a number with a point or an exponent: what
            1.0 is, readers do not agree about.
    """
    if len(text) > most:
        raise ValueError(f"it has {len(text)} characters, at most {most} may be")
    if is_deep(text):
        raise ValueError("it is nested too deeply")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON ({error})") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"it names {twice[:40]!r} twice")
    return found


def _no_number(text: str) -> Any:  # noqa: ANN401 (json's signature)
    raise ValueError(f"{text[:40]} is no whole number; write it as a text")
