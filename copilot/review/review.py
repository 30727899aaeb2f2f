"""`Review`: everything known about one patient at one moment, and how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from copilot.chart.chart import Chart, Unknown, UnknownKind
from copilot.chart.fact import Fact
from copilot.differential.differential import Differential, Hypothesis
from copilot.fhir.pull import Pull
from copilot.findings.finding import Findings
from copilot.knowledge.pack import Pack, Reference
from copilot.narrative.answer import Answer
from copilot.narrative.narrative import Narrative

_LEFT_OUT = frozenset((UnknownKind.UNREADABLE, UnknownKind.REFUSED, UnknownKind.TRUNCATED))


@dataclass(frozen=True)
class Review:
    """One patient's chart, findings and differential; `narrative` stays None without a model.

    `no_narrative` says why there are no words; `answers` are those to questions that were asked with it.
    `seconds` holds "read", "findings", "differential", "narrative". `pull` is what it was made from, so that it can be
    kept and made again. `named` are conditions that the clinician holds and the list does not show.
    """

    chart: Chart
    findings: Findings
    differential: Differential
    pack: Pack
    seconds: Mapping[str, float]
    unknowns: tuple[Unknown, ...] = ()
    narrative: Narrative | None = None
    no_narrative: str = ""
    answers: tuple[Answer, ...] = ()
    pull: Pull | None = None
    named: tuple[Hypothesis, ...] = ()

    def hypothesis(self, condition: str) -> Hypothesis | None:
        """Return a condition with its evidence, from the list or of those that the clinician named."""
        below = (one for one in self.named if one.condition.id == condition)
        return self.differential.by_id.get(condition) or next(below, None)

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """Return every source that evidence of this review may rest on."""
        listed = self.differential.references
        return {**self.pack.references, **listed} if self.named else listed

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Return all facts by id: the chart's, and those of mentions in notes."""
        return {**self.chart.by_id, **{fact.id: fact for fact in self.findings.facts}}

    @property
    def partial(self) -> bool:
        """Return whether a part of the record is not here, so that nothing found is not "none"."""
        return any(unknown.kind in _LEFT_OUT for unknown in self.unknowns)

    @property
    def today(self) -> date | None:
        """Return the day from which ages and "days since" count."""
        return self.chart.as_of_date
