"""Read one resource, and the operations on one patient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from tests.ehr.answers import RefusalError, fhir
from tests.ehr.binaries import binary
from tests.ehr.grants import Grant
from tests.ehr.paging import Walk
from tests.ehr.store import patient_of

if TYPE_CHECKING:
    from tests.ehr.app import Ehr

Json = dict[str, Any]


def read(ehr: Ehr, grant: Grant, request: Request, kind: str, identifier: str) -> Response:
    if kind == "Binary":
        return binary(ehr, request, identifier)
    if kind == "Patient" and identifier in ehr.quirks.merged:
        return _merged(ehr, identifier)
    found = ehr.store.get(kind, identifier)
    if found is None or not grant.sees(found):
        raise RefusalError(404, "not-found", "Not found.")
    return fhir(ehr.store.text(found, ehr.base), ehr.quirks)


def _merged(ehr: Ehr, identifier: str) -> Response:
    """Answer for a patient whose record now stands under another id: a redirect, or a link that says so."""
    target = ehr.quirks.merged[identifier]
    if ehr.quirks.merged_redirects:
        return Response("", 301, {"location": f"{ehr.base}/Patient/{target}"})
    link = {"other": {"reference": f"Patient/{target}"}, "type": "replaced-by"}
    return fhir((ehr.store.get("Patient", identifier) or {}) | {"active": False, "link": [link]}, ehr.quirks)


def operate(ehr: Ehr, grant: Grant, kind: str, identifier: str, name: str) -> Response:
    """Answer $everything and $summary of a patient."""
    quirks = ehr.quirks
    status = {"$everything": quirks.everything_status, "$summary": quirks.summary_status}.get(name, 404)
    listed = {"$everything": quirks.everything_advertised, "$summary": quirks.summary_advertised}.get(name, False)
    if kind != "Patient" or status or not listed:
        raise RefusalError(status or 404, "not-supported", f"{name} is not here.")
    known = ehr.store.get("Patient", identifier) is not None
    if not known and not quirks.unknown_patient_is_empty:
        raise RefusalError(404, "not-found", "Not found.")
    shown = known and not quirks.hidden_from_everything
    found = [r for r in ehr.store.everything() if patient_of(r) == identifier and grant.sees(r)] if shown else []
    if name == "$summary":
        return fhir(_document(identifier, found), quirks)
    size = quirks.page_size if quirks.everything_pages else len(found) + 1
    return ehr.pager.answer(ehr, Walk("Patient", tuple(found), (), size, len(found)))


def _document(identifier: str, found: list[Json]) -> Json:
    """Return a patient summary as a document Bundle, Composition first."""
    composition: Json = {
        "resourceType": "Composition",
        "id": "summary",
        "status": "final",
        "type": {"coding": [{"system": "http://loinc.org", "code": "60591-5"}]},
        "subject": {"reference": f"Patient/{identifier}"},
        "date": "2026-11-20T08:00:00Z",
        "author": [{"display": "EHR"}],
        "title": "Summary",
    }
    entries = [{"fullUrl": f"urn:x:{r['id']}", "resource": r} for r in [composition, *found]]
    return {"resourceType": "Bundle", "type": "document", "timestamp": "2026-11-20T08:00:00Z", "entry": entries}
