"""Who the patient of an event is: said once and without contradiction, or not known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from copilot.fhir.fhircast.message import Notification
from copilot.fhir.lenient import Json, as_object, objects, text

_REFERENCE = re.compile(r"(?:^|/)Patient/([A-Za-z0-9\-.]{1,64})(?:/_history/[^/]+)?$")
_LINKS = ("subject", "patient")


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient by FHIR id and by identifiers (`system|value`); either may be missing, not both."""

    id: str = field(default="", repr=False)
    identifiers: tuple[str, ...] = field(default=(), repr=False)


def patient_in(notification: Notification) -> Patient | None:
    """Return the patient in an event's context, None where there is none or where it names two.

    The resource says most. The anchor's own reference (Encounter.subject, ImagingStudy.subject ...) serves where
    the resource is missing, and must not contradict it: the hub does not check that they agree.
    """
    named = [_patient(resource) for resource in notification.resources() if resource.get("resourceType") == "Patient"]
    linked = [_linked(link) for link in _links(notification)]
    ids = {patient.id for patient in (*named, *linked) if patient.id}
    if len(ids) > 1 or len(named) > 1:
        return None
    found = named[0] if named else Patient()
    found = Patient(found.id or next(iter(ids), ""), found.identifiers)
    return found if found != Patient() else None


def identifiers_of(resource: Json) -> tuple[str, ...]:
    """Return a Patient's identifiers as `system|value`; a number without a system proves nothing and is left out."""
    pairs = [(text(entry.get("system")), text(entry.get("value"))) for entry in objects(resource.get("identifier"))]
    return tuple(f"{system}|{value}" for system, value in pairs if system and value)


def _patient(resource: Json) -> Patient:
    return Patient(text(resource.get("id")), identifiers_of(resource))


def _links(notification: Notification) -> list[object]:
    """Return every reference to a patient: of the entries themselves, and of the resources in them."""
    own = [entry.get("reference") for entry in notification.context if entry.get("key") == "patient"]
    return own + [resource.get(name) for resource in notification.resources() for name in _LINKS]


def _linked(link: object) -> Patient:
    found = _REFERENCE.search(text(as_object(link).get("reference")) or text(link))
    return Patient(found.group(1)) if found else Patient()
