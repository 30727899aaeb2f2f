"""Who the patient of an event is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from copilot.fhir.fhircast.message import Notification, read_message
from copilot.fhir.fhircast.patient import Patient, patient_in
from tests.ehr.hub import event, patient

ENCOUNTER = {"resourceType": "Encounter", "id": "e", "subject": {"reference": "Patient/p1"}}


def notification(*context: dict[str, Any]) -> Notification:
    found = read_message(json.dumps(event("Encounter-open", "e1", *context)))
    assert isinstance(found, Notification)
    return found


def entry(resource: dict[str, Any], key: str = "encounter") -> dict[str, Any]:
    return {"key": key, "resource": resource}


@pytest.mark.parametrize(
    ("context", "found"),
    [
        ((patient("p1", "urn:mrn|1"),), Patient("p1", ("urn:mrn|1",))),
        ((entry(ENCOUNTER), patient("p1", "urn:mrn|1")), Patient("p1", ("urn:mrn|1",))),
        ((entry(ENCOUNTER),), Patient("p1")),
        ((entry(ENCOUNTER | {"subject": {"reference": "https://ehr/fhir/Patient/p1/_history/3"}}),), Patient("p1")),
        (({"key": "patient", "reference": {"reference": "Patient/p1"}},), Patient("p1")),
        ((entry(ENCOUNTER), patient("", "urn:mrn|1")), Patient("p1", ("urn:mrn|1",))),
        ((patient("", "urn:mrn|1"),), Patient("", ("urn:mrn|1",))),
    ],
)
def test_a_patient_is_found_where_an_event_names_one(context: tuple[dict[str, Any], ...], found: Patient) -> None:
    assert patient_in(notification(*context)) == found


@pytest.mark.parametrize(
    "context",
    [
        (),
        (entry({"resourceType": "ImagingStudy", "id": "i"}, "study"),),
        (entry(ENCOUNTER | {"subject": {"reference": "Group/g1"}}),),
        (patient("p1"), patient("p2")),
        (entry(ENCOUNTER), patient("p2")),
        (patient(""),),
    ],
)
def test_no_patient_or_two_is_not_known(context: tuple[dict[str, Any], ...]) -> None:
    assert patient_in(notification(*context)) is None


def test_a_number_without_its_system_proves_nothing() -> None:
    assert patient_in(notification(patient("p1", "|123", "urn:mrn|", "urn:mrn|7"))) == Patient("p1", ("urn:mrn|7",))
