from __future__ import annotations

import pytest

from copilot.chart.chart import UnknownKind
from copilot.chart.elements import HPO
from copilot.chart.fact import Fact, Kind, Standing
from tests.fhir.samples import chart, concept, condition, resource

IPS = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
SNOMED = "http://snomed.info/sct"


def problem(**more: object) -> Fact:
    (fact,) = chart(condition(**more)).of(Kind.PROBLEM)  # type: ignore[arg-type]
    return fact


def test_a_problem_with_its_words() -> None:
    fact = problem(
        onsetAge={"value": 8, "code": "a", "system": "http://unitsofmeasure.org"},
        severity=concept("24484000", "Severe", SNOMED),
        category=[concept("problem-list-item", system="x")],
        note=[{"text": "seen by cardiology"}],
    )
    assert fact.detail == "Severe; onset at age 8 years; seen by cardiology"
    assert (fact.category, fact.status, fact.source.path) == ("problem-list-item", "active", "code")


def test_refuted_is_said_in_the_line() -> None:
    fact = problem(verification="refuted", code={"text": "Pulmonary embolism"})
    assert (fact.text, fact.standing) == ("Pulmonary embolism (refuted)", Standing.REFUTED)


def test_abatement_without_a_status_is_past() -> None:
    fact = problem(clinical="", abatementDateTime="2019")
    assert fact.standing is Standing.PAST
    assert fact.until is not None
    assert fact.until.text == "2019"


def test_a_phenotype_keeps_its_code_present_and_refuted() -> None:
    fact = problem(code=concept("HP:0001250", system=HPO))
    assert (fact.label, fact.codes[0].system, fact.standing) == ("HP:0001250", HPO, Standing.ASSERTED)
    assert problem(code=concept("HP:0001250", system=HPO), verification="refuted").standing is Standing.REFUTED


def test_stu3_statuses_are_read() -> None:
    fact = problem(clinical="", clinicalStatus="resolved", verificationStatus="confirmed", assertedDate="2015-01-01")
    assert fact.standing is Standing.PAST
    assert fact.when is not None


@pytest.mark.parametrize(
    "code",
    [{"text": "No known problems"}, concept("no-known-problems", system=IPS), concept("160245001", system=SNOMED)],
)
def test_no_known_problems_is_no_problem(code: dict[str, object]) -> None:
    fact = problem(code=code)
    assert fact.standing is Standing.NONE_KNOWN


def test_no_information_is_an_unknown_not_a_none() -> None:
    found = chart(condition(code=concept("no-problem-info", system=IPS)))
    assert found.of(Kind.PROBLEM) == ()
    assert found.unknowns[0].text == "The record has no information about problems."
    assert found.unknowns[0].kind is UnknownKind.MISSING


@pytest.mark.parametrize(
    "code",
    [
        concept("716186003", "No known allergy", SNOMED),
        {"text": "NKDA"},
        {"text": "No known drug allergies"},
        concept("no-known-allergies", system=IPS),
    ],
)
def test_no_known_allergies(code: dict[str, object]) -> None:
    (fact,) = chart(resource("AllergyIntolerance", code=code)).of(Kind.ALLERGY)
    assert fact.standing is Standing.NONE_KNOWN


def test_a_refuted_absence_is_not_none_known() -> None:
    refuted = concept("refuted", system="http://terminology.hl7.org/CodeSystem/allergyintolerance-verification")
    (fact,) = chart(resource("AllergyIntolerance", code={"text": "NKDA"}, verificationStatus=refuted)).of(Kind.ALLERGY)
    assert fact.standing is Standing.REFUTED


def test_an_allergy_with_reactions() -> None:
    raw = resource(
        "AllergyIntolerance",
        code={"text": "Penicillin"},
        criticality="high",
        reaction=[{"manifestation": [{"text": "rash"}], "severity": "mild"}],
    )
    (fact,) = chart(raw).of(Kind.ALLERGY)
    assert fact.text == "Allergy: Penicillin (rash, mild)"
    assert fact.detail == "criticality high; rash, mild"
    (other,) = chart(resource("AllergyIntolerance", reaction=[{"substance": {"text": "Nuts"}}])).of(Kind.ALLERGY)
    assert (other.label, other.source.path) == ("Nuts", "reaction[0].substance")
