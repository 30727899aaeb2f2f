"""Item 25: STU3 and R5 shapes, which servers that call themselves R4 send; and a second patient."""

from __future__ import annotations

from typing import Any

from tests.ehr.messy.results import LOINC, POTASSIUM, quantity, result

Json = dict[str, Any]
_SUBJECT = {"reference": "Patient/p1"}


def stu3() -> list[Json]:
    return [
        {
            "resourceType": "Condition",
            "id": "old-problem",
            "clinicalStatus": "active",
            "verificationStatus": "confirmed",
            "code": {"text": "Gout"},
            "subject": _SUBJECT,
            "assertedDate": "2017-02-01",
        },
        {
            "resourceType": "Observation",
            "id": "old-result",
            "status": "final",
            "code": {"coding": [{"system": LOINC, "code": "2823-3"}], "text": "Potassium"},
            "subject": _SUBJECT,
            "context": {"reference": "Encounter/old-visit"},
            "effectiveDateTime": "2017-02-01T08:00:00Z",
            "valueQuantity": quantity(4.2, "mmol/L"),
            "comment": "fasting",
        },
        {
            "resourceType": "MedicationStatement",
            "id": "old-drug",
            "status": "active",
            "taken": "y",
            "medicationCodeableConcept": {"text": "allopurinol"},
            "subject": _SUBJECT,
        },
    ]


def r5() -> list[Json]:
    return [
        {
            "resourceType": "MedicationRequest",
            "id": "new-drug",
            "status": "active",
            "intent": "order",
            "medication": {"concept": {"text": "apixaban"}},
            "subject": _SUBJECT,
            "authoredOn": "2026-02-01",
        },
        {
            "resourceType": "Encounter",
            "id": "new-visit",
            "status": "completed",
            "class": [{"coding": [{"code": "AMB"}]}],
            "subject": _SUBJECT,
            "actualPeriod": {"start": "2026-02-01T08:00:00Z"},
        },
        {
            "resourceType": "Procedure",
            "id": "new-procedure",
            "status": "completed",
            "code": {"text": "Colonoscopy"},
            "subject": _SUBJECT,
            "occurrenceDateTime": "2026-01-05",
        },
    ]


def somebody_else() -> Json:
    """A result of another patient, which a careless server sends among this one's."""
    return result("not-mine", POTASSIUM, valueQuantity=quantity(5.9, "mmol/L"), subject={"reference": "Patient/p2"})
