"""Procedure and Immunization: what was done, and what was not done and why."""

from __future__ import annotations

from copilot.chart.absent import absence_of
from copilot.chart.elements import clean, code_of, concept, items, join, labels, note_texts, objects
from copilot.chart.fact import Fact, Kind, Source, Standing, When
from copilot.chart.sheet import Sheet
from copilot.chart.status import standing_of
from copilot.chart.times import timed
from copilot.fhir.pull import Json, Resource


def read_procedure(resource: Resource, sheet: Sheet) -> None:
    """Put down one procedure; "not done" (R4 status or STU3 flag) is PLANNED: nothing happened."""
    raw = resource.raw
    start, until = timed(
        raw, "performedDateTime", "performedPeriod", "occurrenceDateTime", "occurrencePeriod", "recorded"
    )
    notes = [
        _labelled("for", labels(raw.get("reasonCode")) or labels(raw.get("reason"))),
        _labelled("at", labels(raw.get("bodySite"))),
        _labelled("outcome", labels(raw.get("outcome"))),
        _labelled("complication", labels(raw.get("complication"))),
        _labelled("not done", labels(raw.get("statusReason")) or labels(raw.get("notDoneReason"))),
        clean(raw.get("performedString")),
    ]
    _put(resource, sheet, "code", Kind.PROCEDURE, (start, until), notes)


def read_immunization(resource: Resource, sheet: Sheet) -> None:
    """Put down one immunization, given or not."""
    raw = resource.raw
    start, _ = timed(raw, "occurrenceDateTime", "date", "recorded")
    doses = ", ".join(
        clean(str(item.get(name)), 40)
        for item in objects(raw.get("protocolApplied"))
        for name in ("doseNumberPositiveInt", "doseNumberString", "doseNumber")
        if item.get(name) is not None
    )
    notes = [
        _labelled("dose", doses),
        _labelled("not given", labels(raw.get("statusReason"))),
        clean(raw.get("occurrenceString")),
    ]
    _put(resource, sheet, "vaccineCode", Kind.IMMUNIZATION, (start, None), notes)


def _put(
    resource: Resource, sheet: Sheet, name: str, kind: Kind, times: tuple[When | None, When | None], notes: list[str]
) -> None:
    raw = resource.raw
    named = concept(raw.get(name))
    status = code_of(raw.get("status"))
    standing = standing_of(resource.type, status)
    if standing is not Standing.ERROR and _not_done(raw):
        standing = Standing.PLANNED
    absence = absence_of(named, kind) if standing is Standing.ASSERTED else None
    if absence is not None:
        absence.put(resource, sheet, named, times[0], name)
        return
    label = named.label or f"{resource.type} without a name"
    sheet.add(
        Fact(
            id="",
            kind=kind,
            label=label,
            text=f"{label} (not done)" if standing is Standing.PLANNED else label,
            source=Source(resource.reference, name),
            codes=named.codes,
            when=times[0],
            until=times[1],
            status=status,
            standing=standing,
            category=", ".join(filter(None, map(code_of, items(raw.get("category"))))),
            detail=join(*notes, note_texts(raw.get("note"))),
        )
    )


def _not_done(raw: Json) -> bool:
    return any(raw.get(name) is True for name in ("notDone", "notPerformed", "notGiven", "wasNotGiven"))


def _labelled(word: str, text: str) -> str:
    return f"{word}: {text}" if text else ""
