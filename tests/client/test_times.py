import pytest

from soulbadge.errors import TimeInvalidError
from soulbadge.forms.times import YEAR, parse_duration, parse_time


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-01-31", 1_769_817_600),
        ("2026-01-31T12:00:00Z", 1_769_860_800),
        ("2026-01-31T12:00:00", 1_769_860_800),
        ("2026-01-31 13:00:00+01:00", 1_769_860_800),
        ("2026-01-31T12:00:00.900Z", 1_769_860_800),
        (" 1769860800 ", 1_769_860_800),
        ("1970-01-01", 0),
    ],
)
def test_a_moment_is_read_in_utc(text: str, seconds: int) -> None:
    assert parse_time(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "soon", "31.01.2026", "2026-13-01", "1969-12-31", str(2**40), "9" * 5_000, "-1", "1e3", "٣"]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(TimeInvalidError):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (5, 5),
        ("5", 5),
        ("2 years", 63_115_200),
        ("1 year", YEAR),
        ("92 days", 7_948_800),
        ("36h", None),
        ("3 months", 7_889_400),
    ],
)
def test_a_length_of_time_is_read_with_years_of_365_and_a_quarter_days(text: str | int, seconds: int | None) -> None:
    if seconds is None:
        with pytest.raises(TimeInvalidError):
            parse_duration(text)
    else:
        assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "years", "-1 day", "1.5 years", "2 fortnights", "9" * 5_000, 2**40, -1])
def test_what_is_no_length_of_time_is_refused(text: str | int) -> None:
    with pytest.raises(TimeInvalidError):
        parse_duration(text)
