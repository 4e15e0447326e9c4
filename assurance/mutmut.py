"""Mutation testing of the Python that decides: what is signed, proven, demanded, and remembered while issuing."""

from __future__ import annotations

import hashlib
import json
import re
import resource
import shutil
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from assurance import _report
from assurance._figures import Figure, Figures, MeasureError
from assurance._running import BUILD, head, run
from assurance._targets import SAMPLE, TARGETS, Equivalents, Target, mutant_of
from soulbadge.testing import open_chain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

MUTMUT = (sys.executable, "-m", "mutmut")
NOTICED = frozenset({"killed", "timeout"})
UNFINISHED = frozenset({"not checked", "check was interrupted by user"})
LEAST = 95.0
LIMIT = 6 * 3600.0
"""Seconds for one target."""

CHILDREN = 2
MEMORY = 4 << 30
"""Bytes for one mutant."""

FOLDER = BUILD / "mutmut"
OUTCOME, BEGUN = "outcome.json", "begun.json"
CONFIGURATION = """
[tool.pytest.ini_options]
addopts = ["--import-mode=importlib", "-p", "no:cacheprovider"]
pythonpath = [".", "src"]
filterwarnings = ["error"]

[tool.mutmut]
source_paths = ["src"]
only_mutate = {modules}
do_not_mutate = {spared}
also_copy = {copied}
pytest_add_cli_args = {arguments}
pytest_add_cli_args_test_selection = {tests}
timeout_multiplier = 8.0
timeout_constant = 4.0
use_git_change_detection = false
"""
COPIED = ("contracts", "interfaces", "examples", "docs", "tests")

