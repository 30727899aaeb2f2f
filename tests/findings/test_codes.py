"""Coded and named facts."""

from __future__ import annotations

import pytest

from copilot.chart.fact import Coding, Fact, Kind, Standing
from copilot.findings.finding import How, Presence
from copilot.findings.recognise import recognise
from tests.findings.factory import HPO, ICD10, SNOMED, chart, fact, refuted, small_pack

PACK = small_pack()
YES, NO, MAYBE = Presence.PRESENT, Presence.ABSENT, Presence.UNCERTAIN


@pytest.mark.parametrize(
    ("fact_", "term", "presence"),
    [
        (fact("F1", code="HP:0012735", system=HPO), "HP:0012735", YES),
        (fact("F1", code="HP_0012735", system="http://purl.obolibrary.org/obo/"), "HP:0012735", YES),
        (fact("F1", code="http://purl.obolibrary.org/obo/HP_0012735", system="x"), "HP:0012735", YES),
        (fact("F1", code="0012735", system=HPO), "HP:0012735", YES),
        (fact("F1", code="HP:0004322", system=HPO, label="Short stature"), "HP:0004322", YES),
        (refuted("F1", code="HP:0012735", system=HPO), "HP:0012735", NO),
        (fact("F1", code="HP:0012735", system=HPO, standing=Standing.UNCERTAIN), "HP:0012735", MAYBE),
        (fact("F1", code="HP:0012735", system=HPO, standing=Standing.ERROR), "HP:0012735", None),
        (fact("F1", code="HP:0012735", system=HPO, standing=Standing.PLANNED), "HP:0012735", None),
        (fact("F1", code="HP:0012735", system=HPO, standing=Standing.PAST), "HP:0012735", None),
        (fact("F1", Kind.OBSERVATION, code="HP:0012735", system=HPO), "HP:0012735", YES),
        (fact("F1", Kind.OBSERVATION, code="HP:0012735", system=HPO, value="true"), "HP:0012735", YES),
        (fact("F1", Kind.OBSERVATION, code="HP:0012735", system=HPO, value="false"), "HP:0012735", NO),
        (fact("F1", Kind.OBSERVATION, code="HP:0012735", system=HPO, value="Absent"), "HP:0012735", NO),
        (fact("F1", Kind.OBSERVATION, code="HP:0012735", system=HPO, value="unknown"), "HP:0012735", None),
        (fact("F1", code="R07.9", system=ICD10), "HP:0100749", YES),
        (fact("F1", code="R50.81", system="urn:oid:2.16.840.1.113883.6.90"), "HP:0001945", YES),
        (fact("F1", code="R50.81", system="http://example.org"), "HP:0001945", None),
        (fact("F1", code="49727002", system=SNOMED), "HP:0012735", YES),
        (fact("F1", label="Chest pain (finding)"), "HP:0100749", YES),
        (fact("F1", label="Acute chest pain"), "HP:0100749", YES),
        (fact("F1", label="History of myocardial infarction"), "CS:cad", YES),
        (fact("F1", label="Myocardial infarction", standing=Standing.PAST), "CS:cad", YES),
        (fact("F1", label="Cough", standing=Standing.PAST), "HP:0012735", None),
        (fact("F1", Kind.MEDICATION, "Ibuprofen 400 MG Oral Tablet"), "CS:nsaid", YES),
        (fact("F1", Kind.MEDICATION, "Ibuprofen 400 MG", standing=Standing.PAST), "CS:nsaid", None),
        (fact("F1", Kind.FAMILY, "Myocardial infarction"), "CS:fh-cad", YES),
        (fact("F1", Kind.FAMILY, "Myocardial infarction"), "CS:cad", None),
        (fact("F1", Kind.OBSERVATION, "Tobacco smoking status", value="Never smoker"), "CS:smoking", NO),
        (fact("F1", Kind.OBSERVATION, "Presenting complaint", value="Cough"), "HP:0012735", YES),
        (fact("F1", Kind.ALLERGY, "Ibuprofen"), "CS:nsaid", None),
        (fact("F1", Kind.PROCEDURE, "Screening for diabetes"), "CS:diabetes", None),
        (fact("F1", Kind.PROCEDURE, "Diabetes antibody test"), "CS:diabetes", None),
        (fact("F1", Kind.ENCOUNTER, "Chest pain", category="reason"), "HP:0100749", YES),
        (fact("F1", Kind.ENCOUNTER, "Chest pain clinic", category="AMB"), "HP:0100749", None),
        (fact("F1", Kind.OTHER, "Do you have a cough?", category="questionnaire", value="true"), "HP:0012735", YES),
        (fact("F1", Kind.OTHER, "Do you have a cough?", category="questionnaire", value="No"), "HP:0012735", NO),
        (fact("F1", Kind.OTHER, "Main symptom", category="questionnaire", value="Cough"), "HP:0012735", YES),
    ],
)
def test_presence(fact_: Fact, term: str, presence: Presence | None) -> None:
    found = recognise(chart(fact_), PACK).by_term.get(term)
    assert (found.presence if found else None) is presence


def test_a_coded_answer_counts() -> None:
    answer = fact("F1", Kind.OBSERVATION, "Symptom", value="hoest", value_codes=(Coding(SNOMED, "49727002", "Cough"),))
    found = recognise(chart(answer), PACK).by_term["HP:0012735"]
    assert (found.presence, found.how, found.facts) == (YES, How.CODE, ("F1",))


@pytest.mark.parametrize(
    ("fact_", "known"),
    [
        (fact("F1", label="Pneumonia"), True),
        (fact("F1", label="Lung infection (disorder)"), True),
        (fact("F1", label="x", code="J18.9", system=ICD10), True),
        (fact("F1", label="Pneumonia", standing=Standing.REFUTED), False),
        (fact("F1", label="Pneumonia", standing=Standing.PAST), False),
        (fact("F1", label="x", code="J1", system=ICD10), False),
    ],
)
def test_known_conditions(fact_: Fact, known: bool) -> None:
    expected = {"pneumonia": ("F1",)} if known else {}
    assert recognise(chart(fact_), PACK).known_conditions == expected


def test_an_exposure_counts_while_it_is_recent() -> None:
    visit = fact("F9", Kind.ENCOUNTER, "Visit", day="2025-12-01")
    old = fact("F1", Kind.PROCEDURE, "Ibuprofen challenge", day="2015-01-01")
    new = fact("F2", Kind.PROCEDURE, "Ibuprofen challenge", day="2025-11-20")
    taken = fact("F3", Kind.MEDICATION, "Ibuprofen", day="2015-01-01")
    assert "CS:nsaid" not in recognise(chart(old, visit), PACK).by_term
    assert "CS:nsaid" in recognise(chart(new, visit), PACK).by_term
    assert "CS:nsaid" in recognise(chart(taken, visit), PACK).by_term
