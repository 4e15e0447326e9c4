"""Many mutants in one source: each stands beside the original in a condition, and the chain says which one counts.

    a + b    becomes    (_mutant(7) ? (a - b) : (a + b))

`_mutant` compares its argument with the block's `prevrandao`, which no contract of ours reads. So one compilation
serves hundreds of mutants. What cannot stand in a condition (a constant, a declaration) is compiled alone.
"""

# ruff: noqa: ANN401 - syntax trees are JSON

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assurance._mutants._gambit import FOLDER
from assurance._running import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assurance._mutants._gambit import Mutant

SWITCH = "contracts/_Switch.sol"
"""A source that exists in the compiler's input only."""

SWITCH_SOURCE = """// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

function _isMutant(uint256 one) view returns (bool yes) {
    assembly ("memory-safe") { yes := eq(prevrandao(), one) }
}

/// @dev As if it were pure, since mutants stand in pure functions too.
function _mutant(uint256 one) pure returns (bool) {
    function(uint256) view returns (bool) reads = _isMutant;
    function(uint256) pure returns (bool) asked;
    assembly ("memory-safe") { asked := reads }
    return asked(one);
}
"""
TRUTHS = frozenset(("<", ">", "<=", ">=", "==", "!=", "&&", "||"))
MOST_AT_ONCE = 300


@dataclass(frozen=True, slots=True)
class Site:
    """The expression or statement that a mutant changes, in bytes of the source: what the condition goes round."""

    start: int
    stop: int
    mutated: bytes
    statement: bool = False


class Trees:
    """The syntax trees of the sources: how far an expression reaches is not for regular expressions to say."""

    def __init__(self) -> None:
        self._spans: dict[str, list[tuple[int, int, str, int, int]]] = {}
        self._constants: dict[str, list[tuple[int, int]]] = {}

    def site(self, mutant: Mutant) -> Site | None:
        """Where a condition can go; None if nowhere."""
        source = (ROOT / mutant.file).read_bytes()
        text = source.decode()
        start = len(text[: mutant.start].encode())
        stop = start + len(mutant.original.encode())
        self._read(mutant.file)
        if any(begin <= start < end for begin, end in self._constants[mutant.file]):
            return None  # what is fixed at compile time cannot depend on a switch
        if mutant.operator == "DeleteExpressionMutation":
            after = source[stop:].lstrip()
            # Neither the step of a loop nor what an `else` follows can be put into a branch of its own.
            if not after.startswith(b";") or after[1:].lstrip().startswith(b"else"):
                return None
            return Site(start, stop, mutant.replacement.encode(), statement=True)
        if mutant.operator in ("BinaryOpMutation", "UnaryOperatorMutation"):
            around = self._around(mutant.file, start, stop)
            if around is None:
                return None
            mutated = source[around[0] : start] + mutant.replacement.encode() + source[stop : around[1]]
            return Site(*around, mutated)
        return Site(start, stop, mutant.replacement.encode())

    def _around(self, file: str, start: int, stop: int) -> tuple[int, int] | None:
        """The operation whose operator this is."""
        fitting = [(begin, end) for begin, end, _, least, most in self._spans[file] if least <= start and stop <= most]
        return min(fitting, key=lambda span: span[1] - span[0], default=None)

    def _read(self, file: str) -> None:
        if file in self._spans:
            return
        tree = json.loads((FOLDER / "trees" / f"{Path(file).name}_json.ast").read_text("utf-8"))
        self._spans[file] = list(_operations(tree))
        self._constants[file] = list(_constants(tree))


def _constants(node: Any) -> Iterator[tuple[int, int]]:
    """Where each constant is declared."""
    if isinstance(node, dict) and node.get("nodeType") == "VariableDeclaration" and node.get("constant"):
        yield _span(node)
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _constants(part)


def _operations(node: Any) -> Iterator[tuple[int, int, str, int, int]]:
    """Each operation's start and end, its kind, and between which places its operator stands."""
    if isinstance(node, list):
        for part in node:
            yield from _operations(part)
    if not isinstance(node, dict):
        return
    for part in node.values():
        yield from _operations(part)
    kind = node.get("nodeType")
    if kind == "BinaryOperation":
        start, stop = _span(node)
        yield start, stop, kind, _span(node["leftExpression"])[1], _span(node["rightExpression"])[0]
    elif kind == "UnaryOperation":
        start, stop = _span(node)
        inner = _span(node["subExpression"])
        yield (start, stop, kind, start, inner[0]) if node["prefix"] else (start, stop, kind, inner[1], stop)


