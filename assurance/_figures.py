"""Figures: what a measure found, beside what was wanted."""

from __future__ import annotations

from dataclasses import dataclass

from soulbadge.forms.json import Value


class MeasureError(Exception):
    """A tool could not do its work; the message is one line that says what was tried and what to do next."""


@dataclass(frozen=True, slots=True)
class Figure(Value):
    """One row of the table.

    Attributes:
        what: What was counted: "mutants killed, in %".
        found: The figure, as it shall be read: "98.7".
        wanted: What it had to be: "at least 95"; empty where nothing is demanded of it.
        holds: Whether it is so.
    """

    what: str
    found: str
    wanted: str = ""
    holds: bool = True

    @classmethod
    def at_least(cls, what: str, found: float, least: float) -> Figure:
        """A figure that must not fall below a bound."""
        return cls(what, _shown(found), f"at least {_shown(least)}", found >= least)

    @classmethod
    def at_most(cls, what: str, found: float, most: float) -> Figure:
        """A figure that must not rise above a bound."""
        return cls(what, _shown(found), f"at most {_shown(most)}", found <= most)

    @classmethod
    def exactly(cls, what: str, found: float, wanted: float) -> Figure:
        """A figure that must be this one and no other."""
        return cls(what, _shown(found), _shown(wanted), found == wanted)

    @classmethod
    def told(cls, what: str, found: float | str) -> Figure:
        """A figure of which nothing is demanded: sizes, seeds, versions."""
        return cls(what, found if isinstance(found, str) else _shown(found))


@dataclass(frozen=True, slots=True)
class Figures(Value):
    """What one measure found.

    Attributes:
        title: What was measured, as a heading: "Symbolic proofs (halmos)".
        shows: What it shows and within which bounds, in a sentence or two of Markdown.
        rows: The figures.
        notes: What a reader must know besides: what could not be explored, what was declared equivalent. Markdown.
    """

    title: str
    shows: str
    rows: tuple[Figure, ...]
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every figure is what it had to be."""
        return all(row.holds for row in self.rows)


def _shown(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"
