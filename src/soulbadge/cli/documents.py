"""Files that people hand to one another: read whole, refused in one line."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from soulbadge.errors import SoulbadgeError, ValueInvalidError
from soulbadge.forms.strict_json import parse_strictly
from soulbadge.policy import AllOf, Holds, Policy, load
from soulbadge.proofs import Challenge, Presentation

from .args import achievement

MOST_TEXT = 16 * 1024 * 1024
"""Bytes of a document."""


def read_text(file: str) -> str:
    """A file's text, or for - what comes in at stdin.

    Raises:
        ValueInvalidError: It cannot be read, is too long, or is no UTF-8.
    """
    try:
        if file == "-":
            data = sys.stdin.buffer.read(MOST_TEXT + 1)
        else:
            with Path(file).open("rb") as handle:
                data = handle.read(MOST_TEXT + 1)
    except OSError as error:
        raise ValueInvalidError(file, f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise ValueInvalidError(repr(file), "is no name of a file") from error
    if len(data) > MOST_TEXT:
        raise ValueInvalidError(file, f"is longer than {MOST_TEXT} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueInvalidError(file, "is no text in UTF-8") from error


def parse(text: str, file: str) -> dict[str, Any]:
    """The JSON object in a text.

    Raises:
        ValueInvalidError: There is none.
    """
    try:
        found = parse_strictly(text, MOST_TEXT)
    except ValueError as error:
        raise ValueInvalidError(file, str(error)) from error
    if not isinstance(found, dict):
        raise ValueInvalidError(file, "expected a JSON object")
    return found


def read_challenge(file: str) -> Challenge:
    """The challenge in a file.

    Raises:
        ValueInvalidError: It is none.
    """
    data = parse(read_text(file), file)
    try:
        return Challenge.from_json(data)
    except SoulbadgeError as error:
        raise ValueInvalidError(file, f"is no challenge ({error})") from error


def read_presentation(file: str) -> Presentation:
    """The presentation in a file.

    Raises:
        MalformedPresentationError, ValueInvalidError: It is none.
    """
    return Presentation.from_json(parse(read_text(file), file))


def demand(policy: str | None, holds: tuple[str, ...], collections: Mapping[str, str] | None = None) -> Policy | None:
    """What `--policy` and `--holds` demand; None if they demand nothing.

    Args:
        policy: A file.
        holds: Slugs or numbers.
        collections: Addresses of collections by the names that the file uses.

    Raises:
        PolicyMalformedError, PolicyUnclearError: It is no policy.
    """
    parts: list[Policy] = [] if policy is None else [load(policy, collections)]
    parts += [Holds(achievement(each)) for each in holds]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else AllOf(*parts)
