"""Rank what could explain the findings, and say when the chart is too thin to say anything."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from copilot.chart.chart import Chart
from copilot.differential.differential import Differential, Evidence, Hypothesis, Likelihood
from copilot.differential.evidence import gather, silence
from copilot.differential.next_steps import next_steps
from copilot.differential.priors import log_prior
from copilot.findings.finding import Findings
from copilot.knowledge.pack import Condition, Pack

SHOWN = 20
# Can't-miss is for what harms soon: an acute condition belongs there once its evidence outweighs its rarity, a
# slow one (a cancer, a chronic inflammation) only where it also comes near the best explanation.
CANT_MISS_SHOWN = 5
CANT_MISS_SCORE = 1.0
CANT_MISS_NEAR = 5.0
# Naive Bayes is over-confident; a temperature of 2 brings what is said near what is true
# (reference/knowledge_sources.md measured 2 to 3 on published cases).
TEMPERATURE = 2.0
# What the packs do not know is always possible: it takes this share of the whole before anything is said.
SOMETHING_ELSE = 0.10
STRONG_SHARE, STRONG_EVIDENCE = 0.35, 4.0
MODERATE_SHARE, MODERATE_EVIDENCE = 0.08, 2.0
# Below this much evidence for the first of the list, the honest answer is "not enough to say".
ENOUGH_EVIDENCE = 1.2


@dataclass(frozen=True, slots=True)
class _Scored:
    condition: Condition
    score: float
    known: tuple[Evidence, ...]
    unknown: tuple[Evidence, ...]
    named_by: tuple[str, ...]

    @property
    def support(self) -> float:
        """Return the sum of what speaks for it."""
        return sum(line.weight for line in self.known if line.weight > 0)

    @property
    def evidence(self) -> float:
        """Return the sum of all lines, for and against."""
        return sum(line.weight for line in self.known)


def rank(findings: Findings, chart: Chart, pack: Pack) -> Differential:
    """Return the differential: every condition of the pack scored, the best `SHOWN` and the can't-miss kept."""
    scored = sorted((_score(c, findings, pack) for c in pack.conditions.values()), key=_order)
    cant_miss = _cant_miss(scored)
    shown = scored[:SHOWN] + [s for s in scored[SHOWN:] if s.condition.id in cant_miss]
    shares = posterior({s.condition.id: s.score for s in scored if s.support > 0})
    hypotheses = tuple(_hypothesis(position, s, shares.get(s.condition.id, 0.0)) for position, s in enumerate(shown, 1))
    steps = next_steps(hypotheses, shares, cant_miss, chart, pack)
    return Differential(
        hypotheses=hypotheses,
        cant_miss=cant_miss,
        next_steps=steps,
        abstention=_abstention(shown, steps[0].name if steps else ""),
    )


def posterior(scores: Mapping[str, float]) -> dict[str, float]:
    """Return shares that sum to 1 - `SOMETHING_ELSE`, tempered; order kept, empty for no scores."""
    if not scores:
        return {}
    highest = max(scores.values())
    raised = {key: math.exp((score - highest) / TEMPERATURE) for key, score in scores.items()}
    total = sum(raised.values())
    return {key: (1.0 - SOMETHING_ELSE) * value / total for key, value in raised.items()}


def _score(condition: Condition, findings: Findings, pack: Pack) -> _Scored:
    known, unknown = gather(condition, findings, pack)
    named_by = findings.known_conditions.get(condition.id, ())
    prior = log_prior(condition, findings.patient, known=bool(named_by))
    score = prior + sum(line.weight for line in known) + silence(condition, findings, pack)
    return _Scored(condition, score, known, unknown, named_by)


def _order(scored: _Scored) -> tuple[bool, float, str]:
    """Sort what nothing supports last; the id breaks ties so that the order never depends on chance."""
    return (scored.support <= 0, -scored.score, scored.condition.id)


def _cant_miss(scored: Sequence[_Scored]) -> tuple[str, ...]:
    """Return the ids that must not be missed here, in their order in the list."""
    best = max((s.score for s in scored if s.support > 0), default=0.0)
    group = (s.condition.id for s in scored if s.condition.cant_miss and _must_be_settled(s, best))
    return tuple(group)[:CANT_MISS_SHOWN]


def _must_be_settled(scored: _Scored, best: float) -> bool:
    slow = scored.condition.course in ("chronic", "subacute")
    least = max(CANT_MISS_SCORE, best - CANT_MISS_NEAR) if slow else CANT_MISS_SCORE
    return scored.support > 0 and scored.score >= least


def _hypothesis(position: int, scored: _Scored, share: float) -> Hypothesis:
    supporting = tuple(line for line in scored.known if line.weight > 0)
    return Hypothesis(
        rank=position,
        condition=scored.condition,
        score=scored.score,
        likelihood=_likelihood(share, scored.evidence, len(supporting)),
        supporting=supporting,
        opposing=tuple(line for line in scored.known if line.weight < 0),
        unknown=scored.unknown,
        already_known=scored.named_by,
    )


def _likelihood(share: float, evidence: float, lines: int) -> Likelihood:
    """Return the band: a share of the list alone never makes it strong, the evidence must carry it too."""
    if share >= STRONG_SHARE and evidence >= STRONG_EVIDENCE and lines >= 2:
        return Likelihood.STRONG
    if share >= MODERATE_SHARE and evidence >= MODERATE_EVIDENCE:
        return Likelihood.MODERATE
    return Likelihood.WEAK


def _abstention(shown: Sequence[_Scored], best_step: str) -> str:
    best = max((s.support for s in shown), default=0.0)
    if best >= ENOUGH_EVIDENCE:
        return ""
    ask = f" What would help most: {best_step}." if best_step else ""
    return f"Not enough to say: the chart shows too few findings that speak for anything.{ask}"
