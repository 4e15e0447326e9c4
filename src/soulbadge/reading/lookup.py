"""Achievements by number or slug, and reads that name one."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, overload

from soulbadge.chain import structs
from soulbadge.chain.blocks import Block, BlockId
from soulbadge.errors import AchievementNotFoundError, AchievementUnknownError
from soulbadge.models import Achievement

from .questions import Asking

_T = TypeVar("_T")


class Lookup:
    """The achievements of one collection."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def number(self, achievement: int | str, block: BlockId) -> int:
        """The number of the achievement with this slug; a number is handed back as it is."""
        if isinstance(achievement, int):
            return achievement
        found = int(self._asking.one("achievementIdOf", achievement, block=block))
        if found == 0:
            raise self._not_found(achievement, block)
        return found

    def one(self, function: str, first: object, achievement: int | str, *, block: BlockId) -> Any:  # noqa: ANN401 (as the ABI has it)
        """What a function of something and an achievement returns."""
        if isinstance(achievement, int):  # one question, which needs no block to be agreed on
            return self._asking.one(function, first, achievement, block=block)
        return self.found(achievement, block, lambda number, at: self._asking.ask(function, first, number, at=at)[0])

    @overload
    def found(self, achievement: int | str, block: BlockId, read: Callable[[int, Block], _T]) -> _T: ...
    @overload
    def found(self, achievement: int | str | None, block: BlockId, read: Callable[[int | None, Block], _T]) -> _T: ...
    def found(self, achievement: Any, block: BlockId, read: Callable[[Any, Block], _T]) -> _T:
        """What is read about an achievement, its slug looked up in the same block; None for all achievements."""

        def answer(at: Block) -> _T:
            try:
                return read(None if achievement is None else self.number(achievement, at), at)
            except AchievementUnknownError as error:
                raise self._not_found(achievement, at) from error

        return self._asking.one_block(block, answer)

    def achievement(self, achievement: int | str, at: Block) -> Achievement:
        """One achievement, its local prerequisites with their slugs."""
        number = self.number(achievement, at)
        try:
            found = structs.achievement(self._asking.ask("achievementOf", number, at=at)[0])
        except AchievementUnknownError as error:
            raise self._not_found(achievement, at) from error
        needed = {kind.id for kind in structs.local_prerequisites(found.terms)} - {number}
        slugs = {each.achievement_id: each.slug for each in self._read(sorted(needed), at)}
        return _with_slugs(found, {**slugs, number: found.slug})

    def achievements(self, at: Block) -> list[Achievement]:
        """All achievements."""
        found = self._read(range(1, self._asking.achievement_count(at) + 1), at)
        slugs = {each.achievement_id: each.slug for each in found}
        return [_with_slugs(each, slugs) for each in found]

    def _read(self, numbers: Sequence[int], at: Block) -> list[Achievement]:
        answers = self._asking.many("achievementOf", [(number,) for number in numbers], at)
        return [structs.achievement(answer) for (answer,) in answers]

    def _not_found(self, achievement: int | str, block: BlockId) -> AchievementNotFoundError:
        known = self._asking.one_block(block, self.achievements)
        return AchievementNotFoundError(achievement, tuple(each.slug for each in known))


def _with_slugs(achievement: Achievement, slugs: dict[int, str]) -> Achievement:
    terms = structs.with_slugs(achievement.terms, slugs)
    return Achievement(achievement.achievement_id, achievement.retired, achievement.cohorts, terms)
