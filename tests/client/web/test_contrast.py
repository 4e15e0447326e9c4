"""The colours: whatever is written can be read (WCAG 2.2, AA: 4.5 for text, 3 for edges), by day and night."""

import re

import pytest
from tests.support.scripts import ROOT

SHEET = (ROOT / "src" / "soulbadge" / "web" / "static" / "site.css").read_text(encoding="utf-8")

TEXTS = [
    *((ink, ground) for ink in ("ink", "soft", "accent") for ground in ("paper", "card", "sunk")),
    ("on-accent", "accent"),
    ("good", "good-bg"),
    ("warn", "warn-bg"),
    ("bad", "bad-bg"),
    *(("ink", ground) for ground in ("good-bg", "warn-bg", "bad-bg")),
    *((word, "card") for word in ("good", "bad")),
]
EDGES = [("edge", ground) for ground in ("paper", "card")] + [("accent", "paper"), ("bad", "card")]


def blocks() -> dict[str, dict[str, str]]:
    """The three places where colours stand: by day, by night, and by night because it was chosen."""
    found = re.findall(r"(:root[^{]*)\{([^}]*--paper[^}]*)\}", SHEET)
    assert len(found) == 3
    return {name.strip(): dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", body)) for name, body in found}


def light(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("place", blocks())
def test_every_text_stands_out_from_its_ground(place: str) -> None:
    colours = blocks()[place]
    for pairs, least in ((TEXTS, 4.5), (EDGES, 3)):
        for one, other in pairs:
            found = contrast(colours[one], colours[other])
            assert found >= least, f"{one} on {other}: {found:.2f}"


def test_the_night_that_was_chosen_is_the_machines_own() -> None:
    _, night, chosen = blocks().values()
    assert night == chosen


def test_the_measure_is_the_standards_own() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
