"""Random lives of badges: the model of the specification, the contract and the offline verifier must tell the same."""

from __future__ import annotations

import time
from collections import Counter

from assurance._figures import Figure, Figures

LIVES, LIVES_IN_CI = 10_000, 60
AT_ONCE = 500
"""People on one chain; their cohorts are blobs of a third of them."""

ROUNDS = 3

SHOWS = """
A life is one person's: in each of three rounds two acts (a badge issued, claimed by voucher, renewed, revoked,
renounced; a tenth of the vouchers name a wrong award, some are too late), a cohort of a third of the people, a cohort
renewed, and up to six days. Titles rest on other badges in two layers, one of them with a time held. The model
(tests/contracts/model.py) is written from the specification and knows neither contract nor library; it must refuse what
the contract refuses. In the end every badge that anybody could have is looked at in one block: by the model, by
`statusesOf`, and by `read_badges` from storage proofs with nothing but the block's hash.
"""


def measure(*, ci: bool) -> Figures:
    """Live all lives; the first difference ends it."""
    from tests.support.lives import DisagreementError, lives

    wanted = LIVES_IN_CI if ci else LIVES
    began, lived, problem = time.monotonic(), 0, ""
    done: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    while lived < wanted and not problem:
        people = min(AT_ONCE, wanted - lived)
        for everybody in lives(1_000 + lived, people):
            try:
                for _ in range(ROUNDS):
                    everybody.round()
                everybody.compare()
            except DisagreementError as error:
                problem = f"seed {1_000 + lived}, {people} people: {error}"
            done.update(everybody.done)
            seen.update({status.name: count for status, count in everybody.seen.items()})
        lived += people
    return Figures(
        "Differential tests",
        SHOWS,
        (
            Figure.at_least("lives", lived, wanted),
            Figure.exactly("differences", int(bool(problem)), 0),
            Figure.at_least("statuses compared", sum(seen.values()), wanted * 6),
            *(Figure.told(f"badges that were {name}", count) for name, count in sorted(seen.items())),
            *(Figure.told(name, count) for name, count in sorted(done.items())),
            Figure.told("seconds", time.monotonic() - began),
        ),
        (problem,) if problem else (),
    )
