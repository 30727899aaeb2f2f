"""`Sheet`: where the readers put down facts, notes and unknowns while one pull is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from copilot.chart.chart import Unknown, UnknownKind
from copilot.chart.fact import Fact
from copilot.fhir.pull import Pull, Resource
from copilot.fhir.references import ReferenceIndex, display_of

NOTE_LIMIT = 1_000_000


@dataclass(slots=True)
class Sheet:
    """Facts (without ids yet), notes beside the fact that stands for them, and unknowns of one patient.

    `hidden` says what was hidden in which resource.
    """

    pull: Pull
    index: ReferenceIndex
    facts: list[Fact] = field(default_factory=list)
    notes: list[tuple[Fact, str, str]] = field(default_factory=list)
    unknowns: list[Unknown] = field(default_factory=list)
    seen_documents: dict[str, str] = field(default_factory=dict)
    superseded: set[str] = field(default_factory=set)
    hidden: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, fact: Fact) -> None:
        """Put down one fact."""
        self.facts.append(fact)

    def note(self, fact: Fact, title: str, text: str) -> None:
        """Put down a note and the fact that stands for it; a very long text is cut and that is said."""
        if len(text) > NOTE_LIMIT:
            said = f"{title}: only the first {NOTE_LIMIT} of {len(text)} characters are read."
            self.unknown(UnknownKind.TRUNCATED, said, fact.source.resource)
            text = text[:NOTE_LIMIT]
        self.facts.append(fact)
        self.notes.append((fact, title, text))

    def unknown(self, kind: UnknownKind, text: str, resource: str = "") -> None:
        """Put down one unknown."""
        self.unknowns.append(Unknown(kind, text, resource))

    def resolve(self, reference: object, holder: Resource) -> Resource | None:
        """Return the resource that a reference means, if it is in the pull."""
        return self.index.find(reference, holder)

    def named(self, reference: object) -> str:
        """Return the display of a reference, for who or where."""
        return display_of(reference)[:200]
