"""The fewest badges that are enough. They are known here by their places alone."""

from collections.abc import Callable, Sequence
from itertools import chain, combinations, islice

MOST_TRIALS = 4096
"""Choices that are looked at: as many as there are among twelve badges. Whoever asks too much costs seconds at most."""


def fewest(
    helps: Sequence[frozenset[int]], adding: frozenset[int], is_met: Callable[[Sequence[int]], bool]
) -> tuple[int, ...]:
    """The first choice of the fewest badges that is met, in the order of their places.

    Args:
        helps: For each badge, the demands that it helps to meet.
        adding: The demands to which several badges add up; all others are met by one badge or not at all.
        is_met: Whether the badges in these places are enough. All together are, and more are never worse.

    Returns:
        Their places.
    """
    useful = [place for place in range(len(helps)) if _is_useful(place, helps, adding)]
    enough = useful
    for place in reversed(useful):
        fewer = [each for each in enough if each != place]
        if is_met(fewer):
            enough = fewer
    # Whatever is in every choice is not chosen again and again.
    fixed = [place for place in useful if not is_met([each for each in useful if each != place])]
    free = [place for place in useful if place not in fixed]
    choices = chain.from_iterable(combinations(free, size) for size in range(len(enough) - len(fixed) + 1))
    for some in islice(choices, MOST_TRIALS):
        chosen = sorted([*fixed, *some])
        if is_met(chosen):
            return tuple(chosen)
    return tuple(enough)


def _is_useful(place: int, helps: Sequence[frozenset[int]], adding: frozenset[int]) -> bool:
    """Whether a badge helps, and none before it helps just where it does."""
    own = helps[place]
    return bool(own) and (bool(own & adding) or own not in helps[:place])
