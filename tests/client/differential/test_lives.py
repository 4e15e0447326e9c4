"""Model, contract and offline verifier give the same status to every badge of every random life.

`SOULBADGE_LIVES` sets how many lives there are; `python -m assurance differential` lives ten thousand.
"""

import os
from collections.abc import Iterator

import pytest
from tests.support.lives import DisagreementError, Lives, lives

from soulbadge.models import Status

PEOPLE = int(os.environ.get("SOULBADGE_LIVES", "60"))
ROUNDS = 3


@pytest.fixture(scope="module")
def everybody() -> Iterator[Lives]:
    yield from lives(7, PEOPLE)


def test_model_contract_and_proof_agree_about_every_life(everybody: Lives) -> None:
    for _ in range(ROUNDS):
        everybody.round()
    everybody.compare()
    assert all(everybody.seen[status] for status in Status), everybody.seen
    for act in ("issue", "claim", "renew", "revoke", "renounce"):
        for outcome in ("done", "refused"):
            assert everybody.done[f"{act}, {outcome}"], everybody.done
    assert everybody.done["issueCohort, done"] == ROUNDS
    assert any(badge.award and badge.lives for badge in everybody.model.badges.values())  # claimed again


def test_a_difference_would_be_seen(everybody: Lives) -> None:
    badge_id, badge = next(
        (badge_id, badge) for badge_id, badge in everybody.model.badges.items() if badge.lives and badge_id >> 208 == 2
    )
    badge.start += 10**9  # pending in the model alone
    with pytest.raises(DisagreementError, match=f"{badge_id:#x}"):
        everybody.compare()
