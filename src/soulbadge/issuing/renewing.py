"""Renewing, as work for the engine.

An end only ever moves on, and it is always said, so sending a renewal twice does nothing twice. A row counts as done as
soon as its badge ends then, or later.
"""

from collections.abc import Sequence
from typing import Any

from soulbadge import ids
from soulbadge.chain import structs
from soulbadge.chain.artifacts import badges_abi
from soulbadge.contract import Collection
from soulbadge.errors import AchievementUnknownError, CohortUnknownError, EndNotLaterError, RefusedError
from soulbadge.models import Status

from .records import Attempt, RowRecord, StepRecord
from .renewals import Renewal, Target
from .view import View
from .work import Call

BADGE, COHORT = "renewal", "cohort renewal"
_ENDED = (Status.REVOKED, Status.RENOUNCED)


def terms_of(row: Renewal, wanted: Target) -> dict[str, Any]:
    """A row's terms as a record keeps them."""
    return {"badge": str(wanted.badge_id), "end": row.end}


def call_of(terms: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """The function that does it, and its arguments."""
    badge_id, end = int(terms["badge"]), terms["end"]
    parts = ids.split(badge_id)
    if parts.holder == ids.ZERO_ADDRESS:
        return "renewCohort", (parts.achievement_id, parts.cohort, end)
    return "renew", (badge_id, end)


class Renewing:
    """See `Work`."""

    overtaken = (EndNotLaterError,)

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def forget(self) -> None:
        """See `Work.forget`: nothing is remembered."""

    def effects(self, rows: Sequence[RowRecord], block: int) -> dict[int, int]:
        """See `Work.effects`. What was done counts as done though the badge was revoked or renounced since."""
        ends = self.ends([int(row.terms["badge"]) for row in rows], block)
        found = {}
        for row in rows:
            badge_id = int(row.terms["badge"])
            end = ends[badge_id]
            is_late = end is not None and (end == 0 or end >= row.terms["end"])
            if is_late or (end is None and not row.is_open):
                found[row.number] = badge_id
        return found

    def ends(self, badge_ids: Sequence[int], block: int) -> dict[int, int | None]:
        """When each badge ends (with a holder of zero: each cohort), 0 for never; None if it does not exist."""
        wanted = list(dict.fromkeys(badge_ids))
        cohorts = [each for each in wanted if ids.split(each).holder == ids.ZERO_ADDRESS]
        badges = [each for each in wanted if ids.split(each).holder != ids.ZERO_ADDRESS]
        found: dict[int, int | None] = {}
        for badge in self._collection.badges(badges, block=block):
            is_there = badge.status is not Status.NONE and badge.status not in _ENDED
            found[badge.badge_id] = badge.end_time if is_there else None
        abi = badges_abi()
        data = [abi.encode("cohortOf", *ids.split(each)[:2]) for each in cohorts]
        outcomes = self._collection.node.call_many(self._collection.address, data, block=block) if data else []
        for each, outcome in zip(cohorts, outcomes, strict=True):
            if isinstance(outcome, CohortUnknownError | AchievementUnknownError):
                found[each] = None
            elif isinstance(outcome, RefusedError):
                raise outcome
            else:
                found[each] = structs.cohort(*ids.split(each)[:2], abi.decode("cohortOf", outcome)[0]).end_time
        return found

    def calls(self, jobs: Sequence[tuple[StepRecord, Sequence[RowRecord]]], view: View) -> list[Call | None]:  # noqa: ARG002 (as `Work` has it)
        """See `Work.calls`."""
        return [Call(*call_of(rows[0].terms), (rows[0].number,)) for _, rows in jobs]

    def is_safe(self, attempt: Attempt, rows: Sequence[RowRecord], view: View) -> bool:  # noqa: ARG002 (as `Work` has it)
        """See `Work.is_safe`: always."""
        return True
