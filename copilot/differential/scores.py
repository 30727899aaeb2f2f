"""Score the conditions of the common pack: those that can come near the top in full, the others only by a bound."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from copilot.differential.differential import Part
from copilot.differential.evidence import decided, explained, gather, left_out
from copilot.differential.parts import beforehand, complaints, explaining, left_open, needed, silence, tells_symptoms
from copilot.differential.priors import log_prior, log_rarity
from copilot.differential.rare import Detail
from copilot.differential.weighed import Row, weighed
from copilot.differential.weights import UNCERTAIN_SHARE, probability
from copilot.findings.finding import Findings, Presence
from copilot.knowledge.pack import Condition, Pack

# An acute condition that must not be missed is in question from this score on, its whole rarity counted.
CANT_MISS_SCORE = 0.0
# So many conditions are scored in full beyond what is shown: the shares of the list count them.
_BEYOND = 60
# A known illness explains a finding that at least this share of its patients shows.
OFTEN = 0.3


@dataclass(frozen=True, slots=True)
class Scored:
    """A condition with its score; `support` sums what speaks for it, `evidence` all lines, `lines` makes them.

    `score` is `evidence` and the weights of `parts` together.
    """

    condition: Condition
    score: float
    support: float
    evidence: float
    named_by: tuple[str, ...]
    lines: Callable[[], Detail]
    parts: tuple[Part, ...] = ()


def order(scored: Scored) -> tuple[bool, float, str]:
    """Sort what nothing supports last; the id breaks ties so that the order never depends on chance."""
    return (scored.support <= 0, -scored.score, scored.condition.id)


def in_full(scored: Scored) -> float:
    """Return the score with the whole rarity of the condition, as the order of the list does not count it."""
    return scored.score + log_rarity(scored.condition)


class Scores:
    """The conditions of a pack for one patient. Only the rows of findings that the chart decides are touched.

    A condition can reach at most its prior and all that speaks for it: echoes, silence and what speaks against it
    only lower that. So most need no closer look.
    """

    def __init__(self, findings: Findings, pack: Pack) -> None:
        self._findings, self._pack, self._table = findings, pack, weighed(pack)
        self._tells = tells_symptoms(findings, pack)
        self._complaints = tuple((one, explaining(one, findings, self._table)) for one in complaints(findings, pack))
        self._already = self._explained_already()
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)
        bounds: defaultdict[str, float] = defaultdict(float)
        for term, finding in findings.by_term.items():
            absent = finding.presence is Presence.ABSENT
            share = UNCERTAIN_SHARE if finding.presence is Presence.UNCERTAIN else 1.0
            for row in self._table.of_finding(term):  # thousands: `Weight.of` written out
                self._rows[row.condition].append(row)
                weight = row.weight.absent if absent else row.weight.present * share
                if weight > 0:
                    bounds[row.condition] += weight
        self._bounds = {one: bound + self._prior(pack.conditions[one]) for one, bound in bounds.items()}

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

    def named(self, condition: Condition) -> str | None:
        """Return the id of the condition of the pack that has one of these names, or None."""
        names = (condition.name, *condition.synonyms)
        return next((found for name in names if (found := self._table.by_name.get(name.casefold()))), None)

    def of(self, identifier: str) -> Scored:
        """Return one condition of the pack scored, wherever in the list it would stand."""
        return self._score(self._pack.conditions[identifier])

    def best(self, shown: int, wanted: Collection[str]) -> Iterator[Scored]:
        """Yield, in no order, all that can be among the best `shown` or must not be missed, and those `wanted`."""
        conditions = self._pack.conditions
        ahead = sorted(self._bounds, key=lambda identifier: (-self._bounds[identifier], identifier))
        top: list[float] = []
        for number, identifier in enumerate(ahead):
            bound = self._bounds[identifier]
            out = number >= shown + _BEYOND and len(top) == shown and bound < top[0]
            if out and identifier not in wanted and not self._may_harm(conditions[identifier], bound):
                continue
            scored = self._score(conditions[identifier])
            if scored.support > 0:
                (heapq.heappush if len(top) < shown else heapq.heappushpop)(top, scored.score)
            yield scored
        unsupported = [identifier for identifier in conditions if identifier not in self._bounds]
        rest = unsupported[: max(0, shown - len(ahead))]
        yield from (self._score(conditions[i]) for i in {*rest, *(w for w in wanted if w not in self._bounds)})

    def _may_harm(self, condition: Condition, bound: float) -> bool:
        return bool(condition.cant_miss) and bound + log_rarity(condition) >= CANT_MISS_SCORE

    def _prior(self, condition: Condition) -> float:
        known = condition.id in self._findings.known_conditions
        return log_prior(condition, self._findings.patient, known=known)

    def _parts(self, condition: Condition, *, supported: bool) -> Iterator[Part]:
        findings, pack = self._findings, self._pack
        yield from beforehand(condition, findings.patient, known=condition.id in findings.known_conditions)
        yield from left_open(condition.id, self._complaints, pack)
        # What nothing supports stands last anyway: its silence is not worth looking at.
        if self._tells and supported:
            yield from silence(self._table.usual(condition.id), findings, pack)
            yield from needed(condition, findings, pack)

    def _score(self, condition: Condition) -> Scored:
        findings, table = self._findings, self._table
        rows = decided(self._rows.get(condition.id, ()), findings, self._pack)
        said = list(explained(rows, condition.name, self._already))
        evidence = sum(one.weight for one in said)
        support = sum(one.weight for one in said if one.weight > 0)
        parts = tuple(self._parts(condition, supported=support > 0))

        def lines() -> Detail:
            known, unknown = gather(condition, said, table.of_condition(condition.id), findings)
            paused = (row for term in findings.paused for row in table.of_finding(term))
            own = (row for row in paused if row.condition == condition.id)
            return Detail(known, unknown, {}, {}, left_out(condition, own, findings))

        return Scored(
            condition=condition,
            score=evidence + sum(part.weight for part in parts),
            support=support,
            evidence=evidence,
            named_by=findings.known_conditions.get(condition.id, ()),
            lines=lines,
            parts=parts,
        )
