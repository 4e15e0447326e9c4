"""The record of all measures, `assurance/figures.json`, and the page made of it, `docs/assurance.md`."""

from __future__ import annotations

import json
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assurance._figures import Figures  # noqa: TC001 (`from_json` reads the hints)
from assurance._running import ROOT
from soulbadge.forms.json import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

RECORD = ROOT / "assurance" / "figures.json"
PAGE = ROOT / "docs" / "assurance.md"

_BEFORE = """# Assurance

What attacks this project, and what came of it. Each section is the outcome of one measure in its full length; the line
below its heading repeats it. `make assure` runs them all, prints this table and writes this page; `make assure-ci` runs
the shorter versions, as CI does on every change. [tests/forge](../tests/forge/README.md) lists what no badge may ever
do, and which tool shows which of it.
"""

_MISSING = (
    "These measures exist and have no full run in the record, so nothing is claimed of them here. Some run in a "
    "smaller number on every change, in `make assure-ci` or among the tests."
)


@dataclass(frozen=True, slots=True)
class Entry(Value):
    """One measure's figures, and how they were come by.

    Attributes:
        day: The date of the measurement, YYYY-MM-DD.
        commit: The commit that was measured, shortened.
        seconds: How long it took, on two cores.
    """

    day: str
    commit: str
    seconds: int
    figures: Figures


def names() -> list[str]:
    """Every measure there is."""
    found = (module.name for module in pkgutil.iter_modules([str(ROOT / "assurance")]))
    return sorted(name for name in found if not name.startswith("_"))


def read() -> dict[str, Entry]:
    """What was measured so far, by the measure's name."""
    if not RECORD.is_file():
        return {}
    return {name: Entry.from_json(entry) for name, entry in json.loads(RECORD.read_text("utf-8")).items()}


def write(entries: Mapping[str, Entry]) -> None:
    """Keep the record, and write the page anew."""
    record = {name: entries[name].to_json() for name in sorted(entries)}
    RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(entries), encoding="utf-8")


def page(entries: Mapping[str, Entry]) -> str:
    """The page, in Markdown."""
    parts = [_BEFORE]
    for name, entry in sorted(entries.items(), key=lambda item: item[1].figures.title):
        figures = entry.figures
        parts.append(f"## {figures.title}\n")
        parts.append(f"`.venv/bin/python -m assurance {name}` · {entry.day} · {entry.commit} · {entry.seconds:,} s\n")
        parts.append(f"{_line(figures.shows)}\n")
        parts.append("| what | found | wanted |\n| --- | --- | --- |")
        parts.append(
            "\n".join(_row(row.what, row.found, _wanted(row.wanted, row.holds)) for row in figures.rows) + "\n"
        )
        parts.extend(f"* {_line(note)}" for note in figures.notes)
        if figures.notes:
            parts.append("")
    missing = [name for name in names() if name not in entries]
    if missing:
        parts.append("## Not measured in full yet\n")
        parts.append(f"{_MISSING}\n")
        parts.extend(f"* `.venv/bin/python -m assurance {name}`" for name in missing)
    return "\n".join(parts).rstrip("\n") + "\n"


def table(found: Mapping[str, Figures], failed: Mapping[str, str]) -> str:
    """The table for a terminal: one row a figure, and one for each measure that could not run, with the reason."""
    rows = [("measure", "what", "found", "wanted", "")]
    for name, figures in found.items():
        rows += [(name, row.what, row.found, row.wanted, "" if row.holds else "FAILS") for row in figures.rows]
    rows += [(name, "could not be measured", "nothing", "figures", f"FAILS: {why}") for name, why in failed.items()]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]:<{widths[3]}}  {row[4]}".rstrip()
        for row in rows
    )


def _line(text: str) -> str:
    """A text as one line, however it is broken in the source."""
    return " ".join(text.split())


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _wanted(wanted: str, holds: bool) -> str:  # noqa: FBT001 (a value to show, not a switch)
    return wanted if holds else f"{wanted} **(fails)**"
