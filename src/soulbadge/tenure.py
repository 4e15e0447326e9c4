"""Time served: the union of spans of time, so that what overlaps is counted once and a gap never. Pure.

A span is `(start, end)`, Unix seconds: from its start, up to but not with its end, as a badge is ACTIVE from its start
and no longer at its end.

>>> seconds([(0, 10), (5, 20), (30, 31)])
21
"""

from collections.abc import Iterable

from .models import Badge, Status

Span = tuple[int, int]


def span(badge: Badge, now: int) -> Span:
    """The time that a badge vouches for by itself: its present unbroken run, as far as it has come.

    It begins with `since`, which leaves out every time that was over before a renewal: the chain no longer says when
    that was. It ends with the badge, and never after `now`. Time SUSPENDED is in it, since no transaction marks it, and
    the contract's own `heldFor` counts it too.

    Args:
        badge: The badge as it was read.
        now: Until when time is counted: Unix seconds, the timestamp of the block that was read.

    Returns:
        Its span; an empty one for a badge that has not begun, was never issued, or was revoked or renounced: what was
        taken back or given up vouches for nothing.
    """
    if badge.status not in {Status.ACTIVE, Status.SUSPENDED, Status.EXPIRED}:
        return (now, now)
    end = min(badge.end_time, now) if badge.end_time else now
    return (badge.since, max(badge.since, end))


def union(intervals: Iterable[Span]) -> tuple[Span, ...]:
    """The same time without overlaps: in order, apart from each other, none empty."""
    joined: list[Span] = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def seconds(intervals: Iterable[Span]) -> int:
    """How long these are together, each second counted once."""
    return sum(end - start for start, end in union(intervals))
