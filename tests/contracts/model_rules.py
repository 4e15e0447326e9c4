"""The rules that never bend (SPEC.md section 3), as what one step may do to a collection.

`model_world.py` asks each of them after each step. The model is what is looked at, and by then the contract has been
shown to say the same; so a rule that both broke alike would show here.

Rules 7 and 8 are about documents and about what is not there: `test_token_uri.py`, `attacks/test_21_personal_data.py`.
Rule 9 is about sources, of which the model has none: `test_foreign_sources.py`, `attacks/test_25_*`.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from model_state import NEVER, RENOUNCEABLE, REVOCABLE, State, Status, holder_of, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model_state import Badge


def remembered(state: State) -> State:
    """What the rules compare with later."""
    return deepcopy(state)


def check(before: State, after: State, door: str, now: int) -> None:
    """Every rule, of one step through one door."""
    rule_1_no_badge_ever_moves(before, after)
    rule_2_only_its_burn_authority_takes_a_badge_away(before, after, door)
    rule_3_time_only_moves_forward(before, after)
    rule_4_terms_are_fixed(before, after)
    rule_5_losing_a_prerequisite_takes_no_badge(after)
    rule_6_what_counts_is_active(after, now)
    rule_10_nothing_happens_twice(before, after, door)


def rule_1_no_badge_ever_moves(before: State, after: State) -> None:
    assert before.badges.keys() <= after.badges.keys(), "a badge was forgotten"
    ended = [id_ for id_, old, new in _changed(before, after) if old.lives and not new.lives]
    begun = [id_ for id_, badge in after.badges.items() if badge.lives and not _lived(before, id_)]
    assert not (ended and begun), f"{ended} went and {begun} came in one step"


def rule_2_only_its_burn_authority_takes_a_badge_away(before: State, after: State, door: str) -> None:
    for id_, old, new in _changed(before, after):
        if old.lives and not new.lives:
            allowed = {"revoke": REVOCABLE, "renounce": RENOUNCEABLE, "renounceBySignature": RENOUNCEABLE}[door]
            assert after.achievements[kind_of(id_)[0]].burn_auth in allowed


def rule_3_time_only_moves_forward(before: State, after: State) -> None:
    for id_, old, new in _changed(before, after):
        if old.lives and new.lives:
            assert (old.issued_at, old.start, old.evidence) == (new.issued_at, new.start, new.evidence), id_
            assert new.end == NEVER or (old.end != NEVER and new.end >= old.end), id_
            assert new.since >= old.since, id_


def rule_4_terms_are_fixed(before: State, after: State) -> None:
    for number, old in before.achievements.items():
        new = after.achievements[number]
        assert (new.validity, new.burn_auth, new.claim_only, new.individual, new.requirements, new.tiers) == (
            old.validity,
            old.burn_auth,
            old.claim_only,
            old.individual,
            old.requirements,
            old.tiers,
        )
        assert new.retired >= old.retired
        assert new.cohorts >= old.cohorts


def rule_5_losing_a_prerequisite_takes_no_badge(after: State) -> None:
    for id_, badge in after.badges.items():
        assert (id_ in after.badges_of(holder_of(id_))) == badge.lives


def rule_6_what_counts_is_active(after: State, now: int) -> None:
    for id_ in after.badges:
        active = after.status(id_, now) == Status.ACTIVE
        assert bool(after.held_since(id_, now)) == active
        assert active or after.tier(id_, now) == 0


def rule_10_nothing_happens_twice(before: State, after: State, door: str) -> None:
    assert before.spent <= after.spent
    assert before.dismissed <= after.dismissed
    for id_, old, new in _changed(before, after):
        assert new.award == old.award + (old.lives and not new.lives), id_
        assert old.lives or door == "claim", f"{id_} came back through {door}"
        assert old.lives or not kind_of(id_)[1], f"{id_} came back into its cohort"


def _changed(before: State, after: State) -> Iterator[tuple[int, Badge, Badge]]:
    """The badges that were there and are not what they were."""
    for id_, old in before.badges.items():
        if after.badges[id_] != old:
            yield id_, old, after.badges[id_]


def _lived(state: State, id_: int) -> bool:
    return id_ in state.badges and state.badges[id_].lives
