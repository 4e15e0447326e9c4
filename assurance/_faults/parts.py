"""Parts of the measure, each in a process of its own, several at once; what each came to is kept.

So a measure that was interrupted goes on where it was: a part is not run again whose code is still the same. If
`SOULBADGE_FAULTS_SECONDS` is set, no part is begun after so many seconds; the figures then say how many are left.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from assurance._figures import MeasureError
from assurance._running import BUILD, ROOT, run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_AT_ONCE = 6
"""A part waits more than it works: for late answers, for the pauses after failed requests, for the disk."""

_LIMIT = 3 * 3600.0
_FOLDER = BUILD / "faults"
_CODE = (
    "src/soulbadge/issuing/*.py",
    "src/soulbadge/chain/*.py",
    "assurance/_faults/*.py",
    "tests/client/issuing/conftest.py",
    "tests/client/issuing/worker.py",
    "tests/support/blocks.py",
    "tests/support/chains.py",
    "tests/support/faulty_proxy.py",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A function of this package and its numbers: `storm 1000 0 50`."""

    name: str
    numbers: tuple[int, ...]

    def __str__(self) -> str:
        return " ".join((self.name, *map(str, self.numbers)))

    @property
    def file(self) -> Path:
        """Where is kept what it came to."""
        return _FOLDER / f"{'-'.join(str(self).split())}.json"

    def kept(self) -> Counter[str] | None:
        """What it came to with the same code; None if it has not been run."""
        known = json.loads(self.file.read_text("utf-8")) if self.file.is_file() else {}
        return Counter(known["counts"]) if known.get("code") == _code() else None

    def counts(self) -> Counter[str]:
        """Run it.

        Raises:
            MeasureError: It did not come to its end.
        """
        command = [sys.executable, "-m", "assurance.faults", *str(self).split()]
        log = f"faults-{'-'.join(str(self).split())}.txt"
        done = run(command, limit=_LIMIT, environment={"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}, log=log)
        if done.code:
            raise MeasureError(f"{self} ended with code {done.code}: see {(BUILD / log).relative_to(ROOT)}")
        counts = json.loads(done.text.strip().splitlines()[-1])
        _FOLDER.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps({"code": _code(), "counts": counts}, indent=1), encoding="utf-8")
        print(f"assurance: faults: {self}: {done.seconds:.0f} s", file=sys.stderr, flush=True)
        return Counter(counts)


def run_all(parts: Sequence[Part]) -> dict[Part, Counter[str]]:
    """What each of them came to, this time or before; one that there was no time for is left out.

    Raises:
        MeasureError: One did not come to its end; those that did are kept.
    """
    ends = time.monotonic() + float(os.environ.get("SOULBADGE_FAULTS_SECONDS", "inf"))

    def outcome(part: Part) -> Counter[str] | MeasureError | None:
        known = part.kept()
        if known is not None or time.monotonic() > ends:
            return known
        try:
            return part.counts()
        except MeasureError as error:  # the others may come to their ends all the same
            return error

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = dict(zip(parts, pool.map(outcome, parts), strict=True))
    for each in found.values():
        if isinstance(each, MeasureError):
            raise each
    return {part: counts for part, counts in found.items() if isinstance(counts, Counter)}


@cache
def _code() -> str:
    """What stands for all code whose faults are looked for, and the code that looks for them."""
    digest = hashlib.sha256()
    for pattern in _CODE:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()
