from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from copilot.fhir.pull import Resource
from copilot.fhir.typed import TypedView, check
from tests.fhir.samples import LOINC, condition, observation, patient, resource


def dropped(raw: dict[str, Any]) -> dict[str, str]:
    return {item.path: item.reason for item in TypedView().check(raw["resourceType"], raw)}


@pytest.mark.parametrize("raw", [patient(), observation(), condition()])
def test_valid_resources_drop_nothing(raw: dict[str, Any]) -> None:
    assert dropped(raw) == {}


def test_one_bad_element_costs_only_itself_and_raw_keeps_it() -> None:
    raw = observation(effectiveDateTime="2026-03-01T08:15:00", vendorExtra={"x": 1})
    (date, extra) = TypedView().check("Observation", raw)
    assert (date.path, date.value) == ("effectiveDateTime", "2026-03-01T08:15:00")
    assert (extra.path, extra.value) == ("vendorExtra", {"x": 1})
    assert raw["vendorExtra"] == {"x": 1}


def test_a_lone_object_is_taken_as_a_list() -> None:
    raw = observation(category=observation()["category"][0])
    assert dropped(raw) == {"category": "single value where a list belongs"}


def test_a_container_without_its_mandatory_child_goes_with_its_original_index() -> None:
    good = {"code": {"text": "systolic"}, "valueQuantity": {"value": 1}}
    raw = observation(component=[good, {"valueQuantity": {"value": 2}}, good, {"valueString": "x"}])
    assert set(dropped(raw)) == {"component[1]", "component[3]"}


def test_two_values_keep_the_first() -> None:
    raw = observation(valueString="4.1")
    assert set(dropped(raw)) == {"valueString"}


def test_nulls_in_a_list_are_named() -> None:
    raw = observation(category=[None, *observation()["category"]])
    assert "category" in dropped(raw)


def test_a_missing_mandatory_element_is_listed_without_a_value() -> None:
    raw = observation(code=None)
    (only,) = TypedView().check("Observation", raw)
    assert (only.path, only.value) == ("code", None)


def test_entered_in_error_with_nothing_else_is_not_broken() -> None:
    assert dropped({"resourceType": "Observation", "id": "x", "status": "entered-in-error"}) == {}
    assert (
        dropped({"resourceType": "Condition", "verificationStatus": {"coding": [{"code": "entered-in-error"}]}}) == {}
    )


def test_contained_resources_and_narrative_are_not_checked() -> None:
    raw = observation(contained=[{"resourceType": "Observation", "id": "c"}], text={"div": ""})
    assert dropped(raw) == {}


@pytest.mark.parametrize("junk", [5, "x", [], {}, [5], {"coding": {"code": []}}, True, Decimal("1E+9999")])
def test_junk_in_any_place_never_raises(junk: object) -> None:
    for raw in (observation(), condition(), patient(name=[{"family": "A"}])):
        for key in list(raw):
            if key != "resourceType":
                TypedView().check(raw["resourceType"], raw | {key: junk})


def test_nesting_too_deep_is_said_not_raised() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"extension": [deep]}
    (only,) = TypedView().check("Observation", observation(extension=[deep]))
    assert only.reason == "nested too deeply"


def test_types_that_r4b_lacks_are_said() -> None:
    assert check(Resource("Banana", "1", {"resourceType": "Banana"}))[0].reason == "Banana is no FHIR R4 resource type"
    assert check(Resource("HumanName", "1", {"resourceType": "HumanName"}))[0].reason.startswith("HumanName is no")


def test_a_type_not_checked_at_reading_can_be_checked_on_demand() -> None:
    raw = resource("Claim")
    assert {item.path for item in check(Resource("Claim", "x1", raw))} >= {"insurance", "type"}


def test_remembered_shapes_change_no_answer() -> None:
    """One view for all gives what a fresh view gives for each, though values differ within a shape."""
    values: list[dict[str, Any]] = [
        observation(),
        observation(
            "o-2", effectiveDateTime="2025-12-31T23:59:59.123Z", code={"coding": [{"code": "x", "system": LOINC}]}
        ),
        observation("o_2"),
        observation(effectiveDateTime="2025-02-30T00:00:00Z"),
        observation(effectiveDateTime="2026-03-01T08:15:00"),
        observation("2026-03-01T08:15:00Z"),
        observation(valueQuantity={"value": "<5", "unit": "mmol/L"}),
        observation(valueQuantity={"value": Decimal("5.5"), "unit": "mmol/L"}),
        observation(valueQuantity={"value": Decimal("6.25"), "unit": "mmol/L"}),
        observation(valueQuantity={"value": "2026-03-01T08:15:00Z", "unit": "mmol/L"}),
        observation(valueQuantity=None, valueInteger=5),
        observation(valueQuantity=None, valueInteger=Decimal("5.0")),
        observation(valueQuantity=None, valueInteger=Decimal("5.5")),
        observation(code={"text": ""}),
        observation(code={"text": "K"}),
        observation(subject={"reference": ""}),
        observation(subject={"reference": "Patient/2"}),
        observation(subject={"reference": 2}),
    ]
    shared = TypedView()
    for order in (values, values[::-1]):
        for raw in order:
            assert shared.check("Observation", raw) == TypedView().check("Observation", raw), raw


def test_a_shape_is_validated_once_not_once_a_resource(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts the work, not the time: a chart of results must not cost a validation each."""
    calls = 0

    class Model:
        @staticmethod
        def model_validate(_: object) -> None:
            nonlocal calls
            calls += 1

    monkeypatch.setattr("copilot.fhir.typed.model_class", lambda _: Model)
    view = TypedView()
    for number in range(500):
        value = {"value": Decimal(number) / 100 + Decimal("0.01"), "unit": "mmol/L"}
        date = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}T08:15:00-05:00"
        view.check("Observation", observation(f"o{number}", effectiveDateTime=date, valueQuantity=value))
    assert calls <= 5
