from __future__ import annotations

import pytest

from copilot.chart.fact import Standing
from copilot.chart.status import clinical_standing, standing_of
from tests.fhir.samples import condition


@pytest.mark.parametrize(
    ("clinical", "verification", "standing"),
    [
        ("active", "confirmed", Standing.ASSERTED),
        ("active", "", Standing.ASSERTED),
        ("", "", Standing.ASSERTED),
        ("recurrence", "", Standing.ASSERTED),
        ("resolved", "confirmed", Standing.PAST),
        ("inactive", "", Standing.PAST),
        ("remission", "", Standing.PAST),
        ("active", "provisional", Standing.UNCERTAIN),
        ("active", "differential", Standing.UNCERTAIN),
        ("active", "unconfirmed", Standing.UNCERTAIN),
        ("", "refuted", Standing.REFUTED),
        ("active", "refuted", Standing.REFUTED),
        ("active", "entered-in-error", Standing.ERROR),
    ],
)
def test_conditions(clinical: str, verification: str, standing: Standing) -> None:
    raw = condition(clinical=clinical, verification=verification)
    assert clinical_standing(raw)[1] is standing


def test_an_end_makes_a_condition_without_status_past() -> None:
    assert clinical_standing({}, ended=True)[1] is Standing.PAST
    assert clinical_standing({"clinicalStatus": "active"}, ended=True) == ("active", Standing.ASSERTED)


@pytest.mark.parametrize(
    ("kind", "status", "standing"),
    [
        ("Observation", "final", Standing.ASSERTED),
        ("Observation", "corrected", Standing.ASSERTED),
        ("Observation", "preliminary", Standing.UNCERTAIN),
        ("Observation", "cancelled", Standing.PLANNED),
        ("Observation", "entered-in-error", Standing.ERROR),
        ("Observation", "banana", Standing.UNCERTAIN),
        ("Observation", "", Standing.UNCERTAIN),
        ("MedicationRequest", "active", Standing.ASSERTED),
        ("MedicationRequest", "on-hold", Standing.PLANNED),
        ("MedicationRequest", "stopped", Standing.PAST),
        ("MedicationStatement", "not-taken", Standing.REFUTED),
        ("Procedure", "completed", Standing.ASSERTED),
        ("Procedure", "not-done", Standing.PLANNED),
        ("Encounter", "finished", Standing.PAST),
        ("Goal", "proposed", Standing.PLANNED),
        ("Goal", "whatever", Standing.ASSERTED),
        ("Goal", "entered-in-error", Standing.ERROR),
    ],
)
def test_other_types(kind: str, status: str, standing: Standing) -> None:
    assert standing_of(kind, status) is standing
