"""Slither: no finding without a reason beside the code, no path filtered, and ERC-721 as its tool checks it."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from assurance._figures import Figure, Figures, MeasureError
from assurance._running import BUILD, FORGE, ROOT, TOOLS, run

LIMIT = 1200.0
"""Seconds for one program, compiling included."""

BASELINE = Path(__file__).with_name("slither.json")
"""Every finding that is there for a reason: by check, then how often in which place. Reasons stand in the contracts,
here only those of mocks and libraries, whose files are not the place for them, and of what is said of all files."""

HEADING = "// What slither says here, and why it stands (`make assure` holds every line to a finding):\n"

ARTEFACTS = ("--foundry-ignore-compile", "--foundry-out-directory", "build/forge/slither")
PROFILE = {"FOUNDRY_PROFILE": "slither"}

SHOWS = """
Every finding in the contracts, their mocks and the libraries beneath them is one of the baseline
(assurance/slither.json). The reason for it stands beside the code, before the contract, by the name of the check; for
mocks and libraries in the baseline. Nothing is filtered, since a filter once hid a re-entrancy.
"""

SILENT = 5
"""Functions that slither-check-erc wants to log something and that only revert: three transfers and two approvals."""

NOTES = (
    """slither-check-erc misses events in the three transfers and two approvals, which only revert (SPEC.md, table of
    departures). It knows functions and events alone; ERC-721's clauses are tests/contracts/standards.""",
)


def measure(*, ci: bool) -> Figures:  # noqa: ARG001 (it takes the same seconds in CI)
    """Compare what slither finds with what is explained."""
    # All anew: slither reads every build that is there, and would take an older one's source for today's.
    for name in ("slither", "slither-cache"):
        shutil.rmtree(ROOT / "build" / "forge" / name, ignore_errors=True)
    built = run([FORGE, "build"], limit=LIMIT, environment=PROFILE, log="slither-build.txt")
    if built.code:
        raise MeasureError("forge does not build what slither reads: see build/assurance/slither-build.txt")
    found = findings()
    explained = baseline()
    unexplained, stale = found - explained, explained - found
    rows = [
        Figure.at_least("findings, all of them with a reason", found.total() - unexplained.total(), 1),
        Figure.exactly(_named("findings without a reason", unexplained), unexplained.total(), 0),
        Figure.exactly(_named("reasons without a finding", stale), stale.total(), 0),
        *_standard(),
    ]
    return Figures("Static analysis (slither)", SHOWS, tuple(rows), NOTES)


def findings() -> Counter[tuple[str, str]]:
    """What slither finds: how often which check speaks in which place."""
    report = BUILD / "slither.json"
    BUILD.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    run([TOOLS / "slither", ".", *ARTEFACTS, "--json", report], limit=LIMIT, environment=PROFILE, log="slither.txt")
    if not report.is_file():
        raise MeasureError("slither wrote no report: see build/assurance/slither.txt")
    answer = json.loads(report.read_text("utf-8"))
    if not answer["success"]:
        raise MeasureError(f"slither failed: {answer['error']}")
    return Counter((finding["check"], _place(finding)) for finding in answer["results"].get("detectors", []))


def baseline() -> Counter[tuple[str, str]]:
    """What is explained: a reason beside the code that is about nothing counts as one more, which is not found."""
    explained: Counter[tuple[str, str]] = Counter()
    idle = {
        (check, str(path.relative_to(ROOT)))
        for folder in ("contracts", "interfaces")
        for path in (ROOT / folder).rglob("*.sol")
        for check in _reasons(path)
    }
    said = frozenset(idle)
    for entry in json.loads(BASELINE.read_text("utf-8")):
        for place, count in entry["places"].items():
            beside = entry["check"], place.split(": ")[0]
            if entry.get("reason") or beside in said:
                explained[entry["check"], place] += count
            idle.discard(beside)
    return explained + Counter(idle)


def _reasons(path: Path) -> list[str]:
    """The checks of which a contract's file says why they stand."""
    _, _, block = path.read_text("utf-8").partition(HEADING)
    return re.findall(r"^//   ([a-z-]+): \S", block.partition("\n\n")[0], re.MULTILINE)


def _place(finding: dict[str, Any]) -> str:
    """The file and what in it; of a library just its package; `all` for what is said of all files together."""
    if finding["check"] in ("pragma", "solc-version"):
        return "all"
    first = finding["elements"][0]
    file = first["source_mapping"]["filename_relative"]
    return "/".join(file.split("/")[:2]) if file.startswith("node_modules/") else f"{file}: {first['name']}"


def _standard() -> list[Figure]:
    done = run(
        [TOOLS / "slither-check-erc", ".", "Badges", "--erc", "ERC721", *ARTEFACTS],
        limit=LIMIT,
        environment=PROFILE,
        log="slither-check-erc.txt",
    )
    lines = [line.strip() for line in done.text.splitlines()]
    return [
        Figure.at_least("ERC-721: what is as it must be", _count(lines, "[✓]"), 40),
        Figure.exactly("ERC-721: events missing where nothing moves", _count(lines, "[ ] Must emit"), SILENT),
        Figure.exactly("ERC-721: whatever else is missing", _count(lines, "[ ]") - _count(lines, "[ ] Must emit"), 0),
    ]


def _count(lines: list[str], start: str) -> int:
    return sum(line.startswith(start) for line in lines)


def _named(what: str, places: Counter[tuple[str, str]]) -> str:
    return what + "".join(f"; {check} in {place}" for check, place in places)
