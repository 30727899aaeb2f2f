"""What could not be had, written into a Bundle as OperationOutcomes, and read back as it was said."""

from __future__ import annotations

from copilot.fhir.pull import Json, Problem, ProblemKind

SYSTEM = "https://chartside.org/fhir/pull-problem"
# FHIR's own issue types, for whoever reads the file without Chartside.
_ISSUE_TYPES = {
    ProblemKind.MISSING: "not-supported",
    ProblemKind.REFUSED: "forbidden",
    ProblemKind.TRUNCATED: "incomplete",
    ProblemKind.UNREADABLE: "structure",
    ProblemKind.CONFLICTING: "conflict",
}


def to_outcome(problem: Problem) -> Json:
    """Return a problem as an OperationOutcome that `from_outcome` knows again."""
    issue: Json = {
        "severity": "warning",
        "code": _ISSUE_TYPES[problem.kind],
        "details": {"coding": [{"system": SYSTEM, "code": problem.kind.value}], "text": problem.text},
    }
    if problem.resource:
        issue["expression"] = [problem.resource]
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def from_outcome(outcome: Json) -> Problem | None:
    """Return the problem that Chartside wrote, or None for a server's own OperationOutcome."""
    issues = outcome.get("issue")
    issue = issues[0] if isinstance(issues, list) and len(issues) == 1 else None
    details = issue.get("details") if isinstance(issue, dict) else None
    coding = details.get("coding") if isinstance(details, dict) else None
    if not (isinstance(issue, dict) and isinstance(details, dict) and isinstance(coding, list) and len(coding) == 1):
        return None
    code = coding[0] if isinstance(coding[0], dict) else {}
    kinds = {kind.value: kind for kind in ProblemKind}
    text, expression = details.get("text"), issue.get("expression")
    if code.get("system") != SYSTEM or code.get("code") not in kinds or not isinstance(text, str):
        return None
    resource = expression[0] if isinstance(expression, list) and expression else ""
    return Problem(kinds[code["code"]], text, resource if isinstance(resource, str) else "")
