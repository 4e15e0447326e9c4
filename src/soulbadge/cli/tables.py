"""Tables that are worked off: the plan shown, a yes asked for, a bar while it runs, and what came of it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from soulbadge import issuing
from soulbadge.errors import FeeCapError, NodeError, NoFundsError, UnreachableError, ValueInvalidError
from soulbadge.issuing import Plan, Progress, Report, Step
from soulbadge.issuing.rows import Sheet

from .output import Facts, Human, Page, Table, confirm, emit, note, wants_json
from .receipts import ether

if TYPE_CHECKING:
    from soulbadge.issuer import Issuer

    from .session import Session

OnProgress = Callable[[Progress], None]
_MOST_NOTES = 20


def issue(
    session: "Session", file: str, *, label: str, skip_held: bool, timeout: float, dry_run: bool, yes: bool
) -> None:
    """Issue a table of badges."""
    sheet, journal = Sheet.load(file), issuing.journal_of(file)
    issuer = session.issuer()
    settings = issuing.Settings(session.settings.confirmations, session.max_fee, timeout)
    plan = issuing.plan(issuer, sheet, journal, label=label, skip_held=skip_held, settings=settings)

    def run(on_progress: OnProgress) -> Report:
        return issuing.run(
            issuer, sheet, journal, label=label, skip_held=skip_held, settings=settings, on_progress=on_progress
        )

    _work_off(issuer, journal, plan, run, verb="Issue", dry_run=dry_run, yes=yes)


def renew(session: "Session", file: str, until: str | None, *, dry_run: bool, yes: bool) -> None:
    """Renew what a table names.

    Raises:
        ValueInvalidError: An end was given for all of it: a table says each by itself.
    """
    if until is not None:
        raise ValueInvalidError("--until", f"says nothing to a table; write each end into {file}")
    sheet, journal = issuing.RenewalSheet.load(file), issuing.journal_of(file)
    issuer = session.issuer()
    settings = issuing.Settings(session.settings.confirmations, session.max_fee)
    plan = issuing.plan_renewals(issuer, sheet, journal, settings=settings)

    def run(on_progress: OnProgress) -> Report:
        return issuing.run_renewals(issuer, sheet, journal, settings=settings, on_progress=on_progress)

    _work_off(issuer, journal, plan, run, verb="Renew", dry_run=dry_run, yes=yes)


def _work_off(
    issuer: "Issuer",
    journal: Path,
    plan: Plan,
    run: Callable[[OnProgress], Report],
    *,
    verb: str,
    dry_run: bool,
    yes: bool,
) -> None:
    """Show a plan; unless it is a dry run, ask, run it and emit what came of it."""
    collection = issuer.collection
    where = {"chain_id": collection.chain_id, "collection": collection.address, "journal": str(journal)}
    shown = _shown(plan, issuer, journal)
    if dry_run:
        emit({"dry_run": True, **where, **plan.to_json()}, Page([shown, "dry run: nothing was sent"]))
        return
    if plan.steps:
        if not wants_json():
            from ._render import render

            render(shown, sys.stderr)
        count = f"{len(plan.steps)} transaction{'s' if plan.steps[1:] else ''}"
        rows = plan.rows - plan.done
        confirm(f"{verb} {rows} rows by {count}, for up to {ether(plan.most)} on chain {collection.chain_id}?", yes=yes)
    try:
        with _bar(verb, plan.rows) as on_progress:
            report = run(on_progress)
    except (UnreachableError, NodeError, NoFundsError, FeeCapError):
        note(f"whatever was signed is in {journal}; run the same command again to go on")
        raise
    emit({"dry_run": False, **where, **report.to_json()}, _told(report))


def _shown(plan: Plan, issuer: "Issuer", journal: Path) -> Human:
    facts = Facts(
        [
            ("collection", f"{issuer.collection.address} on chain {issuer.collection.chain_id}"),
            ("signer", issuer.address),
            ("journal", journal),
            ("rows", f"{plan.rows:,}" + (f", {plan.done:,} of them done" if plan.done else "")),
            ("gas", f"{plan.gas:,}, estimated"),
            ("cost", f"{ether(plan.cost)} at today's price, at most {ether(plan.most)}"),
        ]
    )
    columns = ("steps", "what", "achievement", "label", "lines", "after", "gas")
    table = Table(columns, [_row(steps) for steps in _alike(plan.steps)], empty="nothing to send")
    notes = list(plan.notes[:_MOST_NOTES])
    if len(plan.notes) > _MOST_NOTES:
        notes.append(f"and {len(plan.notes) - _MOST_NOTES:,} more of this kind; --json lists them")
    return Page([facts, table, "\n".join(notes)] if notes else [facts, table])


def _alike(steps: tuple[Step, ...]) -> Iterator[list[Step]]:
    """Steps in a row that differ in nothing but their people."""
    for _, found in groupby(steps, lambda step: (step.kind, step.achievement, step.label, bool(step.after))):
        yield list(found)


def _row(steps: list[Step]) -> tuple[object, ...]:
    first, last = steps[0], steps[-1]
    several = len(steps) > 1
    after = sorted({number for step in steps for number in step.after})
    lines = sorted(line for step in steps for line in step.lines)
    return (
        f"{first.number}-{last.number}" if several else first.number,
        f"{len(steps):,} x {first.kind}" if several else f"{first.kind} of {len(lines):,}",
        first.achievement,
        first.label,
        _ranges(lines),
        _ranges(after),
        f"{sum(step.gas for step in steps):,}",
    )


def _ranges(numbers: list[int]) -> str:
    """Numbers, those that follow each other as a range; the end left out where there are too many."""
    parts = []
    for _, found in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        some = [number for _, number in found]
        parts.append(f"{some[0]}-{some[-1]}" if some[1:] else str(some[0]))
    most = 6
    return ", ".join(parts[:most]) + (", …" if parts[most:] else "")


@contextmanager
def _bar(verb: str, total: int) -> Iterator[OnProgress]:
    """A progress bar on a terminal; elsewhere nothing."""
    if not sys.stderr.isatty() or wants_json():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    from .text import clean

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(verb, total=total)

        def on_progress(progress: Progress) -> None:
            waits = f", {progress.under_way} on their way" if progress.under_way else ""
            why = f" ({clean(progress.complaint)[:80]})" if progress.complaint else ""
            bar.update(task, completed=progress.done, description=f"block {progress.block}{waits}{why}")

        yield on_progress


def _told(report: Report) -> Human:
    count = len(report.done) + len(report.by_another)
    facts = Facts(
        [
            ("transactions", f"{report.transactions:,}" + (f", {report.failed:,} failed" if report.failed else "")),
            ("gas", f"{report.gas:,}"),
            ("cost", ether(report.cost)),
        ],
        f"done: all {count:,} rows of {report.file}",
    )
    if not report.by_another:
        return facts
    rows = [(row.line, row.what) for row in report.by_another]
    return Page([facts, "done by somebody else meanwhile:", Table(("line", "what"), rows)])
