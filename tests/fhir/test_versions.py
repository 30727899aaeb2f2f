from __future__ import annotations

from typing import Any

import pytest

from copilot.fhir.pull import Resource
from copilot.fhir.versions import detect, shape_of
from tests.fhir.samples import condition, observation


@pytest.mark.parametrize(
    ("raw", "release"),
    [
        ({"resourceType": "Condition", "clinicalStatus": "active"}, "STU3"),
        ({"resourceType": "Observation", "context": {}}, "STU3"),
        ({"resourceType": "Encounter", "reason": [{"text": "cough"}]}, "STU3"),
        ({"resourceType": "Encounter", "reason": [{"value": []}]}, "R5"),
        ({"resourceType": "Encounter", "class": [{"coding": []}]}, "R5"),
        ({"resourceType": "MedicationRequest", "medication": {"concept": {}}}, "R5"),
        ({"resourceType": "AllergyIntolerance", "type": {"coding": []}}, "R5"),
        ({"resourceType": "Encounter", "class": {"code": "AMB"}}, ""),
        (observation(), ""),
        (condition(), ""),
        ({"resourceType": 5}, ""),
    ],
)
def test_shapes(raw: dict[str, Any], release: str) -> None:
    assert shape_of(raw) == release


def resources(*raws: dict[str, Any]) -> list[Resource]:
    return [Resource(raw["resourceType"], str(n), raw) for n, raw in enumerate(raws)]


def test_a_few_old_fields_do_not_make_a_record_old() -> None:
    old = {"resourceType": "Observation", "comment": "x"}
    assert detect(resources(old, *[observation()] * 9)) == ("R4", 0)
    assert detect(resources(old, *[observation()] * 3)) == ("STU3", 1)
    assert detect([]) == ("R4", 0)
