"""What is new since last time: the day compared with, what is listed, and the arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from copilot.chart.chart import Chart, Person
from copilot.chart.courses import courses
from copilot.chart.fact import Coding, Fact, Kind, Quantity, Range, Source, Standing
from copilot.chart.since import ChangeKind, Since, since
from copilot.chart.times import when

OLD, NEW = "2026-05-20", "2026-11-18"


def fact(number: int, kind: Kind, label: str, day: str = "", **more: object) -> Fact:
    """Return a fact for a chart made by hand."""
    made = Fact(f"F{number}", kind, label, label, Source(f"X/{number}", "code"), when=when(day) if day else None)
    return replace(made, **more)  # type: ignore[arg-type]


def lab(number: int, value: str, day: str, limits: tuple[str, str] | None = ("12.0", "15.5"), **more: object) -> Fact:
    """Return a haemoglobin, or what it is called."""
    unit, label = str(more.pop("unit", "g/dL")), str(more.pop("label", "Haemoglobin"))
    given = Range(Decimal(limits[0]), Decimal(limits[1])) if limits else None
    return fact(number, Kind.LABORATORY, label, day, value=Quantity(Decimal(value), unit), range=given, **more)


def compare(*facts: Fact) -> Since:
    """Return what is new in a chart of these facts."""
    chart = Chart("x.json", Person("p", "P", "male"), facts, as_of_date=date(2026, 11, 20))
    return since(chart, courses(facts, chart.as_of_date))


def lines(found: Since) -> list[tuple[str, str, str]]:
    """Return the changes as words."""
    return [(c.kind.value, c.text, c.detail) for c in found.changes]


def test_a_result_that_left_its_range_is_said_with_its_arithmetic() -> None:
    found = compare(lab(1, "13.1", OLD), lab(2, "11.0", NEW))
    assert (found.before, found.latest) == (date(2026, 5, 20), date(2026, 11, 18))
    assert lines(found) == [
        ("newly abnormal", "Haemoglobin 13.1 → 11.0 L g/dL", "−2.1 (−16 %) since 20 May 2026"),
    ]
    assert found.changes[0].facts == ("F2", "F1")


@pytest.mark.parametrize(
    ("old", "new", "limits", "kind"),
    [
        ("11.0", "13.0", ("12.0", "15.5"), "no longer marked"),
        ("13.0", "14.0", ("12.0", "15.5"), None),
        ("12.5", "14.5", ("12.0", "15.5"), "changed"),  # 2.0 of a range 3.5 wide
        ("74", "150", ("0", "5"), "changed"),
        ("10", "12.4", None, None),
        ("10", "12.5", None, "changed"),
        ("0", "0", None, None),
    ],
)
def test_what_is_listed(old: str, new: str, limits: tuple[str, str] | None, kind: str | None) -> None:
    found = compare(lab(1, old, OLD, limits), lab(2, new, NEW, limits))
    assert [change.kind.value for change in found.changes] == ([kind] if kind else [])


def test_a_first_result_is_listed_only_where_it_is_marked() -> None:
    seen = fact(1, Kind.ENCOUNTER, "Visit", OLD)
    assert lines(compare(seen, lab(2, "11.0", NEW))) == [("newly abnormal", "Haemoglobin 11.0 L g/dL", "first result")]
    assert lines(compare(seen, lab(2, "13.0", NEW))) == []


def test_an_older_value_in_another_unit_is_converted_or_left_alone() -> None:
    glucose = {"label": "Glucose", "codes": (Coding("http://loinc.org", "2345-7"),)}
    before = lab(1, "5.0", OLD, ("3.9", "5.8"), unit="mmol/L", **glucose)
    found = compare(before, lab(2, "180", NEW, ("70", "105"), unit="mg/dL", **glucose))
    (change,) = found.changes
    assert change.text.startswith("Glucose 90")
    assert change.text.endswith("→ 180 H mg/dL")
    assert "+100 %" in change.detail
    strange = lab(2, "180", NEW, None, unit="furlongs", **glucose)
    assert lines(compare(before, strange)) == []


def test_body_weight_counts_from_a_twentieth() -> None:
    weight = {"label": "Body weight", "unit": "kg", "codes": (Coding("http://loinc.org", "29463-7"),)}
    assert lines(compare(lab(1, "65", OLD, None, **weight), lab(2, "61.2", NEW, None, **weight))) == [
        ("changed", "Body weight 65 → 61.2 kg", "−3.8 (−6 %) since 20 May 2026"),
    ]
    assert lines(compare(lab(1, "65", OLD, None, **weight), lab(2, "63", NEW, None, **weight))) == []


def test_a_large_rise_is_said_as_a_multiple_and_scores_are_left_alone() -> None:
    lipase = {"label": "Lipase", "unit": "U/L"}
    (change,) = compare(lab(1, "38", OLD, ("13", "60"), **lipase), lab(2, "1840", NEW, ("13", "60"), **lipase)).changes
    assert change.detail == "+1802 (48 ×) since 20 May 2026"
    pain = {"label": "Pain", "unit": "{score}"}
    assert lines(compare(lab(1, "1", OLD, None, **pain), lab(2, "2", NEW, None, **pain))) == []


def test_diagnoses_medicines_and_documents_after_the_last_time() -> None:
    found = compare(
        fact(1, Kind.ENCOUNTER, "Visit", OLD),
        fact(2, Kind.ENCOUNTER, "Visit", NEW),
        fact(3, Kind.PROBLEM, "Headache", "2026-11-01"),
        fact(4, Kind.PROBLEM, "Asthma", "2001"),
        fact(5, Kind.PROBLEM, "Gout", "2020", standing=Standing.PAST, until=when("2026-06-01")),
        fact(6, Kind.MEDICATION, "Paracetamol", "2026-10-29"),
        fact(7, Kind.MEDICATION, "Ibuprofen", "2026-01-01", standing=Standing.PAST, until=when("2026-07-01")),
        fact(8, Kind.NOTE, "Telephone note", "2026-10-29"),
        fact(9, Kind.PROCEDURE, "Biopsy", "2026-10-29", standing=Standing.PLANNED),
        fact(10, Kind.PROBLEM, "Stroke", "2026-11-01", standing=Standing.REFUTED),
    )
    assert lines(found) == [
        ("new diagnosis", "Headache", "1 Nov 2026"),
        ("started", "Paracetamol", "29 Oct 2026"),
        ("stopped", "Ibuprofen", "1 Jul 2026"),
        ("resolved", "Gout", "1 Jun 2026"),
        ("new", "Telephone note", "29 Oct 2026"),
    ]


def test_without_an_earlier_time_there_is_nothing_to_compare() -> None:
    assert compare(lab(1, "11.0", NEW)) == Since(date(2026, 11, 18))
    assert compare() == Since()


def test_what_lies_ahead_is_no_last_time() -> None:
    found = compare(lab(1, "13.1", OLD), lab(2, "11.0", NEW), fact(3, Kind.ENCOUNTER, "Visit", "2027-03-01"))
    assert found.latest == date(2026, 11, 18)
    assert found.changes[0].kind is ChangeKind.ABNORMAL
