from __future__ import annotations

from datetime import date

import pytest

from copilot.chart.build import build
from copilot.chart.chart import UnknownKind
from copilot.fhir.files import read_bundle
from tests.fhir.samples import bundle, chart, concept, observation, patient, resource


def said(*resources: dict[str, object], kind: UnknownKind = UnknownKind.IMPLAUSIBLE) -> list[str]:
    return [one.text for one in chart(*resources).unknowns if one.kind is kind]


@pytest.mark.parametrize(
    ("code", "value", "unit"),
    [
        ("8310-5", 98.6, "Cel"),
        ("8867-4", 900, "/min"),
        ("2823-3", 41, "mmol/L"),
        ("8302-2", 1.8, "cm"),
        ("59408-5", 140, "%"),
    ],
)
def test_values_out_of_bounds(code: str, value: float, unit: str) -> None:
    raw = observation(code=concept(code, "X"), valueQuantity={"value": value, "unit": unit})
    assert said(raw) == [f"X {value} {unit}: outside what is possible; a wrong unit or digit is likely."]


@pytest.mark.parametrize(
    ("code", "value", "unit"),
    [
        ("8310-5", 98.6, "[degF]"),
        ("8310-5", 39.5, "Cel"),
        ("8302-2", 1.8, "m"),
        ("2345-7", 7.8, "mmol/L"),
        ("8867-4", 900, "?"),
    ],
)
def test_values_that_can_be(code: str, value: float, unit: str) -> None:
    assert said(observation(code=concept(code, "X"), valueQuantity={"value": value, "unit": unit})) == []


def test_dates_in_the_future_and_before_birth() -> None:
    (future,) = said(observation(effectiveDateTime="2126-03-01"))
    assert future == "Potassium: its date 2126-03-01 lies in the future."
    (before,) = said(observation(effectiveDateTime="1950-03-01"))
    assert before == "Potassium: its date 1950-03-01 lies before the birth."
    assert said(resource("ServiceRequest", status="active", occurrenceDateTime="2126-01-01")) == []


def test_a_flood_of_bad_dates_is_bounded() -> None:
    many = [observation(f"o{n}", effectiveDateTime="1950-03-01") for n in range(30)]
    lines = said(*many)
    assert len(lines) == 11
    assert "20 more facts have dates in the future or before the birth." in lines


@pytest.mark.parametrize(
    ("born", "text"),
    [("2126-01-01", "in the future"), ("1850-01-01", "older than 130 years"), ("unknown", "is no date")],
)
def test_birth_dates(born: str, text: str) -> None:
    (pull,) = read_bundle(bundle(patient(birthDate=born)), "x")
    found = build(pull, today=date(2026, 11, 20))
    assert any(text in one.text for one in found.unknowns if one.kind is UnknownKind.IMPLAUSIBLE)


def test_two_values_at_one_moment_conflict() -> None:
    two = observation("o2", valueQuantity={"value": 5.5, "unit": "mmol/L"})
    assert said(observation(), two, kind=UnknownKind.CONFLICTING) == [
        "Potassium at 2026-03-01T08:15:00-05:00: the record gives 4.1 mmol/L and 5.5 mmol/L."
    ]


def test_the_same_value_in_two_units_is_no_conflict() -> None:
    code = concept("2345-7", "Glucose")
    one = observation("a", code=code, valueQuantity={"value": 140, "unit": "mg/dL"})
    same = observation("b", code=code, valueQuantity={"value": 7.8, "unit": "mmol/L"})
    other = observation("c", code=code, valueQuantity={"value": 9.8, "unit": "mmol/L"})
    assert said(one, same, kind=UnknownKind.CONFLICTING) == []
    assert len(said(one, other, kind=UnknownKind.CONFLICTING)) == 1


def test_other_days_and_struck_out_values_do_not_conflict() -> None:
    wrong = observation("o2", status="entered-in-error", valueQuantity={"value": 9, "unit": "mmol/L"})
    day = observation("o3", effectiveDateTime="2026-03-01", valueQuantity={"value": 6, "unit": "mmol/L"})
    also = observation("o4", effectiveDateTime="2026-03-01", valueQuantity={"value": 7, "unit": "mmol/L"})
    assert said(observation(), wrong, day, also, kind=UnknownKind.CONFLICTING) == []
