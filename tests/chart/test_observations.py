from __future__ import annotations

from decimal import Decimal

from copilot.chart.chart import Chart, UnknownKind
from copilot.chart.fact import Fact, Kind, Quantity, Standing
from tests.fhir.samples import chart, concept, observation

MEASURED = (Kind.LABORATORY, Kind.VITAL_SIGN, Kind.OBSERVATION)


def facts(found: Chart) -> tuple[Fact, ...]:
    return found.of(*MEASURED)


def only(**more: object) -> Fact:
    (fact,) = facts(chart(observation(**more)))
    return fact


def test_a_result_with_everything() -> None:
    fact = only(
        valueQuantity={"value": Decimal("4.10"), "unit": "mmol/L"},
        interpretation=[concept("L")],
        referenceRange=[{"low": {"value": 3}, "high": {"value": 5}}],
        note=[{"text": "{\\rtf1\\ansi called to RN}"}],
    )
    assert fact.kind is Kind.LABORATORY
    assert fact.text == "Potassium 4.10 mmol/L"
    assert fact.value == Quantity(Decimal("4.10"), "mmol/L")
    assert (fact.flag, str(fact.range), fact.detail) == ("L", "3–5", "called to RN")
    assert (fact.source.resource, fact.source.path) == ("Observation/o1", "valueQuantity")
    assert fact.when is not None
    assert fact.when.text == "2026-03-01T08:15:00-05:00"
    assert fact.category == "laboratory"


def test_blood_pressure_comes_as_components_and_a_gap() -> None:
    found = chart(
        observation(
            code=concept("85354-9", text="BP"),
            category=None,
            valueQuantity=None,
            component=[
                {"code": concept("8480-6"), "valueQuantity": {"value": 142, "unit": "mmHg"}},
                {"code": concept("8462-4"), "dataAbsentReason": concept("not-performed", system="x")},
            ],
        )
    )
    high, low = facts(found)
    assert (high.text, high.source.path, high.kind) == (
        "Systolic blood pressure 142 mmHg",
        "component[0].valueQuantity",
        Kind.VITAL_SIGN,
    )
    assert high.detail == "BP"
    assert (low.value, low.standing, low.source.path) == (None, Standing.PLANNED, "component[1].dataAbsentReason")
    missing = [one for one in found.unknowns if one.kind is UnknownKind.MISSING]
    assert [one.text for one in missing] == ["Diastolic blood pressure: not-performed"]


def test_a_number_inside_a_string_is_a_number() -> None:
    fact = only(valueQuantity=None, valueString="<5")
    assert fact.value == Quantity(Decimal(5), comparator="<")
    assert (fact.text, fact.source.path) == ("Potassium <5", "valueString")


def test_words_stay_words() -> None:
    assert only(valueQuantity=None, valueString="Specimen hemolyzed").text == "Potassium: Specimen hemolyzed"
    coded = only(valueQuantity=None, valueCodeableConcept=concept("260373001", "Detected", "http://snomed.info/sct"))
    assert coded.value == "Detected"
    assert coded.value_codes[0].code == "260373001"


def test_a_masked_value_is_uncertain_not_undone() -> None:
    assert only(valueQuantity=None, dataAbsentReason=concept("masked", system="x")).standing is Standing.UNCERTAIN


def test_entered_in_error_with_nothing_else_is_kept_struck_out() -> None:
    found = chart({"resourceType": "Observation", "id": "e", "status": "entered-in-error"})
    (fact,) = facts(found)
    assert fact.standing is Standing.ERROR
    assert not any(one.kind is UnknownKind.UNREADABLE for one in found.unknowns)


def test_times_from_period_issue_or_nowhere() -> None:
    period = only(effectiveDateTime=None, effectivePeriod={"start": "2026-01-01", "end": "2026-01-02"})
    assert period.until is not None
    assert period.until.text == "2026-01-02"
    issued = only(effectiveDateTime=None, issued="2026-02-02T00:00:00Z")
    assert issued.when is not None
    assert only(effectiveDateTime=None).when is None


def test_a_refused_time_is_still_read_from_raw() -> None:
    found = chart(observation(effectiveDateTime="2026-03-01T08:15:00"))
    (fact,) = facts(found)
    assert fact.when is not None
    assert fact.when.text == "2026-03-01T08:15:00"
    assert [one.text for one in found.unknowns] == [
        "Observation: not valid FHIR R4: effectiveDateTime. Read from the raw record where possible."
    ]


def test_a_panel_is_one_fact() -> None:
    fact = only(valueQuantity=None, hasMember=[{"reference": "Observation/a"}, {"reference": "Observation/b"}])
    assert (fact.value, fact.detail, fact.source.path) == (None, "panel of 2", "code")


def test_local_codes_and_no_code_at_all() -> None:
    local = {"coding": [{"system": "urn:oid:1.2.36", "code": "LAB113", "display": "POTASSIUM", "userSelected": True}]}
    assert only(code=local).label == "POTASSIUM"
    assert only(code=None).label == "Observation"
