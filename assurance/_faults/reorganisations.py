"""The newest blocks are taken out of the chain at every step of issuing a table."""

from __future__ import annotations

import time
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

from tests.client.issuing.conftest import FIRST

from assurance._faults import tally
from assurance._faults.place import outcome_of, place
from soulbadge.issuing import Progress, Settings, journal_of, run
from soulbadge.issuing.rows import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.client.issuing.conftest import Table, World

    from assurance._faults.place import Place

DEEPEST = 64

_COHORTS, _MEMBERS, _SINGLES = 3, 4, 4
_PAUSE = 0.02
_BAND = 8


def reorganisations(least: int, most: int) -> Counter[str]:
    """At every step, to each of these depths."""
    counts: Counter[str] = Counter()
    with place() as found:
        for depth in range(least, most + 1):
            fresh = found.anew()  # or every step would read the cohorts of all before it
            reached = [_is_survived(step, fresh, depth, counts) for step in STEPS]
            counts["depths at every step"] += all(reached)
    return counts


def _is_survived(step: str, fresh: Place, depth: int, counts: Counter[str]) -> bool:
    """One table; whether the chain was reorganised at the step, and each row is there once all the same."""
    seed = 1 + depth * len(STEPS) + list(STEPS).index(step)
    fresh.world.mine(DEEPEST)  # so that neither the collection goes, nor what was issued before
    table = fresh.table(f"deep-{seed}", seed=seed, cohorts=_COHORTS, members=_MEMBERS, singles=_SINGLES)
    case = _Case(fresh, table, depth, Random(seed), counts)  # noqa: S311 (it must come again)
    STEPS[step](case)
    counts[f"at the step: {step}"] += case.times
    counts[f"to a depth of {_band(depth)}"] += case.times
    found = case.end()
    counts.update(found)
    return case.times > 0 and not found["doubled"] and not found["missing"]


def _band(depth: int) -> str:
    """Which eight of the depths it is among."""
    first = (depth - 1) // _BAND * _BAND + 1
    return f"{first:02} to {first + _BAND - 1:02}"


class _Case:
    """One table, which is begun in some way, and disturbed once or several times."""

    def __init__(self, found: Place, table: Table, depth: int, chance: Random, counts: Counter[str]) -> None:
        self.world: World = found.world
        self.depth = depth
        self.chance = chance
        self.times = 0
        self._workers = found.workers
        self._table = table
        self._counts = counts

    def reorganise(self) -> None:
        """Take the newest blocks away; what was in them is counted."""
        before = self.nonce()
        self.world.blocks.reorganise(self.depth)
        self.times += 1
        self._counts["transactions taken out of the chain"] += max(0, before - self.nonce())

    def kill(self, of: str, count: int, **settings: object) -> None:
        """Begin it in a process that is killed right after its nth commit, or after its nth transaction."""
        instant = {"of": of, "when": "after", "count": count}
        child = self._workers.issue(self.world, self._table, instant=instant, **settings)  # type: ignore[arg-type]  # fields of Settings
        self._counts["kills"] += not outcome_of(child)

    def run(
        self, when: Callable[[Progress], bool], *, times: int = 1, mining: int = 0, settings: Settings | None = None
    ) -> None:
        """Issue it here, to the end; disturb it whenever it is so far, so many times at most."""

        def look(progress: Progress) -> None:
            if self.times < times and when(progress):
                self.reorganise()
                self.world.blocks.go_on()

        def sleep(seconds: float) -> None:
            if mining:
                self.world.mine(mining)
            time.sleep(min(seconds, _PAUSE))

        chosen = settings or Settings(window=3)
        sheet = Sheet.load(self._table.file)
        run(self.world.issuer, sheet, journal_of(self._table.file), settings=chosen, on_progress=look, sleep=sleep)

    def end(self) -> Counter[str]:
        """The same command again, as often as it likes; then the rows are counted."""
        outcome = outcome_of(self._workers.issue(self.world, self._table, timeout=120))
        if "error" in outcome:
            self._counts[f"runs that ended in {outcome['error']}"] += 1
            self._counts["amiss"] += 1
        return tally.count(self.world, self._table)

    def nonce(self) -> int:
        """How many transactions of the issuer are in blocks."""
        node = self.world.collection.node
        return node.nonce_at(FIRST.address, node.block_number())


def _before_sending(case: _Case) -> None:
    case.kill("commit", 2)  # the plan, and the first transactions
    case.reorganise()


def _partly_sent(case: _Case) -> None:
    case.world.blocks.pause()
    case.kill("send", case.chance.randint(1, 3), window=4)
    case.reorganise()
    case.world.blocks.go_on()


def _in_no_block(case: _Case) -> None:
    case.world.blocks.pause()
    case.run(lambda progress: progress.under_way > 0)


def _mined_and_not_final(case: _Case) -> None:
    first = case.nonce()
    case.run(
        lambda progress: not progress.done and case.nonce() > first,
        mining=1 + case.depth // 8,
        settings=Settings(confirmations=case.depth + 1, window=3),
    )


def _between_cohorts(case: _Case) -> None:
    case.kill("commit", 3, window=1)  # the plan, the first cohort, what became of it
    case.reorganise()


def _while_it_runs(case: _Case) -> None:
    marks = iter((1, 5, 9, 13))
    due = [next(marks)]

    def is_due(progress: Progress) -> bool:
        if progress.done < due[0]:
            return False
        due[0] = next(marks, 1 << 30)
        return True

    case.run(is_due, times=4)


def _after_a_kill(case: _Case) -> None:
    case.kill("send", case.chance.randint(3, 8))
    case.reorganise()


def _after_the_end(case: _Case) -> None:
    case.run(lambda _: False)
    case.reorganise()


STEPS: dict[str, Callable[[_Case], None]] = {
    "signed and not sent": _before_sending,
    "some sent and none in a block": _partly_sent,
    "all sent and none in a block": _in_no_block,
    "in blocks with too few upon them": _mined_and_not_final,
    "between two cohorts": _between_cohorts,
    "while it runs, four times": _while_it_runs,
    "after a kill": _after_a_kill,
    "after the end": _after_the_end,
}
