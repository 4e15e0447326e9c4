"""Forge: the rules that never bend, whatever anybody does in whatever order (tests/forge/Rules.t.sol)."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from assurance._figures import Figure, Figures, MeasureError
from assurance._running import BUILD, FORGE, ROOT, run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LIMIT = 3 * 3600.0
"""Seconds that the runs in full may take, compiling included."""

SUITES = ("tests/forge/Layout.t.sol:LayoutTest", "tests/forge/Rules.t.sol:RulesTest")

RUNS, DEPTH = 1024, 500
RUNS_IN_CI, DEPTH_IN_CI = 32, 500

ACTIONS = {
    "issue": "badges issued",
    "issueCohort": "cohorts issued",
    "claim": "badges claimed",
    "claim again": "ended badges claimed anew",
    "claim by key": "badges claimed by claim key",
    "claim renewal": "badges renewed by voucher",
    "renew": "badges renewed",
    "renewCohort": "cohorts renewed",
    "revoke": "badges revoked",
    "renounce": "badges renounced",
    "renounceBySignature": "badges renounced by signature",
    "cancel": "vouchers and roots cancelled",
    "move": "transfers and approvals tried",
    "starve, answered": "questions with little gas that were answered",
    "dismiss": "issuers dismissed",
    "retire": "achievements retired",
    "create": "achievements created",
    "handOver": "collections handed over",
    "passTime": "moments gone to",
    "changeSource": "moods of the source",
    "changeWallet": "moods of the hostile wallet",
    "knock": "unknown calls tried",
}
"""What a campaign must have done: an action that never succeeds shows nothing."""

SELDOM = {"dismiss", "retire", "claim again", "claim by key", "claim renewal"}

SHOWS = """
Rules 1 to 7, 9 and 10 after every call, in runs of random acts by an owner, issuers present and dismissed, holders
(keys, a wallet, a wallet that answers badly, a contract that hates calls), a relayer and a stranger, with a source that
reverts, burns, lies and flips. Every slot that a call writes must belong to what the call is about; all badges are
compared with a model every 25 steps. Below the calls stands how often each act succeeded: a campaign in which one never
does fails.
"""

NOTES = (
    """Bounds: eight achievements, six holders, three cohorts each of two achievements, so 84 badges; cohorts of up to
    six members; trees of two vouchers.""",
    "Rule 8 (no personal data) is no statement about states: Brownie shows it (tests/contracts/attacks/test_21).",
)


def measure(*, ci: bool) -> Figures:
    """Run the campaign, and sum up what succeeded in it."""
    runs, depth = (RUNS_IN_CI, DEPTH_IN_CI) if ci else (RUNS, DEPTH)
    done = campaign(ROOT, runs=runs, depth=depth, limit=LIMIT)
    if done.problem:
        rows = [Figure("rules that break", done.problem, "none", holds=False)]
        return Figures("Invariants (forge)", SHOWS, tuple(rows))
    least = 1 if ci else runs
    rows = [
        Figure.exactly("runs", done.runs, runs),
        Figure.exactly("calls", done.calls, runs * depth),
        Figure.exactly("calls of which the handler knew no outcome", done.reverts, 0),
        Figure.told("seed", "0x5eed"),
    ]
    for name, what in ACTIONS.items():
        demanded = max(1, least // 8) if name in SELDOM else least
        rows.append(Figure.at_least(what, done.successes[name], demanded))
    return Figures("Invariants (forge)", SHOWS, tuple(rows), NOTES)


class Campaign:
    """What came of one campaign.

    Attributes:
        problem: The rule that broke, as the invariant says it, or what is wrong with the layout; empty if nothing is.
        runs: Runs that were finished.
        calls: Calls of the handler.
        reverts: Calls that ended in a revert which the handler did not expect.
        successes: How often each action succeeded.
    """

    def __init__(self, answer: Mapping[str, Any], summaries: str) -> None:
        """From forge's JSON, and from what `afterInvariant` wrote."""
        self.problem = str(answer.get("reason") or "") if answer["status"] != "Success" else ""
        if answer["status"] != "Success" and not self.problem:
            self.problem = "failed without a reason"
        kind = answer["kind"].get("Invariant", {})
        self.runs, self.calls, self.reverts = (int(kind.get(name, 0)) for name in ("runs", "calls", "reverts"))
        self.successes: Counter[str] = Counter()
        # forge ends the last run twice.
        for line, _ in groupby(summaries.splitlines()):
            for name, count in re.findall(r"(\D+?)=(\d+)(?: |$)", line):
                self.successes[name.strip()] += int(count)


def campaign(folder: Path, *, runs: int, depth: int, limit: float) -> Campaign:
    """Run the invariants of a tree, this one or a copy of it with a defect."""
    summaries = folder / "build" / "forge" / "summaries.txt"
    summaries.parent.mkdir(parents=True, exist_ok=True)
    summaries.unlink(missing_ok=True)
    done = run(
        [FORGE, "test", "--match-contract", "^(Rules|Layout)Test$", "--json"],
        folder=folder,
        limit=limit,
        log=f"forge-{folder.name}.txt",
        environment={
            "FOUNDRY_PROFILE": "rules",
            "FOUNDRY_INVARIANT_RUNS": str(runs),
            "FOUNDRY_INVARIANT_DEPTH": str(depth),
        },
    )
    start = done.text.find('{"tests/forge/')
    if start < 0:
        raise MeasureError(f"forge answered without results: see {BUILD.relative_to(ROOT)}/forge-{folder.name}.txt")
    suites, _ = json.JSONDecoder().raw_decode(done.text[start:])
    layout, answer = (next(iter(suites[name]["test_results"].values()), None) for name in SUITES)
    if not layout or not answer:
        raise MeasureError(f"forge ran no test of {' or '.join(SUITES)}")
    found = Campaign(answer, summaries.read_text("utf-8") if summaries.is_file() else "")
    if layout["status"] != "Success":  # and then the invariants looked at the wrong slots
        layout_problem = "layout: Badges does not keep what where tests/forge/Layout.sol says"
        found.problem = f"{found.problem}; {layout_problem}" if found.problem else layout_problem
    return found
