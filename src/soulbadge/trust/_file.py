"""`trust.toml`, table by table, with the line of whatever is wrong."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from soulbadge.errors import TrustFileError, ValueInvalidError
from soulbadge.forms.strict_toml import parse_toml

KEYS: Final = ("chain_id", "address", "name", "domain", "code_hash")
_MUST: Final = ("chain_id", "address")
_MOST: Final = 1 << 20
_HEADER: Final = re.compile(r"\s*\[\[\s*collection\s*\]\]")
_TABLE: Final = re.compile(r"\s*\[")
_AT_LINE: Final = re.compile(r"\(at line ([0-9]+)")


@dataclass(frozen=True, slots=True)
class Row:
    """One `[[collection]]` and where it stands."""

    file: str
    header: int
    """Its line, from 1; 0 if it is written in a way that has none."""
    lines: dict[str, int]
    table: dict[str, Any]

    def values(self) -> dict[str, Any]:
        """What it says, with known keys alone."""
        for key in self.table:
            if key not in KEYS:
                raise self.error(key, f"unknown; expected {', '.join(KEYS)}")
        for key in _MUST:
            if key not in self.table:
                raise self.error(key, "missing")
        for key, value in self.table.items():
            # Empty is how Python says "none"; in a file it is a value that was forgotten.
            if value == "":
                raise self.error(key, "is empty; leave the line out if there is nothing to say")
        return self.table

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turns what is wrong with a value into what is wrong with its line."""
        try:
            yield
        except ValueInvalidError as error:
            # What is wrong with a list as a whole came with this address, or with its name.
            key = "address" if error.where == "collections" else error.where
            raise self.error(key, error.problem) from error

    def error(self, key: str, problem: str) -> TrustFileError:
        """What is wrong with a key."""
        return TrustFileError(self.file, self.lines.get(key, self.header), f"collection.{key}", problem)


def rows(source: Path | str, file: str = "") -> list[Row]:
    """The tables of a file, or of a text that complaints call `file`; at least one."""
    text, file = (_read(source), str(source)) if isinstance(source, Path) else (source, file)
    data = _parsed(text, file)
    for key in data:
        if key != "collection":
            raise TrustFileError(file, _line_of(text, key), key, "unknown; expected [[collection]]")
    tables = data.get("collection", [])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        line = _line_of(text, "collection")
        raise TrustFileError(file, line, "collection", "expected tables; begin each with [[collection]]")
    if not tables:
        problem = "there is none, so nothing could count; begin one with [[collection]]"
        raise TrustFileError(file, 0, "collection", problem)
    places = _places(text)
    if len(places) != len(tables):  # an array in one line, or a header within a text of several lines
        places = [(0, {})] * len(tables)
    return [Row(file, *place, table) for place, table in zip(places, tables, strict=True)]


def _read(file: Path) -> str:
    try:
        with file.open("rb") as handle:
            data = handle.read(_MOST + 1)
        if len(data) > _MOST:
            raise TrustFileError(str(file), 0, "file", f"it has more than {_MOST} bytes")
        return data.decode()
    except OSError as error:
        raise TrustFileError(str(file), 0, "file", f"it cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TrustFileError(str(file), line, "file", "it is no text in UTF-8") from error


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return parse_toml(text, _MOST)
    except ValueError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1 if "(at end of document)" in str(error) else 0
        raise TrustFileError(file, line, "file", str(error)) from error


def _places(text: str) -> list[tuple[int, dict[str, int]]]:
    """The lines of each `[[collection]]` and of its keys."""
    places: list[tuple[int, dict[str, int]]] = []
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if _TABLE.match(line):
            inside = _HEADER.match(line) is not None
            if inside:
                places.append((number, {}))
        elif inside and "=" in line:
            places[-1][1].setdefault(line.partition("=")[0].strip().strip("\"'"), number)
    return places


def _line_of(text: str, key: str) -> int:
    wanted = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[\].=]""")
    return next((number for number, line in enumerate(text.split("\n"), 1) if wanted.match(line)), 0)
