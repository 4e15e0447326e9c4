"""From mutants to code: which of them compile, and the code in which each can be switched on."""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assurance._figures import MeasureError
from assurance._mutants import _constants, _schema
from assurance._mutants._gambit import FOLDER
from assurance._running import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assurance._mutants._compiling import Compiler, Contract, Problem
    from assurance._mutants._gambit import Mutant

MISMATCH = re.compile(r"True expression's type (.+) does not match false expression's type (.+)\.$")
MOST_ROUNDS = 40
Place = TypeVar("Place")
Made = TypeVar("Made")


@dataclass(slots=True)
class Build:
    """Code, and the mutants that it holds.

    Attributes:
        codes: Creation code by contract.
        mutants: The mutants by their numbers: what `prevrandao` must be. A mutant compiled alone has number 0.
    """

    codes: dict[str, bytes]
    mutants: dict[int, Mutant]


@dataclass(slots=True)
class Built:
    """All mutants of some contracts.

    Attributes:
        original: The creation code of the contracts as they are.
        builds: The code of the mutants.
        invalid: Mutants that do not compile.
        left_out: Mutants that would have to be compiled alone and were not.
    """

    original: dict[str, bytes]
    builds: list[Build] = field(default_factory=list)
    invalid: list[Mutant] = field(default_factory=list)
    left_out: list[Mutant] = field(default_factory=list)


def built(compiler: Compiler, wanted: Sequence[Contract], mutants: Sequence[Mutant], *, alone: bool) -> Built:
    """Compile mutants, many at once where possible; what was compiled before is read from the disk.

    Args:
        compiler: The compiler.
        wanted: The contracts whose code is wanted.
        mutants: What to compile.
        alone: Whether those that must be compiled alone, and those of constants, are; they are left out if not.
    """
    return _kept((wanted, mutants, alone), lambda: _built(compiler, wanted, mutants, alone=alone))


def originals(compiler: Compiler, wanted: Sequence[Contract]) -> dict[str, bytes]:
    """The creation code of contracts as they are, without optimizer; from the disk if it is there."""
    return _kept(("originals", wanted), lambda: compiler.compile(wanted, {}, optimize=False).codes)


def _kept(inputs: object, make: Callable[[], Made]) -> Made:
    texts = sorted(path for folder in ("contracts", "interfaces") for path in (ROOT / folder).rglob("*.sol"))
    texts += [Path(module.__file__ or "") for module in (_schema, _constants)]
    seal = sha256(repr(inputs).encode() + b"".join(path.read_bytes() for path in texts)).hexdigest()
    kept = FOLDER / f"built-{seal[:16]}.pickle"
    if kept.is_file():
        return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]  # noqa: S301 - our own file
    found = make()
    kept.write_bytes(pickle.dumps(found))
    return found


def _built(compiler: Compiler, wanted: Sequence[Contract], mutants: Sequence[Mutant], *, alone: bool) -> Built:
    original = compiler.compile(wanted, {}, optimize=False)
    if original.problems:
        raise MeasureError(f"the contracts do not compile: {original.problems[0].message}")
    found = Built(original.codes)
    trees = _schema.Trees()
    sites: list[tuple[Mutant, _schema.Site]] = []
    rest: list[Mutant] = []
    for mutant in mutants:
        if _schema.is_nonsense(mutant):
            found.invalid.append(mutant)
        elif site := trees.site(mutant):
            sites.append((mutant, site))
        else:
            rest.append(mutant)
    for batch in _schema.batches(sites):
        rest += _together(compiler, wanted, batch, _schema.instrumented, found)
    if not alone:
        found.left_out = rest
        return found
    constants = _constants.Constants()
    placed = [(mutant, constants.place(mutant)) for mutant in rest]
    fixed = [(mutant, place) for mutant, place in placed if place]
    rest = [mutant for mutant, place in placed if not place]
    rest += _together(compiler, wanted, fixed, constants.instrumented, found)
    for mutant in rest:
        changed = {mutant.file: mutant.applied()}
        # Most are refused, and refusing takes a tenth of the time.
        if compiler.compile([], changed, optimize=False).problems:
            found.invalid.append(mutant)
            continue
        compiled = compiler.compile(wanted, changed, optimize=False)
        if compiled.problems:
            found.invalid.append(mutant)
        else:
            found.builds.append(Build(compiled.codes, {0: mutant}))
    return found


def _together(
    compiler: Compiler,
    wanted: Sequence[Contract],
    batch: Sequence[tuple[Mutant, Place]],
    instrumented: Callable[[Sequence[tuple[int, Mutant, Place]]], _schema.Instrumented],
    found: Built,
) -> list[Mutant]:
    """One batch, without those that the compiler refuses; returns those that must be compiled alone."""
    left = dict(enumerate(batch, 1))
    alone: list[Mutant] = []
    for _ in range(MOST_ROUNDS):
        if not left:
            return alone
        sources = instrumented([(number, *pair) for number, pair in left.items()])
        compiled = compiler.compile(wanted, sources.sources, optimize=False)
        if not compiled.problems:
            found.builds.append(Build(compiled.codes, {number: mutant for number, (mutant, _) in left.items()}))
            return alone
        refused = {
            sources.guilty(problem.file, problem.start, problem.stop): problem
            for problem in reversed(compiled.problems)
        }
        named = {number: problem for number, problem in refused.items() if number is not None}
        if not named:  # the compiler ran out of something, and names nobody: smaller portions
            half = sorted(left)[: len(left) // 2]
            if not half:
                return [*alone, *(mutant for mutant, _ in left.values())]
            first = [left.pop(number) for number in half]
            return (
                alone
                + _together(compiler, wanted, first, instrumented, found)
                + _together(compiler, wanted, list(left.values()), instrumented, found)
            )
        for number, problem in named.items():
            mutant, _ = left.pop(number)
            (found.invalid if _is_final(problem) else alone).append(mutant)
    raise MeasureError(f"{len(left)} mutants still do not compile after {MOST_ROUNDS} rounds")


def _is_final(problem: Problem) -> bool:
    """Whether the mutant would be refused alone too, and not for the condition that was put round it."""
    mismatch = MISMATCH.match(problem.message)
    if mismatch:
        one, other = mismatch.groups()
        return (one == "bool") != (other == "bool")
    return problem.message.startswith(("Built-in ", "Operator "))
