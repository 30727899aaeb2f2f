"""The event that says that we accepted a context change and then did not follow (FHIRcast STU3, "SyncError")."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from copilot.fhir.fhircast.events import Reply
from copilot.fhir.lenient import Json

_SYSTEM = "https://fhircast.hl7.org/events/syncerror"
SUBSCRIBER_SYSTEM = f"{_SYSTEM}/subscriber"
_WHY = {
    Reply.ACCEPTED: "did not follow in time",
    Reply.UNFIT: "cannot follow this",
    Reply.REFUSED: "does not show this patient",
    Reply.FAILED: "could not open this patient",
}


def sync_error(event_id: str, event_name: str, *, subscriber: str, reply: Reply) -> Json:
    """Return the event, without its topic; it names the event that it is about and no patient."""
    coding = {"eventid": event_id, "eventname": event_name, "subscriber": subscriber}
    issue = {
        "severity": "warning",
        "code": "processing",
        "diagnostics": f"{subscriber} {_WHY[reply]}.",
        "details": {"coding": [{"system": f"{_SYSTEM}/{name}", "code": code} for name, code in coding.items()]},
    }
    outcome = {"resourceType": "OperationOutcome", "issue": [issue]}
    return {
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "id": str(uuid.uuid4()),
        "event": {"hub.event": "SyncError", "context": [{"key": "operationoutcome", "resource": outcome}]},
    }
