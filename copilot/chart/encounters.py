"""Encounter: visits and stays, and the reasons for them as facts of their own."""

from __future__ import annotations

from copilot.chart.elements import code_of, concept, concepts, items, join, labels, obj, objects
from copilot.chart.fact import Coding, Fact, Kind, Source, Standing, When
from copilot.chart.sheet import Sheet
from copilot.chart.status import standing_of
from copilot.chart.times import timed
from copilot.fhir.pull import Json, Resource

_CLASSES = {
    "AMB": "Outpatient visit", "EMER": "Emergency visit", "IMP": "Hospital stay", "ACUTE": "Hospital stay",
    "NONAC": "Hospital stay", "OBSENC": "Observation stay", "SS": "Short stay", "HH": "Home health visit",
    "VR": "Virtual visit", "FLD": "Field visit", "PRENC": "Pre-admission visit",
}  # fmt: skip


def read(resource: Resource, sheet: Sheet) -> None:
    """Put down one encounter, and each reason for it as a fact with `category` "reason"."""
    raw = resource.raw
    start, until = timed(raw, "period", "actualPeriod", "plannedStartDate")
    status = code_of(raw.get("status"))
    standing = standing_of("Encounter", status)
    kind = next(iter(concepts(raw.get("type"))), None)
    class_code = code_of(raw.get("class"))
    class_label = _CLASSES.get(class_code) or concept(raw.get("class")).label
    label = (kind.label if kind else "") or class_label or "Encounter"
    sheet.add(
        Fact(
            id="",
            kind=Kind.ENCOUNTER,
            label=label,
            text=label,
            source=Source(resource.reference, "type[0]" if kind else "class"),
            codes=kind.codes if kind else (),
            when=start,
            until=until,
            status=status,
            standing=standing,
            category=class_code,
            detail=_detail(raw, class_label if kind else "", sheet),
        )
    )
    for path, label, codes in _reasons(raw):
        sheet.add(_reason(resource, path, label, codes, (start, until), status, standing))


def _reasons(raw: Json) -> list[tuple[str, str, tuple[Coding, ...]]]:
    """Return (path, label, codes) of every reason: R4 reasonCode, STU3 reason, R5 reason.value."""
    found = []
    for name in ("reasonCode", "reason"):
        for index, item in enumerate(items(raw.get(name))):
            named = concept(item)
            if not named and isinstance(item, dict):
                named = concept(item.get("value"))
            if named:
                found.append((f"{name}[{index}]", named.label, named.codes))
    return found


def _reason(
    resource: Resource,
    path: str,
    label: str,
    codes: tuple[Coding, ...],
    times: tuple[When | None, When | None],
    status: str,
    standing: Standing,
) -> Fact:
    return Fact(
        id="",
        kind=Kind.ENCOUNTER,
        label=label,
        text=f"Reason for visit: {label}",
        source=Source(resource.reference, path),
        codes=codes,
        when=times[0],
        until=times[1],
        status=status,
        standing=standing,
        category="reason",
    )


def _detail(raw: Json, class_label: str, sheet: Sheet) -> str:
    discharge = obj(raw.get("hospitalization") or raw.get("admission")).get("dischargeDisposition")
    diagnoses = ", ".join(
        filter(None, (sheet.named(item.get("condition") or item.get("role")) for item in objects(raw.get("diagnosis"))))
    )
    left = labels(discharge)
    return join(
        class_label,
        sheet.named(raw.get("serviceProvider")),
        f"diagnoses: {diagnoses}" if diagnoses else "",
        f"discharge: {left}" if left else "",
    )
