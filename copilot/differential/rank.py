"""Rank what could explain the findings, and say when the chart is too thin to say anything."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from copilot.chart.chart import Chart
from copilot.differential.differential import Differential, Hypothesis, Likelihood, Part, PartKind
from copilot.differential.next_steps import next_steps
from copilot.differential.priors import log_person
from copilot.differential.rare import Candidate, Detail, rare_candidates
from copilot.differential.scores import CANT_MISS_SCORE, Scored, Scores, in_full, order
from copilot.differential.timing import Timing
from copilot.findings.finding import Findings, Patient
from copilot.knowledge.pack import Pack, Reference

SHOWN = 20
# Can't-miss is for what harms soon: an acute condition belongs there once its evidence outweighs its rarity, a
# slow one (a cancer, a chronic inflammation) only where it also comes near the best explanation.
CANT_MISS_SHOWN = 7
CANT_MISS_NEAR = 5.0
# Naive Bayes is over-confident; this temperature brings the shares near how often the first line is right on the
# calibration cases (said 0.07, 0.26, 0.44, 0.64, 0.87: true 0.15, 0.30, 0.41, 0.79, 0.89; n = 318).
TEMPERATURE = 1.2
# What the packs do not know is always possible: it takes this share of the whole before anything is said.
SOMETHING_ELSE = 0.10
# On the same cases a strong first line is right four times in five, a moderate one less than half of the time.
STRONG_SHARE, STRONG_EVIDENCE = 0.60, 4.0
MODERATE_SHARE, MODERATE_EVIDENCE = 0.15, 2.0
# Below this much evidence for the first of the list, the honest answer is "not enough to say".
ENOUGH_EVIDENCE = 1.2


def rank(findings: Findings, chart: Chart, pack: Pack, before: Differential | None = None) -> Differential:
    """Return the differential: every condition of the packs scored, the best `SHOWN` and the can't-miss kept.

    With the differential `before` a correction of the same chart it comes sooner, and is the same.
    """
    rare = rare_candidates(findings, pack.rare, pack.left_out) if pack.rare else ()
    scores = Scores(findings, pack, before.scores if before is not None else None)
    scored = sorted(_one_line_each(scores, rare, findings.patient), key=order)
    cant_miss = _cant_miss(scored)
    shown = scored[:SHOWN] + [s for s in scored[SHOWN:] if s.condition.id in cant_miss]
    shares = posterior({s.condition.id: s.score for s in scored if s.support > 0})
    details = [s.lines() for s in shown]
    pack = _widened(pack, details)
    timing = Timing(chart)
    hypotheses = tuple(
        timing.timed(_hypothesis(position, s, detail, shares.get(s.condition.id, 0.0)))
        for position, (s, detail) in enumerate(zip(shown, details, strict=True), 1)
    )
    steps = next_steps(hypotheses, shares, cant_miss, chart, pack)
    return Differential(
        hypotheses=hypotheses,
        cant_miss=cant_miss,
        next_steps=steps,
        abstention=_abstention(shown, steps[0].name if steps else ""),
        references=_cited(hypotheses, pack.references),
        scores=scores,
    )


def posterior(scores: Mapping[str, float]) -> dict[str, float]:
    """Return shares that sum to 1 - `SOMETHING_ELSE`, tempered; order kept, empty for no scores."""
    if not scores:
        return {}
    highest = max(scores.values())
    raised = {key: math.exp((score - highest) / TEMPERATURE) for key, score in scores.items()}
    total = sum(raised.values())
    return {key: (1.0 - SOMETHING_ELSE) * value / total for key, value in raised.items()}


def _widened(pack: Pack, details: Sequence[Detail]) -> Pack:
    """Return the pack with the findings and references that the rare candidates bring along."""
    terms = {identifier: term for detail in details for identifier, term in detail.terms.items()}
    references = {key: one for detail in details for key, one in detail.references.items()}
    return replace(pack, terms={**terms, **pack.terms}, references={**pack.references, **references})


def _one_line_each(common: Scores, rare: Sequence[Candidate], patient: Patient) -> list[Scored]:
    """Return all candidates; a disease that both packs know stands once, where it scores higher, with all codes."""
    twins = {c.condition.id: common.named(c.condition) for c in rare}
    lines = {s.condition.id: s for s in common.best(SHOWN, {twin for twin in twins.values() if twin})}
    for candidate in rare:
        support = candidate.support
        found = Scored(candidate.condition, candidate.score, support, support, (), candidate.detail, candidate.parts)
        twin = twins[candidate.condition.id]
        if twin is None:
            lines[candidate.condition.id] = found
        else:
            lines[twin] = _joined(lines[twin], found, patient)
    return list(lines.values())


def _joined(common: Scored, rare: Scored, patient: Patient) -> Scored:
    """Return one line for a disease of both packs; what the common pack says of age and sex holds for both."""
    person = log_person(common.condition, patient)
    parts = (*rare.parts, Part(PartKind.PERSON, "age and sex", person)) if person else rare.parts
    better = replace(rare, score=rare.score + person, parts=parts) if rare.score + person > common.score else common
    codes = (*common.condition.codes, *rare.condition.codes)
    return replace(better, condition=replace(common.condition, codes=codes), named_by=common.named_by)


def _cited(hypotheses: Sequence[Hypothesis], known: Mapping[str, Reference]) -> dict[str, Reference]:
    """Return every reference that the list shows."""
    ids = {r for h in hypotheses for line in h.lines for r in line.references}
    ids |= {r for h in hypotheses for r in h.condition.references}
    return {identifier: known[identifier] for identifier in sorted(ids)}


def _cant_miss(scored: Sequence[Scored]) -> tuple[str, ...]:
    """Return the ids that must not be missed here, in their order in the list."""
    best = max((in_full(s) for s in scored if s.support > 0), default=0.0)
    group = (s.condition.id for s in scored if s.condition.cant_miss and _must_be_settled(s, best))
    return tuple(group)[:CANT_MISS_SHOWN]


def _must_be_settled(scored: Scored, best: float) -> bool:
    slow = scored.condition.course in ("chronic", "subacute")
    least = max(CANT_MISS_SCORE, best - CANT_MISS_NEAR) if slow else CANT_MISS_SCORE
    return scored.support > 0 and in_full(scored) >= least


def _hypothesis(position: int, scored: Scored, detail: Detail, share: float) -> Hypothesis:
    supporting = tuple(line for line in detail.known if line.weight > 0)
    return Hypothesis(
        rank=position,
        condition=scored.condition,
        score=scored.score,
        likelihood=_likelihood(share, scored.evidence, len(supporting)),
        supporting=supporting,
        opposing=tuple(line for line in detail.known if line.weight < 0),
        unknown=detail.unknown,
        paused=detail.paused,
        already_known=scored.named_by,
        share=share,
        parts=scored.parts,
    )


def _likelihood(share: float, evidence: float, lines: int) -> Likelihood:
    """Return the band: a share of the list alone never makes it strong, the evidence must carry it too."""
    if share >= STRONG_SHARE and evidence >= STRONG_EVIDENCE and lines >= 2:
        return Likelihood.STRONG
    if share >= MODERATE_SHARE and evidence >= MODERATE_EVIDENCE:
        return Likelihood.MODERATE
    return Likelihood.WEAK


def _abstention(shown: Sequence[Scored], best_step: str) -> str:
    best = max((s.support for s in shown), default=0.0)
    if best >= ENOUGH_EVIDENCE:
        return ""
    ask = f" What would help most: {best_step}." if best_step else ""
    return f"Not enough to say: the chart shows too few findings that speak for anything.{ask}"
