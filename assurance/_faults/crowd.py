"""Several processes issue copies of one table with one key at once; some are killed and begun again."""

from __future__ import annotations

from collections import Counter
from random import Random

from assurance._faults import tally
from assurance._faults.place import outcome_of, place

_TABLES = 3
_LATE = {"RowsRefusedError"}
"""How a process may end that checks its rows while others issue them: it says which, and goes on when told again."""


def crowd(number: int) -> Counter[str]:
    """So many at once, each with a journal of its own; three tables, one after the other."""
    counts: Counter[str] = Counter()
    with place() as found:
        chance = Random(number)  # noqa: S311 (it must come again)
        for place_of_table in range(_TABLES):
            fresh = found.anew()
            name = f"crowd-{number}-{place_of_table}"
            table = fresh.table(name, seed=number * _TABLES + place_of_table, cohorts=2, members=6, singles=10)
            copies = [table, *(table.copied(f"{name}-{each}.csv") for each in range(1, number))]
            children = [fresh.workers.issue(fresh.world, each, skip_held=True, window=4) for each in copies]
            for child in chance.sample(children, number // 2):
                child.wait(chance.uniform(0.1, 1.0))
                counts["kills"] += child.kill()
            again = [fresh.workers.issue(fresh.world, each, skip_held=True, timeout=120) for each in copies]
            for child in (*children, *again):
                error = outcome_of(child).get("error")
                if error in _LATE:
                    counts["processes that came too late to begin"] += 1
                elif error == "JournalBusyError":  # another at work on this copy, told apart from those on other copies
                    counts["processes that found their journal in use"] += 1
                elif error is not None:
                    counts[f"runs that ended in {error}"] += 1
                    counts["amiss"] += 1
            for each in copies:
                outcome = outcome_of(fresh.workers.issue(fresh.world, each, skip_held=True, timeout=120))
                if "error" in outcome:
                    counts[f"runs that ended in {outcome['error']}"] += 1
                    counts["amiss"] += 1
            counts["processes on one key"] += number
            counts["tables"] += 1
            counts.update(tally.count(fresh.world, table))
    return counts
