"""What each unknown would change: which conditions of the list rest on it, and which wait for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from copilot.chart.chart import Unknown, UnknownKind
from copilot.chart.fact import Fact
from copilot.differential.differential import Hypothesis
from copilot.knowledge.pack import TermKind
from copilot.review.review import Review

LEADING = 7  # of the list, beside what must not be missed
NAMED = 3
_KINDS: dict[str, tuple[TermKind, ...]] = {
    "Observation": (TermKind.LABORATORY, TermKind.SIGN),
    "DiagnosticReport": (TermKind.LABORATORY, TermKind.IMAGING),
    "ImagingStudy": (TermKind.IMAGING,),
    "DocumentReference": (TermKind.SYMPTOM, TermKind.SIGN, TermKind.HISTORY),
    "Composition": (TermKind.SYMPTOM, TermKind.SIGN, TermKind.HISTORY),
    "Condition": (TermKind.HISTORY, TermKind.SYMPTOM),
    "Procedure": (TermKind.HISTORY,),
    "FamilyMemberHistory": (TermKind.HISTORY,),
    "QuestionnaireResponse": (TermKind.SYMPTOM, TermKind.HISTORY, TermKind.EXPOSURE),
}
_OF_A_TYPE: dict[str, str] = {
    "MedicationRequest": "Without all medicines, one of them may be missed as a cause.",
    "MedicationStatement": "Without all medicines, one of them may be missed as a cause.",
    "MedicationAdministration": "Without all medicines, one of them may be missed as a cause.",
    "MedicationDispense": "Without all medicines, one of them may be missed as a cause.",
    "AllergyIntolerance": "An allergy may be missing from the banner.",
    "Patient": "Age and sex weigh in every condition of the list.",
}
_INCOMPLETE = frozenset({UnknownKind.REFUSED, UnknownKind.TRUNCATED, UnknownKind.UNREADABLE})


@dataclass(frozen=True, slots=True)
class Awaited:
    """A finding about which the chart says nothing, and the names of the leading conditions that wait for it."""

    name: str
    conditions: tuple[str, ...]

    @property
    def change(self) -> str:
        """Return who waits for it, in a sentence."""
        return f"Would speak for {_names(self.conditions)}."


def awaited(review: Review, most: int = 5) -> tuple[Awaited, ...]:
    """Return the findings that would say most about the leading conditions; they count by weight and share."""
    weights: dict[str, float] = {}
    names: dict[str, str] = {}
    waiting: dict[str, list[str]] = {}
    for hypothesis in _leading(review):
        for line in hypothesis.unknown:
            names[line.finding] = line.name
            waiting.setdefault(line.finding, []).append(hypothesis.condition.name)
            weights[line.finding] = weights.get(line.finding, 0.0) + line.weight * max(hypothesis.share, 0.01)
    ordered = sorted(weights, key=lambda finding: (-weights[finding], names[finding]))
    return tuple(Awaited(names[finding], tuple(waiting[finding])) for finding in ordered[:most])


def consequences(review: Review) -> tuple[str, ...]:
    """Return for each unknown of the review, in order, what it would change; empty where that is not known."""
    leading = _leading(review)
    resources = {_plain(u.resource) for u in review.unknowns if "/" in u.resource}
    by_resource: dict[str, list[Fact]] = {}
    for fact in review.chart.facts if resources else ():
        resource = _plain(fact.source.resource)
        if resource in resources:
            by_resource.setdefault(resource, []).append(fact)
    return tuple(_consequence(unknown, review, leading, by_resource) for unknown in review.unknowns)


def _leading(review: Review) -> tuple[Hypothesis, ...]:
    """Return the conditions at the top of the list, and those that must not be missed."""
    listed = review.differential.hypotheses
    dangerous = frozenset(review.differential.cant_miss)
    return (*listed[:LEADING], *(h for h in listed[LEADING:] if h.condition.id in dangerous))


def _consequence(
    unknown: Unknown, review: Review, leading: tuple[Hypothesis, ...], by_resource: Mapping[str, list[Fact]]
) -> str:
    """Return what one unknown would change."""
    facts = by_resource.get(_plain(unknown.resource), [])
    if unknown.kind is UnknownKind.STALE:
        waiting = _waiting_for_value(facts, review, leading)
        return f"A new value could speak for {_names(waiting)}." if waiting else ""
    resting = _resting(frozenset(f.id for f in facts), unknown.text, leading)
    if resting:
        return f"Counts for or against {_names(resting)}: right or wrong, it moves them."
    kind = unknown.resource.partition("/")[0]
    if unknown.kind in _INCOMPLETE:
        return _of_type(kind, review, leading)
    if unknown.kind is UnknownKind.MISSING and "Patient" in unknown.resource:
        return _OF_A_TYPE["Patient"]
    return "Nothing at the top of the list rests on it." if facts else ""


def _of_type(kind: str, review: Review, leading: tuple[Hypothesis, ...]) -> str:
    """Return what resources of a type that are not here could hold."""
    if kind in _OF_A_TYPE:
        return _OF_A_TYPE[kind]
    kinds, terms = _KINDS.get(kind, ()), review.pack.terms
    waiting = [
        h.condition.name
        for h in leading
        if any(line.finding in terms and terms[line.finding].kind in kinds for line in h.unknown)
    ]
    return f"Could hold what is still open for {_names(waiting)}." if waiting else ""


def _resting(facts: frozenset[str], text: str, leading: Iterable[Hypothesis]) -> list[str]:
    """Return who has a line on one of these facts, or on the finding that the words begin with."""
    return [
        h.condition.name
        for h in leading
        if any(
            not facts.isdisjoint(line.facts) or text.startswith(f"{line.name}:")
            for line in (*h.supporting, *h.opposing)
        )
    ]


def _waiting_for_value(facts: Iterable[Fact], review: Review, leading: Iterable[Hypothesis]) -> list[str]:
    """Return who lacks a finding that the analyte of these facts decides."""
    codes = {coding.code for fact in facts for coding in fact.codes}
    terms = review.pack.terms
    decided = {term.id for term in terms.values() if any(not codes.isdisjoint(rule.loinc) for rule in term.values)}
    return [h.condition.name for h in leading if any(line.finding in decided for line in h.unknown)]


def _plain(resource: str) -> str:
    """Return a reference without its version."""
    return resource.partition("/_history/")[0]


def _names(conditions: Iterable[str]) -> str:
    """Return a few names, and how many more there are."""
    every = tuple(dict.fromkeys(conditions))
    shown = every[:NAMED]
    if len(every) > NAMED:
        return f"{', '.join(shown)} and {len(every) - NAMED} more"
    return " and ".join((", ".join(shown[:-1]), shown[-1])) if len(shown) > 1 else "".join(shown)
