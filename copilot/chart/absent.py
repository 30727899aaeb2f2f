""" "None known" and "not known whether": coded absences, which look like findings and are none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.chart.chart import UnknownKind
from copilot.chart.elements import SNOMED, Concept
from copilot.chart.fact import Fact, Kind, Source, Standing, When
from copilot.chart.sheet import Sheet
from copilot.fhir.pull import Resource

_IPS = frozenset({
    "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips",
    "http://terminology.hl7.org/CodeSystem/absent-unknown-uv-ips",
})  # fmt: skip
_NONE_IPS = frozenset({
    "no-known-allergies", "no-known-medication-allergies", "no-known-environmental-allergies",
    "no-known-food-allergies", "no-known-problems", "no-known-medications", "no-known-procedures",
    "no-known-immunizations", "no-known-devices",
})  # fmt: skip
_NO_INFORMATION = re.compile(r"no-[a-z]+-info\Z")
_NONE_SNOMED = {
    Kind.ALLERGY: frozenset({"716186003", "409137002", "428607008", "429625007"}),
    Kind.PROBLEM: frozenset({"160245001"}),
    Kind.MEDICATION: frozenset({"787481004"}),
    Kind.PROCEDURE: frozenset({"787480003"}),
    Kind.IMMUNIZATION: frozenset({"787482006"}),
}
_NONE_WORDS = {
    Kind.ALLERGY: re.compile(
        r"(no known (\w+ ){0,2}allerg(y|ies)|no allergies|nkd?a|nil known( allergies)?)\.?\Z", re.IGNORECASE
    ),
    Kind.PROBLEM: re.compile(
        r"no (known|current|active) (\w+ ){0,2}(problems?|conditions?|diseases?)( or disability)?\.?\Z", re.IGNORECASE
    ),
    Kind.MEDICATION: re.compile(
        r"(no known|no current|not on any|no) (\w+ ){0,1}(medications?|drugs?)\.?\Z", re.IGNORECASE
    ),
}
_SECTION = {
    Kind.ALLERGY: "allergies", Kind.PROBLEM: "problems", Kind.MEDICATION: "medications",
    Kind.PROCEDURE: "procedures", Kind.IMMUNIZATION: "immunizations",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Absence:
    """Either "none known" (`known`) or "no information" for one kind of fact."""

    kind: Kind
    known: bool

    def put(self, resource: Resource, sheet: Sheet, named: Concept, when: When | None, path: str = "code") -> None:
        """Put down the NONE_KNOWN fact, or the unknown where the record has no information."""
        if not self.known:
            said = f"The record has no information about {_SECTION.get(self.kind, self.kind.value)}."
            sheet.unknown(UnknownKind.MISSING, said, resource.reference)
            return
        label = named.label or f"No known {_SECTION.get(self.kind, self.kind.value)}"
        sheet.add(
            Fact(
                id="",
                kind=self.kind,
                label=label,
                text=label,
                source=Source(resource.reference, path),
                codes=named.codes,
                when=when,
                standing=Standing.NONE_KNOWN,
            )
        )


def absence_of(named: Concept, kind: Kind) -> Absence | None:
    """Return the absence that a concept stands for (by IPS code, SNOMED code, or its own words), else None."""
    for coding in named.codes:
        if coding.system in _IPS:
            if _NO_INFORMATION.match(coding.code):
                return Absence(kind, known=False)
            if coding.code in _NONE_IPS:
                return Absence(kind, known=True)
        if coding.system == SNOMED and coding.code in _NONE_SNOMED.get(kind, ()):
            return Absence(kind, known=True)
    words = _NONE_WORDS.get(kind)
    if words is not None and words.match(named.label):
        return Absence(kind, known=True)
    return None
