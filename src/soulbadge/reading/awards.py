"""Who has ever been awarded an achievement, as of one block: one by one or in a cohort, whatever became of the badge.

A badge that expired, or was revoked or renounced, was awarded all the same. Members of cohorts are read from the blobs
of the cohorts, so the cost does not grow with the number of people who are asked about.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from soulbadge import ids
from soulbadge.chain import structs
from soulbadge.chain.artifacts import badges_abi
from soulbadge.contract import Collection
from soulbadge.errors import AchievementUnknownError, CohortUnknownError, NodeError, RefusedError
from soulbadge.models import Achievement, Status

_ADDRESS = 20
Pair = tuple[str, int]
"""A holder and the number of an achievement."""


class Awards:
    """What a collection has awarded. Remembers the members of cohorts until it is told to `forget`."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._members: dict[tuple[int, int], frozenset[bytes]] = {}
        self._individual: dict[int, bool] = {}

    def forget(self) -> None:
        """Read cohorts anew: blocks that were read from are not on the chain any more."""
        self._members.clear()

    def find(self, pairs: Iterable[Pair], block: int) -> dict[Pair, tuple[int, ...]]:
        """The badges by which each of these holders was awarded the achievement; who was not is left out."""
        wanted = list(dict.fromkeys(pairs))
        singles = [ids.badge_id(number, 0, holder) for holder, number in wanted]
        statuses = self._collection.statuses_of(singles, block=block) if singles else []
        cohorts = self.cohorts({number for _, number in wanted}, block)
        self._read([(number, each) for number, count in cohorts.items() for each in range(1, count + 1)], block)
        found: dict[Pair, tuple[int, ...]] = {}
        for (holder, number), single, status in zip(wanted, singles, statuses, strict=True):
            member = bytes.fromhex(holder[2:])
            badges = [single] if status is not Status.NONE else []
            badges += [
                ids.badge_id(number, each, holder)
                for each in range(1, cohorts[number] + 1)
                if member in self._members[number, each]
            ]
            if badges:
                found[holder, number] = tuple(badges)
        return found

    def cohorts(self, numbers: Iterable[int], block: int) -> dict[int, int]:
        """How many cohorts of each achievement there are; none of one that is not there yet, or is individual."""
        counts = dict.fromkeys(numbers, 0)
        asked = [number for number in counts if not self._individual.get(number)]
        answers = self._ask("achievementOf", [(number,) for number in asked], block)
        for number, values in zip(asked, answers, strict=True):
            if isinstance(values, AchievementUnknownError):
                continue
            found: Achievement = structs.achievement(_values(values)[0])
            self._individual[number] = found.terms.individual
            counts[number] = found.cohorts
        return counts

    def _read(self, kinds: Sequence[tuple[int, int]], block: int) -> None:
        """Make sure that the members of these cohorts are known."""
        unknown = [kind for kind in kinds if kind not in self._members]
        blobs = []
        for kind, values in zip(unknown, self._ask("cohortOf", unknown, block), strict=True):
            if isinstance(values, CohortUnknownError):  # the block was replaced between two reads
                raise NodeError("eth_call", f"cohort {kind[1]} of achievement {kind[0]} is gone")
            blobs.append(structs.cohort(*kind, _values(values)[0]).members)
        codes = self._collection.node.ask_many("eth_getCode", [(blob, hex(block)) for blob in blobs])
        for kind, code in zip(unknown, codes, strict=True):
            if isinstance(code, Exception):
                raise code
            packed = bytes.fromhex(code[2:]) if isinstance(code, str) else bytes(code)
            self._members[kind] = frozenset(
                packed[start : start + _ADDRESS]
                for start in range(1, len(packed), _ADDRESS)  # after one zero byte
            )

    def _ask(self, function: str, calls: Sequence[tuple[Any, ...]], block: int) -> list[Any]:
        abi = badges_abi()
        data = [abi.encode(function, *arguments) for arguments in calls]
        outcomes = self._collection.node.call_many(self._collection.address, data, block=block)
        return [each if isinstance(each, RefusedError) else abi.decode(function, each) for each in outcomes]


def _values(outcome: Any) -> Any:  # noqa: ANN401 (as the ABI has it)
    if isinstance(outcome, RefusedError):
        raise outcome
    return outcome
