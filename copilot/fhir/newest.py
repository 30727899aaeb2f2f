"""The newest part of a long record: what is looked at first, while all of it is still being read."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest

from copilot.fhir.pull import Resource

# A shorter record is read whole before anybody could have looked at a part.
LONG = 5_000
# Of each analyte so many results: the latest, and what it was before. Of everything else that comes in series so many.
RESULTS, OTHERS, NOTES = 3, 60, 8
# What a patient has few of, each of which may matter however old it is.
_KEPT = frozenset({
    "Patient", "Condition", "AllergyIntolerance", "FamilyMemberHistory", "Medication", "MedicationRequest",
    "MedicationStatement",
})  # fmt: skip
_MOST_KEPT = 1_000
_NOTES = frozenset({"DocumentReference", "Composition"})
_TIMES = (
    "effectiveDateTime", "effectivePeriod", "effectiveInstant", "issued", "date", "period", "performedDateTime",
    "performedPeriod", "occurrenceDateTime", "authoredOn", "dateAsserted", "recordedDate", "onsetDateTime", "recorded",
)  # fmt: skip


def newest(resources: Iterable[Resource]) -> list[Resource] | None:
    """Return the part that says how the patient is now, or None where the record is short enough to be read whole."""
    known = list(resources)
    if len(known) < LONG:
        return None
    series: dict[str, list[Resource]] = {}
    for resource in known:
        series.setdefault(_series(resource), []).append(resource)
    return [one for name, group in series.items() for one in nlargest(_most(name), group, key=_time)]


def _most(name: str) -> int:
    if name in _KEPT:
        return _MOST_KEPT
    if name in _NOTES:
        return NOTES
    return RESULTS if name.startswith("Observation") else OTHERS


def _series(resource: Resource) -> str:
    """Return what makes resources follow one another: the type, and of a result what was measured."""
    return f"Observation {_code(resource.raw.get('code'))}" if resource.type == "Observation" else resource.type


def _code(concept: object) -> str:
    """Return the first code of a concept, else its text."""
    if not isinstance(concept, dict):
        return str(concept)
    codings = concept.get("coding")
    first = codings[0] if isinstance(codings, list) and codings else None
    code = first.get("code") if isinstance(first, dict) else None
    return str(code or concept.get("text"))


def _time(resource: Resource) -> str:
    """Return a time as it stands there, which sorts well enough to choose by."""
    raw = resource.raw
    for name in _TIMES:
        value = raw.get(name)
        if isinstance(value, dict):
            value = value.get("end") or value.get("start")
        if isinstance(value, str) and value:
            return value
    return ""
