from __future__ import annotations

from datetime import date, datetime

import pytest

from copilot.chart.times import age, latest, period, timed, when

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "earliest", "last"),
    [
        ("2019", datetime(2019, 1, 1), datetime(2019, 12, 31, 23, 59, 59)),
        ("2020-02", datetime(2020, 2, 1), datetime(2020, 2, 29, 23, 59, 59)),
        ("2020-02-29", datetime(2020, 2, 29), datetime(2020, 2, 29, 23, 59, 59)),
        ("2026-03-01T08:15:00-05:00", datetime(2026, 3, 1, 8, 15), datetime(2026, 3, 1, 8, 15)),
        ("2026-03-01T08:15:00Z", datetime(2026, 3, 1, 8, 15), datetime(2026, 3, 1, 8, 15)),
        ("2026-03-01T08:15:00", datetime(2026, 3, 1, 8, 15), datetime(2026, 3, 1, 8, 15)),
        ("2026-03-01 08:15", datetime(2026, 3, 1, 8, 15), datetime(2026, 3, 1, 8, 15, 59)),
        ("2026-03-01T08:15:00.123456789+0200", datetime(2026, 3, 1, 8, 15), datetime(2026, 3, 1, 8, 15)),
        ("2026-03-01T24:00:00Z", datetime(2026, 3, 2), datetime(2026, 3, 2)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59), datetime(2016, 12, 31, 23, 59, 59)),
    ],
)
def test_times_are_intervals_and_keep_their_text(text: str, earliest: datetime, last: datetime) -> None:
    moment = when(text)
    assert moment is not None
    assert (moment.earliest, moment.latest, moment.text) == (earliest, last, text)


@pytest.mark.parametrize(
    "junk", [None, 5, "", "yesterday", "2020-02-30", "2020-13", "0000", "03/01/2026", "9" * 99, {}]
)
def test_what_is_no_time_is_none(junk: object) -> None:
    assert when(junk) is None


def test_partial_dates_sort_as_intervals() -> None:
    texts = ["2026-03-01", "2026", "2026-03", "2025-12-31T23:00:00Z"]
    moments = sorted(moment for moment in map(when, texts) if moment)
    assert [moment.text for moment in moments] == ["2025-12-31T23:00:00Z", "2026", "2026-03-01", "2026-03"]


def test_timed_takes_the_first_element_with_a_time() -> None:
    raw = {"b": "2020", "a": {"start": "2019", "end": "2021"}, "c": {"end": "2018"}, "d": {"event": ["2017"]}, "e": "x"}
    start, until = timed(raw, "e", "missing", "a", "b")
    assert start is not None
    assert until is not None
    assert (start.text, until.text) == ("2019", "2021")
    assert timed(raw, "c")[0] == when("2018")
    assert timed(raw, "d")[0] == when("2017")
    assert timed(raw, "e") == (None, None)
    assert period("x") == (None, None)


def test_latest_ignores_placeholders_and_the_future() -> None:
    texts = ["2019", "2026-03-01", "9999-12-31", "2031-01-01", None]
    found = latest((when(text) for text in texts), TODAY)
    assert found == when("2026-03-01")
    assert latest([when("2031-01-01")], TODAY) == when("2031-01-01")
    assert latest([when("9999-12-31")], TODAY) is None


@pytest.mark.parametrize(
    ("birth", "years"),
    [
        ("1960-05-17", 66.51),
        ("1960-05", 66.51),
        ("1960", 66.39),
        ("2026-11-20", 0.0),
        ("2027-05-01", None),
        ("x", None),
    ],
)
def test_age(birth: str, years: float | None) -> None:
    found = age(when(birth), TODAY)
    assert found is years if years is None else found == pytest.approx(years, abs=0.02)


def test_age_needs_a_day_to_count_to() -> None:
    assert age(when("1960"), None) is None
