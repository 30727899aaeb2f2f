"""The review as the JSON object of the command-line contract (`chartside.review/1`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copilot.chart.chart import Person
from copilot.chart.fact import Fact
from copilot.differential.differential import Evidence, Hypothesis, NextStep, Part
from copilot.findings.corrections import Correction, name_of
from copilot.knowledge.pack import Condition, Figure, Reference
from copilot.narrative.answer import Answer
from copilot.narrative.narrative import Narrative, Sentence
from copilot.review.references import short_ids
from copilot.review.review import Review

SCHEMA = "chartside.review/1"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"

Json = dict[str, Any]


def as_json(review: Review) -> Json:
    """Return the review as plain JSON values; every id that a line names is resolved in `facts`, `references`."""
    short = short_ids(review)
    corrections = review.findings.corrections
    return {
        "schema": SCHEMA,
        "source": review.chart.source,
        "patient": _person(review.chart.person, review.findings.patient.age_years, review.findings.patient.sex),
        "as_of": review.chart.as_of,
        "fhir_version": review.chart.fhir_version,
        "differential": [_hypothesis(h, short) for h in review.differential.hypotheses],
        "cant_miss": list(review.differential.cant_miss),
        "abstention": review.differential.abstention or None,
        **({"corrections": [_correction(one, review) for one in corrections]} if corrections else {}),
        "next_steps": [_step(step) for step in review.differential.next_steps],
        "facts": {identifier: _fact(fact) for identifier, fact in review.facts.items()},
        "references": {short[key]: _reference(review.differential.references[key]) for key in short},
        "unknowns": [{"kind": u.kind.value, "text": u.text, "resource": u.resource} for u in review.unknowns],
        "narrative": _narrative(review.narrative, short),
        "no_narrative": review.no_narrative or None,
        "answers": [_answer(answer, short) for answer in review.answers],
        "pack": {"version": review.pack.version, "conditions": len(review.pack.conditions)},
        "seconds": {stage: round(value, 4) for stage, value in review.seconds.items()},
    }


def _person(person: Person, age_years: float | None, sex: str) -> Json:
    """Return who it is; age and sex may come from a note where the Patient resource is silent."""
    return {
        "id": person.id,
        "name": person.name,
        "sex": person.sex if person.sex != "unknown" else sex,
        "birth_date": person.birth_date or None,
        "age_years": None if age_years is None else round(age_years, 2),
        "identifiers": list(person.identifiers),
        "deceased": person.deceased,
    }


def _hypothesis(hypothesis: Hypothesis, short: Mapping[str, str]) -> Json:
    condition = hypothesis.condition
    return {
        "rank": hypothesis.rank,
        "id": condition.id,
        "name": condition.name,
        "synonyms": list(condition.synonyms),
        "codes": _codes(condition),
        "pack": condition.pack,
        "likelihood": hypothesis.likelihood.value,
        "score": round(hypothesis.score, 4),
        "cant_miss": bool(condition.cant_miss),
        "cant_miss_reason": condition.cant_miss or None,
        "already_known": list(hypothesis.already_known),
        "for": [_evidence(line, short) for line in hypothesis.supporting],
        "against": [_evidence(line, short) for line in hypothesis.opposing],
        "unknown": [_evidence(line, short) for line in hypothesis.unknown],
        **({"paused": [_evidence(line, short) for line in hypothesis.paused]} if hypothesis.paused else {}),
        "parts": [_part(part) for part in hypothesis.parts],
        "references": [short[reference] for reference in condition.references],
    }


def _correction(correction: Correction, review: Review) -> Json:
    """Return what the clinician said of a finding, beside what the chart says of it (null: nothing)."""
    findings = review.findings
    chart = findings.as_read.by_term.get(correction.finding) if findings.as_read else None
    now = findings.by_term.get(correction.finding)
    return {
        "finding": correction.finding,
        "name": name_of(correction.finding, review.pack),
        "says": correction.says.value,
        "chart": chart.presence.value if chart else None,
        "time": correction.at.isoformat(timespec="seconds"),
        "facts": list(now.facts) if now else [],
    }


def _part(part: Part) -> Json:
    """Return what the score counts beside the lines: all these weights together are the score."""
    return {
        "kind": part.kind.value,
        "text": part.text,
        "weight": round(part.weight, 4),
        "findings": list(part.findings),
    }


def _codes(condition: Condition) -> list[Json]:
    own = [{"system": ICD10, "code": code} for code in condition.icd10]
    return own + [{"system": system, "code": code} for system, code in condition.codes]


def _evidence(line: Evidence, short: Mapping[str, str]) -> Json:
    return {
        "finding": line.finding,
        "name": line.name,
        "text": line.text,
        "weight": round(line.weight, 4),
        "facts": list(line.facts),
        "references": [short[reference] for reference in line.references],
        "editorial": line.editorial,
        "band": line.band or None,
        "figure": _figure(line.figure, short),
        "explained_by": list(line.explained_by),
        **({"timing": line.timing} if line.timing else {}),
    }


def _figure(figure: Figure | None, short: Mapping[str, str]) -> Json | None:
    if figure is None:
        return None
    return {
        "kind": figure.kind.value,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "n": figure.n,
        "population": figure.population,
        "reference": short.get(figure.reference),
    }


def _step(step: NextStep) -> Json:
    return {
        "kind": step.kind.value,
        "name": step.name,
        "cost_tier": step.cost_tier,
        "gain": round(step.gain, 4),
        "findings": list(step.findings),
        "if_positive": step.if_positive,
        "if_negative": step.if_negative,
        "already_done": list(step.already_done),
    }


def _fact(fact: Fact) -> Json:
    return {
        "kind": str(fact.kind),
        "text": fact.text,
        "resource": fact.source.resource,
        "path": fact.source.path,
        "span": list(fact.source.span) if fact.source.span else None,
        "time": fact.when.text if fact.when else None,
        "status": fact.status or None,
        "standing": str(fact.standing),
    }


def _reference(reference: Reference) -> Json:
    return {
        "id": reference.id,
        "title": reference.title,
        "publisher": reference.publisher,
        "year": reference.year,
        "url": reference.url,
        "accessed": reference.accessed,
        "pmid": reference.pmid or None,
        "type": reference.type,
    }


def _narrative(narrative: Narrative | None, short: Mapping[str, str]) -> Json | None:
    if narrative is None:
        return None
    model = narrative.model
    return {
        "model": {name: getattr(model, name) for name in model.__dataclass_fields__},
        "incomplete": narrative.incomplete or None,
        "tokens_per_second": round(narrative.tokens_per_second, 1),
        "sentences": [_sentence(sentence, short) for sentence in narrative.sentences],
    }


def _answer(answer: Answer, short: Mapping[str, str]) -> Json:
    """Return one answer; only what is supported may be used, the rest stands with its reason."""
    return {
        "question": answer.question,
        "outcome": answer.outcome.value,
        "reason": answer.reason or None,
        "model": answer.model.name if answer.model else None,
        "offered": list(answer.offered),
        "sentences": [_sentence(sentence, short) for sentence in answer.sentences],
    }


def _sentence(sentence: Sentence, short: Mapping[str, str]) -> Json:
    return {
        "text": sentence.text,
        "condition": sentence.condition,
        "facts": list(sentence.facts),
        "references": [short.get(reference, reference) for reference in sentence.references],
        "support": sentence.support.value,
        "reason": sentence.reason or None,
    }
