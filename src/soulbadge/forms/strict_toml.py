"""TOML of strangers: of bounded size, and nothing in it that takes Python's reader long.

Python's reader takes seconds for a key of ten thousand parts, and goes down one call for each table within a table.
"""

import importlib
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .nesting import DEEPEST

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"""|\Z)'
    r"|'''.*?(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\.)*"?'
    r"|'[^'\n]*'?"
    r"|#[^\n]*"
    r"|[\[\]{}.=,\n]",
    re.DOTALL,
)
"""Texts and comments, what is inside of them included; and whatever nests."""


def parse_toml(text: str, most: int) -> dict[str, Any]:
    """What a TOML text says.

    Args:
        text: The text.
        most: Characters that it may have.

    Raises:
        ValueError: It is too long or no TOML; or tables, lists or the parts of a key are nested more than 64 deep.
    """
    if len(text) > most:
        raise ValueError(f"it has {len(text)} characters, at most {most} may be")
    if _is_deep(text):
        raise ValueError("it is nested too deeply")
    # Python 3.10 has no TOML reader of its own.
    toml = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        return dict(toml.loads(text))
    except ValueError as error:
        raise ValueError(f"it is no TOML ({error})") from error


def read_toml(file: Path, most: int, error: Callable[[str], Exception]) -> dict[str, Any]:
    """What a file says; of a larger one no more is read than shows that it is too large.

    Args:
        file: Where it is.
        most: Characters that it may have.
        error: Makes what is raised from what is wrong, whatever that is.
    """
    try:
        with file.open("rb") as handle:
            text = handle.read(4 * most + 1).decode()  # enough to see that it is too long
        return parse_toml(text, most)
    except OSError as problem:
        raise error(f"cannot be read ({problem.strerror})") from problem
    except UnicodeDecodeError as problem:
        raise error(f"is no TOML ({problem})") from problem
    except ValueError as problem:
        raise error(str(problem)) from problem


def _is_deep(text: str) -> bool:
    if text.count("[") + text.count("{") + text.count(".") <= DEEPEST:
        return False
    depth = parts = 0
    for found in _TOKEN.finditer(text):
        mark = found[0]
        if mark == ".":
            parts += 1
        elif mark in ("[", "{"):
            depth += 1
            parts = 0
        elif mark in ("]", "}", "=", ",", "\n"):
            depth -= mark in ("]", "}")
            parts = 0
        if depth > DEEPEST or parts > DEEPEST:
            return True
    return False
