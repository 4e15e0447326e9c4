"""Where one rule of the renderer ends and the next begins: see pictures.tree."""

from __future__ import annotations

import base64
import re
from datetime import date, timedelta

import pytest
from conftest import DAY, Status
from test_token_uri import attributes, collection, draw, present  # noqa: F401 (fixtures)
from tests.support.hostile_texts import printed_line, printed_prose

pytestmark = pytest.mark.skip_coverage  # draws for minutes what test_token_uri.py has drawn

PRINTED_BOUNDS = (0x09, 0x0A, 0x0D, 0x20, 0x7F, 0xA0, 0xAD, 0x61C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200F, 0x2028)
PRINTED_BOUNDS += (0x2029, 0x202A, 0x202E, 0x2060, 0x206F, 0xD7FF, 0xE000, 0xFDD0, 0xFDEF, 0xFEFF, 0xFFF9, 0xFFFB)
PRINTED_BOUNDS += (0xFFFE, 0xFFFF, 0x10000, 0x1FFFE, 0x2FFFF, 0xE0000, 0xE0FFF, 0xE1000, 0x10FFFD)
BEFORE = ("", "x", "~", "\x80", "é", "\u0301", "漢", "\u200d", "👍", "é\u200c", "é\u200d")

MARK, OTHER, WIDE, ELLIPSIS = 10, 66, 110, 100
"""How wide characters are taken to be, in hundredths of an em."""

WIDTHS = {
    **dict.fromkeys((0x0300, 0x036F, 0x20D0, 0x20FF, 0xFE00, 0xFE0F, 0xFE20, 0xFE2F), MARK),
    **dict.fromkeys((0xA1, 0x02FF, 0x0370, 0x10FF, 0x1160, 0x1FFF, 0x20CF, 0x2100, 0x2E7F, 0xA4D0, 0xABFF), OTHER),
    **dict.fromkeys((0xD7A4, 0xF8FF, 0xFB00, 0xFDFF, 0xFE70, 0xFEFC, 0xFF00, 0xFF61, 0x1EFFF), OTHER),
    **dict.fromkeys((0x1F1E6, 0x1F1FF), OTHER),
    **dict.fromkeys((0x1100, 0x115F, 0x2E80, 0xA4CF, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE1F), WIDE),
    **dict.fromkeys((0xFE30, 0xFE6F, 0xFF01, 0xFF60, 0x1F000, 0x1F1E5, 0x1F200, 0x1F3FA, 0x1F400), WIDE),
    **dict.fromkeys((0x1F3FB, 0x1F3FF), MARK),
}
TIER, OCCASION = 33_600 // 14, 33_600 // 16
"""How wide their lines are."""

PAPER_BOUND, WHITE_BOUND = 260_000, 300_000
"""The brightest line that can be seen on paper, and the brightest ground on which white can, in millionths of white."""

ACCENTS = (0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0x00FFFF, 0xFF00FF, 0x808080, 0x336699)
ACCENTS += (0x9C9C00, 0x0098C8, 0x828282, 0x838383, 0x8B8B8B, 0x8C8C8C, 0xC06000, 0xFE0180, 0x7F8001, 0x01FF7E)


def brightness(color: int) -> int:
    """Of white's million, with a gamma of 2."""
    red, green, blue = color.to_bytes(3, "big")
    return (2126 * red**2 + 7152 * green**2 + 722 * blue**2) * 1_000_000 // (255**2 * 10_000)


def svg(document) -> str:
    return base64.b64decode(document["image"].partition(",")[2]).decode("utf-8")


@pytest.mark.parametrize("before", BEFORE)
def test_print_what_stands_on_either_side_of_a_bound(draw, before):  # noqa: F811 (the fixture)
    points = sorted({point + step for point in PRINTED_BOUNDS for step in (-1, 0, 1)})
    text = "".join(before + chr(point) for point in points if not 0xD800 <= point <= 0xDFFF).encode()
    document, _ = draw(description=text, skills=(text,), criteria=text + before.encode())
    assert document["description"] == printed_prose(text)
    assert document["criteria"] == printed_prose(text + before.encode())
    assert attributes(document)["Skill"] == printed_line(text)


@pytest.mark.parametrize("after", [b"", b"x", b"\x80", b"\xc3\xa9", b"\xff"])
def test_print_bytes_that_stop_or_go_astray_as_python_does(draw, after):  # noqa: F811 (the fixture)
    leads = (0x7F, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5)
    seconds = (b"", b"\x7f", b"\x80", b"\x8f", b"\x90", b"\x9f", b"\xa0", b"\xbf", b"\xc0")
    starts = [bytes([lead]) + second for lead in leads for second in seconds]
    text = b" ".join(start + rest + after for start in starts for rest in (b"", b"\x80", b"\x80\xbf"))
    for part in range(0, len(text), 900):
        piece = text[part : part + 900]
        document, _ = draw(description=piece, skills=(piece,))
        assert document["description"] == printed_prose(piece)
        assert attributes(document)["Skill"] == printed_line(piece)


