"""What a chain has to say about rows before they are issued."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import ids
from .errors import (
    AchievementNotFoundError,
    BadgeExistsError,
    EndNotAfterStartError,
    EndTooLateError,
    NotIssuerError,
    RequirementUnmetError,
    SoulbadgeError,
)
from .ids import ZERO_ADDRESS
from .issuer import Issuer, explained, issue_call
from .models import Achievement, Eligibility, IssueReceipt, Requirement, Status

_EXISTS = (Status.PENDING, Status.ACTIVE, Status.SUSPENDED, Status.EXPIRED)


@dataclass(frozen=True, slots=True)
class Row:
    """One badge to be issued; times in Unix seconds, 0 for the default."""

    line: int
    """Where it stands in its file, from 1; 0 for one that stands in none."""
    holder: str
    achievement: str
    """Slug."""
    start: int
    end: int
    evidence: bytes

    def issue(self, issuer: Issuer, *, dry_run: bool = False) -> IssueReceipt:
        """Issue it."""
        return issuer.issue(
            self.achievement, self.holder, start=self.start, end=self.end, evidence=self.evidence, dry_run=dry_run
        )


Problem = tuple[int, SoulbadgeError]


def check(issuer: Issuer, rows: Sequence[Row], *, skip_held: bool) -> tuple[tuple[Row, ...], list[Problem]]:
    """The rows that can be issued, and what stands against the others."""
    return _Check(issuer).run(rows, skip_held=skip_held)


class _Check:
    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer
        self._collection = issuer.collection
        self._by_slug: dict[str, Achievement] = {}
        self._planned: dict[str, list[Row]] = {}  # by holder, the rows before that will be issued
        self._now = 0

    def run(self, rows: Sequence[Row], *, skip_held: bool) -> tuple[tuple[Row, ...], list[Problem]]:
        if not rows:
            return (), []
        self._by_slug = {each.slug: each for each in self._collection.achievements()}
        self._now = self._collection.node.timestamp()
        problems: dict[int, SoulbadgeError] = {}
        known = [row for row in rows if self._is_known(row, problems)]
        held = self._held(known)
        if not skip_held:
            problems |= {row.line: BadgeExistsError(self._badge_id(row)) for row in known if row.line in held}
        fresh = [row for row in known if row.line not in held]
        eligibilities = dict(zip((row.line for row in fresh), self._eligibilities(fresh), strict=True))
        direct = [row for row in fresh if eligibilities[row.line].eligible]
        refused = self._refused(direct, eligibilities)
        ready: list[Row] = []
        for row in fresh:  # in their order: a row may meet the requirements of rows after it
            problem = (
                refused.get(row.line)
                if eligibilities[row.line].eligible
                else self._problem(row, eligibilities[row.line])
            )
            if problem is not None:
                problems[row.line] = problem
                continue
            self._planned.setdefault(row.holder, []).append(row)
            ready.append(row)
        if not problems and direct:
            self._issuer.check_funds(self._call(direct[0], eligibilities[direct[0].line]), times=len(ready))
        return tuple(ready), list(problems.items())

    def _is_known(self, row: Row, problems: dict[int, SoulbadgeError]) -> bool:
        if row.achievement in self._by_slug:
            return True
        problems[row.line] = AchievementNotFoundError(row.achievement, tuple(self._by_slug))
        return False

    def _number(self, row: Row) -> int:
        return self._by_slug[row.achievement].achievement_id

    def _badge_id(self, row: Row) -> int:
        return ids.badge_id(self._number(row), 0, row.holder)

    def _held(self, rows: Sequence[Row]) -> set[int]:
        statuses = self._collection.statuses_of(self._badge_id(row) for row in rows)
        return {row.line for row, status in zip(rows, statuses, strict=True) if status in _EXISTS}

    def _eligibilities(self, rows: Sequence[Row]) -> list[Eligibility]:
        return self._collection.eligibilities([(row.holder, self._number(row)) for row in rows])

    def _problem(self, row: Row, now: Eligibility) -> SoulbadgeError | None:
        """What stands against a row that rests on rows before it, and so cannot be simulated yet."""
        number = self._number(row)
        if not self._collection.is_issuer(self._issuer.address, number):
            return NotIssuerError(self._issuer.address, number)
        return self._unmet(row, now) or self._wrong_times(row)

    def _unmet(self, row: Row, now: Eligibility) -> SoulbadgeError | None:
        """The first requirement that neither the chain nor the rows before this one meet."""
        achievement = self._by_slug[row.achievement]
        for index, (requirement, held) in enumerate(zip(achievement.terms.requirements, now.held, strict=True)):
            held_then = held + self._coming(row, requirement)
            if held_then < requirement.needed:
                error = RequirementUnmetError(achievement.achievement_id, index, requirement.needed, held_then)
                return explained(self._collection, error, row.holder)
        return None

    def _coming(self, row: Row, requirement: Requirement) -> int:
        """How many badges the rows before will add to a requirement."""
        kinds = {kind.slug for kind in requirement.prerequisites if kind.source == ZERO_ADDRESS and not kind.held_for}
        return sum(each.achievement in kinds and self._counts(each) for each in self._planned.get(row.holder, []))

    def _counts(self, row: Row) -> bool:
        return row.start <= self._now and (row.end == 0 or row.end > self._now)

    def _wrong_times(self, row: Row) -> SoulbadgeError | None:
        """What the contract would say to the times of the row."""
        start, validity = row.start or self._now, self._by_slug[row.achievement].terms.validity
        latest = max(start, self._now) + validity if validity else 0
        if row.end and row.end <= start:
            return EndNotAfterStartError(start, row.end)
        if row.end and latest and row.end > latest:
            return EndTooLateError(row.end, latest)
        return None

    def _call(self, row: Row, eligibility: Eligibility) -> tuple[str, tuple[object, ...]]:
        return issue_call(self._badge_id(row), row.start, row.end, row.evidence, eligibility.witnesses)

    def _refused(self, rows: Sequence[Row], eligibilities: dict[int, Eligibility]) -> dict[int, SoulbadgeError]:
        """Each row simulated on the chain as it is now."""
        calls = [self._call(row, eligibilities[row.line]) for row in rows]
        outcomes = self._collection.simulate(calls, sender=self._issuer.address)
        return {row.line: outcome for row, outcome in zip(rows, outcomes, strict=True) if outcome is not None}
