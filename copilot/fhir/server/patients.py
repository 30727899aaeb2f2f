"""Who is meant: find patients, read one, and stop where a record was merged into another."""

from __future__ import annotations

from copilot.errors import MergedPatientError
from copilot.fhir.pull import Json
from copilot.fhir.references import tail


def check_not_merged(raw: Json, asked: str, where: str) -> None:
    """Raise `MergedPatientError` where what came is not the current record of the patient that was asked for."""
    if raw["resourceType"] != "Patient":
        return
    other = next((name for kind, name in _links(raw) if kind in ("replaced-by", "replace")), "")
    if raw.get("id") not in (asked, None):
        raise MergedPatientError(str(raw["id"]), where=where)
    if other or (raw.get("active") is False and not _died(raw)):
        raise MergedPatientError(other.removeprefix("Patient/"), where=where)


def _died(raw: Json) -> bool:
    return bool(raw.get("deceasedDateTime")) or raw.get("deceasedBoolean") is True


def _links(raw: Json) -> list[tuple[str, str]]:
    """Return (type, `Patient/id`) of the other records of a patient."""
    links = raw.get("link")
    found = []
    for link in links if isinstance(links, list) else [links]:
        if isinstance(link, dict):
            other = link.get("other")
            reference = other.get("reference") if isinstance(other, dict) else None
            name = tail(reference) if isinstance(reference, str) else ""
            found.append((str(link.get("type", "")), name))
    return found
