"""MedicationRequest, -Statement, -Administration and -Dispense: what was ordered, taken, given."""

from __future__ import annotations

from copilot.chart.absent import absence_of
from copilot.chart.elements import (
    NOTHING,
    Concept,
    clean,
    code_of,
    concept,
    items,
    join,
    labels,
    note_texts,
    obj,
    objects,
)
from copilot.chart.fact import Fact, Kind, Source, Standing
from copilot.chart.quantities import quantity
from copilot.chart.sheet import Sheet
from copilot.chart.status import standing_of
from copilot.chart.times import timed
from copilot.fhir.pull import Json, Resource

_TIMES = {
    "MedicationRequest": ("authoredOn", "dateWritten"),
    "MedicationStatement": ("effectiveDateTime", "effectivePeriod", "dateAsserted"),
    "MedicationAdministration": (
        "effectiveDateTime", "effectivePeriod", "occurenceDateTime", "occurencePeriod",
        "effectiveTimeDateTime", "effectiveTimePeriod",
    ),
    "MedicationDispense": ("whenHandedOver", "whenPrepared"),
}  # fmt: skip
_WORDS = {
    "MedicationRequest": "ordered", "MedicationStatement": "taken", "MedicationAdministration": "given",
    "MedicationDispense": "dispensed",
}  # fmt: skip
# DSTU2 called the order so; everything else about it is close enough.
_OLD_NAMES = {"MedicationOrder": "MedicationRequest"}


def read(resource: Resource, sheet: Sheet) -> None:
    """Put down one medication with its dose; the drug may stand in a Medication elsewhere."""
    raw = resource.raw
    kind = _OLD_NAMES.get(resource.type, resource.type)
    named, path = medication_of(resource, sheet)
    start, until = timed(raw, *_TIMES[kind])
    status = code_of(raw.get("status"))
    standing = _standing(kind, status, raw)
    if standing in (Standing.ASSERTED, Standing.PAST, Standing.UNCERTAIN):
        absence = absence_of(named, Kind.MEDICATION)
        if absence is not None:
            absence.put(resource, sheet, named, start, path)
            return
    label = named.label or "Medication without a name"
    dose = _doses(raw)
    sheet.add(
        Fact(
            id="",
            kind=Kind.MEDICATION,
            label=label,
            text=_line(label, dose, standing),
            source=Source(resource.reference, path),
            codes=named.codes,
            when=start,
            until=until,
            status=", ".join(filter(None, (status, code_of(raw.get("intent"))))),
            standing=standing,
            category=_WORDS[kind],
            detail=join(dose, *_reasons(raw), note_texts(raw.get("note"))),
        )
    )


def medication_of(resource: Resource, sheet: Sheet) -> tuple[Concept, str]:
    """Return the drug and its element path: coded, by reference (contained or not), or the reference's words."""
    raw = resource.raw
    for name in ("medicationCodeableConcept", "medicationReference", "medication"):
        given = raw.get(name)
        if given is None:
            continue
        named = concept(given)
        reference = obj(given).get("reference") if name == "medication" else given
        if isinstance(reference, dict | str) and not named:
            named = _referenced(reference if isinstance(reference, dict) else obj(given), resource, sheet)
        if named:
            return named, name
    return NOTHING, "medicationCodeableConcept"


def _referenced(reference: Json, holder: Resource, sheet: Sheet) -> Concept:
    found = sheet.resolve(reference, holder)
    named = NOTHING
    if found is not None:
        named = concept(found.raw.get("code"))
        if not named:
            named = Concept(labels([obj(i).get("itemCodeableConcept") for i in items(found.raw.get("ingredient"))]))
    return named or Concept(sheet.named(reference))


def _standing(kind: str, status: str, raw: Json) -> Standing:
    standing = standing_of(kind, status)
    if standing is Standing.ERROR:
        return standing
    if raw.get("doNotPerform") is True or code_of(raw.get("intent")) == "proposal":
        return Standing.PLANNED
    if raw.get("notGiven") is True or raw.get("wasNotGiven") is True:
        return Standing.PLANNED
    if raw.get("taken") == "n" or raw.get("wasNotTaken") is True:
        return Standing.REFUTED
    return standing


def _line(label: str, dose: str, standing: Standing) -> str:
    words = {
        Standing.PAST: "past", Standing.PLANNED: "not taken now", Standing.REFUTED: "not taken",
        Standing.UNCERTAIN: "not certain",
    }  # fmt: skip
    line = f"{label}, {dose}" if dose else label
    return f"{line} ({words[standing]})" if standing in words else line


def _doses(raw: Json) -> str:
    """Return the dosage in words: the record's own text, else dose, route and rhythm put together."""
    given = raw.get("dosageInstruction") or raw.get("dosage")
    return join(*(clean(dose.get("text")) or _dose(dose) for dose in objects(given)[:5]))


def _dose(raw: Json) -> str:
    parts: list[str] = []
    for rate in [*objects(raw.get("doseAndRate")), raw]:
        amount = quantity(rate.get("doseQuantity")) or quantity(rate.get("dose")) or quantity(raw.get("quantity"))
        if amount is not None and str(amount) not in parts:
            parts.append(str(amount))
    parts.append(labels(raw.get("route")))
    timing = obj(raw.get("timing"))
    parts.append(concept(timing.get("code")).label or _rhythm(obj(timing.get("repeat"))))
    if raw.get("asNeededBoolean") is True or raw.get("asNeededCodeableConcept"):
        parts.append("as needed")
    return " ".join(part for part in parts if part)


def _rhythm(repeat: Json) -> str:
    frequency, period, unit = (repeat.get(key) for key in ("frequency", "period", "periodUnit"))
    if frequency is None or period is None or not isinstance(unit, str):
        return ""
    return clean(f"{frequency} per {period} {unit}", 60)


def _reasons(raw: Json) -> list[str]:
    texts = [labels(raw.get(name)) for name in ("reasonCode", "reasonCodeableConcept")]
    return [f"for {text}" for text in texts if text]
