"""Items 16, 17, 19, 20 and 21: missing data, local codes, odd values, partial times, odd units."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]
LOINC = "http://loinc.org"
LOCAL = "urn:oid:1.2.36.99.1"
UCUM = "http://unitsofmeasure.org"
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
WHEN = "2026-03-01T08:15:00-05:00"
POTASSIUM = {"coding": [{"system": LOINC, "code": "2823-3", "display": "Potassium"}], "text": "Potassium"}


def result(identifier: str, code: Json, *, category: str = "laboratory", when: str | None = WHEN, **more: Any) -> Json:
    base: Json = {
        "resourceType": "Observation",
        "id": identifier,
        "status": "final",
        "category": [
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": category}]}
        ],
        "code": code,
        "subject": {"reference": "Patient/p1"},
    }
    return base | ({"effectiveDateTime": when} if when else {}) | more


def quantity(value: float, unit: str, **more: Any) -> Json:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit} | more


def absent(reason: str) -> Json:
    return {"extension": [{"url": _ABSENT, "valueCode": reason}]}


def missing() -> list[Json]:
    """16: a coding with no code but a reason, a masked value, words only, a result struck out to id and status."""
    nameless = {"coding": [{"system": LOINC, "_code": absent("unknown")}], "text": "Ferritin, outside"}
    return [
        result("absent-code", nameless, valueQuantity=quantity(12, "ug/L")),
        result("masked", POTASSIUM, _valueString=absent("masked"), dataAbsentReason=_reason("masked")),
        result("words", {"text": "Outside lab: K"}, valueString="normal"),
        result("struck-out", POTASSIUM, valueQuantity=quantity(9.9, "mmol/L"), status="entered-in-error"),
    ]


# US Core lets an entered-in-error resource be id and status alone: what the search index knew is not sent.
STRUCK_OUT = {
    "Observation/struck-out": json.dumps(
        {"resourceType": "Observation", "id": "struck-out", "status": "entered-in-error"}
    )
}


def _reason(code: str) -> Json:
    return {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": code}]}


def local_codes() -> list[Json]:
    """17: the hospital's own code first and chosen by the user, LOINC second, or absent, or without a display."""
    local = {"system": LOCAL, "code": "LAB113", "display": "POTASSIUM", "userSelected": True}
    return [
        result(
            "local-first",
            {"coding": [local, {"system": LOINC, "code": "2823-3"}]},
            valueQuantity=quantity(4.4, "mmol/L"),
        ),
        result("local-only", {"coding": [local]}, valueQuantity=quantity(4.5, "mmol/L")),
        result("no-display", {"coding": [{"system": LOINC, "code": "6690-2"}]}, valueQuantity=quantity(7.2, "10*3/uL")),
        result("text-only", {"text": "K (serum), outside lab"}, valueQuantity={"value": 4.6, "unit": "mEq/L"}),
    ]


def values() -> list[Json]:
    """19: comparators, numbers in words, components that are absent, titres, ranges, RTF, HH without a range."""
    troponin = {"coding": [{"system": LOINC, "code": "6598-7", "display": "Troponin T"}]}
    pressure = {"coding": [{"system": LOINC, "code": "85354-9", "display": "Blood pressure"}]}
    systolic, diastolic = _coded("8480-6", "Systolic"), _coded("8462-4", "Diastolic")
    high = [{"coding": [{"system": _INTERPRETATION, "code": "HH"}]}]
    return [
        result("below", troponin, valueQuantity=quantity(0.01, "ng/mL", comparator="<")),
        result("adequate", troponin, valueQuantity=quantity(0.02, "ng/mL", comparator="ad")),
        result("string-number", POTASSIUM, valueString="<5"),
        result("haemolysed", POTASSIUM, valueString="Specimen hemolyzed, test not performed"),
        result(
            "pressure",
            pressure,
            category="vital-signs",
            component=[
                {"code": systolic, "valueQuantity": quantity(142, "mm[Hg]")},
                {"code": diastolic, "dataAbsentReason": _reason("not-performed")},
            ],
        ),
        result("titre", {"text": "ANA titre"}, valueRatio={"numerator": {"value": 1}, "denominator": {"value": 160}}),
        result("range", {"text": "Pain score"}, valueRange={"low": {"value": 3}, "high": {"value": 5}}),
        result("critical", POTASSIUM, valueQuantity=quantity(6.8, "mmol/L"), interpretation=high),
        result("timeless", POTASSIUM, when=None, valueQuantity=quantity(4.1, "mmol/L")),
        result("rtf", POTASSIUM, valueQuantity=quantity(4.0, "mmol/L"), note=[{"text": "{\\rtf1\\ansi Called to RN}"}]),
    ]


def _coded(code: str, display: str) -> Json:
    return {"coding": [{"system": LOINC, "code": code, "display": display}]}


def times() -> list[Json]:
    """20: with an offset, in Z, without either, month only, year only, a period without an effective time."""
    given = {
        "offset": WHEN,
        "zulu": "2026-03-01T23:40:00Z",
        "zoneless": "2026-03-01T08:15:00",
        "month": "2026-03",
        "year": "2026",
    }
    made = [result(name, POTASSIUM, when=when, valueQuantity=quantity(4.2, "mmol/L")) for name, when in given.items()]
    period = {"effectivePeriod": {"start": "2026-02-27", "end": "2026-03-01"}}
    return [*made, result("period", POTASSIUM, when=None, valueQuantity=quantity(4.3, "mmol/L"), **period)]


def significant() -> dict[str, str]:
    """20: a value whose two decimals mean something, as the text that goes over the wire."""
    plain = result("precise", POTASSIUM, valueQuantity=quantity(4.0, "mmol/L"))
    return {"Observation/precise": json.dumps(plain).replace('"value": 4.0', '"value": 4.00')}


def units() -> list[Json]:
    """21: near-UCUM that means something else, and units that are none."""
    white = {"coding": [{"system": LOINC, "code": "6690-2", "display": "WBC"}]}
    glucose = {"coding": [{"system": LOINC, "code": "2345-7", "display": "Glucose"}]}
    return [
        result("kelvin", white, valueQuantity=quantity(7.2, "K/uL")),
        result("glucose-mg", glucose, valueQuantity=quantity(140, "mg/dL")),
        result("glucose-mmol", glucose, valueQuantity=quantity(7.8, "mmol/L"), when="2026-03-02T08:15:00-05:00"),
        result("unitless", {"text": "Index"}, valueQuantity={"value": 3}),
    ]
