"""Issuing, as work for the engine.

A row counts as done as soon as its holder was ever awarded the achievement, by whatever transaction and whatever became
of the badge: so a badge that was revoked or renounced since is not issued again.

One by one, the contract refuses what exists, so nothing can come of two issuers at once. A cohort names its number, and
the contract takes the next alone: so a cohort that was signed when its number was the next, and none of its members had
been awarded, can get into the chain only if no other cohort of the achievement came between. For this to hold through a
reorganisation, it is signed only once the cohort before it counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from soulbadge import ids
from soulbadge.cohorts import pack_members
from soulbadge.contract import Collection
from soulbadge.errors import BadgeExistsError, BadgeHasEndedError, CohortOutOfOrderError
from soulbadge.issuer import issue_call
from soulbadge.issuing.rows import Row
from soulbadge.models import NO_EVIDENCE
from soulbadge.reading.awards import Awards

from .records import Attempt, RowRecord, StepRecord
from .view import View
from .work import Call

SINGLE, COHORT = "single", "cohort"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row wants, as the journal keeps it."""

    holder: str
    achievement_id: int
    start: int
    end: int
    evidence: bytes

    @classmethod
    def of(cls, record: RowRecord) -> "Wanted":
        """From a record."""
        terms = record.terms
        return cls(
            terms["holder"], terms["achievement_id"], terms["start"], terms["end"], bytes.fromhex(terms["evidence"])
        )

    @property
    def pair(self) -> tuple[str, int]:
        """Holder and achievement."""
        return self.holder, self.achievement_id


def key_of(row: Row) -> str:
    """What makes a row this row."""
    return f"{row.achievement} to {row.holder}"


def terms_of(row: Row, achievement_id: int) -> dict[str, Any]:
    """A row's terms as a record keeps them."""
    return {
        "holder": row.holder,
        "achievement": row.achievement,
        "achievement_id": achievement_id,
        "start": row.start,
        "end": row.end,
        "evidence": row.evidence.hex(),
    }


class Awarding:
    """See `Work`."""

    overtaken = (BadgeExistsError, BadgeHasEndedError, CohortOutOfOrderError)

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._awards = Awards(collection)
        self._demanding: dict[int, bool] = {}

    def forget(self) -> None:
        """See `Work.forget`."""
        self._awards.forget()

    def effects(self, rows: Sequence[RowRecord], block: int) -> dict[int, int]:
        """See `Work.effects`."""
        pairs = {row.number: Wanted.of(row).pair for row in rows}
        found = self._awards.find(pairs.values(), block)
        return {number: found[pair][-1] for number, pair in pairs.items() if pair in found}

    def calls(self, jobs: Sequence[tuple[StepRecord, Sequence[RowRecord]]], view: View) -> list[Call | None]:
        """See `Work.calls`."""
        singles = [(step.number, Wanted.of(rows[0])) for step, rows in jobs if step.kind == SINGLE]
        asked = [(number, wanted) for number, wanted in singles if self._is_demanding(wanted.achievement_id)]
        answers = self._collection.eligibilities([wanted.pair for _, wanted in asked], block=view.head.number)
        witnesses = {number: each.witnesses for (number, _), each in zip(asked, answers, strict=True)}
        kinds = {Wanted.of(rows[0]).achievement_id for step, rows in jobs if step.kind == COHORT}
        there = self._awards.cohorts(kinds, view.head.number)
        sure = self._awards.cohorts(kinds, view.confirmed)
        return [
            _single(rows[0], witnesses.get(step.number, ()))
            if step.kind == SINGLE
            else _cohort(step, rows, there, sure)
            for step, rows in jobs
        ]

    def is_safe(self, attempt: Attempt, rows: Sequence[RowRecord], view: View) -> bool:
        """See `Work.is_safe`: of a cohort, whether its number is the next and no member has been awarded."""
        if not attempt.cohort:
            return True
        number = Wanted.of(rows[0]).achievement_id
        if self._awards.cohorts({number}, view.head.number)[number] + 1 != attempt.cohort:
            return False
        return not self.effects(rows, view.head.number)

    def _is_demanding(self, achievement_id: int) -> bool:
        """Whether it has requirements: fixed, so asked once."""
        if achievement_id not in self._demanding:
            found = self._collection.achievement(achievement_id)
            self._demanding[achievement_id] = bool(found.terms.requirements)
        return self._demanding[achievement_id]


def _single(row: RowRecord, witnesses: tuple[int, ...]) -> Call:
    wanted = Wanted.of(row)
    badge_id = ids.badge_id(wanted.achievement_id, 0, wanted.holder)
    return Call(*issue_call(badge_id, wanted.start, wanted.end, wanted.evidence, witnesses), (row.number,))


def _cohort(step: StepRecord, rows: Sequence[RowRecord], there: dict[int, int], sure: dict[int, int]) -> Call | None:
    first = Wanted.of(rows[0])
    kind = first.achievement_id
    if there[kind] != sure[kind]:
        return None  # another cohort has come, and may yet go or be another
    number = there[kind] + 1
    members = pack_members(Wanted.of(row).holder for row in rows)
    label = str(step.details["label"])
    arguments = (kind, number, label, first.start, first.end, NO_EVIDENCE, members)
    return Call("issueCohort", arguments, tuple(row.number for row in rows), number)
