"""Many mutants in one source: each stands beside the original in a condition, and the chain says which one counts.

    a + b    becomes    (!_amid(7, 8) ? (a + b) : _mutant(7) ? (a - b) : _mutant(8) ? (a * b) : (a + b))

`_amid` and `_mutant` compare what they are given with the block's `prevrandao`, which no contract of ours reads. So one
compilation serves hundreds of mutants. Constants are for `_constants.py`; what is left is compiled alone.
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
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assurance._mutants._gambit import Mutant

SWITCH = "contracts/_Switch.sol"
"""A source that exists in the compiler's input only."""

SWITCH_SOURCE = """// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

function _isAmid(uint256 least, uint256 most) view returns (bool yes) {
    assembly ("memory-safe") { yes := and(iszero(lt(prevrandao(), least)), iszero(gt(prevrandao(), most))) }
}

/// @dev As if it were pure, since mutants stand in pure functions too.
function _amid(uint256 least, uint256 most) pure returns (bool) {
    function(uint256, uint256) view returns (bool) reads = _isAmid;
    function(uint256, uint256) pure returns (bool) asked;
    assembly ("memory-safe") { asked := reads }
    return asked(least, most);
}

function _mutant(uint256 one) pure returns (bool) {
    return _amid(one, one);
}
"""
TRUTHS = frozenset(("<", ">", "<=", ">=", "==", "!=", "&&", "||"))
GAMBITS = ("AssignmentMutation", "IfStatementMutation", "SwapArgumentsOperatorMutation")
"""Changes of gambit's that put one expression for another."""

STATEMENTS = ("ExpressionStatement", "Return", "RevertStatement", "EmitStatement", "IfStatement", "ForStatement")
MOST_AT_ONCE = 300


@dataclass(frozen=True, slots=True)
class Site:
    """The expression or statement that a mutant changes, in bytes of the source: what the condition goes round.

    A statement's semicolon is part of it.
    """

    start: int
    stop: int
    mutated: bytes
    statement: bool = False


class Trees:
    """The syntax trees of the sources: how far an expression reaches is not for regular expressions to say."""

    def __init__(self) -> None:
        self._spans: dict[str, list[tuple[int, int, str, int, int]]] = {}
        self._constants: dict[str, list[tuple[int, int]]] = {}
        self._wholes: dict[str, list[tuple[int, int, bool]]] = {}

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
            return _deleted(mutant, source, start, stop)
        if mutant.operator in ("BinaryOpMutation", "UnaryOperatorMutation"):
            around = self._around(mutant.file, start, stop)
            if around is None:
                return None
            mutated = source[around[0] : start] + mutant.replacement.encode() + source[stop : around[1]]
            return Site(*around, mutated)
        if mutant.operator in GAMBITS:
            return Site(start, stop, mutant.replacement.encode())
        return self._anywhere(mutant, source, start, stop)

    def _anywhere(self, mutant: Mutant, source: bytes, start: int, stop: int) -> Site | None:
        """The least statement, condition or first value that a change lies in, whatever it changes."""
        fitting = [span for span in self._wholes[mutant.file] if span[0] <= start and stop <= span[1]]
        for begin, end, statement in sorted(fitting, key=lambda span: span[1] - span[0]):
            last = end
            if statement and source[end - 1 : end] not in (b"}", b";"):
                last = end + len(source[end:]) - len(source[end:].lstrip())
                if source[last : last + 1] != b";":
                    continue  # the step of a loop
                last += 1
            return Site(begin, last, source[begin:start] + mutant.replacement.encode() + source[stop:last], statement)
        return None

    def _around(self, file: str, start: int, stop: int) -> tuple[int, int] | None:
        """The operation whose operator this is."""
        fitting = [(begin, end) for begin, end, _, least, most in self._spans[file] if least <= start and stop <= most]
        return min(fitting, key=lambda span: span[1] - span[0], default=None)

    def _read(self, file: str) -> None:
        if file in self._spans:
            return
        tree = json.loads((FOLDER / "trees" / f"{Path(file).name}_json.ast").read_text("utf-8"))
        self._spans[file] = list(_operations(tree))
        self._wholes[file] = list(_wholes(tree))
        self._constants[file] = list(_constants(tree))


