"""Seeded defects: the rules and the proofs can fail, and do for each of these."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from assurance import forge, halmos
from assurance._defects import DEFECTS, IN_CI, Defect
from assurance._figures import Figure, Figures, MeasureError
from assurance._running import BUILD, ROOT

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 1800.0
"""Seconds for one defect, compiling included."""

RUNS, DEPTH = 32, 400
"""At most: a campaign ends with the first breach."""

SHOWS = """
A property that cannot fail shows nothing. Each defect is put into a copy of the contracts, and the very rule or proof
that is about it must fail.
"""

COPIED = ("contracts", "interfaces", "tests/forge", "foundry.toml")
LINKED = ("node_modules", ".toolchain")


def measure(*, ci: bool) -> Figures:
    """Put each defect into a copy of the tree, and see who notices."""
    copy = _copied()
    defects = [defect for defect in DEFECTS if not ci or defect.name in IN_CI]
    rows = [_row(defect, _notice(copy, defect)) for defect in defects]
    caught = sum(row.holds for row in rows)
    return Figures(
        title="Seeded defects",
        shows=SHOWS,
        rows=(Figure.exactly("defects noticed", caught, len(defects)), *rows),
    )


def _copied() -> Path:
    """A copy of what forge and halmos build, with what they built here before, so that little is compiled again."""
    copy = BUILD / "seeded"
    shutil.rmtree(copy, ignore_errors=True)
    for name in COPIED:
        source, target = ROOT / name, copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)
    for name in LINKED:
        (copy / name).symlink_to(ROOT / name)
    for name in ("rules", "rules-cache", "proofs", "proofs-cache"):
        if (ROOT / "build" / "forge" / name).is_dir():
            shutil.copytree(ROOT / "build" / "forge" / name, copy / "build" / "forge" / name)
    return copy


def _notice(copy: Path, defect: Defect) -> str:
    """What was noticed of a defect; empty for nothing."""
    file = copy / defect.file
    sound = file.read_text("utf-8")
    if sound.count(defect.sound) != 1:
        raise MeasureError(
            f"the defect '{defect.name}' finds its place {sound.count(defect.sound)} times: mend _defects.py"
        )
    file.write_text(sound.replace(defect.sound, defect.broken), encoding="utf-8")
    try:
        if defect.proof:
            outcome = halmos.prove(copy, contracts=halmos.EVERYTHING, only=f"^{defect.proof}[(]", limit=LIMIT)
            return ", ".join(outcome.refuted)
        return forge.campaign(copy, runs=RUNS, depth=DEPTH, limit=LIMIT).problem
    except MeasureError as error:  # of one defect; what the others show is not lost
        return f"not tried: {error}"
    finally:
        file.write_text(sound, encoding="utf-8")


def _row(defect: Defect, noticed: str) -> Figure:
    wanted = defect.proof or f"rule {defect.rule}"
    return Figure(defect.name, noticed or "nothing", wanted, noticed.startswith(wanted))
