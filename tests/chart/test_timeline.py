"""The timeline: what stands on which lane, what is left out, and what has no date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from copilot.chart.chart import Chart, Person
from copilot.chart.courses import courses
from copilot.chart.fact import Fact, Kind, Quantity, Range, Source, Standing
from copilot.chart.flags import Mark
from copilot.chart.timeline import Lane, Timeline, timeline
from copilot.chart.times import when


def fact(number: int, kind: Kind, label: str, day: str = "", **more: object) -> Fact:
    """Return a fact for a chart made by hand."""
    made = Fact(f"F{number}", kind, label, label, Source(f"X/{number}", "code"), when=when(day) if day else None)
    return replace(made, **more)  # type: ignore[arg-type]


def course_of(*facts: Fact) -> Timeline:
    """Return the timeline of these facts."""
    chart = Chart("x.json", Person("p", "P", "male"), facts, as_of_date=date(2026, 11, 20))
    return timeline(chart, courses(facts, chart.as_of_date))


def test_every_kind_has_its_lane() -> None:
    found = course_of(
        fact(1, Kind.ENCOUNTER, "Clinic visit", "2026-01-05"),
        fact(2, Kind.PROBLEM, "Asthma", "2001"),
        fact(3, Kind.MEDICATION, "Salbutamol", "2001-03-01"),
        fact(4, Kind.PROCEDURE, "Appendicectomy", "1988"),
        fact(5, Kind.NOTE, "Note", "2026-01-05"),
        fact(6, Kind.ALLERGY, "Penicillin", "2001"),
    )
    assert {lane: [e.label for e in events] for lane, events in found.lanes.items() if events} == {
        Lane.VISITS: ["Clinic visit"],
        Lane.DIAGNOSES: ["Asthma"],
        Lane.MEDICINES: ["Salbutamol"],
        Lane.PROCEDURES: ["Appendicectomy"],
        Lane.DOCUMENTS: ["Note"],
    }
    assert found.stretch == (datetime(1988, 1, 1), datetime(2026, 11, 20, 23, 59, 59, 999999))


def test_only_abnormal_results_stand_there_with_their_mark() -> None:
    low = {"value": Quantity(Decimal("9.8"), "g/dL"), "range": Range(Decimal(12), Decimal(15))}
    normal = {"value": Quantity(Decimal(13), "g/dL"), "range": Range(Decimal(12), Decimal(15))}
    found = course_of(
        fact(1, Kind.LABORATORY, "Haemoglobin", "2026-01-05", **low),
        fact(2, Kind.LABORATORY, "Haemoglobin", "2026-01-06", **normal),
    )
    (event,) = found.lanes[Lane.RESULTS]
    assert (event.label, event.mark) == ("Haemoglobin 9.8 L", Mark.LOW)
    assert event.said == "Haemoglobin, 5 Jan 2026: 9.8 g/dL, low (L)"


def test_a_visit_is_named_with_its_reasons() -> None:
    visit = fact(1, Kind.ENCOUNTER, "Emergency visit", "2026-01-05")
    reason = replace(fact(2, Kind.ENCOUNTER, "Headache", "2026-01-05", category="reason"), source=visit.source)
    (event,) = course_of(visit, reason).lanes[Lane.VISITS]
    assert event.label == "Emergency visit: Headache"


def test_a_diagnosis_lasts_until_it_ended_or_until_now() -> None:
    past = fact(1, Kind.PROBLEM, "Pneumonia", "2020-01-05", standing=Standing.PAST, until=when("2020-02-01"))
    (over, now) = course_of(past, fact(2, Kind.PROBLEM, "Asthma", "2021-05")).lanes[Lane.DIAGNOSES]
    assert (over.end, over.over, over.said) == (
        datetime(2020, 2, 1), True, "Pneumonia, 5 Jan 2020 – 1 Feb 2020, past",
    )  # fmt: skip
    assert (now.end.year, now.over, now.said) == (2026, False, "Asthma, May 2021")


def test_what_has_no_date_is_counted_and_what_was_not_is_left_out() -> None:
    found = course_of(
        fact(1, Kind.PROBLEM, "Asthma"),
        fact(2, Kind.PROBLEM, "Gout", "2020", standing=Standing.REFUTED),
        fact(3, Kind.PROCEDURE, "Biopsy", "2020", standing=Standing.PLANNED),
    )
    assert found.undated == 1
    assert found.stretch is None
