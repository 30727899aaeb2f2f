from __future__ import annotations

from typing import Any

from copilot.fhir.bundle import Entry
from copilot.fhir.grouping import Group, by_patient, to_resources
from copilot.fhir.pull import ProblemKind
from tests.fhir.samples import condition, observation, patient


def group(*raws: dict[str, Any], document: bool = False) -> list[Group]:
    resources, _ = to_resources([Entry(raw) for raw in raws])
    return by_patient(resources, document=document)


def ids(found: Group) -> set[str]:
    return {f"{resource.type}/{resource.id}" for resource in found.resources}


def test_what_has_no_subject_belongs_to_the_one_patient() -> None:
    (only,) = group(patient(), observation(subject=None), {"resourceType": "Practitioner", "id": "d"})
    assert ids(only) == {"Patient/p1", "Observation/o1", "Practitioner/d"}
    assert only.problems == []


def test_what_names_another_patient_is_left_out_and_said() -> None:
    (only,) = group(patient(), observation(subject={"reference": "https://x/fhir/Patient/p2/_history/4"}))
    assert ids(only) == {"Patient/p1"}
    (problem,) = only.problems
    assert problem.kind is ProblemKind.TRUNCATED
    assert "1 resource(s) name another patient (p2)" in problem.text


def test_several_patients_share_only_what_they_point_at() -> None:
    drug = {"resourceType": "Medication", "id": "m"}
    stray = {"resourceType": "Medication", "id": "stray"}
    order = {
        "resourceType": "MedicationRequest",
        "id": "r",
        "subject": {"reference": "Patient/p2"},
        "medicationReference": {"reference": "Medication/m"},
    }
    one, two = group(patient("p1"), patient("p2"), drug, stray, order, observation(subject=None))
    assert ids(one) == {"Patient/p1"}
    assert ids(two) == {"Patient/p2", "MedicationRequest/r", "Medication/m"}
    assert "1 resource(s) name no patient" in one.problems[0].text


def test_without_a_patient_resource_the_named_id_is_the_patient() -> None:
    (only,) = group(observation(), condition())
    assert (only.patient_id, only.has_patient) == ("p1", False)
    (nobody,) = group(observation(subject=None))
    assert nobody.patient_id == ""


def test_a_documents_subject_is_its_patient() -> None:
    composition = {"resourceType": "Composition", "id": "x", "subject": {"reference": "Patient/elsewhere"}}
    raws = (patient(), composition, condition(subject={"reference": "Patient/elsewhere"}))
    (only,) = group(*raws, document=True)
    assert len(only.resources) == 3
    (strict,) = group(*raws)
    assert len(strict.resources) == 1


def test_an_identifier_of_the_same_system_tells_patients_apart() -> None:
    who = patient(identifier=[{"system": "urn:mrn", "value": "1"}])
    mine = observation("mine", subject={"identifier": {"system": "urn:mrn", "value": "1"}})
    theirs = observation("theirs", subject={"identifier": {"system": "urn:mrn", "value": "2"}})
    named = observation("named", subject={"display": "the patient"})
    (only,) = group(who, mine, theirs, named)
    assert ids(only) == {"Patient/p1", "Observation/mine", "Observation/named"}


def test_ids_come_from_the_resource_the_url_or_the_content() -> None:
    bare = observation(subject=None)
    del bare["id"]
    entries = [
        Entry(observation("a")),
        Entry({"resourceType": "Observation", "id": 7}),
        Entry({"resourceType": "Observation"}, "urn:uuid:abc"),
        Entry({"resourceType": "Patient"}, "https://x/fhir/Patient/z"),
        Entry(bare),
    ]
    found = [resource.id for resource in to_resources(entries)[0]]
    assert found[:4] == ["a", "7", "abc", "z"]
    assert found[4].startswith("noid-")
    assert to_resources([Entry(dict(reversed(bare.items())))])[0][0].id == found[4]


def test_copies_are_one_and_versions_keep_the_newest() -> None:
    old = observation(meta={"lastUpdated": "2025-01-01T00:00:00Z"})
    new = observation(meta={"lastUpdated": "2026-01-01T00:00:00Z"}, status="amended")
    for order in ([old, new, old], [new, old, new]):
        resources, problems = to_resources([Entry(raw) for raw in order])
        assert [resource.raw["status"] for resource in resources] == ["amended"]
        assert "other version(s) of Observation/o1" in problems[0].text
    assert to_resources([Entry(old), Entry(dict(old))])[1] == []


def test_versions_of_a_patient_that_disagree_are_a_conflict() -> None:
    _, problems = to_resources([Entry(patient()), Entry(patient(birthDate="1961-05-17"))])
    assert [problem.kind for problem in problems] == [ProblemKind.TRUNCATED, ProblemKind.CONFLICTING]
    assert problems[1].text == "Two versions of the patient differ in birthDate; the newer is shown."