SHOWS = """
mutmut changes the code in one place at a time (an operator, a number, a text, an argument), in a copy of the tree, and
runs the tests that come by that place. A mutant is killed if one of them fails, or ends no more. Tests that need a
chain ask py-evm in the process, or one node for all mutants: none is started for one of them. A target that was
measured at an earlier commit stands as it is if its code and its tests have not changed since; the seconds above are
those of the last run alone.
"""
NOTES = (
    """
    mutmut does not change decorated functions (class methods aside) nor what stands outside functions: properties, the
    journal's schema and the type strings of EIP-712 are shown by tests alone.
    """,
    "A mutant declared equivalent counts as neither killed nor alive; `assurance/equivalent_python.toml` says why.",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a target's mutants. It is kept in the target's folder, as `outcome.json`.

    Attributes:
        of: What was measured: a hash of the code that was changed, of the tests, and of the settings.
        commit: The commit at which it was.
        fates: Of each mutant: "killed", "timeout", "survived", "no tests".
        diffs: Of each that nobody noticed.
    """

    of: str
    commit: str
    fates: Mapping[str, str]
    diffs: Mapping[str, str]

    def alive(self, known: Equivalents) -> list[str]:
        """The mutants that somebody should have noticed, and nobody has."""
        return [name for name, diff in self.diffs.items() if mutant_of(name, diff) not in known]

    def rows(self, name: str, known: Equivalents) -> list[Figure]:
        """The figures of the target of this name."""
        fates = Counter(self.fates.values())
        equivalent = len(self.diffs) - len(self.alive(known))
        killed = fates["killed"] + fates["timeout"]
        share = 100 * killed / max(1, len(self.fates) - equivalent)
        return [
            Figure.told(f"{name}: measured at commit", self.commit),
            Figure.told(f"{name}: mutants", len(self.fates)),
            Figure.told(f"{name}: of these killed by a test", fates["killed"]),
            Figure.told(f"{name}: of these killed by the time limit", fates["timeout"]),
            Figure.told(f"{name}: come by no test", fates["no tests"]),
            Figure.told(f"{name}: declared equivalent", equivalent),
            Figure.at_least(f"{name}: killed of the others, in %", share, LEAST),
        ]


def measure(*, ci: bool) -> Figures:
    """Change, test, and count: in CI only a sample; otherwise whatever has changed since it was measured last."""
    return _added_up((SAMPLE,) if ci else TARGETS, lambda target: kept(target) or attack(target))


def _added_up(targets: Iterable[Target], outcome_of: Callable[[Target], Outcome | None]) -> Figures:
    """The figures of targets; one of which nothing is known is a row of its own, which fails."""
    known = Equivalents.read()
    rows: list[Figure] = []
    alive: list[str] = []
    for target in targets:
        try:
            outcome = outcome_of(target)
            why = "" if outcome else "it was not run since its code or its tests have changed"
        except MeasureError as error:
            outcome, why = None, str(error)
        if outcome:
            rows += outcome.rows(target.name, known)
            alive += outcome.alive(known)
        else:
            print(f"assurance: mutmut: {target.name}: not measured: {why}", file=sys.stderr, flush=True)
            rows.append(Figure(f"{target.name}: not measured", why, "measured", holds=False))
    return Figures(
        title="Mutants of the Python code (mutmut)",
        shows=SHOWS,
        rows=tuple(rows),
        notes=(*NOTES, f"Alive: {', '.join(alive) or 'none'}."),
    )


def kept(target: Target) -> Outcome | None:
    """What was found of a target before, if neither its code nor its tests have changed since."""
    file = FOLDER / target.name / OUTCOME
    if not file.is_file():
        return None
    found = Outcome(**json.loads(file.read_text("utf-8")))
    return found if found.of == _measured(target) else None


def attack(target: Target) -> Outcome:
    """Run mutmut on one target, and keep what came of it. What was broken off goes on where it was.

    Raises:
        MeasureError: It did not come to its end.
    """
    copy, of, commit = _begun(target)
    with _chain(target) as environment, _bounded():
        done = run(
            [*MUTMUT, "run", "--max-children", str(CHILDREN), *target.only],
            limit=LIMIT,
            folder=copy,
            environment=environment,
            log=f"mutmut-{target.name}.txt",
        )
    told = run([*MUTMUT, "results", "--all", "true"], limit=600, folder=copy).text
    fates = {
        name: fate
        for name, fate in re.findall(r"^\s*(soulbadge\S+): (.+?)\s*$", told, re.MULTILINE)
        if not target.only or any(fnmatchcase(name, pattern) for pattern in target.only)
    }
    if done.code or not fates or not UNFINISHED.isdisjoint(fates.values()):
        raise MeasureError(f"mutmut did not finish {target.name}: see build/assurance/mutmut-{target.name}.txt")
    unnoticed = [name for name, fate in fates.items() if fate not in NOTICED]
    diffs = {name: run([*MUTMUT, "show", name], limit=60, folder=copy).text for name in unnoticed}
    outcome = Outcome(of, commit, fates, diffs)
    (copy / OUTCOME).write_text(json.dumps(asdict(outcome), indent=1), encoding="utf-8")
    return outcome


def _measured(target: Target) -> str:
    """A hash of the code that is changed, of the tests that must notice, and of all settings."""
    listed = run(["git", "ls-tree", "-r", "HEAD", "src/soulbadge", "tests/client"], limit=60).text.splitlines()
    files = [line for line in listed if target.rests_on(line.partition("\t")[2])]
    return hashlib.sha256("\n".join([repr(target), CONFIGURATION, *files]).encode()).hexdigest()


@contextmanager
def _chain(target: Target) -> Iterator[dict[str, str]]:
    """Variables that name a chain to the tests, if the target's ask one: it is up before mutmut forks."""
    if not target.anvil:
        yield {}
        return
    with open_chain("anvil") as chain:
        yield {"SOULBADGE_ANVIL": str(chain.url)}


@contextmanager
def _bounded() -> Iterator[None]:
    """Mutants that gather without end run out of memory of their own before the machine does."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _begun(target: Target) -> tuple[Path, str, str]:
    """What is committed, as far as the tests need it, with mutmut's settings for this target; its hash; its commit.

    The copy is made anew if the target has changed since that was begun: mutmut knows in it which mutants it has tried.
    """
    copy, of = FOLDER / target.name, _measured(target)
    begun = json.loads((copy / BEGUN).read_text("utf-8")) if (copy / BEGUN).is_file() else {}
    if begun.get("of") == of:
        return copy, of, str(begun["commit"])
    commit = head()
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    archive = copy / "committed.tar"
    done = run(["git", "archive", "--output", archive, commit, "src", *COPIED], limit=600)
    if done.code:
        raise MeasureError(f"git does not hand out what is committed: {done.text.strip()}")
    shutil.unpack_archive(archive, copy)
    archive.unlink()
    _settle(target, copy)
    (copy / BEGUN).write_text(json.dumps({"of": of, "commit": commit}), encoding="utf-8")
    return copy, of, commit


def _settle(target: Target, copy: Path) -> None:
    """Write mutmut's settings."""
    arguments = ["-k", " and ".join(f"not {words}" for words in target.without)] if target.without else []
    # What stands in a list of strings is spelled in TOML as in JSON.
    settings = CONFIGURATION.format(
        modules=json.dumps([f"src/soulbadge/{pattern}" for pattern in target.modules]),
        spared=json.dumps([f"src/soulbadge/{pattern}" for pattern in target.spared]),
        copied=json.dumps(list(COPIED)),
        arguments=json.dumps(arguments),
        tests=json.dumps([f"tests/client/{name}" for name in target.tests]),
    )
    (copy / "pyproject.toml").write_text(settings, encoding="utf-8")


def main(names: list[str]) -> int:
    """Measure these targets, and record what is known of all; 1 if that is not what it must be."""
    began = time.monotonic()
    chosen = [target for target in TARGETS if target.name in names]
    for target in chosen:
        print("\n".join(attack(target).diffs.values()))
    figures = _added_up(TARGETS, kept)
    today = datetime.now(timezone.utc).date().isoformat()
    entry = _report.Entry(today, head(), round(time.monotonic() - began), figures)
    _report.write({**_report.read(), "mutmut": entry})
    print(_report.table({"mutmut": figures}, {}))
    return 0 if figures.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
