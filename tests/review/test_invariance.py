"""The order of facts and the units of a laboratory do not change a ranking."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copilot.fhir.files import read_bundle
from copilot.knowledge.pack import Pack
from copilot.review import engine
from tests.shipped import the_pack

Json = dict[str, Any]

# The same results as American and as SI laboratories write them: (LOINC, name, US value and unit, SI value and unit).
RESULTS = (
    ("718-7", "Hemoglobin", "7.2", "g/dL", "72", "g/L"),
    ("2160-0", "Creatinine", "3.4", "mg/dL", "300.6", "umol/L"),
    ("2345-7", "Glucose", "420", "mg/dL", "23.3", "mmol/L"),
    ("17861-6", "Calcium", "13.2", "mg/dL", "3.29", "mmol/L"),
    ("1975-2", "Total bilirubin", "6.1", "mg/dL", "104.3", "umol/L"),
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return the_pack()


def observation(number: int, code: str, name: str, value: str, unit: str) -> Json:
    return {
        "resourceType": "Observation",
        "id": f"o{number}",
        "status": "final",
        "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": "2026-06-01",
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": name},
        "valueQuantity": {"value": Decimal(value), "unit": unit, "system": "http://unitsofmeasure.org", "code": unit},
    }


def problem(number: int, text: str) -> Json:
    return {
        "resourceType": "Condition",
        "id": f"c{number}",
        "subject": {"reference": "Patient/p1"},
        "recordedDate": "2026-06-01",
        "code": {"text": text},
    }


def ranking(resources: list[Json], pack: Pack) -> list[tuple[str, float]]:
    person = {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1961-01-01"}
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": "2026-06-01T10:00:00Z",
        "entry": [{"fullUrl": f"urn:x:{r['id']}", "resource": r} for r in (person, *resources)],
    }
    (pull,) = read_bundle(bundle, "case", None)
    return [(h.condition.id, round(h.score, 6)) for h in engine.review(pull, pack).differential.hypotheses]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(si=st.lists(st.booleans(), min_size=len(RESULTS), max_size=len(RESULTS)))
def test_units_do_not_change_a_ranking(si: list[bool], pack: Pack) -> None:
    american = [observation(n, code, name, us, unit) for n, (code, name, us, unit, _, _) in enumerate(RESULTS)]
    mixed = [
        observation(n, code, name, *((si_value, si_unit) if as_si else (us, unit)))
        for n, (as_si, (code, name, us, unit, si_value, si_unit)) in enumerate(zip(si, RESULTS, strict=True))
    ]
    assert ranking(mixed, pack) == ranking(american, pack)
    assert len(ranking(american, pack)) >= 10


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_the_order_of_resources_does_not_change_a_ranking(seed: int, pack: Pack) -> None:
    resources = [observation(n, code, name, us, unit) for n, (code, name, us, unit, _, _) in enumerate(RESULTS)]
    resources += [problem(n, text) for n, text in enumerate(("Polyuria", "Fatigue", "Constipation", "Jaundice"))]
    shuffled = resources.copy()
    random.Random(seed).shuffle(shuffled)
    assert ranking(shuffled, pack) == ranking(resources, pack)
