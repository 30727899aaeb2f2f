"""Make one patient's record of any size, the same for the same seed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]
LOINC = "http://loinc.org"
_OBSERVATION = "http://terminology.hl7.org/CodeSystem/observation-category"
_CONDITION = "http://terminology.hl7.org/CodeSystem/condition-category"
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_LABS = (
    ("2823-3", "Potassium", "mmol/L", 3.4, 5.2),
    ("2951-2", "Sodium", "mmol/L", 130, 146),
    ("718-7", "Hemoglobin", "g/dL", 9, 16),
    ("1988-5", "C reactive protein", "mg/L", 1, 180),
    ("2160-0", "Creatinine", "mg/dL", 0.5, 2.2),
)
_VITALS = (
    ("8310-5", "Body temperature", "Cel", 36, 40),
    ("8867-4", "Heart rate", "/min", 55, 130),
    ("9279-1", "Respiratory rate", "/min", 10, 32),
)
_PROBLEMS = (("38341003", "Hypertension"), ("44054006", "Type 2 diabetes"), ("13645005", "COPD"), ("49436004", "AF"))
_DRUGS = (("314076", "lisinopril 10 MG"), ("860975", "metformin 500 MG"), ("197361", "amlodipine 5 MG"))


def patient(identifier: str = "p1", /, **more: Any) -> Json:
    base: Json = {
        "resourceType": "Patient",
        "id": identifier,
        "active": True,
        "identifier": [{"system": "urn:oid:1.2.3.4", "value": f"MRN-{identifier}"}],
        "name": [{"family": "Ashdown", "given": ["Wren"]}],
        "gender": "female",
        "birthDate": "1961-04-02",
    }
    return base | more


def generate(resources: int = 60, *, patient_id: str = "p1", seed: int = 1) -> list[Json]:
    """Return the Patient and `resources` more: mostly laboratory results, as real charts are."""
    chance = random.Random(seed)
    made: list[Json] = [patient(patient_id), _practitioner(), *_medications()]
    day = date(2026, 11, 20)
    start = "" if patient_id == "p1" else f"{patient_id}-"
    for number in range(resources):
        subject = {"reference": f"Patient/{patient_id}"}
        when = (day - timedelta(days=number * 2000 // max(resources, 1))).isoformat()
        made.append(_pick(number)(f"{start}r{number:05}", subject, when, chance))
    return made


def _pick(number: int) -> Any:
    """Six of ten are laboratory results, two vital signs, the rest everything else in turn."""
    turn = number % 10
    if turn < 6:
        return laboratory
    if turn < 8:
        return vital_sign
    return (condition, medication_request, encounter, allergy, procedure, report)[number // 10 % 6]


def laboratory(identifier: str, subject: Json, when: str, chance: random.Random) -> Json:
    return _observation("laboratory", chance.choice(_LABS), identifier, subject, when, chance)


def vital_sign(identifier: str, subject: Json, when: str, chance: random.Random) -> Json:
    return _observation("vital-signs", chance.choice(_VITALS), identifier, subject, when, chance)


def _observation(
    category: str,
    what: tuple[str, str, str, float, float],
    identifier: str,
    subject: Json,
    when: str,
    chance: random.Random,
) -> Json:
    code, display, unit, low, high = what
    value = round(chance.uniform(low, high), 1)
    return _resource(
        "Observation",
        identifier,
        "final",
        subject,
        category=[{"coding": [{"system": _OBSERVATION, "code": category}]}],
        code={"coding": [{"system": LOINC, "code": code, "display": display}], "text": display},
        effectiveDateTime=f"{when}T08:15:00+01:00",
        performer=[{"reference": "Practitioner/dr1"}],
        valueQuantity={"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit},
    )


def condition(identifier: str, subject: Json, when: str, chance: random.Random) -> Json:
    code, text = chance.choice(_PROBLEMS)
    return {
        "resourceType": "Condition",
        "id": identifier,
        "clinicalStatus": {"coding": [{"system": _CLINICAL, "code": "active"}]},
        "verificationStatus": {"coding": [{"system": _VERIFICATION, "code": "confirmed"}]},
        "category": [{"coding": [{"system": _CONDITION, "code": "problem-list-item"}]}],
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": code}], "text": text},
        "subject": subject,
        "onsetDateTime": when,
        "recordedDate": when,
    }


def medication_request(identifier: str, subject: Json, when: str, chance: random.Random) -> Json:
    drug = {"reference": f"Medication/{chance.choice(_DRUGS)[0]}"}
    return _resource(
        "MedicationRequest",
        identifier,
        "active",
        subject,
        intent="order",
        medicationReference=drug,
        authoredOn=when,
        requester={"reference": "Practitioner/dr1"},
    )


def encounter(identifier: str, subject: Json, when: str, chance: random.Random) -> Json:
    kind = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}
    period = {"start": f"{when}T08:00:00+01:00", "end": f"{when}T09:00:00+01:00"}
    return _resource("Encounter", identifier, "finished", subject, period=period) | {"class": kind}


def allergy(identifier: str, subject: Json, when: str, chance: random.Random) -> Json:
    return {
        "resourceType": "AllergyIntolerance",
        "id": identifier,
        "clinicalStatus": {
            "coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "active"}
            ]
        },
        "code": {"text": chance.choice(("Penicillin", "Latex", "Peanut"))},
        "patient": subject,
        "recordedDate": when,
    }


def procedure(identifier: str, subject: Json, when: str, chance: random.Random) -> Json:
    code = {"text": chance.choice(("Appendectomy", "Colonoscopy"))}
    return _resource("Procedure", identifier, "completed", subject, code=code, performedDateTime=when)


def report(identifier: str, subject: Json, when: str, chance: random.Random) -> Json:
    return _resource(
        "DiagnosticReport",
        identifier,
        "final",
        subject,
        category=[{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "LAB"}]}],
        code={"text": chance.choice(("Chest radiograph", "Blood count"))},
        effectiveDateTime=when,
        conclusion="Without finding.",
    )


def _resource(kind: str, identifier: str, status: str, subject: Json, **more: Any) -> Json:
    return {"resourceType": kind, "id": identifier, "status": status, "subject": subject, **more}


def _practitioner() -> Json:
    return {"resourceType": "Practitioner", "id": "dr1", "name": [{"family": "Okafor", "prefix": ["Dr"]}]}


def _medications() -> list[Json]:
    rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm"
    return [
        {
            "resourceType": "Medication",
            "id": code,
            "code": {"coding": [{"system": rxnorm, "code": code, "display": text}], "text": text},
        }
        for code, text in _DRUGS
    ]
