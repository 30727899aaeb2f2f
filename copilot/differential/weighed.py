"""The rows of the common pack with their weights, made when a case first needs them: a case touches few."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from copilot.differential.weights import Weight, probability, weight
from copilot.knowledge.pack import Condition, Link, Pack, Term, TermKind

# A symptom that this share of patients has is usual: a note that leaves it out says something by that.
USUAL = 0.8


class Row(NamedTuple):
    """One row of one condition with its weight."""

    condition: str
    link: Link
    term: Term
    weight: Weight


class Weighed:
    """The rows of one pack by finding and by condition. Two threads may make the same row twice: it is equal."""

    def __init__(self, conditions: Mapping[str, Condition], terms: Mapping[str, Term]) -> None:
        self.conditions = conditions
        self._terms = terms
        self._links: dict[str, list[tuple[str, Link]]] = {}
        for condition in conditions.values():
            for link in condition.links:
                self._links.setdefault(link.finding, []).append((condition.id, link))
        self._by_finding: dict[str, tuple[Row, ...]] = {}
        self._by_condition: dict[str, tuple[Row, ...]] = {}
        self._usual: dict[str, tuple[tuple[str, float], ...]] = {}

    def of_finding(self, finding: str) -> tuple[Row, ...]:
        """Return the rows of all conditions that list the finding."""
        if finding not in self._by_finding:
            self._by_finding[finding] = tuple(self._row(*pair) for pair in self._links.get(finding, ()))
        return self._by_finding[finding]

    def of_condition(self, condition: str) -> tuple[Row, ...]:
        """Return all rows of a condition."""
        if condition not in self._by_condition:
            links = self.conditions[condition].links
            self._by_condition[condition] = tuple(self._row(condition, link) for link in links)
        return self._by_condition[condition]

    def usual(self, condition: str) -> tuple[tuple[str, float], ...]:
        """Return the condition's usual symptoms, each with what its absence weighs (below zero)."""
        if condition not in self._usual:
            self._usual[condition] = tuple(
                (row.link.finding, row.weight.absent)
                for row in self.of_condition(condition)
                if row.term.kind is TermKind.SYMPTOM
                and row.weight.absent < 0
                and probability(row.link, row.term) >= USUAL
            )
        return self._usual[condition]

    def _row(self, condition: str, link: Link) -> Row:
        term = self._terms[link.finding]
        return Row(condition, link, term, weight(link, term))


_last: Weighed | None = None


def weighed(pack: Pack) -> Weighed:
    """Return the rows of the pack; those of the last one are kept, there is one in use at a time."""
    global _last
    if _last is None or _last.conditions is not pack.conditions:
        _last = Weighed(pack.conditions, pack.terms)
    return _last
