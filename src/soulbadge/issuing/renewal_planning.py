"""From renewals to steps: one transaction each, checked like the rows of any table."""

from soulbadge.chain.answers import integer
from soulbadge.chain.artifacts import badges_abi
from soulbadge.errors import InputError, SoulbadgeError, ValueInvalidError
from soulbadge.issuer import Issuer

from . import costs
from .journal import Journal
from .planning import Draft, changed
from .records import RowRecord, StepRecord
from .renewals import Renewal, RenewalSheet, Target, target
from .renewing import BADGE, COHORT, Renewing, call_of, terms_of

_Named = list[tuple[Renewal, Target]]


def draft(issuer: Issuer, sheet: RenewalSheet, journal: Journal) -> Draft:
    """Steps for the rows that the journal does not have yet.

    Raises:
        RowsRefusedError: All problems of all rows.
    """
    named, problems = _named(issuer, sheet)
    wanted = {found.key: (row.line, terms_of(row, found)) for row, found in named}
    problems += changed(wanted, journal)
    block = issuer.collection.node.block_number()
    fresh, notes = _late(issuer, block, [(row, found) for row, found in named if found.key not in journal.rows])
    calls = [call_of(terms_of(row, found)) for row, found in fresh]
    outcomes = issuer.collection.simulate(calls, sender=issuer.address, block=block)
    problems += [(row.line, told) for (row, _), told in zip(fresh, outcomes, strict=True) if told is not None]
    sheet.refuse(problems)
    return Draft(tuple(_steps(issuer, fresh, journal)), tuple(notes))


def _named(issuer: Issuer, sheet: RenewalSheet) -> tuple[_Named, list[tuple[int, SoulbadgeError]]]:
    """What each row means, each thing once."""
    slugs = {each.slug: each.achievement_id for each in issuer.collection.achievements()}
    named: _Named = []
    problems: list[tuple[int, SoulbadgeError]] = []
    lines: dict[str, int] = {}
    for row in sheet.rows:
        try:
            found = target(issuer.collection, slugs, row.what)
        except InputError as error:
            problems.append((row.line, error))
            continue
        first = lines.setdefault(found.key, row.line)
        if first != row.line:
            told = f"stands on line {first} already; delete one of the two rows"
            problems.append((row.line, ValueInvalidError(row.what, told)))
            continue
        named.append((row, found))
    return named, problems


def _late(issuer: Issuer, block: int, named: _Named) -> tuple[_Named, list[str]]:
    """Those that do not have their end yet, and a note about each of the others."""
    ends = Renewing(issuer.collection).ends([found.badge_id for _, found in named], block)
    has = [ends[found.badge_id] == row.end for row, found in named]
    fresh = [each for each, done in zip(named, has, strict=True) if not done]
    return fresh, [
        f"line {row.line}: has this end already, left out" for (row, _), done in zip(named, has, strict=True) if done
    ]


def _steps(issuer: Issuer, named: _Named, journal: Journal) -> list[StepRecord]:
    next_step = max(journal.steps, default=0) + 1
    next_row = max((row.number for row in journal.rows.values()), default=0) + 1
    gas = _gas(issuer, named)
    return [
        StepRecord(
            number=next_step + place,
            kind=BADGE if found.holder else COHORT,
            lane="",
            after=(),
            details={"achievement": found.slug},
            gas=gas[found.key],
            rows=[RowRecord(next_row + place, row.line, found.key, terms_of(row, found), next_step + place)],
        )
        for place, (row, found) in enumerate(named)
    ]


def _gas(issuer: Issuer, named: _Named) -> dict[str, int]:
    """Gas by what it is about: of each cohort, and of one badge of each sort, for these are all alike."""
    samples = {_sort(found): (row, found) for row, found in reversed(named)}
    collection = issuer.collection
    requests = []
    for row, found in samples.values():
        function, arguments = call_of(terms_of(row, found))
        data = "0x" + badges_abi().encode(function, *arguments).hex()
        requests.append(({"from": issuer.address, "to": collection.address, "data": data},))
    answers = dict(zip(samples, collection.node.ask_many("eth_estimateGas", requests), strict=True))
    return {
        found.key: costs.RENEWAL if isinstance(answer, SoulbadgeError) else integer("eth_estimateGas", answer)
        for _, found in named
        for answer in [answers[_sort(found)]]
    }


def _sort(found: Target) -> tuple[str, bool]:
    """What costs alike: a member of a cohort costs more than a badge issued by itself."""
    return ("" if found.holder else found.key), bool(found.cohort)
