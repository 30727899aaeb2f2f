"""What the findings say of each condition of the common pack, worked out when it is first asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TypeVar

from copilot.differential.evidence import Said, decided, explained, gather, left_out
from copilot.differential.rare import Detail
from copilot.differential.weighed import Row, Weighed
from copilot.differential.weights import UNCERTAIN_SHARE, probability
from copilot.findings.finding import Finding, Findings, Presence
from copilot.knowledge.pack import Condition, Pack

# A known illness explains a finding that at least this share of its patients shows.
OFTEN = 0.3

_Held = TypeVar("_Held")


class Told:
    """Only the rows of findings that the chart decides are touched.

    A correction changes what few conditions are told: what `before` worked out of all others, for the same chart and
    pack, is true still and taken over. `most` is all that speaks for a condition, nothing taken away from it.
    """

    def __init__(self, findings: Findings, pack: Pack, table: Weighed, before: Told | None = None) -> None:
        self._findings, self._pack, self._table = findings, pack, table
        self._already = self._explained_already()
        self._rows: dict[str, list[Row]] = {}
        self.most: dict[str, float] = {}
        self._said: dict[str, tuple[Said, ...]] = {}
        self._details: dict[str, Detail] = {}
        if before is None:
            self._collect(None)
        else:
            self._take_over(before)

    def said(self, condition: Condition) -> tuple[Said, ...]:
        """Return the lines of a condition that the chart decides, strongest first."""
        if condition.id not in self._said:
            rows = decided(self._rows.get(condition.id, ()), self._findings, self._pack)
            self._said[condition.id] = tuple(explained(rows, condition.name, self._already))
        return self._said[condition.id]

    def detail(self, condition: Condition) -> Detail:
        """Return what is shown of a condition."""
        if condition.id not in self._details:
            rows = self._table.of_condition(condition.id)
            known, unknown = gather(condition, self.said(condition), rows, self._findings)
            paused = (row for term in self._findings.paused for row in self._table.of_finding(term))
            own = (row for row in paused if row.condition == condition.id)
            self._details[condition.id] = Detail(known, unknown, {}, {}, left_out(condition, own, self._findings))
        return self._details[condition.id]

    def _explained_already(self) -> dict[str, tuple[str, ...]]:
        """Return the findings that are there and that known illnesses of the patient often show, with their names."""
        found: dict[str, list[str]] = {}
        for identifier in sorted(self._findings.known_conditions):
            for row in self._table.of_condition(identifier):
                finding = self._findings.by_term.get(row.link.finding)
                there = finding is not None and finding.presence is Presence.PRESENT
                if there and row.weight.present > 0 and probability(row.link, row.term) >= OFTEN:
                    found.setdefault(row.link.finding, []).append(self._pack.conditions[identifier].name)
        return {finding: tuple(names) for finding, names in found.items()}

    def _take_over(self, before: Told) -> None:
        """Take over what is the same as before, and collect the rows of the others."""
        others = touched(before._findings, self._findings, self._table)
        self._rows, self.most = _without(before._rows, others), _without(before.most, others)
        self._said, self._details = _without(before._said, others), _without(before._details, others)
        self._collect(others)

    def _collect(self, conditions: Collection[str] | None) -> None:
        """Collect the rows of the findings for these conditions (None: all), and add up what speaks for each."""
        rows: defaultdict[str, list[Row]] = defaultdict(list)
        most: defaultdict[str, float] = defaultdict(float)
        for term, finding in self._findings.by_term.items():
            absent = finding.presence is Presence.ABSENT
            share = UNCERTAIN_SHARE if finding.presence is Presence.UNCERTAIN else 1.0
            for row in self._table.of_finding(term):  # thousands: `Weight.of` written out
                if conditions is not None and row.condition not in conditions:
                    continue
                rows[row.condition].append(row)
                weight = row.weight.absent if absent else row.weight.present * share
                if weight > 0:
                    most[row.condition] += weight
        self._rows.update(rows)
        self.most.update(most)


def touched(before: Findings, now: Findings, table: Weighed) -> set[str]:
    """Return the conditions to which the two say different things.

    What is said of a general finding decides whether two kinds of it are one another's echo.
    """
    changed = _differing(before.by_term, now.by_term) | _differing(before.paused, now.paused)
    kinds = {special for term in changed for special in table.kinds_of(term)}
    return {row.condition for term in changed | kinds for row in table.of_finding(term)}


def _differing(one: Mapping[str, Finding], other: Mapping[str, Finding]) -> set[str]:
    """Return the terms of which the two do not hold the same."""
    return {term for term in one.keys() | other.keys() if one.get(term) != other.get(term)}


def _without(held: Mapping[str, _Held], keys: Collection[str]) -> dict[str, _Held]:
    """Return what is held under other keys."""
    return {key: value for key, value in held.items() if key not in keys}
