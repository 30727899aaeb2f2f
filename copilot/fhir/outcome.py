"""The words of an OperationOutcome, bounded and on one line, for showing as a reason."""

from __future__ import annotations

from copilot.fhir.pull import Json

MAX_REASON = 300


def outcome_text(outcome: Json) -> str:
    """Return the issues' texts (else diagnostics, else codes) joined by "; ", at most 300 characters."""
    issues = outcome.get("issue")
    listed = issues if isinstance(issues, list) else []
    parts = [_issue_text(issue) for issue in listed if isinstance(issue, dict)]
    text = " ".join("; ".join(part for part in parts if part).split()).rstrip(".")
    return text[:MAX_REASON] or "no reason given"


def _issue_text(issue: Json) -> str:
    details = issue.get("details")
    if isinstance(details, dict):
        if isinstance(details.get("text"), str):
            return str(details["text"])
        coding = details.get("coding")
        if isinstance(coding, list) and coding and isinstance(coding[0], dict):
            return str(coding[0].get("display") or coding[0].get("code") or "")
    if isinstance(issue.get("diagnostics"), str):
        return str(issue["diagnostics"])
    location = issue.get("location") or issue.get("expression")
    place = f" at {location[0]}" if isinstance(location, list) and location else ""
    return f"{issue.get('severity', 'error')}: {issue.get('code', 'unknown')}{place}"
