"""FamilyMemberHistory: one fact per condition of a relative."""

from __future__ import annotations

from copilot.chart.elements import clean, code_of, concept, indexed, join, labels
from copilot.chart.fact import Coding, Fact, Kind, Source
from copilot.chart.quantities import quantity
from copilot.chart.sheet import Sheet
from copilot.chart.status import standing_of
from copilot.chart.times import timed
from copilot.fhir.pull import Json, Resource


def read(resource: Resource, sheet: Sheet) -> None:
    """Put down each condition with the relative in the label's tail; a relative without one is a fact too."""
    raw = resource.raw
    relative = concept(raw.get("relationship")).label or "relative"
    conditions = indexed(raw.get("condition"))
    for index, condition in conditions:
        named = concept(condition.get("code"))
        label = named.label or "condition without a name"
        detail = join(_onset(condition), labels(condition.get("outcome")), _death(raw))
        _put(resource, sheet, (label, relative), f"condition[{index}].code", named.codes, detail)
    if not conditions:
        reason = labels(raw.get("dataAbsentReason"))
        _put(resource, sheet, ("no condition named", relative), "relationship", (), join(reason, _death(raw)))


def _put(
    resource: Resource,
    sheet: Sheet,
    words: tuple[str, str],
    path: str,
    codes: tuple[Coding, ...],
    detail: str,
) -> None:
    label, relative = words
    raw = resource.raw
    status = code_of(raw.get("status"))
    start, _ = timed(raw, "date")
    sheet.add(
        Fact(
            id="",
            kind=Kind.FAMILY,
            label=label,
            text=f"{relative}: {label}",
            source=Source(resource.reference, path),
            codes=codes,
            when=start,
            status=status,
            standing=standing_of("FamilyMemberHistory", status),
            category=relative,
            detail=join(relative, detail),
        )
    )


def _onset(condition: Json) -> str:
    age = quantity(condition.get("onsetAge"))
    if age is not None:
        return f"onset at age {age}"
    words = clean(condition.get("onsetString"))
    return f"onset: {words}" if words else ""


def _death(raw: Json) -> str:
    age = quantity(raw.get("deceasedAge"))
    if age is not None:
        return f"died at age {age}"
    return "died" if raw.get("deceasedBoolean") is True or raw.get("deceasedDate") else ""
