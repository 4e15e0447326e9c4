"""Fuzzing of everything that parses what a stranger wrote: tests/support/strangers has the table and the spoiling.

python -m assurance.fuzzing <kind> <first> <count>    one kind of document in a process of its own
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from assurance._figures import Figure, Figures, MeasureError
from assurance._running import BUILD, ROOT, Finished, run

INPUTS = 100_000
INPUTS_IN_CI = 500
KINDS_IN_CI = ("presentation", "voucher", "policy in TOML")
"""tests/client/fuzz gives all of them to CI; here it is only seen that the measure works."""

ROOM = 512 * 2**20
"""Bytes of address space that one kind may take on top of what the process has when it begins."""

LIMIT = 3 * 3600.0
"""Seconds for one kind."""

SHOWS = """
Real documents, made by the library's own writers, are spoiled: members left out, doubled, exchanged, in another order
or of another type; numbers at every edge; lists in lists; texts with line breaks, NUL, lone surrogates, letters that
turn the line; bytes flipped, cut, put in; checksums made right again. Each kind has a process of its own, whose address
space is limited. Whatever comes out must be a value that can be written and read again, or one of the library's own
exceptions with one line of at most 4,096 characters, within a second of processor time.
"""


def measure(*, ci: bool) -> Figures:
    """Give every parser its inputs."""
    from tests.support.strangers.targets import NAMES

    count, names = (INPUTS_IN_CI, KINDS_IN_CI) if ci else (INPUTS, NAMES)
    rows, problems, seconds = [], [], 0.0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, done in zip(names, pool.map(lambda name: _run(name, count), names), strict=True):
            last = done.text.strip().splitlines()[-1:] or [""]
            if done.code == 1:
                problems.append(f"`{name}`: {last[0]}")
            elif done.code:
                raise MeasureError(f"fuzzing of {name} ended with code {done.code}: see {BUILD.relative_to(ROOT)}")
            else:
                tried, accepted, took = last[0].split()
                seconds += float(took)
                rows.append(
                    Figure.at_least(f"{name}, inputs ({accepted} accepted, {float(took):.0f} s)", int(tried), count)
                )
    return Figures(
        "Fuzzing of what strangers write",
        SHOWS,
        (
            Figure.exactly("parsers that let something through", len(problems), 0),
            *rows,
            Figure.told("seconds", seconds),
        ),
        (*problems, "Seeds are 0, 1, 2, …: an input that is found comes again by `python -m assurance.fuzzing`."),
    )


def _run(name: str, count: int) -> Finished:
    """One kind, in a process of its own."""
    return run(
        [sys.executable, "-m", "assurance.fuzzing", name, "0", str(count)],
        limit=LIMIT,
        log=f"fuzzing-{name.replace(' ', '-')}.txt",
        environment={"PYTHONPATH": str(ROOT)},
    )


def fuzz(name: str, first: int, count: int) -> Counter[str]:
    """Try so many inputs of a kind, from this seed on; how often each outcome came.

    Raises:
        FoundError: A parser let something through.
    """
    from tests.support.strangers.seeds import seeds
    from tests.support.strangers.targets import targets
    from tests.support.strangers.trial import FoundError, tried

    outcomes: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        target = targets(seeds(), Path(folder))[name]
        _limit_memory()
        for number in range(first, first + count):
            luck = Random(number)  # noqa: S311 (inputs that come again)
            given = target.form(luck, luck.choice(target.seeds))
            try:
                outcomes[tried(target, given)] += 1
            except FoundError as error:
                BUILD.mkdir(parents=True, exist_ok=True)
                (BUILD / f"found-{name.replace(' ', '-')}-{number}").write_bytes(given)
                raise FoundError(f"seed {number}: {error}") from error
    return outcomes


def _limit_memory() -> None:
    """From here on memory is short: what takes too much ends in a MemoryError, which is no refusal."""
    with contextlib.suppress(OSError, ValueError):  # systems without /proc keep the time limit alone
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        room = pages * resource.getpagesize() + ROOM
        resource.setrlimit(resource.RLIMIT_AS, (room, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _main(name: str, first: str, count: str) -> int:
    from tests.support.strangers.trial import FoundError

    began = time.monotonic()
    try:
        outcomes = fuzz(name, int(first), int(count))
    except FoundError as error:
        print(error)
        return 1
    for outcome, often in outcomes.most_common():
        print(f"{often:>9,}  {outcome}")
    accepted = sum(often for outcome, often in outcomes.items() if outcome.startswith("accepted"))
    print(sum(outcomes.values()), accepted, f"{time.monotonic() - began:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
