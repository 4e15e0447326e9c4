"""What people read, drawn with rich: tables where they fit, one record below the other where they do not.

Addresses and ids are never cut or broken: they are there to be copied. Where the output is no terminal there are no
colours and no lines, and as much width as it takes.
"""

import os
from collections.abc import Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from .output import Facts, Human, Page, Table
from .text import clean

_GAP = 2
_ENDLESS = 1 << 20


def render(human: Human, stream: TextIO) -> None:
    """Write it."""
    console = _console(stream)
    _draw(console, human)


def _console(stream: TextIO) -> Console:
    terminal = stream.isatty()
    return Console(
        file=stream,
        force_terminal=terminal,
        no_color=None if terminal else True,
        width=None if terminal else _ENDLESS,
        color_system="auto" if terminal and "NO_COLOR" not in os.environ else None,
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=True,
    )


def _draw(console: Console, human: Human) -> None:
    if isinstance(human, Page):
        for number, part in enumerate(human.parts):
            if number:
                console.print()
            _draw(console, part)
    elif isinstance(human, Facts):
        _facts(console, human.pairs, human.title)
    elif isinstance(human, Table):
        _table(console, human)
    else:
        for line in human.splitlines() or [""]:
            _line(console, Text(clean(line)))


def _facts(console: Console, pairs: Sequence[tuple[str, object]], title: str = "") -> None:
    if title:
        _line(console, Text(clean(title), style="bold"))
    told = [(clean(name), clean(value)) for name, value in pairs if value is not None]
    width = max((cell_len(name) for name, _ in told), default=0)
    for name, value in told:
        _line(console, Text.assemble((name + " " * (width - cell_len(name) + _GAP), "dim"), value))


def _table(console: Console, table: Table) -> None:
    if not table.rows:
        _line(console, Text(clean(table.empty), style="dim"))
        return
    columns, rows = _filled(table)
    widths = [max(map(cell_len, each)) for each in zip(columns, *rows, strict=True)]
    if console.is_terminal and sum(widths) + _GAP * (len(widths) - 1) > console.width:
        for number, row in enumerate(rows):
            if number:
                console.print()
            _facts(console, [pair for pair in zip(columns, row, strict=True) if pair[1]])
        return
    for number, row in enumerate([columns, *rows]):
        cells = (cell + " " * (width - cell_len(cell) + _GAP) for cell, width in zip(row, widths, strict=True))
        _line(console, Text("".join(cells).rstrip(), style="" if number else "bold"))


def _filled(table: Table) -> tuple[list[str], list[list[str]]]:
    """Headings and cells as texts, without columns in which no row has anything."""
    rows = [["" if cell is None else clean(cell) for cell in row] for row in table.rows]
    kept = [number for number in range(len(table.columns)) if any(row[number] for row in rows)]
    return [clean(table.columns[number]) for number in kept], [[row[number] for number in kept] for row in rows]


def _line(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=True)
