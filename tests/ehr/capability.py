"""What the server says of itself at /metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.ehr.discovery import oauth_uris
from tests.ehr.params import advertised

if TYPE_CHECKING:
    from tests.ehr.app import Ehr

Json = dict[str, Any]
ALWAYS = (
    "AllergyIntolerance", "Condition", "DiagnosticReport", "DocumentReference", "Encounter", "Immunization",
    "Medication", "MedicationRequest", "Observation", "Patient", "Practitioner", "Procedure",
)  # fmt: skip


def statement(ehr: Ehr) -> Json:
    quirks = ehr.quirks
    types = sorted({*ALWAYS, *ehr.store.types()} - quirks.unadvertised - {"Binary"})
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2026-11-01",
        "kind": "instance",
        "fhirVersion": quirks.fhir_version,
        "format": ["application/fhir+json"],
        "rest": [{"mode": "server", "security": _security(ehr), "resource": [_one(ehr, kind) for kind in types]}],
    }


def _security(ehr: Ehr) -> Json:
    return oauth_uris(ehr) if ehr.protected and ehr.quirks.discovery != "none" else {}


def _one(ehr: Ehr, kind: str) -> Json:
    searchable = [{"code": "search-type"}] if kind not in ehr.quirks.unsearchable else []
    found: Json = {
        "type": kind,
        "interaction": [{"code": "read"}, *searchable],
        "searchParam": [{"name": name, "type": "token"} for name in advertised(kind)],
    }
    operations = []
    if kind == "Patient" and ehr.quirks.everything_advertised:
        operations.append(_operation("everything", "http://hl7.org/fhir/OperationDefinition/Patient-everything"))
    if kind == "Patient" and ehr.quirks.summary_advertised:
        operations.append(_operation("summary", "http://hl7.org/fhir/uv/ips/OperationDefinition/summary"))
    return found | ({"operation": operations} if operations else {})


def _operation(name: str, definition: str) -> Json:
    return {"name": name, "definition": definition}
