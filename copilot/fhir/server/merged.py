"""Stop where a patient's record was merged into another: which one is meant is not ours to say."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.errors import MergedPatientError
from copilot.fhir.pull import Json
from copilot.fhir.references import tail
from copilot.fhir.shapes import objects


def check_not_merged(raw: Json, asked: str, where: str) -> None:
    """Raise `MergedPatientError` where what came is not the current record of the patient that was asked for."""
    if raw["resourceType"] != "Patient":
        return
    if raw.get("id") not in (asked, None):
        raise MergedPatientError(str(raw["id"]), where=where)
    other = replacement(raw)
    died = bool(raw.get("deceasedDateTime")) or raw.get("deceasedBoolean") is True
    if other or (raw.get("active") is False and not died):
        raise MergedPatientError(other, where=where)


def replacement(raw: Json) -> str:
    """Return the id of the record that stands in the place of this one, "" where there is none."""
    return next((other for kind, other in _links(raw) if kind in ("replaced-by", "replace")), "")


def has_another(raw: Json) -> bool:
    """Return whether the server keeps a second record of the same person, which only says "see also"."""
    return any(kind in ("seealso", "refer") for kind, _ in _links(raw))


def _links(raw: Json) -> Iterator[tuple[str, str]]:
    """Yield (type, id) of the other records of a patient; STU3 and older say `replace` for `replaced-by`."""
    for link in objects(raw.get("link")):
        other = link.get("other")
        reference = other.get("reference") if isinstance(other, dict) else None
        if isinstance(reference, str):
            yield str(link.get("type", "")), tail(reference).removeprefix("Patient/")