@pytest.mark.parametrize("point", WIDTHS, ids=lambda point: f"{point:x}")
def test_fill_a_line_and_cut_one_character_more(draw, point):  # noqa: F811 (the fixture)
    width = WIDTHS[point]
    first = "é" if width == MARK else ""  # a mark sits on a letter
    for more in (0, 1):
        tier, occasion = (
            first + chr(point) * ((limit - OTHER * len(first)) // width + more) for limit in (TIER, OCCASION)
        )
        _, shown = draw(tiers=(tier.encode(),), tier=1, label=occasion.encode())
        for line, text, limit in ((shown.block[-1], tier, TIER), (shown.block[-2], occasion, OCCASION)):
            if not more:
                assert line == text
                continue
            kept = (limit - ELLIPSIS - OTHER * len(first)) // width
            assert line == text[: len(first) + kept] + "…"


def test_cut_the_name_of_an_issuer_that_fills_more_than_its_line(draw, present):  # noqa: F811 (the fixtures)
    for length, shown in ((39, "é" * 39), (40, "é" * 37 + "…"), (600, "é" * 37 + "…")):  # 33,600 / 13 / 66
        present(("é" * length).encode(), b"", b"", b"")
        assert draw()[1].block[0] == shown


def test_break_a_line_behind_an_ideograph_that_bears_a_mark(draw):  # noqa: F811 (the fixture)
    first, second = "é" * 14 + "漢\u0301", "é" * 14
    assert draw((first + second).encode())[1].block[1:] == [first, second]


@pytest.mark.parametrize("color", ACCENTS, ids=lambda color: f"{color:06x}")
def test_colour_lines_and_signs_so_that_they_can_be_seen(draw, color):  # noqa: F811 (the fixture)
    picture = svg(draw(color=color)[0])
    line = int(re.search(r"<g fill='none' stroke='#(\w{6})'><rect", picture)[1], 16)
    ground = re.search(r"r='46' fill='#(\w{6})' stroke='#(\w{6})'", picture)
    sign = re.search(r"stroke-width='1.5'/><g fill='none' stroke='#(\w{6})'><circle", picture)[1]
    assert (int(ground[1], 16), int(ground[2], 16)) == (color, line)
    assert sign == ("ffffff" if brightness(color) <= WHITE_BOUND else "1b212c")
    if brightness(color) <= PAPER_BOUND:
        assert line == color
        return
    share = (PAPER_BOUND / brightness(color)) ** 0.5
    for is_, was in zip(line.to_bytes(3, "big"), color.to_bytes(3, "big"), strict=True):
        assert was * share - 2 <= is_ <= was * share
    assert brightness(line) <= PAPER_BOUND


@pytest.mark.parametrize("status", [Status.PENDING, Status.ACTIVE, Status.SUSPENDED, Status.EXPIRED])
def test_show_a_status_in_shape_and_colour_too(draw, status):  # noqa: F811 (the fixture)
    picture = svg(draw(status=status, color=0x336699, end=2_000_000_000)[0])
    ground, line = re.search(r"r='46' fill='#(\w{6})' stroke='#(\w{6})'", picture).groups()
    band = re.search(r"<path d='M11 121h378v26H11z' fill='#(\w{6})'/>", picture)
    assert (ground, line, band and band[1]) == {
        Status.PENDING: ("fbf9f4", "336699", "2c4a7c"),
        Status.ACTIVE: ("336699", "336699", None),
        Status.SUSPENDED: ("b9bbbf", "7c8087", "8a4b00"),
        Status.EXPIRED: ("b9bbbf", "7c8087", "4a4f58"),
    }[status]


@pytest.mark.parametrize("slug", [f"pattern-{number}".encode() for number in range(8)])
def test_turn_rings_at_whole_degrees_all_round(draw, slug):  # noqa: F811 (the fixture)
    rings = re.findall(r"rx='66' ry='(\d+)' transform='rotate\((\d+) 200 90\)'", svg(draw(slug=slug)[0]))
    assert len(rings) in (9, 10, 12, 15, 18)
    assert [int(angle) for _, angle in rings] == list(range(0, 180, 180 // len(rings)))
    assert {int(radius) for radius, _ in rings} <= set(range(24, 41))
    assert len({radius for radius, _ in rings}) == 1


@pytest.mark.parametrize("tiers", range(1, 9))
def test_draw_as_many_diamonds_as_there_are_tiers_about_the_middle(draw, tiers):  # noqa: F811 (the fixture)
    labels = tuple(f"Tier {number}".encode() for number in range(tiers))
    picture = svg(draw(tiers=labels, tier=(tiers + 1) // 2)[0])
    diamonds = re.findall(r"<path d='M(\d+) \d+l5-5 5 5-5 5z'( fill='none')?/>", picture)
    places = [int(place) + 5 for place, _ in diamonds]
    assert len(places) == tiers
    assert sum(places) == 180 * tiers
    assert [bool(hollow) for _, hollow in diamonds] == [number >= (tiers + 1) // 2 for number in range(tiers)]


@pytest.mark.parametrize("year", [1971, 1972, 1999, 2000, 2001, 2004, 2027, 2099, 2100, 2101, 2399, 2400])
def test_say_the_days_on_which_a_year_turns(draw, year):  # noqa: F811 (the fixture)
    """On the first of January, and on the first of March, from which the renderer counts."""
    for first in (date(year, 1, 1), date(year, 3, 1)):
        days = [first + timedelta(step) for step in (-1, 0)]
        before, on = ((day - date(1970, 1, 1)).days * DAY for day in days)
        foot = draw(issued=before, end=on)[1].foot
        assert [word for word in foot if re.fullmatch(r"\d{4}-\d\d-\d\d", word)] == [day.isoformat() for day in days]
