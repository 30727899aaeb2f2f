"""The common pack with every row weighed once, by condition and by finding, so that a case touches few rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Weighed:
    """All rows; `usual` maps a condition to its usual symptoms and what the absence of each weighs (below zero)."""

    conditions: Mapping[str, Condition]
    by_condition: Mapping[str, tuple[Row, ...]]
    by_finding: Mapping[str, tuple[Row, ...]]
    usual: Mapping[str, tuple[tuple[str, float], ...]]


_last: Weighed | None = None


def weighed(pack: Pack) -> Weighed:
    """Return the weighed rows of the pack; those of the last one are kept, there is one in use at a time."""
    global _last
    if _last is None or _last.conditions is not pack.conditions:
        _last = _build(pack)
    return _last


def _build(pack: Pack) -> Weighed:
    by_finding: dict[str, list[Row]] = defaultdict(list)
    by_condition: dict[str, tuple[Row, ...]] = {}
    usual: dict[str, tuple[tuple[str, float], ...]] = {}
    for condition in pack.conditions.values():
        terms = ((link, pack.terms[link.finding]) for link in condition.links)
        rows = tuple(Row(condition.id, link, term, weight(link, term)) for link, term in terms)
        by_condition[condition.id] = rows
        usual[condition.id] = tuple(_usual(rows))
        for row in rows:
            by_finding[row.link.finding].append(row)
    frozen = {finding: tuple(rows) for finding, rows in by_finding.items()}
    return Weighed(pack.conditions, by_condition, frozen, usual)


def _usual(rows: tuple[Row, ...]) -> list[tuple[str, float]]:
    return [
        (row.link.finding, row.weight.absent)
        for row in rows
        if row.term.kind is TermKind.SYMPTOM and row.weight.absent < 0 and probability(row.link, row.term) >= USUAL
    ]
