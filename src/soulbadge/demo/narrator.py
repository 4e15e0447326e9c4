"""How the story is told: acts, deeds and refusals, one line each."""

import sys
import textwrap
from collections.abc import Callable
from typing import TextIO, TypeVar

E = TypeVar("E", bound=Exception)

_WIDTH = 100


class Narrator:
    """Writes to a stream; in colour where that is a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._colour = self._stream.isatty()

    def act(self, title: str) -> None:
        """A new act begins."""
        self._line(f"\n{self._paint(title, '1')}")

    def says(self, text: str) -> None:
        """Something happened."""
        self._wrapped("  ✓ ", text, "32")

    def fact(self, text: str) -> None:
        """Something is so."""
        self._wrapped("    ", text, "2")

    def refused(self, attempt: str, error: type[E], deed: Callable[[], object]) -> E:
        """Something is tried, and must be refused for the reason expected; that reason is told and returned.

        Raises:
            AssertionError: It was not refused. The story would be a lie.
        """
        try:
            deed()
        except error as reason:
            self._wrapped("  ✗ ", attempt, "31")
            self._wrapped("    ", f"{type(reason).__name__}: {reason}", "2")
            return reason
        raise AssertionError(f"not refused: {attempt}")

    def _wrapped(self, mark: str, text: str, colour: str) -> None:
        lines = textwrap.wrap(text, _WIDTH - len(mark), break_long_words=False, break_on_hyphens=False)
        self._line(self._paint(mark, colour) + lines[0])
        for line in lines[1:]:
            self._line(" " * len(mark) + line)

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text

    def _line(self, text: str) -> None:
        self._stream.write(text + "\n")
