"""Score the conditions of the common pack: those that can come near the top in full, the others only by a bound."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from copilot.differential.differential import Part
from copilot.differential.parts import beforehand, complaints, explaining, needed, silence, tells_symptoms, unexplained
from copilot.differential.priors import log_prior, log_rarity
from copilot.differential.rare import Detail
from copilot.differential.told import Told
from copilot.differential.weighed import weighed
from copilot.findings.finding import Findings
from copilot.knowledge.pack import Condition, Pack

# An acute condition that must not be missed is in question from this score on, its whole rarity counted.
CANT_MISS_SCORE = 0.0
# So many conditions are scored in full beyond what is shown: the shares of the list count them.
_BEYOND = 60


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
    """The conditions of a pack for one patient; `before` are their scores with other corrections of the same chart.

    A condition can reach at most its prior and all that speaks for it: echoes, silence and what speaks against it
    only lower that. So most need no closer look.
    """

    def __init__(self, findings: Findings, pack: Pack, before: Scores | None = None) -> None:
        self._findings, self._pack, self._table = findings, pack, weighed(pack)
        self._tells = tells_symptoms(findings, pack)
        came_with = complaints(findings, pack)
        self._complaints = tuple(
            (explaining(one, findings, self._table), unexplained(one, len(came_with), pack)) for one in came_with
        )
        same = before if before is not None and before.of_same_chart(findings, pack) else None
        self.told: Told = Told(findings, pack, self._table, same.told if same is not None else None)
        self.priors: Mapping[str, float] = same.priors if same is not None else self._all_priors()
        self._bounds = {one: most + self.priors[one] for one, most in self.told.most.items()}

    def of_same_chart(self, findings: Findings, pack: Pack) -> bool:
        """Return whether the findings are of this chart as it was read, and weighed by this pack."""
        mine = self._findings.as_read or self._findings
        return pack is self._pack and (findings.as_read or findings) is mine

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

    def _all_priors(self) -> Mapping[str, float]:
        return {condition.id: self._prior(condition) for condition in self._pack.conditions.values()}

    def _parts(self, condition: Condition, *, supported: bool) -> Iterator[Part]:
        findings, pack = self._findings, self._pack
        yield from beforehand(condition, findings.patient, known=condition.id in findings.known_conditions)
        yield from (part for explained_by, part in self._complaints if condition.id not in explained_by)
        # What nothing supports stands last anyway: its silence is not worth looking at.
        if self._tells and supported:
            yield from silence(self._table.usual(condition.id), findings, pack)
            yield from needed(condition, findings, pack)

    def _score(self, condition: Condition) -> Scored:
        said = self.told.said(condition)
        evidence = sum(one.weight for one in said)
        support = sum(one.weight for one in said if one.weight > 0)
        parts = tuple(self._parts(condition, supported=support > 0))
        return Scored(
            condition=condition,
            score=evidence + sum(part.weight for part in parts),
            support=support,
            evidence=evidence,
            named_by=self._findings.known_conditions.get(condition.id, ()),
            lines=partial(self.told.detail, condition),
            parts=parts,
        )
