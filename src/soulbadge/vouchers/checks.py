"""What a chain has to say about vouchers before they are signed."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from soulbadge import ids
from soulbadge.errors import (
    AchievementIsRetiredError,
    AchievementUnknownError,
    AwardMismatchError,
    BadgeExistsError,
    BadgeHasEndedError,
    CohortClosedError,
    EndNotLaterError,
    EndTooLateError,
    NotIssuerError,
    SoulbadgeError,
    TimeInvalidError,
)
from soulbadge.models import NO_EVIDENCE, Achievement, Badge, Status

from .reader import VoucherRow

if TYPE_CHECKING:
    from soulbadge.contract import Collection

_AT_ONCE = 20_000
"""Badges looked up together, so that memory does not grow with the table."""


def checked(
    collection: "Collection", issuer: str, rows: Sequence[VoucherRow], deadline: int
) -> tuple[tuple[VoucherRow, ...], list[tuple[int, SoulbadgeError]]]:
    """The rows with their awards, and what stands against the others; all read from one block."""
    checks = _Checks(collection, issuer, deadline)
    ready: list[VoucherRow] = []
    problems: list[tuple[int, SoulbadgeError]] = []
    for start in range(0, len(rows), _AT_ONCE):
        for row, badge in checks.looked_up(rows[start : start + _AT_ONCE]):
            problem = checks.problem(row, badge)
            if problem is not None:
                problems.append((row.line, problem))
                continue
            ready.append(row if row.award is not None else row._replace(award=badge.award if badge else 0))
    return tuple(ready), problems


class _Checks:
    def __init__(self, collection: "Collection", issuer: str, deadline: int) -> None:
        self._collection = collection
        self._block = collection.node.block_number()
        self._now = int(str(collection.node.block(self._block)["timestamp"]), 0)
        if deadline <= self._now:
            raise TimeInvalidError(str(deadline), "the deadline has passed already; name a later one")
        self._deadline = deadline
        self._issuer = issuer
        self._achievements = {each.achievement_id: each for each in collection.achievements(block=self._block)}
        self._may = {number: collection.is_issuer(issuer, number, block=self._block) for number in self._achievements}

    def looked_up(self, rows: Sequence[VoucherRow]) -> Iterator[tuple[VoucherRow, Badge | None]]:
        """Each row with its badge; None where there is none, and never was."""
        named = [row.badge_id for row in rows if row.has_holder]
        statuses = dict(zip(named, self._collection.statuses_of(named, block=self._block), strict=True))
        known = [badge_id for badge_id, status in statuses.items() if status is not Status.NONE]
        badges = {each.badge_id: each for each in self._collection.badges(known, block=self._block)}
        for row in rows:
            yield row, badges.get(row.badge_id)

    def problem(self, row: VoucherRow, badge: Badge | None) -> SoulbadgeError | None:
        """Why a voucher of this row could never be claimed, or would do something else than the table says."""
        number = row.badge_id >> 208
        achievement = self._achievements.get(number)
        if achievement is None:
            return AchievementUnknownError(number)
        if not self._may[number]:
            return NotIssuerError(self._issuer, number)
        award = badge.award if badge else 0
        if row.award is not None and row.award != award:
            return AwardMismatchError(row.badge_id, row.award, award)
        if badge is not None and badge.exists:
            return _not_renewing(row, badge, self._now) or self._too_late(row, achievement, badge.start_time)
        return self._not_creating(row, badge, achievement) or self._too_late(row, achievement, row.start)

    def _not_creating(self, row: VoucherRow, badge: Badge | None, achievement: Achievement) -> SoulbadgeError | None:
        if ids.split(row.badge_id).cohort:
            return CohortClosedError(row.badge_id)
        if achievement.retired:
            return AchievementIsRetiredError(achievement.achievement_id)
        if badge is not None and row.award is None:  # it ended: whoever wants it back says so
            return BadgeHasEndedError(row.badge_id, badge.award)
        return None

    def _too_late(self, row: VoucherRow, achievement: Achievement, start: int) -> SoulbadgeError | None:
        """Later than the validity allows in the last second in which it can be claimed."""
        validity = achievement.terms.validity
        latest = max(start, self._deadline) + validity
        return EndTooLateError(row.end, latest) if validity and row.end > latest else None


def _not_renewing(row: VoucherRow, badge: Badge, now: int) -> SoulbadgeError | None:
    if not row.end or row.start or row.evidence != NO_EVIDENCE:
        return BadgeExistsError(row.badge_id)
    if badge.end_time == 0 or row.end <= max(badge.end_time, now):
        return EndNotLaterError(row.end, badge.end_time)
    return None
