"""Attack the project with every tool, print one table of figures, and keep them.

    python -m assurance                  every measure in full; writes assurance/figures.json and docs/assurance.md
    python -m assurance forge slither    these measures alone; their parts of the record and of the page
    python -m assurance --ci             the versions that fit into CI's time; writes nothing
    python -m assurance --check          runs nothing; exit 1 if docs/assurance.md is not what the record says

The exit code is 1 if any figure is not what it must be, or a tool could not run.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time
from datetime import datetime, timezone
from typing import Protocol, cast

from assurance import Figures, MeasureError, _report
from assurance._report import names
from assurance._running import head

NICENESS = 5


class Measure(Protocol):
    """A module of this package whose name has no leading underscore."""

    def measure(self, *, ci: bool) -> Figures:
        """What its tool finds."""


def main(arguments: list[str]) -> int:
    """Run; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m assurance", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("measures", nargs="*", metavar="measure", help=f"one of: {', '.join(names())}; all if none")
    parser.add_argument("--ci", action="store_true", help="the versions that fit into CI's time; write nothing")
    parser.add_argument("--check", action="store_true", help="run nothing; compare the page with the record")
    chosen = parser.parse_args(arguments)
    unknown = sorted(set(chosen.measures) - set(names()))
    if unknown:
        parser.error(f"no measure is called {unknown[0]}; there are {', '.join(names())}")
    if chosen.check:
        return _check()
    return _measure(chosen.measures or names(), ci=chosen.ci)


def _check() -> int:
    written = _report.PAGE.read_text("utf-8") if _report.PAGE.is_file() else ""
    if written == _report.page(_report.read()):
        return 0
    print("assurance: docs/assurance.md is not what assurance/figures.json says: run `make assure`", file=sys.stderr)
    return 1


def _measure(chosen: list[str], *, ci: bool) -> int:
    os.nice(NICENESS)  # it takes long, and somebody may be working meanwhile
    found: dict[str, Figures] = {}
    failed: dict[str, str] = {}
    for name in chosen:
        began = time.monotonic()
        try:
            found[name] = cast("Measure", importlib.import_module(f"assurance.{name}")).measure(ci=ci)
        except MeasureError as error:
            print(f"assurance: {name}: {error}", file=sys.stderr, flush=True)
            failed[name] = str(error)
            continue
        seconds = round(time.monotonic() - began)
        print(f"assurance: {name}: {seconds} s", file=sys.stderr, flush=True)
        if not ci:
            # At once, so that what took an hour is not lost with what comes after it.
            today = datetime.now(timezone.utc).date().isoformat()
            _report.write({**_report.read(), name: _report.Entry(today, head(), seconds, found[name])})
    print(_report.table(found, failed))
    if failed:
        print(f"assurance: not measured: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed or not all(figures.holds for figures in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