def _deleted(mutant: Mutant, source: bytes, start: int, stop: int) -> Site | None:
    end = stop + len(source[stop:]) - len(source[stop:].lstrip())
    if source[end : end + 1] == b";":
        return Site(start, end + 1, mutant.replacement.encode() + b";", statement=True)
    # The step of a loop, which then steps nowhere: the variable stands there alone.
    variable = re.search(rb"\w+", source[start:stop])
    return Site(start, stop, variable[0]) if variable else None


def _constants(node: Any) -> Iterator[tuple[int, int]]:
    """Where each constant is declared."""
    if isinstance(node, dict) and node.get("nodeType") == "VariableDeclaration" and node.get("constant"):
        yield _span(node)
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _constants(part)


def _wholes(node: Any) -> Iterator[tuple[int, int, bool]]:
    """Each statement, and each condition and first value, which are expressions."""
    if isinstance(node, dict):
        if node.get("nodeType") in STATEMENTS:
            yield *_span(node), True
        for name in ("condition", "initialValue"):
            if node.get(name):
                yield *_span(node[name]), False
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _wholes(part)


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


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What stands in place of some bytes of a source; `spans` says where in it each mutant stands, by its number."""

    start: int
    stop: int
    text: bytes
    spans: tuple[tuple[int, int, int], ...] = ()


def instrumented(batch: Sequence[tuple[int, Mutant, Site]]) -> Instrumented:
    """The sources in which each of these mutants can be switched on by its number."""
    places: dict[tuple[str, int, int, bool], list[tuple[int, bytes]]] = defaultdict(list)
    for number, mutant, site in batch:
        places[mutant.file, site.start, site.stop, site.statement].append((number, site.mutated))
    edits: dict[str, list[Edit]] = defaultdict(list)
    for (file, start, stop, statement), alternatives in places.items():
        text = (ROOT / file).read_bytes()[start:stop]
        least, most = min(alternatives)[0], max(alternatives)[0]
        # In braces, so that an `else` behind it finds the `if` that it belongs to. Asked first is whether it is any of
        # these, so that one question is paid for where none is on: loops over texts would run out of gas.
        form = b"{ if (!_amid(%d, %d)) %b else " if statement else b"(!_amid(%d, %d) ? (%b) : "
        begin = form % (least, most, text)
        spans = []
        for number, mutated in alternatives:
            form = b"if (_mutant(%d)) { %b } else " if statement else b"_mutant(%d) ? (%b) : "
            head = form % (number, mutated)
            spans.append((len(begin), len(begin) + len(head), number))
            begin += head
        end = text + b" }" if statement else b"(" + text + b"))"
        edits[file].append(Edit(start, stop, begin + end, tuple(spans)))
    return edited(edits)


def edited(edits: Mapping[str, Sequence[Edit]]) -> Instrumented:
    """Sources with these edits in them, which may ask for the switch."""
    found = Instrumented({SWITCH: SWITCH_SOURCE}, {})
    for file, changes in edits.items():
        source = (ROOT / file).read_bytes()
        pragma = re.search(rb"^pragma [^;]*;\n", source, re.MULTILINE)
        assert pragma, file  # noqa: S101 - gambit parsed it
        text, position = source[: pragma.end()] + f'import "{SWITCH}";\n'.encode(), pragma.end()
        spans = found.spans[file] = []
        for edit in sorted(changes):
            text += source[position : edit.start]
            spans += [(len(text) + start, len(text) + stop, number) for start, stop, number in edit.spans]
            text, position = text + edit.text, edit.stop
        found.sources[file] = (text + source[position:]).decode()
    return found
