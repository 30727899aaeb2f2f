"""What has arrived: merged, counted, readable at any moment as a file would be."""

from __future__ import annotations

from copilot.fhir.pull import ProblemKind
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.identity import bare, categories_of
from copilot.fhir.server.plan import Search
from tests.fhir.server.asking import Json

LABS = Search("Observation", label="Observation (laboratory)")
PATIENT: Json = {"resourceType": "Patient", "id": "p"}


def result(identifier: str, version: str = "", **more: object) -> Json:
    meta = {"meta": {"versionId": version, "lastUpdated": f"2026-01-0{version}T00:00:00Z"}} if version else {}
    return {"resourceType": "Observation", "id": identifier, "subject": {"reference": "Patient/p"}, **meta, **more}


def test_the_same_resource_is_kept_once_and_a_newer_version_stands_for_it():
    collected = Collected("https://x.org/fhir", "p")
    for raw in (PATIENT, result("a", "1", n=1), result("a", "1", n=1), result("a", "2", n=2), result("a", "2", n=2)):
        collected.add(raw)
    assert len(collected.entries) == 3
    pulled = collected.to_pull()
    assert [r.raw["n"] for r in pulled.resources if r.type == "Observation"] == [2]
    assert any("other version" in problem.text for problem in pulled.problems)


def test_a_newer_version_that_comes_first_stays():
    collected = Collected("https://x.org/fhir", "p")
    for raw in (result("a", "2", n=2), result("a", "1", n=1), result("a", "2", n=2), result("a", "1", n=1)):
        collected.add(raw)
    assert [r.raw["n"] for r in collected.to_pull().resources] == [2]


def test_nothing_yet_is_an_empty_pull_that_says_what_is_open():
    collected = Collected("https://x.org/fhir", "p")
    collected.ask([LABS])
    pulled = collected.to_pull()
    assert pulled.resources == ()
    assert any("Not fetched yet: Observation (laboratory)." in problem.text for problem in pulled.problems)


def test_what_is_open_says_how_far_it_came():
    collected = Collected("https://x.org/fhir", "p")
    collected.ask([LABS, Search("Goal"), Search("Flag")])
    collected.leave(LABS, "https://x.org/fhir?page=2", "the connection broke off.")
    collected.leave(Search("Goal"), "", "the server did not answer in time.")
    collected.why = "Stopped as you asked."
    texts = [problem.text for problem in collected.unknown()]
    assert texts == [
        "The record is incomplete: Stopped as you asked.",
        "Observation (laboratory): only a part has arrived; the connection broke off.",
        "Goal: not fetched; the server did not answer in time.",
        "Not fetched yet: Flag.",
    ]
    assert {problem.kind for problem in collected.unknown()} == {ProblemKind.TRUNCATED}
    assert not collected.complete


def test_resources_of_another_patient_are_no_part_of_the_pull():
    collected = Collected("https://x.org/fhir", "p")
    collected.add(PATIENT)
    collected.add(result("a"))
    collected.add(result("b") | {"subject": {"reference": "Patient/q"}})
    assert {r.id for r in collected.to_pull().resources} == {"p", "a"}


def test_the_time_of_the_pull_is_the_time_of_the_chart():
    collected = Collected("https://x.org/fhir", "p")
    collected.add(PATIENT)
    assert collected.to_pull().timestamp == collected.time
    assert collected.time.endswith("+00:00")


def test_categories_and_counts_take_every_shape():
    assert categories_of({"category": [{"coding": [{"code": "a"}, None]}, {"text": "x"}, None]}) == {"a"}
    assert categories_of({"category": {"coding": {"code": "b"}}}) == {"b"}
    assert categories_of({"category": "c"}) == set()
    collected = Collected("https://x.org/fhir", "p")
    collected.add(result("a", category=[{"coding": [{"code": "laboratory"}]}]))
    collected.add(result("b"))
    collected.add(result("b", n=1))
    assert collected.count("Observation") == 2
    cut = Search("Observation", category="http://system|laboratory", expects=2)
    assert collected.brought(cut) == 1


def test_a_filled_document_is_the_one_that_it_was():
    raw = {"resourceType": "DocumentReference", "id": "d", "content": [{"attachment": {"url": "Binary/1"}}, None]}
    filled = raw | {"content": [{"attachment": {"url": "Binary/1", "data": "eA==", "contentType": "text/plain"}}, None]}
    own = raw | {"content": [{"attachment": {"data": "eA=="}}]}
    assert bare(filled) == bare(raw)
    assert bare(own) == own
    collected = Collected("https://x.org/fhir", "p")
    collected.add(filled)
    collected.add(raw)
    assert [entry.raw for entry in collected.entries] == [filled]


def test_a_growing_chart_is_checked_once_and_a_refused_element_stays_known():
    collected = Collected("https://x.org/fhir", "p")
    collected.add(PATIENT)
    collected.add(result("a", status="final", code={"text": "x"}, effectiveDateTime="2026-13-45"))
    first, second = collected.to_pull(), collected.to_pull()
    assert first == second
    (one,) = [resource for resource in second.resources if resource.type == "Observation"]
    assert [dropped.path for dropped in one.dropped] == ["effectiveDateTime"]
    collected.put_in_place(1, result("a", status="final", code={"text": "x"}))
    assert all(not resource.dropped for resource in collected.to_pull().resources)
