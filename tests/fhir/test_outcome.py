from __future__ import annotations

import pytest

from copilot.fhir.outcome import MAX_REASON, outcome_text


@pytest.mark.parametrize(
    ("issue", "text"),
    [
        ({"severity": "error", "code": "exception", "details": {"text": "Search\ntimed out."}}, "Search timed out"),
        ({"severity": "error", "code": "x", "details": {"coding": [{"display": "Throttled"}]}}, "Throttled"),
        ({"severity": "error", "code": "x", "diagnostics": "no such tenant"}, "no such tenant"),
        ({"severity": "fatal", "code": "required", "location": ["/f:Patient"]}, "fatal: required at /f:Patient"),
        ("junk", "no reason given"),
    ],
)
def test_the_reason_is_what_the_server_said(issue: object, text: str) -> None:
    assert outcome_text({"issue": [issue]}) == text


def test_several_issues_are_joined_and_bounded() -> None:
    issues = [{"diagnostics": "a"}, {"diagnostics": "b"}]
    assert outcome_text({"issue": issues}) == "a; b"
    assert len(outcome_text({"issue": [{"diagnostics": "x" * 9999}]})) == MAX_REASON
    assert outcome_text({}) == "no reason given"