def _span(node: Any) -> tuple[int, int]:
    start, length, _ = map(int, node["src"].split(":"))
    return start, start + length


def is_nonsense(mutant: Mutant) -> bool:
    """An operator on truths put for one on numbers, or the reverse: never compiles."""
    if mutant.operator == "UnaryOperatorMutation":
        return (mutant.original == "!") != (mutant.replacement == "!")
    if mutant.operator != "BinaryOpMutation":
        return False
    return (mutant.original.strip() in TRUTHS) != (mutant.replacement.strip() in TRUTHS)


def batches(sites: Iterable[tuple[Mutant, Site]]) -> list[list[tuple[Mutant, Site]]]:
    """Mutants that can stand in one source: equal places, or places apart from one another."""
    found: list[list[tuple[Mutant, Site]]] = []
    taken: list[dict[str, set[tuple[int, int, bool]]]] = []
    for mutant, site in sites:
        place = (site.start, site.stop, site.statement)
        for batch, places in zip(found, taken, strict=True):
            others = places[mutant.file]
            apart = all(stop <= site.start or site.stop <= start for start, stop, _ in others - {place})
            if apart and len(batch) < MOST_AT_ONCE:
                batch.append((mutant, site))
                others.add(place)
                break
        else:
            found.append([(mutant, site)])
            taken.append(defaultdict(set, {mutant.file: {place}}))
    return found


@dataclass(slots=True)
class Instrumented:
    """Sources with mutants in them, and which mutant put which bytes there."""

    sources: dict[str, str]
    spans: dict[str, list[tuple[int, int, int]]]

    def guilty(self, file: str, start: int, stop: int) -> int | None:
        """The number of the mutant that the compiler points at, or the first within what it points at."""
        spans = self.spans.get(file, ())
        around = [span for span in spans if span[0] <= start < span[1]]
        if around:
            return min(around, key=lambda span: span[1] - span[0])[2]
        return next((number for begin, _, number in spans if start <= begin < stop), None)


def instrumented(batch: Sequence[tuple[int, Mutant, Site]]) -> Instrumented:
    """The sources in which each of these mutants can be switched on by its number."""
    by_file: dict[str, dict[tuple[int, int, bool], list[tuple[int, bytes]]]] = defaultdict(lambda: defaultdict(list))
    for number, mutant, site in batch:
        by_file[mutant.file][site.start, site.stop, site.statement].append((number, site.mutated))
    sources = {SWITCH: SWITCH_SOURCE}
    spans: dict[str, list[tuple[int, int, int]]] = {}
    for file, places in by_file.items():
        source = (ROOT / file).read_bytes()
        pragma = re.search(rb"^pragma [^;]*;\n", source, re.MULTILINE)
        assert pragma, file  # noqa: S101 - gambit parsed it
        parts = [source[: pragma.end()], f'import "{SWITCH}";\n'.encode()]
        position, spans[file] = pragma.end(), []
        length = sum(map(len, parts))
        for (start, stop, statement), alternatives in sorted(places.items()):
            parts.append(source[position:start])
            length += len(parts[-1])
            text = source[start:stop] if statement else b"(" + source[start:stop] + b")"
            heads = []
            for number, mutated in alternatives:
                switch = f"_mutant({number})".encode()
                heads.append(
                    b"if (" + switch + b") { " + mutated + b"; } else "
                    if statement
                    else b"(" + switch + b" ? (" + mutated + b") : "
                )
            whole = b"".join(heads) + text + (b"" if statement else b")" * len(heads))
            for index, (number, _) in enumerate(alternatives):
                begin = length + sum(map(len, heads[:index]))
                spans[file].append((begin, begin + len(heads[index]), number))
            parts.append(whole)
            length += len(whole)
            position = stop
        parts.append(source[position:])
        sources[file] = b"".join(parts).decode()
    return Instrumented(sources, spans)
