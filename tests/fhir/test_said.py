"""What could not be had survives the way through a file; a server's own words stay the server's."""

from __future__ import annotations

import pytest

from copilot.fhir.bundle import open_document
from copilot.fhir.pull import Problem, ProblemKind
from copilot.fhir.said import SYSTEM, from_outcome, to_outcome

PATIENT = {"resourceType": "Patient", "id": "p"}


@pytest.mark.parametrize("kind", list(ProblemKind))
@pytest.mark.parametrize("resource", ["", "Observation"])
def test_a_problem_comes_back_as_it_was_said(kind: ProblemKind, resource: str) -> None:
    problem = Problem(kind, "Observation (laboratory): the server refused (403).", resource)
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": PATIENT}, {"resource": to_outcome(problem)}],
    }
    assert open_document(bundle, "file").problems == [problem]


def _issue(**changes: object) -> dict[str, object]:
    issue = {"details": {"coding": [{"system": SYSTEM, "code": "refused"}], "text": "x"}, **changes}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


@pytest.mark.parametrize(
    "outcome",
    [
        {"issue": "no list"},
        {"issue": []},
        {"issue": ["no object"]},
        _issue(details="no object"),
        _issue(details={"coding": "no list", "text": "x"}),
        _issue(details={"coding": ["no object"], "text": "x"}),
        _issue(details={"coding": [{"system": "urn:other", "code": "refused"}], "text": "x"}),
        _issue(details={"coding": [{"system": SYSTEM, "code": "stale"}], "text": "x"}),
        _issue(details={"coding": [{"system": SYSTEM, "code": "refused"}], "text": 7}),
    ],
)
def test_other_outcomes_are_not_taken_for_ours(outcome: dict[str, object]) -> None:
    assert from_outcome(outcome) is None


def test_an_odd_place_is_left_out() -> None:
    assert from_outcome(_issue(expression=[7])) == Problem(ProblemKind.REFUSED, "x")
