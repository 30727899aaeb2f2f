"""The review for a person at a terminal: the same lines, the same sources, nothing left out silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from copilot.differential.differential import Evidence, Hypothesis, NextStep, PartKind, StepKind
from copilot.findings.corrections import said_together
from copilot.knowledge.pack import Figure
from copilot.narrative.narrative import Sentence, Support
from copilot.review.references import short_ids
from copilot.review.review import Review
from copilot.review.wording import explained_words

SHOWN = 7
LINES = 5
UNKNOWNS = 12
# What lowers a condition without being a finding of the chart; how common it is and whom it strikes needs no line.
_TOLD = frozenset({PartKind.COMPLAINT, PartKind.SILENCE, PartKind.NEEDED})
DRAFT = "AI-assisted draft for clinicians, not reviewed. Not for time-critical decisions, not for patients."


def as_text(review: Review) -> str:
    """Return the review as lines of plain text."""
    return "\n".join(_lines(review))


def _lines(review: Review) -> Iterator[str]:
    short = short_ids(review)
    yield _head(review)
    yield DRAFT
    yield from _unknowns(review)
    if review.differential.abstention:
        yield f"\n{review.differential.abstention}"
    yield from _corrections(review)
    yield "\nWhat could explain this"
    shown = review.differential.shown[:SHOWN]
    for hypothesis in shown:
        yield from _hypothesis(hypothesis, short)
    yield from _cant_miss(review)
    yield from _steps(review.differential.next_steps)
    yield from _narrative(review)
    yield from _answers(review)
    yield from _references(review, short, shown)


def _head(review: Review) -> str:
    person, patient = review.chart.person, review.findings.patient
    age = "age unknown" if patient.age_years is None else f"{int(patient.age_years)} y"
    name = person.name or "Unnamed patient"
    return f"{name} · {age} · {patient.sex} · {review.chart.source} · as of {review.chart.as_of or 'unknown'}"


def _unknowns(review: Review) -> Iterator[str]:
    if review.unknowns:
        yield "\nNot known, or not to be relied on"
    for unknown in review.unknowns[:UNKNOWNS]:
        yield f"  {unknown.kind.value}: {unknown.text}"
    if len(review.unknowns) > UNKNOWNS:
        yield f"  … and {len(review.unknowns) - UNKNOWNS} more (all of them with --json)"


def _corrections(review: Review) -> Iterator[str]:
    if review.findings.corrections:
        yield f"\nCorrected by the clinician: {said_together(review.findings, review.pack)}"


def _hypothesis(hypothesis: Hypothesis, short: Mapping[str, str]) -> Iterator[str]:
    known = " · already in the chart" if hypothesis.already_known else ""
    yield f"\n{hypothesis.rank:2} {hypothesis.condition.name} [{hypothesis.likelihood.value}]{known}"
    for sign, lines in (("+", hypothesis.supporting), ("-", hypothesis.opposing)):
        for line in lines[:LINES]:
            yield f"   {sign} {line.name}: {line.text} {_sources(line, short)}"
    for part in hypothesis.parts:
        if part.kind in _TOLD:
            yield f"   - {part.text} (editorial)"
    if hypothesis.unknown:
        yield f"   ? {', '.join(line.name for line in hypothesis.unknown[:LINES])}"


def _sources(line: Evidence, short: Mapping[str, str]) -> str:
    """Return the chart line's ids, then the figure or the editorial band, then the references."""
    cited = " ".join(short[reference] for reference in line.references)
    said = f"editorial: {line.band}; {cited}" if line.editorial else f"{_figure(line.figure) or line.band}; {cited}"
    explained = f"; counts half: {explained_words(line)}" if line.explained_by else ""
    return f"[{', '.join(line.facts)}] ({said}{explained})"


def _figure(figure: Figure | None) -> str:
    if figure is None:
        return ""
    size = f", n = {figure.n}" if figure.n else ""
    return f"{figure.kind.value} {figure.value:g}{size}"


def _cant_miss(review: Review) -> Iterator[str]:
    if review.differential.cant_miss:
        yield "\nMust not be missed"
    for identifier in review.differential.cant_miss:
        condition = review.differential.by_id[identifier].condition
        tests = [review.pack.tests[test].name for test in condition.excluded_by or condition.confirmed_by]
        settle = f" Settled by: {', '.join(tests)}." if tests else ""
        yield f"  {condition.name}: {condition.cant_miss}{settle}"


def _steps(steps: Sequence[NextStep]) -> Iterator[str]:
    if steps:
        yield "\nMost useful next"
    for step in steps:
        yes, no = ("positive", "negative") if step.kind is StepKind.TEST else ("yes", "no")
        done = f" (already in the chart: {', '.join(step.already_done)})" if step.already_done else ""
        yield f"  {step.kind.value:8} {step.name}{done}: if {yes}, {step.if_positive}; if {no}, {step.if_negative}"


def _narrative(review: Review) -> Iterator[str]:
    if review.narrative is None:
        if review.no_narrative:
            yield f"\nNo words: {review.no_narrative}"
        return
    yield f"\nIn words ({review.narrative.model.name})"
    for sentence in review.narrative.sentences:
        if sentence.support is Support.SUPPORTED:
            yield f"  {sentence.text}"
    yield from _left_out(review.narrative.sentences)
    if review.narrative.incomplete:
        yield f"  Incomplete, do not use alone: {review.narrative.incomplete}"


def _answers(review: Review) -> Iterator[str]:
    for answer in review.answers:
        yield f"\nAsked: {answer.question}"
        for sentence in answer.supported:
            yield f"  {sentence.text} [{', '.join(sentence.facts)}]"
        yield from _left_out(answer.sentences)
        if answer.reason:
            yield f"  {answer.reason}"


def _left_out(sentences: Sequence[Sentence]) -> Iterator[str]:
    """Yield how many sentences are not shown, by what the check found."""
    verdicts = Counter[Support](s.support for s in sentences if s.support is not Support.SUPPORTED)
    if verdicts:
        kinds = ", ".join(f"{verdicts[kind]} {kind.words}" for kind in Support if kind in verdicts)
        yield f"  ({verdicts.total()} sentence(s) left out by the check: {kinds})"


def _references(review: Review, short: Mapping[str, str], shown: Sequence[Hypothesis]) -> Iterator[str]:
    cited = {r for h in shown for line in (*h.supporting, *h.opposing) for r in line.references}
    if cited:
        yield "\nReferences"
    for key in sorted(cited, key=lambda reference: int(short[reference][1:])):
        reference = review.differential.references[key]
        yield f"  {short[key]} {reference.title}. {reference.publisher} {reference.published}. {reference.url}"
