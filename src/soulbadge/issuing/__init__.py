"""Issuing a whole table so that no badge is lost and none is issued twice.

    sheet = Sheet.load("issue.csv")
    print(issuing.plan(issuer, sheet))                                   # nothing is sent
    report = issuing.run(issuer, sheet, issuing.journal_of("issue.csv"))

The journal beside the table knows the plan and every transaction before anybody else does. Kill the process, unplug the
node, lose an answer, let two run at once: running again finishes the job, every row exactly once.
"""

from .engine import Progress
from .plan import Plan, Step
from .renewals import Renewal, RenewalSheet
from .report import Report, RowReport
from .running import journal_of, plan, plan_renewals, run, run_renewals
from .settings import Settings

__all__ = [
    "Plan",
    "Progress",
    "Renewal",
    "RenewalSheet",
    "Report",
    "RowReport",
    "Settings",
    "Step",
    "journal_of",
    "plan",
    "plan_renewals",
    "run",
    "run_renewals",
]
