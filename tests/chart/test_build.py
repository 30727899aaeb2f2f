from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from copilot.chart.build import build
from copilot.chart.chart import Unknown, UnknownKind
from copilot.chart.fact import Kind
from copilot.fhir.files import read_bundle, read_path
from copilot.fhir.pull import Problem, ProblemKind, Pull, Resource
from tests.fhir.samples import bundle, chart, condition, observation, patient, resource


def test_the_person() -> None:
    who = patient(
        name=[{"family": "Old", "use": "maiden"}, {"given": ["Ann", "B."], "family": "Miller", "use": "official"}],
        identifier=[{"value": "MRN-1"}, {}],
    )
    (pull,) = read_bundle(bundle(who, timestamp="2026-05-17T00:00:00Z"), "x")
    found = build(pull)
    person = found.person
    assert (person.id, person.name, person.sex, person.birth_date) == ("p1", "Ann B. Miller", "female", "1960-05-17")
    assert person.age_years == pytest.approx(66.0, abs=0.01)
    assert person.identifiers == ("MRN-1",)
    assert [fact.text for fact in found.of(Kind.PATIENT)] == [
        "Birth date: 1960-05-17",
        "Sex: female",
        "Name: Ann B. Miller",
    ]


def test_age_stops_at_death() -> None:
    (pull,) = read_bundle(bundle(patient(deceasedDateTime="2000-05-17"), timestamp="2026-05-17T00:00:00Z"), "x")
    person = build(pull).person
    assert person.deceased
    assert person.age_years == pytest.approx(40.0, abs=0.01)


def test_as_of_is_the_timestamp_else_the_latest_date() -> None:
    stamped = chart(observation(), timestamp="2027-01-01T00:00:00Z")
    assert (stamped.as_of, stamped.as_of_date) == ("2027-01-01T00:00:00Z", date(2027, 1, 1))
    plain = chart(observation(), condition(onsetDateTime="2019"))
    assert (plain.as_of, plain.as_of_date) == ("2026-03-01T08:15:00-05:00", date(2026, 3, 1))
    assert chart(condition()).as_of_date is None


def test_a_date_in_the_future_does_not_move_the_as_of() -> None:
    (pull,) = read_bundle(bundle(patient(), observation(), observation("o2", effectiveDateTime="2031-01-01")), "x")
    assert build(pull, today=date(2026, 11, 20)).as_of_date == date(2026, 3, 1)
    planned = chart(observation(), resource("ServiceRequest", status="draft", authoredOn="2026-09-01"))
    assert planned.as_of_date == date(2026, 3, 1)


def test_ids_do_not_depend_on_the_order() -> None:
    raws = [observation("b"), observation("a"), condition(), observation("c", effectiveDateTime="2020")]
    one, two = chart(*raws), chart(*raws[::-1])
    assert one.facts == two.facts
    assert [fact.id for fact in one.facts] == [f"F{n}" for n in range(1, len(one.facts) + 1)]
    assert [fact.source.resource for fact in one.of(Kind.LABORATORY)] == [
        "Observation/c",
        "Observation/a",
        "Observation/b",
    ]


def test_every_fact_resolves_in_raw_also_by_version() -> None:
    found = chart(observation(meta={"versionId": "2"}))
    (fact,) = found.of(Kind.LABORATORY)
    assert fact.source.resource == "Observation/o1/_history/2"
    assert found.raw[fact.source.resource] is found.raw["Observation/o1"]


def test_a_bare_note(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("61-year-old man\r\nwith cough", encoding="utf-8")
    (pull,) = read_path(path)
    found = build(pull)
    (fact,) = found.facts
    (note,) = found.notes
    assert note.text == "61-year-old man\nwith cough"
    assert (note.fact_id, note.source.resource, note.source.path) == (fact.id, "Note/1", "text")
    assert (found.person.sex, found.person.age_years, found.unknowns) == ("unknown", None, ())


def test_what_is_not_known_of_the_patient_is_said() -> None:
    (pull,) = read_bundle(bundle(patient(birthDate="x", gender="y")), "x")
    texts = [one.text for one in build(pull).unknowns]
    assert "The patient's age is not known." in texts
    assert "The patient's sex is not given." in texts
    (bare,) = read_bundle(bundle(observation()), "x")
    found = build(bare)
    assert found.person.id == "p1"
    assert any(one.kind is UnknownKind.TRUNCATED for one in found.unknowns)


def test_every_problem_of_the_pull_becomes_an_unknown() -> None:
    problems = tuple(Problem(kind, f"said {kind}", "Observation/x") for kind in ProblemKind)
    found = build(Pull("x", (Resource("Patient", "p1", patient()),), problems))
    for kind in ProblemKind:
        assert Unknown(UnknownKind(kind.value), f"said {kind}", "Observation/x") in found.unknowns


def test_the_same_fault_in_many_resources_is_one_line() -> None:
    many = [observation(f"o{n}", meta={"versionId": "a:b"}) for n in range(5)]
    texts = [one.text for one in chart(*many).unknowns if one.kind is UnknownKind.UNREADABLE]
    assert texts == [
        "5 Observation resources: not valid FHIR R4: meta.versionId. Read from the raw record where possible."
    ]


def test_a_merged_patient_is_said() -> None:
    who = patient(link=[{"type": "replaced-by", "other": {"reference": "Patient/p9"}}])
    (pull,) = read_bundle(bundle(who), "x")
    assert any("replaced by another (Patient/p9)" in one.text for one in build(pull).unknowns)


def test_a_reader_that_stumbles_costs_one_resource(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise KeyError

    monkeypatch.setattr("copilot.chart.build.reader_of", lambda kind: stumble if kind == "Condition" else None)
    found = chart(condition(), observation())
    assert any(one.text == "Condition could not be read (KeyError); it is shown raw." for one in found.unknowns)


@pytest.mark.parametrize("junk", [None, 5, "x", [], {}, [None], [[]], {"coding": 5}, [{"coding": [None]}], True])
def test_junk_anywhere_never_stops_the_chart(junk: object) -> None:
    base = [
        observation(component=[{}], referenceRange=[{}], interpretation=[{}]),
        condition(),
        *[resource(kind, f"x-{kind}") for kind in ("MedicationRequest", "AllergyIntolerance", "Encounter",
                                                   "Composition",
                                                   "DiagnosticReport", "DocumentReference", "FamilyMemberHistory",
                                                   "QuestionnaireResponse", "Goal", "Immunization", "Procedure")],
    ]  # fmt: skip
    keys = {"code", "status", "category", "section", "content", "condition", "item", "reaction", "dosageInstruction",
            "presentedForm", "conclusion", "medicationReference", "type", "class", "period", "reasonCode", "note",
            "component", "referenceRange", "interpretation", "valueQuantity", "relationship", "vaccineCode", "date",
            "clinicalStatus", "verificationStatus", "onsetDateTime", "description", "meta", "author",
            "relatesTo"}  # fmt: skip
    broken = [raw | dict.fromkeys(keys, junk) for raw in base]
    found = chart(*broken)
    assert not any("could not be read" in one.text for one in found.unknowns)
    assert all(fact.source.resource in found.raw for fact in found.facts)
