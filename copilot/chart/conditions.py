"""Condition: problems and diagnoses, with what the record says about their certainty and course."""

from __future__ import annotations

from copilot.chart.absent import absence_of
from copilot.chart.elements import (
    clean,
    code_of,
    concept,
    concepts,
    items,
    join,
    labels,
    note_texts,
    objects,
)
from copilot.chart.fact import Fact, Kind, Source, Standing
from copilot.chart.quantities import quantity
from copilot.chart.sheet import Sheet
from copilot.chart.status import clinical_standing
from copilot.chart.times import timed
from copilot.fhir.pull import Json, Resource


def read(resource: Resource, sheet: Sheet) -> None:
    """Put down one Condition; "no known problems" becomes NONE_KNOWN, "no information" an unknown."""
    raw = resource.raw
    named = concept(raw.get("code"))
    start, _ = timed(raw, "onsetDateTime", "onsetPeriod", "recordedDate", "assertedDate", "dateRecorded")
    _, onset_end = timed(raw, "onsetPeriod")
    abated, _ = timed(raw, "abatementDateTime", "abatementPeriod")
    ended = any(key.startswith("abatement") and raw[key] not in (None, False) for key in raw)
    status, standing = clinical_standing(raw, ended=ended)
    label = named.label or "Condition without a name"
    if standing in (Standing.ASSERTED, Standing.UNCERTAIN, Standing.PAST):
        absence = absence_of(named, Kind.PROBLEM)
        if absence is not None:
            absence.put(resource, sheet, named, start)
            return
    sheet.add(
        Fact(
            id="",
            kind=Kind.PROBLEM,
            label=label,
            text=_line(label, standing),
            source=Source(resource.reference, "code"),
            codes=named.codes,
            when=start,
            until=abated or onset_end,
            status=status,
            standing=standing,
            category=", ".join(filter(None, map(code_of, items(raw.get("category"))))),
            detail=_detail(raw),
        )
    )


def _line(label: str, standing: Standing) -> str:
    words = {Standing.REFUTED: "refuted", Standing.PAST: "past", Standing.UNCERTAIN: "unconfirmed"}
    return f"{label} ({words[standing]})" if standing in words else label


def _detail(raw: Json) -> str:
    """Return severity, stage, site, age at onset, evidence and notes in words."""
    stages = ", ".join(concept(stage.get("summary")).label for stage in objects(raw.get("stage")))
    evidence = [
        found.label for item in objects(raw.get("evidence")) for found in concepts(item.get("code")) if found.label
    ]
    return join(
        labels(raw.get("severity")),
        stages,
        labels(raw.get("bodySite")),
        _age("onset", raw),
        _age("abatement", raw),
        f"evidence: {', '.join(evidence)}" if evidence else "",
        note_texts(raw.get("note")),
    )


def _age(name: str, raw: Json) -> str:
    age = quantity(raw.get(f"{name}Age"))
    if age is not None:
        unit = "years" if age.unit in ("a", "yr", "years", "year") else age.unit
        return f"{name} at age {age.value} {unit}".strip()
    words = clean(raw.get(f"{name}String"))
    return f"{name}: {words}" if words else ""
