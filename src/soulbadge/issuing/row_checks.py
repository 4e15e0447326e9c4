"""What a chain has to say about rows before they are issued."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from soulbadge import ids
from soulbadge.errors import (
    AchievementNotFoundError,
    EndNotAfterStartError,
    EndTooLateError,
    HolderHadItError,
    HolderHasItError,
    NotIssuerError,
    RequirementUnmetError,
    SoulbadgeError,
)
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.issuer import Issuer, explained, issue_call
from soulbadge.models import Achievement, Eligibility, IssueReceipt, Requirement, Status
from soulbadge.reading.awards import Awards

_EXISTS = (Status.PENDING, Status.ACTIVE, Status.SUSPENDED, Status.EXPIRED)
_NOTHING_ASKED = Eligibility(eligible=True, held=(), witnesses=())


@dataclass(frozen=True, slots=True)
class Row:
    """One badge to be issued; times in Unix seconds, 0 for the default."""

    line: int
    """Where it stands in its file, from 1; 0 for one that stands in none."""
    holder: str
    achievement: str
    """Slug."""
    start: int = 0
    end: int = 0
    evidence: bytes = bytes(32)

    def issue(self, issuer: Issuer, *, dry_run: bool = False) -> IssueReceipt:
        """Issue it."""
        return issuer.issue(
            self.achievement, self.holder, start=self.start, end=self.end, evidence=self.evidence, dry_run=dry_run
        )


Problem = tuple[int, SoulbadgeError]
Call = tuple[str, tuple[Any, ...]]


@dataclass(slots=True)
class Checked:
    """What was found; rows are named by their lines."""

    rows: tuple[Row, ...] = ()
    """Those that can be issued, in the order of the file."""
    problems: list[Problem] = field(default_factory=list)
    held: dict[int, int] = field(default_factory=dict)
    """Those left out because their holder was awarded the achievement, with the badge."""
    rests_on: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """For those that need badges of earlier rows, these rows."""
    calls: dict[int, Call] = field(default_factory=dict)
    """The transactions of those that need none, each by itself."""
    achievements: dict[str, Achievement] = field(default_factory=dict)
    """All of the collection, by slug."""


def check(issuer: Issuer, rows: Sequence[Row], *, skip_held: bool, coming: Sequence[Row] = ()) -> Checked:
    """The rows that can be issued, and what stands against the others.

    Args:
        issuer: Who will issue.
        rows: Each with a line of its own.
        skip_held: Leave out rows whose holder was awarded the achievement; otherwise they are problems.
        coming: Rows before these that are under way.
    """
    return _Check(issuer, coming).run(rows, skip_held=skip_held)


class _Check:
    def __init__(self, issuer: Issuer, coming: Sequence[Row]) -> None:
        self._issuer = issuer
        self._collection = issuer.collection
        self._found = Checked()
        self._problems: dict[int, SoulbadgeError] = {}
        self._planned: dict[str, list[Row]] = {}  # by holder, the rows before that will be issued
        for row in coming:
            self._planned.setdefault(row.holder, []).append(row)
        self._block = 0
        self._now = 0

    def run(self, rows: Sequence[Row], *, skip_held: bool) -> Checked:
        if not rows:
            return self._found
        head = self._collection.node.block_at()
        self._block, self._now = head.number, head.time
        self._found.achievements = {each.slug: each for each in self._collection.achievements(block=self._block)}
        known = [row for row in rows if self._is_known(row)]
        fresh = self._not_awarded(known, skip_held=skip_held)
        eligibilities = self._eligibilities(fresh)
        direct = [row for row in fresh if eligibilities[row.line].eligible]
        self._found.calls = {row.line: self._call(row, eligibilities[row.line]) for row in direct}
        refused = self._refused(direct)
        ready: list[Row] = []
        for row in fresh:  # in their order: a row may meet the requirements of rows after it
            eligibility = eligibilities[row.line]
            problem = refused.get(row.line) if eligibility.eligible else self._problem(row, eligibility)
            if problem is not None:
                self._problems[row.line] = problem
                continue
            self._planned.setdefault(row.holder, []).append(row)
            ready.append(row)
        self._found.rows = tuple(ready)
        self._found.problems = list(self._problems.items())
        return self._found

    def _is_known(self, row: Row) -> bool:
        if row.achievement in self._found.achievements:
            return True
        self._problems[row.line] = AchievementNotFoundError(row.achievement, tuple(self._found.achievements))
        return False

    def _number(self, row: Row) -> int:
        return self._found.achievements[row.achievement].achievement_id

    def _not_awarded(self, rows: Sequence[Row], *, skip_held: bool) -> list[Row]:
        """Rows whose holder was never awarded the achievement; what there is about the others is noted."""
        pairs = [(row.holder, self._number(row)) for row in rows]
        awards = Awards(self._collection).find(pairs, self._block)
        badges = [badge for found in awards.values() for badge in found]
        statuses = dict(zip(badges, self._collection.statuses_of(badges, block=self._block), strict=True))
        fresh: list[Row] = []
        for row, pair in zip(rows, pairs, strict=True):
            if pair not in awards:
                fresh.append(row)
                continue
            # Of several badges, one that exists says more than one that ended.
            badge = next((each for each in awards[pair] if statuses[each] in _EXISTS), awards[pair][-1])
            if skip_held:
                self._found.held[row.line] = badge
                continue
            kind = HolderHasItError if statuses[badge] in _EXISTS else HolderHadItError
            self._problems[row.line] = kind(row.achievement, row.holder, badge, statuses[badge].name.lower())
        return fresh

    def _eligibilities(self, rows: Sequence[Row]) -> dict[int, Eligibility]:
        """By line; where nothing is required, nothing is asked."""
        asked = [row for row in rows if self._found.achievements[row.achievement].terms.requirements]
        pairs = [(row.holder, self._number(row)) for row in asked]
        answers = self._collection.eligibilities(pairs, block=self._block)
        found = {row.line: each for row, each in zip(asked, answers, strict=True)}
        return {row.line: found.get(row.line, _NOTHING_ASKED) for row in rows}

    def _problem(self, row: Row, now: Eligibility) -> SoulbadgeError | None:
        """What stands against a row that rests on rows before it, and so cannot be simulated yet."""
        number = self._number(row)
        if not self._collection.is_issuer(self._issuer.address, number, block=self._block):
            return NotIssuerError(self._issuer.address, number)
        return self._unmet(row, now) or self._wrong_times(row)

    def _unmet(self, row: Row, now: Eligibility) -> SoulbadgeError | None:
        """The first requirement that neither the chain nor the rows before this one meet."""
        achievement = self._found.achievements[row.achievement]
        rests: set[int] = set()
        for index, (requirement, held) in enumerate(zip(achievement.terms.requirements, now.held, strict=True)):
            coming = self._coming(row, requirement)
            if held + len(coming) < requirement.needed:
                needed = requirement.needed
                error = RequirementUnmetError(achievement.achievement_id, index, needed, held + len(coming))
                return explained(self._collection, error, row.holder)
            if held < requirement.needed:
                rests.update(each.line for each in coming)
        self._found.rests_on[row.line] = tuple(sorted(rests))
        return None

    def _coming(self, row: Row, requirement: Requirement) -> list[Row]:
        """The rows before that will add to a requirement."""
        kinds = {kind.slug for kind in requirement.prerequisites if kind.source == ZERO_ADDRESS and not kind.held_for}
        before = self._planned.get(row.holder, [])
        return [each for each in before if each.achievement in kinds and self._counts(each)]

    def _counts(self, row: Row) -> bool:
        return row.start <= self._now and (row.end == 0 or row.end > self._now)

    def _wrong_times(self, row: Row) -> SoulbadgeError | None:
        """What the contract would say to the times of the row."""
        start, validity = row.start or self._now, self._found.achievements[row.achievement].terms.validity
        latest = max(start, self._now) + validity if validity else 0
        if row.end and row.end <= start:
            return EndNotAfterStartError(start, row.end)
        if row.end and latest and row.end > latest:
            return EndTooLateError(row.end, latest)
        return None

    def _call(self, row: Row, eligibility: Eligibility) -> Call:
        badge_id = ids.badge_id(self._number(row), 0, row.holder)
        return issue_call(badge_id, row.start, row.end, row.evidence, eligibility.witnesses)

    def _refused(self, rows: Sequence[Row]) -> dict[int, SoulbadgeError]:
        """Each row simulated, of rows that only their holders tell apart one.

        Upon the block of all other checks: what somebody issued since then is no problem, but found by the run.
        """
        samples: dict[object, Row] = {}
        alike: dict[int, object] = {}
        for row in rows:
            demanding = bool(self._found.achievements[row.achievement].terms.requirements)
            alike[row.line] = (row.achievement, row.start, row.end, row.line if demanding else 0)
            samples.setdefault(alike[row.line], row)
        calls = [self._found.calls[row.line] for row in samples.values()]
        simulated = self._collection.simulate(calls, sender=self._issuer.address, block=self._block)
        outcomes = dict(zip(samples, simulated, strict=True))
        return {line: outcome for line, key in alike.items() if (outcome := outcomes[key]) is not None}
