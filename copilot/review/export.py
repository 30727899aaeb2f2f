"""The assessment as a FHIR document (R4B): labelled as made with AI, preliminary until somebody has signed it."""

from __future__ import annotations

import html
import re
import uuid
from datetime import datetime
from typing import Any

from copilot import __version__
from copilot.chart.words import one_line
from copilot.review import patient_words
from copilot.review.assessment import Assessment
from copilot.review.review import Review

Json = dict[str, Any]

AI_ASSERTED = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "AIAST",
    "display": "Artificial Intelligence asserted",
}
EVALUATION_NOTE = {"system": "http://loinc.org", "code": "51848-0", "display": "Evaluation note"}
ROLES = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
TITLE = "Assessment, AI-assisted"
_SEXES = frozenset(("male", "female", "other", "unknown"))
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def as_fhir(assessment: Assessment, review: Review, now: datetime) -> Json:
    """Return a document Bundle that the typed view of FHIR accepts; `now` carries an offset from UTC.

    Raises `ValueError` where there is no text.
    """
    if not assessment.text.strip():
        raise ValueError("there is no assessment")
    resources = _resources(assessment, review, now)
    addresses = {kind: f"urn:uuid:{uuid.uuid4()}" for kind in resources}
    _link(resources, addresses, signed=assessment.signature is not None)
    bundle: Json = {
        "resourceType": "Bundle",
        "meta": {"security": [AI_ASSERTED]},
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid.uuid4()}"},
        "type": "document",
        "timestamp": _instant(now),
        "entry": [{"fullUrl": addresses[kind], "resource": made} for kind, made in resources.items()],
    }
    from fhir.resources.R4B.bundle import Bundle

    Bundle.model_validate(bundle)
    return bundle


def _resources(assessment: Assessment, review: Review, now: datetime) -> dict[str, Json]:
    """Return the resources by type, the Composition first as a document wants it."""
    signature = assessment.signature
    made: dict[str, Json] = {
        "Composition": {
            "resourceType": "Composition",
            "meta": {"security": [AI_ASSERTED]},
            "status": "preliminary" if signature is None else "final",
            "type": {"coding": [EVALUATION_NOTE]},
            "date": _instant(signature.at if signature else now),
            "title": TITLE,
            "section": [{"title": "Assessment", "text": _narrative(assessment.labelled)}],
        },
        "Patient": _patient(review),
        "Device": {
            "resourceType": "Device",
            "deviceName": [{"name": "Chartside", "type": "model-name"}],
            "version": [{"value": __version__}],
            "note": [{"text": f"Knowledge version {review.pack.version}"}],
        },
    }
    if signature is not None:
        made["Practitioner"] = {"resourceType": "Practitioner", "name": [{"text": signature.name}]}
    made["Provenance"] = {"resourceType": "Provenance", "recorded": _instant(now)}
    return made


def _link(resources: dict[str, Json], addresses: dict[str, str], *, signed: bool) -> None:
    """Let the resources name each other."""
    at = {kind: {"reference": address} for kind, address in addresses.items()}
    composition, provenance = resources["Composition"], resources["Provenance"]
    composition["subject"] = at["Patient"]
    composition["author"] = [at["Device"]]
    provenance["target"] = [at["Composition"]]
    provenance["agent"] = [_agent("assembler", at["Device"])]
    if signed:
        composition["author"].append(at["Practitioner"])
        attester = {"mode": "professional", "time": composition["date"], "party": at["Practitioner"]}
        composition["attester"] = [attester]
        provenance["agent"].append(_agent("verifier", at["Practitioner"]))


def _agent(role: str, who: Json) -> Json:
    return {"type": {"coding": [{"system": ROLES, "code": role}]}, "who": who}


def _patient(review: Review) -> Json:
    """Return who it is about, as far as the chart says it in a form that FHIR takes."""
    person = review.chart.person
    made: Json = {"resourceType": "Patient", "name": [{"text": patient_words.name(review)}]}
    if person.identifiers:
        made["identifier"] = [{"value": one_line(value)} for value in person.identifiers if one_line(value)]
    if person.sex in _SEXES:
        made["gender"] = person.sex
    if _DATE.fullmatch(person.birth_date):
        made["birthDate"] = person.birth_date
    return made


def _narrative(text: str) -> Json:
    """Return plain text as a FHIR narrative."""
    div = f'<div xmlns="http://www.w3.org/1999/xhtml"><pre>{html.escape(text)}</pre></div>'
    return {"status": "additional", "div": div}


def _instant(moment: datetime) -> str:
    """Return a moment with its offset, to the second."""
    return moment.replace(microsecond=0).isoformat()
