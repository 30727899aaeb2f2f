"""The time axis: round dates, never too many, also before 1970 and over one night."""

from __future__ import annotations

from datetime import datetime

import pytest

from ui.chart.time_axis import TimeAxis, moment, seconds, ticks


def words(first: str, last: str, most: int = 6) -> list[str]:
    """Return the words along an axis."""
    found = ticks(seconds(datetime.fromisoformat(first)), seconds(datetime.fromisoformat(last)), most)
    return [text for _, text in found]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-11-12", "2026-11-18", ["Jan 2026", "Mar", "May", "Jul", "Sep", "Nov"]),
        ("2010-08-27", "2019-10-18", ["2012", "2014", "2016", "2018"]),
        ("2026-11-18T08:00", "2026-11-19T07:00", ["18 Nov, 12:00", "18:00", "19 Nov", "06:00"]),
        ("2025-12-20", "2026-01-20", ["25 Dec 2025", "1 Jan 2026", "8 Jan", "15 Jan"]),
        ("1920-01-02", "2026-01-01", ["1940", "1960", "1980", "2000", "2020"]),
    ],
)
def test_ticks_are_round_and_say_the_year_once(first: str, last: str, expected: list[str]) -> None:
    assert words(first, last) == expected


@pytest.mark.parametrize("days", [0.2, 1, 3, 10, 40, 100, 300, 1000, 5000, 40000])
def test_never_more_than_wanted_and_never_none_over_a_day(days: float) -> None:
    start = seconds(datetime(1950, 3, 4, 5))
    assert 1 <= len(ticks(start, start + days * 86_400, 7)) <= 7


def test_places_and_moments_are_inverse() -> None:
    axis = TimeAxis(seconds(datetime(1960, 1, 1)), seconds(datetime(2020, 1, 1)), 100.0, 700.0)
    assert moment(axis.at(axis.x(seconds(datetime(1990, 5, 6))))) == datetime(1990, 5, 6)
    assert axis.x(axis.first) == 100.0
    assert axis.x(axis.last) == 700.0


def test_a_stretch_without_length_is_still_an_axis() -> None:
    at = seconds(datetime(2026, 11, 18))
    assert TimeAxis(at, at, 0.0, 10.0).x(at) == 0.0
