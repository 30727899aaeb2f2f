"""What to ask, examine or test next: expected gain for its cost, with what each result would change."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from copilot.chart.chart import Chart
from copilot.differential.differential import Hypothesis, NextStep, StepKind
from copilot.differential.weights import probability
from copilot.knowledge.pack import Link, Pack, Term, TermKind

WEIGHED = 8  # hypotheses over which a step is judged: what lies further down changes no decision now
SHOWN = 8
LEAST_GAIN = 0.005
# Editorial: how much more a step must tell to be worth its tier (1 at the bedside .. 4 invasive or scarce).
COST = {1: 1.0, 2: 1.3, 3: 1.9, 4: 3.0}
_ASKED = (TermKind.SYMPTOM, TermKind.HISTORY, TermKind.EXPOSURE)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What learning one finding would do: bits gained, and who goes up by a yes and by a no."""

    gain: float
    up: tuple[str, ...]
    down: tuple[str, ...]


def next_steps(
    hypotheses: Sequence[Hypothesis],
    shares: Mapping[str, float],
    cant_miss: Sequence[str],
    chart: Chart,
    pack: Pack,
) -> tuple[NextStep, ...]:
    """Return the most useful steps first; tests that would exclude a can't-miss condition are always there."""
    leading = [h for h in hypotheses[:WEIGHED] if shares.get(h.condition.id)]
    listed = [{link.finding: link for link in h.condition.links} for h in leading]
    answers = {finding: _answer(pack.terms[finding], leading, listed, shares) for finding in _open_findings(leading)}
    steps = [*_asked(answers, pack), *_tested(answers, leading, cant_miss, hypotheses, chart, pack)]
    ordered = sorted(steps, key=lambda step: (-step.gain / COST[step.cost_tier], step.name))
    wanted = _must_have(hypotheses, cant_miss, pack)
    first = [step for step in ordered if step.gain >= LEAST_GAIN][:SHOWN]
    return (*first, *(step for step in ordered if step.name in wanted and step not in first))


def _open_findings(leading: Sequence[Hypothesis]) -> list[str]:
    return sorted({line.finding for h in leading for line in h.unknown})


def _answer(
    term: Term, leading: Sequence[Hypothesis], listed: Sequence[Mapping[str, Link]], shares: Mapping[str, float]
) -> _Answer:
    total = sum(shares[h.condition.id] for h in leading)
    prior = [shares[h.condition.id] / total for h in leading]
    links = [of_condition.get(term.id) for of_condition in listed]
    likely = [probability(link, term) if link is not None else term.background for link in links]
    yes = sum(p * q for p, q in zip(prior, likely, strict=True))
    if_yes = [p * q / yes for p, q in zip(prior, likely, strict=True)]
    if_no = [p * (1 - q) / (1 - yes) for p, q in zip(prior, likely, strict=True)]
    gain = _entropy(prior) - yes * _entropy(if_yes) - (1 - yes) * _entropy(if_no)
    return _Answer(gain, _risers(leading, prior, if_yes), _risers(leading, prior, if_no))


def _entropy(shares: Sequence[float]) -> float:
    """Return the entropy in bits."""
    return -sum(share * math.log2(share) for share in shares if share > 0)


def _risers(leading: Sequence[Hypothesis], before: Sequence[float], after: Sequence[float]) -> tuple[str, ...]:
    """Return the names of at most two conditions that rise by a tenth or more, the largest rise first."""
    rises = [(b - a, h.condition.name) for h, b, a in zip(leading, after, before, strict=True) if b > 1.1 * a]
    return tuple(name for _, name in sorted(rises, key=lambda rise: (-rise[0], rise[1]))[:2])


def _said(names: tuple[str, ...]) -> str:
    return f"more likely: {' and '.join(names)}" if names else "changes little"


def _asked(answers: Mapping[str, _Answer], pack: Pack) -> Iterator[NextStep]:
    """Yield the questions and the examinations: one finding each, at the bedside."""
    for finding, answer in answers.items():
        term = pack.terms[finding]
        if term.kind in _ASKED:
            yield _step(StepKind.QUESTION, term.ask or f"{term.name}?", 1, (finding,), answer)
        elif term.kind is TermKind.SIGN:
            yield _step(StepKind.EXAM, term.name, 1, (finding,), answer)


def _step(
    kind: StepKind,
    name: str,
    tier: int,
    findings: tuple[str, ...],
    answer: _Answer,
    done: tuple[str, ...] = (),
) -> NextStep:
    return NextStep(kind, name, tier, max(answer.gain, 0.0), findings, _said(answer.up), _said(answer.down), done)


def _tested(
    answers: Mapping[str, _Answer],
    leading: Sequence[Hypothesis],
    cant_miss: Sequence[str],
    hypotheses: Sequence[Hypothesis],
    chart: Chart,
    pack: Pack,
) -> Iterator[NextStep]:
    """Yield the tests that answer an open finding, or would confirm or exclude a condition in question."""
    in_question = [*leading, *(h for h in hypotheses if h.condition.id in cant_miss and h not in leading)]
    for test in pack.tests.values():
        open_here = [answers[finding] for finding in test.shows if finding in answers]
        excludes = tuple(h.condition.name for h in in_question if test.id in h.condition.excluded_by)
        confirms = tuple(h.condition.name for h in in_question if test.id in h.condition.confirmed_by)
        if not open_here and not excludes and not confirms:
            continue
        best = max(open_here, key=lambda answer: answer.gain, default=_Answer(0.0, (), ()))
        findings = tuple(finding for finding in test.shows if finding in answers)
        yield NextStep(
            kind=StepKind.TEST,
            name=test.name,
            cost_tier=test.cost_tier,
            gain=max(best.gain, 0.0),
            findings=findings,
            if_positive=f"would confirm {' and '.join(confirms[:2])}" if confirms else _said(best.up),
            if_negative=f"would exclude {' and '.join(excludes[:2])}" if excludes else _said(best.down),
            already_done=chart.results.newest(test.loinc, (test.name, *test.names)),
        )


def _must_have(hypotheses: Sequence[Hypothesis], cant_miss: Sequence[str], pack: Pack) -> frozenset[str]:
    """Return the names of the first test that would exclude each can't-miss condition."""
    chosen = (h.condition.excluded_by[:1] for h in hypotheses if h.condition.id in cant_miss)
    return frozenset(pack.tests[test].name for tests in chosen for test in tests)
