"""Mutants of constants: each constant becomes a function, which answers as the switch says.

    uint256 constant RETIRED = 1 << 255;    becomes    function RETIRED() pure returns (uint256) {
                                                           if (_mutant(7)) return 1 >> 255;
                                                           return 1 << 255;
                                                       }

and wherever `RETIRED` is read stands `RETIRED()`. So one compilation serves all constants. Where a constant must be
known while compiling (in assembly, in another constant) the compiler refuses, and its mutants are compiled alone.
"""

# ruff: noqa: ANN401 - syntax trees are JSON

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assurance._mutants._gambit import FOLDER, sources
from assurance._mutants._schema import Edit, Instrumented, edited
from assurance._running import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assurance._mutants._gambit import Mutant


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant's place in its source, in bytes; `head` is the function that stands for it, up to its body."""

    file: str
    head: str
    start: int
    stop: int
    value: slice


class Constants:
    """All constants of our contracts, whose syntax trees are there, and where they are read."""

    def __init__(self) -> None:
        self._declared: dict[int, Constant] = {}
        self._reads: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for file in sources():
            name = file.rsplit("/", 1)[1]
            source = (ROOT / file).read_bytes()
            for node in _nodes(json.loads((FOLDER / "trees" / f"{name}_json.ast").read_text("utf-8"))):
                if node.get("nodeType") == "VariableDeclaration" and node.get("constant"):
                    self._declared[node["id"]] = _constant(file, source, node)
                elif node.get("nodeType") in ("Identifier", "MemberAccess"):
                    self._reads[node.get("referencedDeclaration") or 0].append((file, _span(node).stop))

    def place(self, mutant: Mutant) -> tuple[int, bytes] | None:
        """The number of the constant that a mutant changes, and its value then; None if it changes none's."""
        source = (ROOT / mutant.file).read_bytes()
        start = len(source.decode()[: mutant.start].encode())
        stop = start + len(mutant.original.encode())
        for number, constant in self._declared.items():
            value = constant.value
            if constant.file == mutant.file and value.start <= start and stop <= value.stop:
                return number, source[value.start : start] + mutant.replacement.encode() + source[stop : value.stop]
        return None

    def instrumented(self, batch: Sequence[tuple[int, Mutant, tuple[int, bytes]]]) -> Instrumented:
        """The sources in which each of these can be switched on by its number."""
        values: dict[int, list[tuple[int, bytes]]] = defaultdict(list)
        for number, _, (constant, value) in batch:
            values[constant].append((number, value))
        edits: dict[str, list[Edit]] = defaultdict(list)
        for constant, alternatives in values.items():
            declared = self._declared[constant]
            text = declared.head.encode()
            spans = []
            for number, value in alternatives:
                line = b"if (_mutant(%d)) return %b; " % (number, value)
                spans.append((len(text), len(text) + len(line), number))
                text += line
            text += b"return " + (ROOT / declared.file).read_bytes()[declared.value] + b"; }"
            edits[declared.file].append(Edit(declared.start, declared.stop, text, tuple(spans)))
            for file, end in self._reads[constant]:
                edits[file].append(Edit(end, end, b"()"))
        return edited(edits)


def _constant(file: str, source: bytes, node: dict[str, Any]) -> Constant:
    whole = _span(node)
    kind = source[_span(node["typeName"])].decode()
    visibility = node["visibility"] if node["stateVariable"] else ""
    head = f"function {node['name']}() {visibility} pure returns ({kind}) {{ "
    return Constant(file, head, whole.start, source.index(b";", whole.stop) + 1, _span(node["value"]))


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _nodes(part)


def _span(node: dict[str, Any]) -> slice:
    start, length, _ = map(int, node["src"].split(":"))
    return slice(start, start + length)
