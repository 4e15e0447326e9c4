"""What the model test tries next: likely to be allowed, often at the edge of it, now and then quite wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import model as spec
import vouchers as signing
from hypothesis import strategies as st
from model_world import (
    BOND,
    COURSE,
    DAYS,
    EXAM,
    LICENCE,
    MEDAL,
    OATH,
    TITLE,
    UNKNOWN,
    Actor,
    Attempt,
    Paper,
    World,
)
from vouchers import FOREVER, NONE, ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable


class Guess:
    """Draws what to try next."""

    def __init__(self, some: st.DataObject, world: World) -> None:
        self.some, self.world = some, world

    def one_of(self, options: Iterable[Any]) -> Any:
        return self.some.draw(st.sampled_from(list(options)))

    def rarely(self) -> bool:
        """Once in twenty times: what is refused."""
        return self.one_of([False] * 19 + [True])

    def seldom(self) -> bool:
        """Once in four times: what would spoil the game, done too often."""
        return self.one_of([False] * 3 + [True])

    def owner(self) -> Actor:
        present = self.world.by_number[self.world.model.owner]
        return self.one_of([present, present, *self.world.owners])

    def issuer(self) -> Actor:
        return self.one_of(self.world.issuers)

    def issuer_of(self, achievement: int) -> Actor:
        able = [one for one in self.world.issuers if self.world.model.is_issuer(one.number, achievement)]
        return self.anybody() if self.rarely() or not able else self.one_of(able)

    def anybody(self) -> Actor:
        return self.one_of(self.world.anybody)

    def holder(self) -> Actor:
        return self.one_of(self.world.holders)

    def holder_of(self, id_: int) -> Actor:
        true = self.world.by_number.get(spec.holder_of(id_))
        return self.anybody() if self.rarely() or true is None else true

    def achievement(self) -> int:
        return (
            UNKNOWN
            if self.rarely()
            else self.one_of([MEDAL, COURSE, EXAM, EXAM, LICENCE, LICENCE, TITLE, TITLE, BOND, OATH])
        )

    def achievement_for_cohorts(self) -> int:
        return self.achievement() if self.rarely() else self.one_of([MEDAL, COURSE])

    def scope(self) -> int:
        return self.one_of([0, self.achievement()])

    def id_to_issue(self, achievement: int, holder: Actor) -> int:
        if self.rarely():
            return spec.id_of(achievement, self.one_of([0, 1]), self.one_of([0, holder.number]))
        return spec.id_of(achievement, 0, holder.number)

    def badge(self) -> int:
        """One that exists, mostly."""
        known = list(self.world.model.badges)
        mine = [one for one in known if self.world.model.badges[one].lives] or known
        if not known or self.rarely():
            return spec.id_of(self.achievement(), self.one_of([0, 1]), self.holder().number)
        return self.one_of(known) if self.rarely() else self.one_of(mine)

    def cohort(self) -> tuple[int, int]:
        known = list(self.world.model.cohorts)
        if not known or self.rarely():
            return self.achievement(), self.one_of([0, 1, 2, 2**48 + 1])
        return self.one_of(known)

    def number(self, achievement: int) -> int:
        terms = self.world.model.achievements.get(achievement)
        following = terms.cohorts + 1 if terms else 1
        return self.one_of([0, following - 1, following + 1]) if self.rarely() else following

    def label(self) -> str:
        return self.one_of(["", "Titanic 2026", "é" * 128, "Class of 2026"]) if not self.rarely() else "é" * 128 + "!"

    def members(self) -> list[int]:
        chosen = [one.number for one in self.world.holders if self.one_of([True, True, False])]
        chosen = sorted({*chosen, 2**160 - 1})
        if self.rarely():
            return self.one_of([[], chosen[::-1], chosen + chosen[-1:], [0, *chosen]])
        return chosen

    def evidence(self) -> bytes:
        return self.one_of([NONE, NONE, b"\x11" * 32])

    def start(self) -> int:
        now = self.world.now
        return self.one_of([0, 0, 0, 0, 1, now - 50 * DAYS, now, now + 1, now + 30 * DAYS])

    def end(self, achievement: int, start: int) -> int:
        now = self.world.now
        start = start or now
        terms = self.world.model.achievements.get(achievement)
        latest = max(now, start) + (terms.validity if terms and terms.validity else 300 * DAYS)
        wild = [start - 1, start, start + 1, latest + 1, FOREVER]
        likely = [0, 0, latest, latest - 1, (start + 2 * latest) // 3]
        return min(self.one_of(wild if self.rarely() else likely), FOREVER)

    def later_end(self, id_: int) -> int:
        badge = self.world.model.badges.get(id_)
        cohort = self.world.model.cohorts.get(spec.kind_of(id_))
        present = badge.end if badge else cohort.end if cohort else 0
        start = badge.start if badge else cohort.start if cohort else 0
        now = self.world.now
        terms = self.world.model.achievements.get(id_ >> 208)
        latest = max(now, start) + (terms.validity if terms and terms.validity else 300 * DAYS)
        wild = [present, max(present - 1, 0), latest + 1, now, now + 1, 1]
        likely = [
            0,
            latest,
            latest,
            (max(present, now) + latest) // 2,
            max(present, now) + 1,
            max(present, now) + 10 * DAYS,
        ]
        return min(self.one_of(wild if self.seldom() else likely), FOREVER)

    def award(self, id_: int) -> int:
        badge = self.world.model.badges.get(id_)
        award = badge.award if badge else 0
        return self.one_of([award + 1, max(award - 1, 0)]) if self.rarely() else award

    def witnesses(self, achievement: int, holder: Actor) -> list[int]:
        terms = self.world.model.achievements.get(achievement)
        if terms is None or not terms.requirements:
            return [spec.id_of(MEDAL, 1, holder.number)] if self.rarely() else []
        kinds = {kind for one in terms.requirements for kind in one.kinds}
        every = sorted(
            id_ for id_ in self.world.model.badges if spec.holder_of(id_) == holder.number and spec.kind_of(id_)[1]
        )
        good = [
            id_ for id_ in every if spec.kind_of(id_)[0] in kinds and self.world.model.held_since(id_, self.world.now)
        ]
        wrong = [every, good[::-1], good + good[-1:], [*good, spec.id_of(MEDAL, 9, holder.number)], good[:1]]
        wrong.append([spec.id_of(MEDAL, 0, holder.number), *good])
        wrong.append(sorted(spec.id_of(*spec.kind_of(one), self.holder().number) for one in good))
        return self.one_of(wrong) if self.rarely() else good

    def voucher(self) -> Paper:
        """For a first issue, an issue after an ending, a renewal, or a claim link."""
        purpose = self.one_of(["issue", "again", "again", "renew", "link", "anything"])
        now = self.world.now
        if purpose == "renew":
            id_ = self.badge()
            start, end, evidence = 0, self.later_end(id_), NONE
        else:
            ended = [id_ for id_, badge in self.world.model.badges.items() if not badge.lives]
            single = [id_ for id_ in ended if not spec.kind_of(id_)[1]] or ended
            again = single and purpose == "again"
            id_ = self.one_of(single) if again else self.id_to_issue(self.achievement(), self.holder())
            start, evidence = self.start(), self.evidence()
            end = self.end(id_ >> 208, start)
        award, key = self.award(id_), None
        if purpose == "link" or (purpose == "anything" and self.one_of([True, False])):
            key = signing.person("a claim link")
            id_ = id_ if self.rarely() else id_ >> 160 << 160
        issuer = self.issuer_of(id_ >> 208)
        deadline = self.one_of(
            [FOREVER, FOREVER, FOREVER, now + 30 * DAYS, now, 0] if self.rarely() else [FOREVER, now + 90 * DAYS]
        )
        voucher = signing.Voucher(
            issuer.account, id_, award, start, end, evidence, deadline, ZERO if key is None else key.address
        )
        return Paper(issuer, voucher, key)

    def claim(self, paper: Paper) -> Attempt:
        named = self.world.by_number.get(spec.holder_of(paper.signed.badge_id))
        holder = self.holder() if named is None or self.rarely() else named
        by_itself = self.one_of([True, False])
        sender = holder if by_itself else self.anybody()
        deadlines = [FOREVER] * 6 + [self.world.now, self.world.now - 1]
        return Attempt(
            paper,
            sender,
            self.one_of([None, holder]) if by_itself else None if self.rarely() else holder,
            rooted=self.one_of([True, False]),
            root_deadline=self.one_of(deadlines),
            consent_deadline=self.one_of(deadlines),
            signed_by_issuer=not self.rarely(),
            signed_by_holder=not self.rarely(),
            signed_by_key=not self.rarely(),
            witnesses=self.witnesses(paper.signed.badge_id >> 208, holder),
        )
