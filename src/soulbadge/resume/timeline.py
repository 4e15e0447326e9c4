"""Time served, drawn as one SVG element. Pure; made of numbers and of escaped names, never of markup."""

from datetime import datetime, timezone
from html import escape
from typing import Final

from soulbadge.forms.text import clean
from soulbadge.forms.times import YEAR

from .model import Person, Service

_WIDTH: Final = 720
_LEFT: Final = 190
_ROW: Final = 26
_TOP: Final = 8
_YEARS: Final = (1, 2, 5, 10, 20, 50, 100)
_MOST_MARKS: Final = 8
_NAME: Final = 26
_MONTH: Final = YEAR // 12


def timeline(person: Person, now: int) -> str:
    """A bar for each issuer whose badges vouch for a month or more; empty if none does.

    Args:
        person: Whose.
        now: Where the right edge is, Unix seconds.
    """
    rows = [(each.attester.name, each.service) for each in person.sections if each.service.seconds >= _MONTH]
    if not rows:
        return ""
    first = min(service.spans[0].start for _, service in rows)
    bottom = _TOP + _ROW * len(rows)
    parts = [
        f'<svg class="timeline" viewBox="0 0 {_WIDTH} {bottom + 22}" role="img" aria-label="Time served, by issuer">',
        *(_mark(year, _x(_start_of(year), first, now), bottom) for year in _marks(first, now)),
        *(_bar(place, name, service, first, now) for place, (name, service) in enumerate(rows)),
        "</svg>",
    ]
    return "".join(parts)


def _bar(place: int, name: str, service: Service, first: int, now: int) -> str:
    y = _TOP + _ROW * place
    shown = clean(name)
    label = escape(shown if len(shown) <= _NAME else shown[: _NAME - 1] + "…")
    bars = "".join(
        f'<rect class="span" x="{_x(span.start, first, now)}" y="{y + 5}" '
        f'width="{max(2, _x(span.end, first, now) - _x(span.start, first, now))}" height="12" rx="2"/>'
        for span in service.spans
    )
    return f'<text class="name" x="0" y="{y + 15}">{label}</text>{bars}'


def _mark(year: int, x: int, bottom: int) -> str:
    return (
        f'<path class="mark" d="M{x} {_TOP}V{bottom}"/>'
        f'<text class="year" x="{x}" y="{bottom + 15}" text-anchor="middle">{year}</text>'
    )


def _x(time: int, first: int, now: int) -> int:
    return _LEFT + (_WIDTH - _LEFT - 16) * (time - first) // (now - first)


def _marks(first: int, now: int) -> list[int]:
    begin, end = _year(first) + 1, _year(now)
    step = next((each for each in _YEARS if (end - begin) // each < _MOST_MARKS), _YEARS[-1])
    return [year for year in range(begin, end + 1) if year % step == 0]


def _year(seconds: int) -> int:
    return datetime.fromtimestamp(seconds, timezone.utc).year


def _start_of(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=timezone.utc).timestamp())
