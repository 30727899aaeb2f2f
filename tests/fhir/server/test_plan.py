"""What a server advertises, what is asked of it, and what is said not to be asked."""

from __future__ import annotations

from copilot.fhir.server.capability import read_capability
from copilot.fhir.server.kinds import KINDS
from copilot.fhir.server.plan import Phase, in_other_form, operation, patient_search, plan, rest
from copilot.fhir.smart.scopes import EVERYTHING, Scopes
from tests.fhir.server.asking import Json

SYSTEM = "http://terminology.hl7.org/CodeSystem/observation-category"


def statement(*types: str, params: tuple[str, ...] = (), version: str = "4.0.1") -> Json:
    resources = [
        {"type": kind, "interaction": [{"code": "search-type"}], "searchParam": [{"name": name} for name in params]}
        for kind in types
    ]
    return {"fhirVersion": version, "rest": [{"mode": "server", "resource": resources}]}


def names(types: tuple[str, ...]) -> list[str]:
    searches, _ = plan("p", EVERYTHING, read_capability(statement(*types)))
    return [search.name for search in searches]


def test_a_statement_with_nothing_in_it_advertises_nothing_and_denies_nothing():
    for raw in ({}, {"rest": None}, {"rest": [None, {"resource": [None, {"type": 3}]}]}, {"fhirVersion": 4}):
        offer = read_capability(raw)
        assert not offer.known
        assert offer.searches("Observation")
        assert not offer.advertises("Observation", "date")


def test_the_release_is_told_by_the_version():
    releases = {"1.0.2": "DSTU2", "3.0.2": "STU3", "4.0.1": "R4", "4.3.0": "R4B", "5.0.0": "R5", "9": ""}
    assert {version: read_capability({"fhirVersion": version}).release for version in releases} == releases


def test_operations_are_those_on_a_patient_in_the_shapes_of_every_release():
    on_type = statement("Patient")
    on_type["rest"][0]["resource"][0]["operation"] = [{"name": "everything", "definition": "x"}]
    stu3 = statement("Patient", version="3.0.2")
    stu3["rest"][0]["operation"] = [
        {"name": "everything", "definition": {"reference": "/OperationDefinition/Patient--everything"}}
    ]
    encounter = statement("Encounter")
    encounter["rest"][0]["resource"][0]["operation"] = [{"name": "everything", "definition": "Encounter-everything"}]
    summary = statement("Patient")
    summary["rest"][0]["resource"][0]["operation"] = [{"name": "$summary", "definition": "x"}]
    assert read_capability(on_type).operations == read_capability(stu3).operations == {"everything"}
    assert read_capability(encounter).operations == frozenset()
    assert read_capability(summary).operations == {"summary"}


def test_long_searches_come_first():
    found = names(("Goal", "Observation", "AllergyIntolerance", "DocumentReference", "Condition"))
    assert found[:2] == ["Observation (laboratory)", "Observation (vital-signs)"]
    assert found.index("DocumentReference") < found.index("AllergyIntolerance")


def test_medicines_are_told_by_one_type_or_the_other():
    offer = read_capability(statement("MedicationRequest"))
    _, said = plan("p", EVERYTHING, offer)
    assert not any("MedicationStatement" in problem.text for problem in said)
    _, said = plan("p", EVERYTHING, read_capability(statement("Goal")))
    assert any("MedicationRequest, MedicationStatement" in problem.text for problem in said)


def test_a_type_without_categories_to_search_by_is_asked_whole():
    searches, _ = plan("p", EVERYTHING, read_capability(statement("Observation", params=("patient", "date"))))
    assert [search.url for search in searches] == ["Observation?patient=p&_count=200"]
    assert rest("p", EVERYTHING, read_capability({}), searches) == []


def test_a_type_that_takes_only_a_subject_is_asked_by_subject():
    searches, _ = plan("p", EVERYTHING, read_capability(statement("Composition", params=("subject",))))
    assert [search.url for search in searches] == ["Composition?subject=Patient/p&_count=200"]


def test_granular_categories_keep_their_system():
    scopes = Scopes((f"patient/Observation.rs?category={SYSTEM}|laboratory",))
    searches, _ = plan("p", scopes, read_capability(statement("Observation")))
    assert [search.params[1] for search in searches] == [("category", f"{SYSTEM}|laboratory")]
    assert searches[0].name == "Observation (laboratory)"


def test_both_forms_of_the_patient():
    searches, _ = plan("p", EVERYTHING, read_capability(statement("Goal")))
    other = in_other_form(searches[0])
    assert other is not None
    assert other.params == (("patient", "Patient/p"),)
    assert in_other_form(other) == searches[0]
    assert in_other_form(patient_search("p")) is None


def test_ids_are_quoted_in_addresses():
    assert patient_search("a/b c").url == "Patient/a%2Fb%20c"
    assert operation("p", "everything").url == "Patient/p/$everything?_count=200"
    assert operation("p", "summary").phase is Phase.WHOLE


def test_every_type_of_the_chart_is_asked_once():
    listed = [kind.name for kind in KINDS]
    assert len(listed) == len(set(listed))
    assert len(listed) >= 20
