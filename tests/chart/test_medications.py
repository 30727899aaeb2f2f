from __future__ import annotations

from typing import Any

import pytest

from copilot.chart.fact import Fact, Kind, Standing
from tests.fhir.samples import chart, resource


def medication(kind: str = "MedicationRequest", *others: dict[str, Any], **more: Any) -> Fact:
    (fact,) = chart(resource(kind, **({"status": "active"} | more)), *others).of(Kind.MEDICATION)
    return fact


def test_coded_contained_elsewhere_and_words_only() -> None:
    coded = medication(medicationCodeableConcept={"text": "Warfarin"}, intent="order", authoredOn="2026-01-01")
    assert (coded.text, coded.status, coded.category) == ("Warfarin", "active, order", "ordered")
    inside = {"resourceType": "Medication", "id": "m", "code": {"text": "warfarin 5 mg"}}
    assert medication(contained=[inside], medicationReference={"reference": "#m"}).label == "warfarin 5 mg"
    assert (
        medication("MedicationRequest", inside, medicationReference={"reference": "Medication/m"}).label
        == "warfarin 5 mg"
    )
    absent = medication(medicationReference={"reference": "Medication/absent", "display": "Fish oil"})
    assert (absent.label, absent.source.path) == ("Fish oil", "medicationReference")
    assert medication().label == "Medication without a name"


def test_r5_and_ingredients() -> None:
    assert medication(medication={"concept": {"text": "Aspirin"}}).label == "Aspirin"
    mixed = {"resourceType": "Medication", "id": "m", "ingredient": [{"itemCodeableConcept": {"text": "Iron"}}]}
    assert medication("MedicationRequest", mixed, medicationReference={"reference": "Medication/m"}).label == "Iron"


def test_dosage_in_words_or_put_together() -> None:
    drug = {"medicationCodeableConcept": {"text": "Warfarin"}}
    assert medication(**drug, dosageInstruction=[{"text": "1 at night"}]).text == "Warfarin, 1 at night"
    built = medication(
        **drug,
        dosageInstruction=[
            {
                "doseAndRate": [{"doseQuantity": {"value": 5, "unit": "mg"}}],
                "route": {"text": "oral"},
                "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
                "asNeededBoolean": True,
            }
        ],
    )
    assert built.detail == "5 mg oral 1 per 1 d as needed"
    given = medication(
        "MedicationAdministration", **drug, status="completed", dosage={"dose": {"value": 2, "unit": "g"}}
    )
    assert given.text == "Warfarin, 2 g (past)"


@pytest.mark.parametrize(
    ("kind", "more", "standing"),
    [
        ("MedicationRequest", {"status": "on-hold"}, Standing.PLANNED),
        ("MedicationRequest", {"doNotPerform": True}, Standing.PLANNED),
        ("MedicationRequest", {"intent": "proposal"}, Standing.PLANNED),
        ("MedicationRequest", {"intent": "plan", "reportedBoolean": True}, Standing.ASSERTED),
        ("MedicationStatement", {"status": "not-taken"}, Standing.REFUTED),
        ("MedicationStatement", {"taken": "n"}, Standing.REFUTED),
        ("MedicationStatement", {"status": "banana"}, Standing.UNCERTAIN),
        ("MedicationDispense", {"status": "completed"}, Standing.PAST),
        ("MedicationRequest", {"status": "entered-in-error", "doNotPerform": True}, Standing.ERROR),
    ],
)
def test_standing(kind: str, more: dict[str, Any], standing: Standing) -> None:
    assert medication(kind, medicationCodeableConcept={"text": "X"}, **more).standing is standing


def test_no_known_medications() -> None:
    code = {"coding": [{"system": "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips",
                        "code": "no-known-medications"}]}  # fmt: skip
    assert medication("MedicationStatement", medicationCodeableConcept=code).standing is Standing.NONE_KNOWN
