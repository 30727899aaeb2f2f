"""How much the packs know, counted; shown by the lint, in the README and in About."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from copilot.knowledge.pack import Condition, DiagnosticTest, Reference, Term


@dataclass(frozen=True, slots=True)
class Counts:
    """Sizes of a pack. A figure is a published number; every other weight is an editorial band."""

    conditions: int
    cant_miss: int
    terms: int
    surface_forms: int
    rows: int
    figures: int
    tests: int
    references: int

    def line(self) -> str:
        """Return the counts as one line."""
        return (
            f"{self.conditions} conditions ({self.cant_miss} not to be missed), {self.terms} findings with "
            f"{self.surface_forms} surface forms, {self.rows} rows, {self.figures} figures, {self.tests} tests, "
            f"{self.references} references"
        )


def counts(
    terms: Mapping[str, Term],
    conditions: Mapping[str, Condition],
    tests: Mapping[str, DiagnosticTest],
    references: Mapping[str, Reference],
) -> Counts:
    """Count what there is."""
    links = [link for condition in conditions.values() for link in condition.links]
    return Counts(
        conditions=len(conditions),
        cant_miss=sum(bool(c.cant_miss) for c in conditions.values()),
        terms=len(terms),
        surface_forms=sum(len({t.name, *t.surface, *t.denied_by}) for t in terms.values()),
        rows=len(links),
        figures=sum(len(link.figures) for link in links) + sum(len(c.base_rates) for c in conditions.values()),
        tests=len(tests),
        references=len(references),
    )
