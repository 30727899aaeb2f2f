"""Observation: results, vital signs and other observations, one fact per value and per component."""

from __future__ import annotations

from copilot.chart.chart import UnknownKind
from copilot.chart.elements import (
    NOTHING,
    Concept,
    code_of,
    concept,
    indexed,
    items,
    join,
    labels,
    note_texts,
)
from copilot.chart.fact import Fact, Kind, Quantity, Source, Standing, When
from copilot.chart.quantities import Value, reference_range, value_of
from copilot.chart.sheet import Sheet
from copilot.chart.status import standing_of
from copilot.chart.times import timed, when
from copilot.chart.vitals import VITAL_NAMES
from copilot.fhir.pull import Json, Resource

_KINDS = {"laboratory": Kind.LABORATORY, "vital-signs": Kind.VITAL_SIGN}
# A value that exists but is not shown, or that nobody could obtain, is not the same as a test not done.
_NOT_DONE = frozenset({"not-performed", "not-applicable", "not-permitted", "unsupported"})


def read(resource: Resource, sheet: Sheet) -> None:
    """Put down the facts of one Observation: its own value, and each component as a fact of its own."""
    raw = resource.raw
    start, until = timed(raw, "effectiveDateTime", "effectivePeriod", "effectiveInstant", "effectiveTiming")
    if start is None:
        start = when(raw.get("issued"))
    status = code_of(raw.get("status"))
    frame = _Frame(resource, sheet, start, until, status, standing_of("Observation", status), _kind(raw))
    own = _named(raw)
    components = indexed(raw.get("component"))
    if not components or value_of(raw)[0] is not None:
        frame.put(raw, own, "", "")
    for index, component in components:
        frame.put(component, _named(component), f"component[{index}].", own.label)


class _Frame:
    """What all facts of one Observation share."""

    def __init__(
        self,
        resource: Resource,
        sheet: Sheet,
        start: When | None,
        until: When | None,
        status: str,
        standing: Standing,
        kind: Kind,
    ) -> None:
        self.resource, self.sheet, self.start, self.until = resource, sheet, start, until
        self.status, self.standing, self.kind = status, standing, kind
        self.category = ", ".join(filter(None, map(code_of, items(resource.raw.get("category")))))

    def put(self, raw: Json, named: Concept, prefix: str, panel: str) -> None:
        """Put down the fact of the Observation itself or of one component."""
        value, value_codes, element = value_of(raw)
        absent = concept(raw.get("dataAbsentReason"))
        standing = self.standing
        reference = self.resource.reference
        if value is None and absent:
            standing = _absent_standing(standing, absent)
            self.sheet.unknown(UnknownKind.MISSING, f"{named.label}: {absent.label}", reference)
        quantity = value if isinstance(value, Quantity) else None
        detail = join(panel, _members(raw, value), _body(raw), note_texts(raw.get("note") or raw.get("comment")))
        fact = Fact(
            id="",
            kind=self.kind,
            label=named.label or "Observation",
            text=_line(named.label or "Observation", value, absent),
            source=Source(reference, prefix + (element or ("dataAbsentReason" if absent else "code"))),
            codes=named.codes,
            value=value,
            when=self.start,
            until=self.until,
            status=self.status,
            standing=standing,
            range=reference_range(raw.get("referenceRange"), quantity),
            flag=code_of(raw.get("interpretation")),
            category=self.category,
            detail=detail,
            value_codes=value_codes,
        )
        self.sheet.add(fact)


def _named(raw: Json) -> Concept:
    """Return what was observed; a vital sign with a bare LOINC code gets its plain name."""
    named = concept(raw.get("code"))
    if named.label and any(coding.code == named.label for coding in named.codes):
        plain = next((VITAL_NAMES[c.code] for c in named.codes if c.code in VITAL_NAMES), "")
        return Concept(plain, named.codes) if plain else named
    return named or NOTHING


def _kind(raw: Json) -> Kind:
    for category in items(raw.get("category")):
        for coding in concept(category).codes:
            if coding.code in _KINDS:
                return _KINDS[coding.code]
    if any(coding.code in VITAL_NAMES for coding in concept(raw.get("code")).codes):
        return Kind.VITAL_SIGN
    if not raw.get("category") and (raw.get("specimen") or raw.get("referenceRange")):
        return Kind.LABORATORY
    return Kind.OBSERVATION


def _absent_standing(standing: Standing, absent: Concept) -> Standing:
    if standing is Standing.ERROR:
        return standing
    codes = {coding.code for coding in absent.codes}
    return Standing.PLANNED if codes & _NOT_DONE else Standing.UNCERTAIN


def _line(label: str, value: Value, absent: Concept) -> str:
    if isinstance(value, Quantity):
        return f"{label} {value}"
    if value is not None:
        return f"{label}: {value}"
    return f"{label}: no value ({absent.label})" if absent else label


def _members(raw: Json, value: Value) -> str:
    members = items(raw.get("hasMember"))
    return f"panel of {len(members)}" if members and value is None else ""


def _body(raw: Json) -> str:
    return ", ".join(part for part in (labels(raw.get("bodySite")), labels(raw.get("method"))) if part)
