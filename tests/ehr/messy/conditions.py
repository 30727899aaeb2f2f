"""Item 18: every status that changes what a line means."""

from __future__ import annotations

from typing import Any

from tests.ehr.messy.results import LOINC, POTASSIUM, quantity, result

Json = dict[str, Any]
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"


def condition(
    identifier: str, text: str, clinical: str = "active", verification: str = "", *, category: str = "problem-list-item"
) -> Json:
    made: Json = {
        "resourceType": "Condition",
        "id": identifier,
        "category": [
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-category", "code": category}]}
        ],
        "code": {"text": text},
        "subject": {"reference": "Patient/p1"},
        "recordedDate": "2026-02-01",
    }
    if clinical:
        made["clinicalStatus"] = {"coding": [{"system": _CLINICAL, "code": clinical}]}
    if verification:
        made["verificationStatus"] = {"coding": [{"system": _VERIFICATION, "code": verification}]}
    return made


def problems() -> list[Json]:
    """Refuted, struck out, differential, provisional, without a clinical status, and one disease told twice."""
    return [
        condition("refuted", "Pulmonary embolism", "", "refuted"),
        condition("error", "Leprosy", "", "entered-in-error"),
        condition("differential", "Sarcoidosis", "active", "differential"),
        condition("provisional", "Pneumonia", "active", "provisional"),
        condition("plain", "Gout", ""),
        condition("list", "Asthma", "active", "confirmed"),
        condition("visit", "Asthma", "active", "confirmed", category="encounter-diagnosis"),
    ]


def results() -> list[Json]:
    return [
        result(
            f"is-{status}",
            POTASSIUM,
            status=status,
            when=f"2026-03-0{day}T08:00:00Z",
            valueQuantity=quantity(4.1, "mmol/L"),
        )
        for day, status in enumerate(("preliminary", "corrected", "amended", "cancelled"), start=1)
    ]


def no_known_allergies() -> Json:
    """A coded resource that says "none": no allergy at all."""
    return {
        "resourceType": "AllergyIntolerance",
        "id": "nka",
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "716186003", "display": "No known allergy"}]},
        "patient": {"reference": "Patient/p1"},
    }


def summary() -> Json:
    """A patient summary: its sections are empty for three reasons, of which one alone means none."""
    reasons = {"48765-2": "nilknown", "10160-0": "notasked", "11450-4": "unavailable"}
    sections = [
        {"title": "Section", "code": {"coding": [{"system": LOINC, "code": code}]}, "emptyReason": _empty(reason)}
        for code, reason in reasons.items()
    ]
    return {
        "resourceType": "Composition",
        "id": "ips",
        "status": "final",
        "type": {"coding": [{"system": "http://loinc.org", "code": "60591-5"}]},
        "subject": {"reference": "Patient/p1"},
        "date": "2026-03-01T08:00:00Z",
        "author": [{"display": "EHR"}],
        "title": "Summary",
        "section": sections,
    }


def _empty(code: str) -> Json:
    return {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/list-empty-reason", "code": code}]}
