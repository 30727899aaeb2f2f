"""Everything else that is about the patient: one fact per resource, read by the elements most types share."""

from __future__ import annotations

from copilot.chart.elements import (
    NOTHING,
    TEXT_LIMIT,
    Concept,
    clean,
    code_of,
    concept,
    join,
    labels,
    note_texts,
    objects,
)
from copilot.chart.fact import Fact, Kind, Source
from copilot.chart.sheet import Sheet
from copilot.chart.status import standing_of
from copilot.chart.times import timed
from copilot.fhir.pull import Json, Resource

# Where resource types say what they are, most telling first.
_NAMES = (
    "code", "description", "title", "event", "item", "procedureCode", "vaccineCode", "type", "category",
    "deviceCodeableConcept", "deviceReference", "prediction", "name", "reason", "reasonCode", "modality", "method",
)  # fmt: skip
_TIMES = (
    "occurrenceDateTime", "occurrencePeriod", "startDate", "start", "started", "period", "timingDateTime",
    "timingPeriod", "date", "authoredOn", "created", "recordedDate", "identifiedDateTime", "effectiveDateTime",
    "effectivePeriod", "sent", "issued", "statusDate", "performedDateTime", "createdDateTime",
)  # fmt: skip


def read(resource: Resource, sheet: Sheet) -> None:
    """Put down one fact of kind OTHER; its category is the resource type."""
    raw = resource.raw
    named, path = _named(raw, sheet)
    start, until = timed(raw, *_TIMES)
    status = code_of(raw.get("status")) or code_of(raw.get("lifecycleStatus"))
    label = named.label or resource.type
    sheet.add(
        Fact(
            id="",
            kind=Kind.OTHER,
            label=label,
            text=f"{_spaced(resource.type)}: {label}" if label != resource.type else _spaced(resource.type),
            source=Source(resource.reference, path),
            codes=named.codes,
            when=start,
            until=until,
            status=status,
            standing=standing_of(resource.type, status),
            category=resource.type,
            detail=_detail(raw),
        )
    )


def _named(raw: Json, sheet: Sheet) -> tuple[Concept, str]:
    for name in _NAMES:
        given = raw.get(name)
        if name == "prediction":
            given = next((item.get("outcome") for item in objects(given)), None)
        found = concept(given)
        if not found and isinstance(given, dict | list):
            words = next((sheet.named(item) for item in objects(given) if sheet.named(item)), "")
            found = Concept(words) if words else NOTHING
        if found:
            return found, name
    return NOTHING, "resourceType"


def _detail(raw: Json) -> str:
    return join(
        clean(raw.get("summary"), TEXT_LIMIT),
        labels(raw.get("bodySite")),
        *(labels(finding.get("itemCodeableConcept")) for finding in objects(raw.get("finding"))),
        note_texts(raw.get("note")),
    )


def _spaced(name: str) -> str:
    """Return "Care plan" for "CarePlan"."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
    return words[:1].upper() + words[1:]
