"""The doors of this package: plan a table, run it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from soulbadge.chain.fees import suggest
from soulbadge.errors import LabelTooLongError, NoFundsError
from soulbadge.issuer import Issuer
from soulbadge.issuing.rows import Sheet

from .awarding import Awarding
from .engine import Engine, Progress
from .job import Job
from .journal import Identity, Journal
from .plan import Plan, as_plan
from .planning import Draft, draft
from .renewal_planning import draft as draft_renewals
from .renewals import RenewalSheet
from .renewing import Renewing
from .report import Report, as_report
from .settings import Settings

_MOST_LABEL = 256
_ISSUING, _RENEWING = "issuing", "renewing"


def journal_of(file: Path | str) -> Path:
    """Where the journal of a table belongs: beside it."""
    return Path(f"{file}.journal")


def plan(
    issuer: Issuer,
    sheet: Sheet,
    journal: Path | str | None = None,
    *,
    label: str = "",
    skip_held: bool = False,
    settings: Settings | None = None,
) -> Plan:
    """Check a table, and say what it will come to. Nothing is sent and nothing is written.

    Args:
        issuer: Who will issue.
        sheet: From `Sheet.load` or `Sheet.from_rows`.
        journal: The table's, if it has one already: what it knows is not planned anew.
        label: What the occasion is called, on the badges of cohorts.
        skip_held: Leave out rows whose holder was awarded the achievement; otherwise they are problems.
        settings: As they will be for `run`.

    Raises:
        RowsRefusedError: All problems of all rows, with their lines.
        JournalBusyError, JournalInvalidError, JournalMismatchError: As they say.
    """
    cap = (settings or Settings()).max_fee_per_gas
    with _open(issuer, journal or journal_of(sheet.file), create=False) as found:
        added = draft(issuer, sheet, found, label=_checked(label), skip_held=skip_held)
        return as_plan(issuer, sheet.file, found, added, cap)


def run(
    issuer: Issuer,
    sheet: Sheet,
    journal: Path | str,
    *,
    label: str = "",
    skip_held: bool = False,
    settings: Settings | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Report:
    """Issue a table, every row exactly once. Run again after whatever happened, it goes on where it was.

    All rows are checked before anything is sent. The journal belongs to the table: with another journal the same rows
    are still not issued twice, but what is found on the chain then counts as somebody else's.

    What nobody can exclude: a holder who collects a voucher, or an issuer who issues one by one, in the very moment in
    which a cohort with the same holder is on its way; and a reorganisation of `Settings.confirmations` blocks or more.

    Args:
        issuer: Who issues. A node that lies can make it issue wrongly: use one that can be trusted.
        sheet: From `Sheet.load` or `Sheet.from_rows`; rows may be added to it later.
        journal: The table's, begun if there is none; `journal_of` says where it belongs.
        label: What the occasion is called, on the badges of cohorts that are planned in this run.
        skip_held: Leave out rows whose holder was awarded the achievement; otherwise they are problems.
        settings: Confirmations, fees, patience.
        on_progress: Told whenever something moves.
        clock: Seconds that pass.
        sleep: Waits so many of them.

    Raises:
        RowsRefusedError: All problems of all rows, with their lines; nothing was sent.
        JournalBusyError, JournalInvalidError, JournalMismatchError: As they say; nothing was sent.
        OutputError: The journal cannot be written; nothing was sent that is not recorded there.
        NoFundsError: The signer cannot pay for all of it; says how much is missing.
        FeeCapError, RowsStoppedError, StalledError, UnreachableError, NodeError: See `Engine.run`; run again to go on.
    """
    work = Awarding(issuer.collection)
    way = _Way(settings or Settings(), on_progress, sleep)
    with _open(issuer, journal, create=True) as found:
        added = draft(issuer, sheet, found, label=_checked(label), skip_held=skip_held)
        return _work_off(Job(issuer, found, work, way.settings, sheet.file, clock), added, way)


def plan_renewals(
    issuer: Issuer, sheet: RenewalSheet, journal: Path | str | None = None, *, settings: Settings | None = None
) -> Plan:
    """`plan` for renewals."""
    cap = (settings or Settings()).max_fee_per_gas
    with _open(issuer, journal or journal_of(sheet.file), create=False, purpose=_RENEWING) as found:
        return as_plan(issuer, sheet.file, found, draft_renewals(issuer, sheet, found), cap)


def run_renewals(
    issuer: Issuer,
    sheet: RenewalSheet,
    journal: Path | str,
    *,
    settings: Settings | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Report:
    """`run` for renewals: every badge and every cohort gets its end, once. Run again, it goes on where it was."""
    work = Renewing(issuer.collection)
    way = _Way(settings or Settings(), on_progress, sleep)
    with _open(issuer, journal, create=True, purpose=_RENEWING) as found:
        added = draft_renewals(issuer, sheet, found)
        return _work_off(Job(issuer, found, work, way.settings, sheet.file, clock), added, way)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a run is made."""

    settings: Settings
    on_progress: Callable[[Progress], None] | None
    sleep: Callable[[float], None]


def _work_off(job: Job, added: Draft, way: _Way) -> Report:
    _check_funds(job.issuer, job.journal, added, way.settings.max_fee_per_gas)
    job.journal.add_steps(added.steps)
    Engine(job, on_progress=way.on_progress, sleep=way.sleep).run()
    return as_report(job.file, job.journal)


def _check_funds(issuer: Issuer, journal: Journal, added: Draft, cap: int | None) -> None:
    """Make sure that the signer can pay for all that is not signed yet.

    Raises:
        NoFundsError: It cannot.
    """
    node = issuer.collection.node
    unsigned = [step for step in (*journal.steps.values(), *added.steps) if step.open_rows and not step.attempts]
    needed = sum(step.gas for step in unsigned) * suggest(node, node.block()).within(cap).most
    balance = node.balance(issuer.address)
    if balance < needed:
        raise NoFundsError(issuer.address, needed, balance)


def _open(issuer: Issuer, path: Path | str, *, create: bool, purpose: str = _ISSUING) -> Journal:
    collection = issuer.collection
    genesis = collection.node.block_at(0).hash
    identity = Identity(str(collection.chain_id), genesis, collection.address, issuer.address, purpose)
    return Journal(Path(path), identity, create=create)


def _checked(label: str) -> str:
    if len(label.encode()) > _MOST_LABEL:
        raise LabelTooLongError(len(label.encode()), _MOST_LABEL)
    return label
