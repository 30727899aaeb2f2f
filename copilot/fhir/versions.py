"""Which FHIR release the shapes of the resources speak of: R4 unless STU3 or R5 shapes prevail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from copilot.breath import in_breaths
from copilot.fhir.pull import Json, Resource

# Elements that exist in one release only (or with another shape), by resource type.
_STU3_KEYS: dict[str, tuple[str, ...]] = {
    "Observation": ("context", "related", "comment"),
    "Condition": ("context", "assertedDate"),
    "Encounter": ("incomingReferral", "reason"),
    "MedicationRequest": ("context", "definition"),
    "MedicationStatement": ("taken", "reasonNotTaken"),
    "MedicationAdministration": ("prescription", "notGiven"),
    "Procedure": ("context", "notDone", "definition"),
    "Immunization": ("notGiven", "date", "explanation", "vaccinationProtocol"),
    "DiagnosticReport": ("context", "codedDiagnosis", "image"),
    "DocumentReference": ("class", "indexed", "created"),
    "AllergyIntolerance": ("assertedDate",),
    "FamilyMemberHistory": ("notDone",),
    "Patient": ("animal",),
    "Claim": ("organization", "information"),
    "CarePlan": ("context", "definition"),
    "MedicationOrder": ("medicationCodeableConcept", "medicationReference", "patient", "status"),
}
_R5_KEYS: dict[str, tuple[str, ...]] = {
    "Observation": ("triggeredBy", "instantiatesCanonical", "instantiatesReference", "bodyStructure"),
    "Condition": ("participant",),
    "Encounter": ("actualPeriod", "plannedStartDate", "virtualService", "admission"),
    "MedicationRequest": ("medication",),
    "MedicationStatement": ("medication", "adherence"),
    "MedicationAdministration": ("medication", "isSubPotent"),
    "MedicationDispense": ("medication",),
    "Procedure": ("occurrenceDateTime", "occurrencePeriod", "reason"),
    "Immunization": ("informationSource", "basedOn"),
    "DocumentReference": ("modality", "attester", "event"),
    "Composition": ("version",),
}
_STU3_NAMES = {kind: frozenset(names) for kind, names in _STU3_KEYS.items()}
_R5_NAMES = {kind: frozenset(names) for kind, names in _R5_KEYS.items()}
_NONE: frozenset[str] = frozenset()


def _is_text(name: str) -> Callable[[Json], bool]:
    return lambda raw: isinstance(raw.get(name), str)


def _stu3_reason(raw: Json) -> bool:
    reason = raw.get("reason")
    first = reason[0] if isinstance(reason, list) and reason else None
    return isinstance(first, dict) and ("coding" in first or "text" in first)


def _r5_class(raw: Json) -> bool:
    return isinstance(raw.get("class"), list)


_STU3_SHAPES: dict[str, Callable[[Json], bool]] = {
    "Condition": lambda raw: _is_text("clinicalStatus")(raw) or _is_text("verificationStatus")(raw),
    "AllergyIntolerance": lambda raw: _is_text("clinicalStatus")(raw) or _is_text("verificationStatus")(raw),
}
_R5_SHAPES: dict[str, Callable[[Json], bool]] = {
    "Encounter": _r5_class,
    "AllergyIntolerance": lambda raw: isinstance(raw.get("type"), dict),
}


def shape_of(raw: Json) -> str:
    """Return "STU3" or "R5" where one resource has a shape of that release only, else ""."""
    kind = raw.get("resourceType")
    if not isinstance(kind, str):
        return ""
    if kind in _R5_SHAPES and _R5_SHAPES[kind](raw):
        return "R5"
    if kind in _STU3_SHAPES and _STU3_SHAPES[kind](raw):
        return "STU3"
    if kind == "Encounter" and "reason" in raw:
        return "STU3" if _stu3_reason(raw) else "R5"
    if not _STU3_NAMES.get(kind, _NONE).isdisjoint(raw):
        return "STU3"
    if not _R5_NAMES.get(kind, _NONE).isdisjoint(raw):
        return "R5"
    return ""


def detect(resources: Iterable[Resource]) -> tuple[str, int]:
    """Return the release and how many resources show it; R4 unless a fifth of the telling types disagree."""
    votes: Counter[str] = Counter()
    telling = 0
    for resource in in_breaths(resources):
        if resource.type in _STU3_KEYS or resource.type in _R5_KEYS:
            telling += 1
            votes[shape_of(resource.raw)] += 1
    votes.pop("", None)
    if not votes:
        return "R4", 0
    release, count = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return (release, count) if count * 5 >= telling else ("R4", 0)
