"""Item 22: references of every kind, and item 23: medicines by every way they are told."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


# What stands where an address should; none of it may end a pull.
JUNK = (
    "\x07", "%zz", "\\@x", "é", "\ud800", "http://[", "http://127.0.0.1:99999999/x", "http://a b/", "//",
    "file:///etc/passwd", "javascript:alert(1)", "data:text/plain;base64,aGk=", "Binary/a b", "Binary/../../../etc",
    "A" * 70_000, "?x", "#y", "http://\x00/", "http:///x", "http://%31%32",
)  # fmt: skip


def order(identifier: str, **more: Any) -> Json:
    base: Json = {
        "resourceType": "MedicationRequest",
        "id": identifier,
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/p1"},
        "authoredOn": "2026-02-01",
    }
    return base | more


def medication(identifier: str, text: str) -> Json:
    return {"resourceType": "Medication", "id": identifier, "code": {"text": text}}


def every_kind(stranger: str = "https://elsewhere.example.org/fhir") -> list[Json]:
    """Relative, absolute, with a version, contained, by identifier, to nothing, to another server."""
    inside = {"resourceType": "Medication", "id": "in", "code": {"text": "contained drug"}}
    return [
        medication("m-relative", "relative drug"),
        medication("m-absolute", "absolute drug"),
        medication("m-version", "versioned drug"),
        order("relative", medicationReference={"reference": "Medication/m-relative"}),
        order("absolute", medicationReference={"reference": "%BASE%/Medication/m-absolute"}),
        order("version", medicationReference={"reference": "Medication/m-version/_history/3"}),
        order("contained", contained=[inside], medicationReference={"reference": "#in"}),
        order(
            "identifier", medicationReference={"identifier": {"system": "urn:x", "value": "7"}, "display": "named drug"}
        ),
        order("dangling", medicationReference={"reference": "Medication/nowhere", "display": "lost drug"}),
        order("foreign", medicationReference={"reference": f"{stranger}/Medication/far", "display": "far drug"}),
    ]


def medicines() -> list[Json]:
    """23: orders, plans, what the patient reports, what is on hold or stopped."""
    drug = {"medicationCodeableConcept": {"text": "warfarin"}}
    return [
        order("ordered", medicationCodeableConcept={"text": "lisinopril"}),
        order("planned", intent="plan", medicationCodeableConcept={"text": "apixaban"}),
        order("reported", reportedBoolean=True, medicationCodeableConcept={"text": "ibuprofen"}),
        order("on-hold", status="on-hold", **drug),
        order("stopped", status="stopped", medicationCodeableConcept={"text": "amiodarone"}),
        {
            "resourceType": "MedicationStatement",
            "id": "stated",
            "status": "active",
            "subject": {"reference": "Patient/p1"},
            "medicationCodeableConcept": {"text": "St John's wort"},
        },
    ]


def junk() -> list[Json]:
    """Return orders whose medication lies at no address."""
    return [
        order(
            f"junk-{number}-{place}", medicationReference={"reference": f"{before}{text}", "display": f"drug {number}"}
        )
        for number, text in enumerate(JUNK)
        for place, before in enumerate(("", "Medication/"))
    ]
