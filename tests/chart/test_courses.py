"""Medicines over time: renewals are one stretch, a gap is a gap, what did not happen is no stretch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from copilot.chart import spoken
from copilot.chart.courses import Ending, beside, courses
from copilot.chart.fact import Fact, Kind, Quantity, Range, Source, Standing
from copilot.chart.flags import Mark, mark_of
from copilot.chart.times import when

TODAY = date(2026, 11, 20)


def order(number: int, label: str, start: str, end: str = "", **more: object) -> Fact:
    """Return one order of a medicine."""
    standing = more.get("standing", Standing.ASSERTED)
    assert isinstance(standing, Standing)
    return Fact(
        f"F{number}",
        Kind.MEDICATION,
        label,
        label,
        Source(f"MedicationRequest/{number}", "medicationCodeableConcept"),
        when=when(start),
        until=when(end) if end else None,
        standing=standing,
        category=str(more.get("category", "ordered")),
    )


def test_an_active_order_continues_to_the_day_of_the_chart() -> None:
    (course,) = courses([order(1, "Lisinopril 20 mg", "2014-02-01")], TODAY)
    (stretch,) = course.stretches
    assert course.ending is Ending.CONTINUES
    assert stretch.start == datetime(2014, 2, 1)
    assert stretch.end.date() == TODAY


def test_orders_that_are_over_last_until_the_next_one() -> None:
    past = [order(year, "Simvastatin 10 mg", f"{year}-09-09", standing=Standing.PAST) for year in (2016, 2017)]
    (course,) = courses([order(9, "simvastatin  10 MG", "2018-09-08"), *past], TODAY)
    assert len(course.stretches) == 1
    assert course.start == datetime(2016, 9, 9)
    assert course.facts == ("F2016", "F2017", "F9")


def test_a_last_order_without_an_end_says_so() -> None:
    (course,) = courses([order(1, "Amoxicillin", "2020-01-02", standing=Standing.PAST)], TODAY)
    assert course.ending is Ending.UNKNOWN
    assert course.end == datetime(2020, 1, 2)


def test_a_gap_stays_a_gap() -> None:
    first = order(1, "Prednisolone", "2020-01-01", "2020-02-01", standing=Standing.PAST)
    renewed = order(2, "Prednisolone", "2020-02-10", "2020-03-01", standing=Standing.PAST)
    later = order(3, "Prednisolone", "2022-01-01", "2022-02-01", standing=Standing.PAST)
    (course,) = courses([later, renewed, first], TODAY)
    assert [s.facts for s in course.stretches] == [("F1", "F2"), ("F3",)]
    assert course.ending is Ending.STOPPED


def test_single_doses_stay_single() -> None:
    doses = [order(n, "Vaccine", f"202{n}-10-01", category="given", standing=Standing.PAST) for n in (0, 1)]
    (course,) = courses(doses, TODAY)
    assert [s.start == s.end for s in course.stretches] == [True, True]


@pytest.mark.parametrize("standing", [Standing.PLANNED, Standing.REFUTED, Standing.ERROR])
def test_what_did_not_happen_is_no_course(standing: Standing) -> None:
    assert courses([order(1, "Warfarin", "2020-01-01", standing=standing)], TODAY) == ()


def test_what_continues_comes_first_then_what_ended_last() -> None:
    old = order(1, "Old", "2001-01-01", "2002-01-01", standing=Standing.PAST)
    recent = order(2, "Recent", "2020-01-01", "2024-01-01", standing=Standing.PAST)
    now = order(3, "Now", "1999-01-01")
    assert [c.label for c in courses([old, recent, now], TODAY)] == ["Now", "Recent", "Old"]


@pytest.mark.parametrize(
    ("flag", "mark"),
    [("HH", Mark.HIGH), ("L", Mark.LOW), ("POS", Mark.OTHER), ("N", Mark.NONE), ("", Mark.NONE), ("A", Mark.OTHER)],
)
def test_which_way_a_flag_points(flag: str, mark: Mark) -> None:
    assert mark_of(flag) is mark


def test_beside_results_stand_the_medicines_that_changed_then() -> None:
    always = order(1, "Always", "2001-01-01")
    started = order(2, "Started", "2026-03-01")
    over = order(3, "Over", "2001-01-01", "2002-01-01", standing=Standing.PAST)
    known = courses([always, started, over], TODAY)
    found = beside(known, datetime(2025, 11, 1), datetime(2026, 11, 1))
    assert [c.label for c in found] == ["Started", "Always"]


def test_a_course_is_said_with_its_dates() -> None:
    (now,) = courses([order(1, "Lisinopril 20 mg", "2014-02-01")], TODAY)
    (over,) = courses([order(1, "Amoxicillin", "2020-01-02", "2020-01-09", standing=Standing.PAST)], TODAY)
    assert spoken.course(now) == "Lisinopril 20 mg: since 1 Feb 2014"
    assert spoken.course(over) == "Amoxicillin: 2 Jan 2020 – 9 Jan 2020"


def test_a_result_is_said_with_its_mark() -> None:
    fact = replace(
        order(1, "Haemoglobin", "2026-11-18T10:40:00Z"),
        kind=Kind.LABORATORY,
        value=Quantity(Decimal("11.0"), "g/dL"),
        range=Range(Decimal("12.0"), Decimal("15.5")),
    )
    assert spoken.result(fact) == "18 Nov 2026, 10:40: 11.0 g/dL, low (L)"
    assert spoken.marked_value(fact) == "11.0 L"
