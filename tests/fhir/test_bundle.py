from __future__ import annotations

import base64
import json

import pytest

from copilot.errors import InputError
from copilot.fhir.bundle import open_document
from copilot.fhir.pull import ProblemKind
from tests.fhir.samples import bundle, observation, patient


@pytest.mark.parametrize("kind", ["collection", "transaction", "searchset", "document", "message", "batch", "banana"])
def test_every_bundle_type_gives_its_resources(kind: str) -> None:
    found = open_document(bundle(patient(), observation(), kind=kind), "f")
    assert [entry.raw["id"] for entry in found.entries] == ["p1", "o1"]
    assert found.problems == []


def test_a_batch_response_is_opened_and_its_refusals_said() -> None:
    inner = bundle(observation(), kind="searchset", timestamp="2026-01-01T00:00:00Z")
    outer = {
        "resourceType": "Bundle",
        "type": "batch-response",
        "timestamp": "2026-02-02T00:00:00Z",
        "entry": [
            {"resource": inner, "response": {"status": "200 OK"}},
            {"resource": patient(), "response": {"status": "200"}},
            {
                "response": {
                    "status": "403 Forbidden",
                    "outcome": {"resourceType": "OperationOutcome", "issue": [{"diagnostics": "scope"}]},
                }
            },
            {"response": {"status": "204"}},
        ],
    }
    found = open_document(outer, "f")
    assert [(entry.raw["id"], entry.bundle_time[:7]) for entry in found.entries] == [
        ("o1", "2026-01"),
        ("p1", "2026-02"),
    ]
    (problem,) = found.problems
    assert problem.kind is ProblemKind.REFUSED
    assert "403 Forbidden: scope" in problem.text


def test_a_history_keeps_the_newest_version_and_honours_deletions() -> None:
    history = {
        "resourceType": "Bundle",
        "type": "history",
        "entry": [
            {"resource": observation("a", status="amended"), "request": {"method": "PUT", "url": "Observation/a"}},
            {"request": {"method": "DELETE", "url": "Observation/b"}},
            {"resource": observation("a")},
            {"resource": observation("b")},
        ],
    }
    found = open_document(history, "f")
    assert [(entry.raw["id"], entry.raw["status"]) for entry in found.entries] == [("a", "amended")]


def test_outcomes_in_a_search_are_problems_not_data() -> None:
    outcome = {"resourceType": "OperationOutcome", "issue": [{"details": {"text": "1 result left out"}}]}
    found = open_document(bundle(observation(), outcome, kind="searchset"), "f")
    assert len(found.entries) == 1
    assert found.problems[0].text == "The server says: “1 result left out”."


def test_a_page_of_a_longer_search_is_said() -> None:
    page = bundle(observation(), kind="searchset", link=[{"relation": "next", "url": "https://x/?p=2"}])
    assert open_document(page, "f").problems[0].kind is ProblemKind.TRUNCATED
    short = bundle(observation(), kind="searchset", total=7)
    assert "names 7 matches, the file holds 1" in open_document(short, "f").problems[0].text


def test_parameters_lists_and_bulk_binaries_are_opened() -> None:
    parameters = {
        "resourceType": "Parameters",
        "parameter": [{"name": "a", "resource": patient()}, {"name": "b", "part": [{"resource": observation()}]}],
    }
    assert len(open_document(parameters, "f").entries) == 2
    assert len(open_document([patient(), observation()], "f").entries) == 2
    lines = "\n".join(json.dumps(item) for item in (patient(), observation())) + "\n{broken"
    binary = {
        "resourceType": "Binary",
        "contentType": "application/fhir+ndjson",
        "data": base64.b64encode(lines.encode()).decode(),
    }
    found = open_document(bundle(binary), "f")
    assert len(found.entries) == 2
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"resourceType": "Bundle", "type": "searchset", "entry": []}, "holds no resources"),
        ({"resourceType": "Bundle"}, "holds no resources"),
        ({"resourceType": "Bundle", "entry": "x"}, "holds no resources"),
        ({"resourceType": "Bundle", "entry": [None, {"resource": 5}]}, "holds no resources"),
        ({"hello": 1}, "no resourceType"),
        ({"resourceType": 5}, "no resourceType"),
        ([], "no FHIR resource"),
        ("text", "no FHIR resource"),
        (None, "no FHIR resource"),
        (
            {"resourceType": "OperationOutcome", "issue": [{"details": {"text": "Search timed out"}}]},
            "error message instead of a record: “Search timed out”",
        ),
    ],
)
def test_what_holds_no_record_is_refused(document: object, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        open_document(document, "f.json")
    assert str(caught.value).startswith("f.json: ")


def test_an_empty_search_gives_the_servers_reason() -> None:
    outcome = {"resourceType": "OperationOutcome", "issue": [{"details": {"text": "No results."}}]}
    with pytest.raises(InputError, match="The server says: “No results"):
        open_document(bundle(outcome, kind="searchset"), "f")
