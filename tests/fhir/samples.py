"""Small resources to build records from; every builder takes overrides as keywords."""

from __future__ import annotations

from typing import Any

from copilot.chart.build import build
from copilot.chart.chart import Chart
from copilot.fhir.files import read_bundle

Json = dict[str, Any]
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"


def concept(code: str = "", display: str = "", system: str = LOINC, text: str = "") -> Json:
    coding = {"system": system, "code": code, "display": display}
    found: Json = {"coding": [{key: value for key, value in coding.items() if value}]} if code else {}
    return found | ({"text": text} if text else {})


def patient(identifier: str = "p1", /, **more: Any) -> Json:
    base = {"resourceType": "Patient", "id": identifier, "gender": "female", "birthDate": "1960-05-17"}
    return base | more


def observation(identifier: str = "o1", /, **more: Any) -> Json:
    """A potassium of 4.1 mmol/L at a known minute."""
    base = {
        "resourceType": "Observation",
        "id": identifier,
        "status": "final",
        "category": [concept("laboratory", system="http://terminology.hl7.org/CodeSystem/observation-category")],
        "code": concept("2823-3", "Potassium"),
        "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": "2026-03-01T08:15:00-05:00",
        "valueQuantity": {"value": 4.1, "unit": "mmol/L", "system": UCUM, "code": "mmol/L"},
    }
    return {key: value for key, value in (base | more).items() if value is not None}


def condition(identifier: str = "c1", /, *, clinical: str = "active", verification: str = "", **more: Any) -> Json:
    base: Json = {
        "resourceType": "Condition",
        "id": identifier,
        "code": {"text": "Asthma"},
        "subject": {"reference": "Patient/p1"},
    }
    if clinical:
        base["clinicalStatus"] = concept(clinical, system=CLINICAL)
    if verification:
        base["verificationStatus"] = concept(verification, system=VERIFICATION)
    return base | more


def resource(kind: str, identifier: str = "x1", /, **more: Any) -> Json:
    """Any other resource about patient p1."""
    key = "patient" if kind in ("AllergyIntolerance", "FamilyMemberHistory", "Immunization") else "subject"
    return {"resourceType": kind, "id": identifier, key: {"reference": "Patient/p1"}} | more


def bundle(*resources: Json, kind: str = "collection", **more: Any) -> Json:
    return {"resourceType": "Bundle", "type": kind, "entry": [{"resource": item} for item in resources]} | more


def chart(*resources: Json, **more: Any) -> Chart:
    """The chart of patient p1 with these resources."""
    (pull,) = read_bundle(bundle(patient(), *resources, **more), "test")
    return build(pull)
