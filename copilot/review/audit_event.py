"""An event of the audit trail as a FHIR R4 AuditEvent (http://hl7.org/fhir/R4/auditevent.html)."""

from __future__ import annotations

import platform

from copilot import __version__
from copilot.fhir.pull import Json
from copilot.store.audit import Action, Event

_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type"
_OWN = "https://chartside.org/fhir/audit-action"
# AuditEvent.action: C create, R read, U update, D delete, E execute.
_VERB = {
    Action.OPEN: "R",
    Action.PULL: "R",
    Action.COPY: "R",
    Action.PRINT: "R",
    Action.EXPORT: "R",
    Action.DECIDE: "U",
    Action.SIGN: "U",
    Action.FORGET: "D",
}
# AuditEvent.outcome: 0 done, 4 refused or amiss, 8 something is badly wrong.
_OUTCOME = {Action.REFUSED: "4", Action.CLOCK_BACK: "4", Action.TOUCHED: "8"}


def as_audit_event(event: Event) -> Json:
    """Return the resource; the patient stands as a reference, never by name."""
    entity: list[Json] = []
    if event.patient:
        role = {"system": "http://terminology.hl7.org/CodeSystem/object-role", "code": "1", "display": "Patient"}
        entity.append({"what": {"reference": f"Patient/{event.patient}"}, "role": role})
    details = [{"type": name, "valueString": str(value)} for name, value in sorted(event.detail.items())]
    details.append({"type": "seq", "valueString": str(event.seq)})
    entity.append({"what": {"display": f"Chartside {__version__}"}, "detail": details})
    agents: list[Json] = [{"who": {"display": event.who or "unknown"}, "requestor": True}]
    if event.destination:
        agents.append({"who": {"display": event.destination}, "requestor": False})
    return {
        "resourceType": "AuditEvent",
        "type": {"system": _TYPE, "code": "rest", "display": "RESTful Operation"}
        if event.action is Action.PULL
        else {"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "110100"},
        "subtype": [{"system": _OWN, "code": event.action.value}],
        "action": _VERB.get(event.action, "E"),
        "recorded": event.at,
        "outcome": _OUTCOME.get(event.action, "0"),
        "agent": agents,
        "source": {"observer": {"display": f"Chartside on {platform.node() or 'this workstation'}"}},
        "entity": entity,
    }
