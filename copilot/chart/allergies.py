"""AllergyIntolerance: allergies with their reactions, and "no known allergies" as what it is."""

from __future__ import annotations

from copilot.chart.absent import absence_of
from copilot.chart.elements import NOTHING, Concept, clean, code_of, concept, items, join, labels, note_texts, objects
from copilot.chart.fact import Fact, Kind, Source, Standing
from copilot.chart.sheet import Sheet
from copilot.chart.status import clinical_standing
from copilot.chart.times import timed
from copilot.fhir.pull import Json, Resource


def read(resource: Resource, sheet: Sheet) -> None:
    """Put down one allergy; refuted and resolved ones keep that standing."""
    raw = resource.raw
    named, path = _substance(raw)
    start, until = timed(raw, "onsetDateTime", "onsetPeriod", "recordedDate", "assertedDate")
    status, standing = clinical_standing(raw)
    if code_of(raw.get("status")) == "entered-in-error":  # DSTU2 had one status for both
        standing = Standing.ERROR
    if standing in (Standing.ASSERTED, Standing.UNCERTAIN, Standing.PAST):
        absence = absence_of(named, Kind.ALLERGY)
        if absence is not None:
            absence.put(resource, sheet, named, start, path)
            return
    label = named.label or "Allergy without a name"
    reactions = _reactions(raw)
    text = f"Allergy: {label}" + (f" ({reactions})" if reactions else "")
    sheet.add(
        Fact(
            id="",
            kind=Kind.ALLERGY,
            label=label,
            text=text,
            source=Source(resource.reference, path),
            codes=named.codes,
            when=start,
            until=until,
            status=status,
            standing=standing,
            category=", ".join(clean(item) for item in items(raw.get("category")) if isinstance(item, str)),
            detail=join(_criticality(raw), reactions, code_of(raw.get("type")), note_texts(raw.get("note"))),
        )
    )


def _substance(raw: Json) -> tuple[Concept, str]:
    for name in ("code", "substance"):
        named = concept(raw.get(name))
        if named:
            return named, name
    for index, reaction in enumerate(objects(raw.get("reaction"))):
        named = concept(reaction.get("substance"))
        if named:
            return named, f"reaction[{index}].substance"
    return NOTHING, "code"


def _reactions(raw: Json) -> str:
    parts = []
    for reaction in objects(raw.get("reaction")):
        words = labels(reaction.get("manifestation")) or clean(reaction.get("description"))
        severity = clean(reaction.get("severity"), 40)
        parts.append(f"{words}, {severity}" if words and severity else words or severity)
    return join(*parts)


def _criticality(raw: Json) -> str:
    given = clean(raw.get("criticality"), 40)
    return f"criticality {given}" if given else ""
