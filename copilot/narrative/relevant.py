"""Which facts of a chart a question is about: chosen by words, codes and time in code, and never many."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from copilot.chart.chart import Chart, Note
from copilot.chart.fact import Fact, Kind, Standing
from copilot.chart.trusted import trusted
from copilot.findings.finding import Findings
from copilot.findings.lexicon import lexicon
from copilot.findings.notes.text import sentences
from copilot.knowledge.pack import Pack
from copilot.knowledge.stems import meaning
from copilot.knowledge.words import normal_words, tokens
from copilot.narrative.question import Question

MOST = 24
MOST_OF_A_NOTE = 2  # sentences
BY_CODE, BY_KIND = 4.0, 2.0
LEAST_SHARE = 0.3  # of the best one's weight


class Told(Protocol):
    """What is asked about; a `Review` is one."""

    @property
    def chart(self) -> Chart:
        """Return the chart."""

    @property
    def findings(self) -> Findings:
        """Return the findings."""

    @property
    def facts(self) -> Mapping[str, Fact]:
        """Return all facts by id."""

    @property
    def pack(self) -> Pack:
        """Return the packs."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact that a question may be about, with its words: for a note the sentences meant, else the fact's own."""

    fact: Fact
    words: str
    weight: float = 0.0


def relevant(question: Question, told: Told, most: int = MOST) -> tuple[Entry, ...]:
    """Return the facts that fit the question, the best first; none where the chart does not speak of it."""
    entries = [*_lines(told), *_notes(told)]
    meant = _coded(question, told)
    stems = {id(entry): frozenset(meaning(normal_words(_said(entry)))) for entry in entries}
    often = Counter(one for own in stems.values() for one in own)
    weighed = [
        replace(entry, weight=_weight(entry, stems[id(entry)], question, meant, often, len(entries)))
        for entry in entries
        if question.span is None or question.span.holds(entry.fact)
    ]
    best = max((entry.weight for entry in weighed), default=0.0)
    kept = [entry for entry in weighed if entry.weight > 0 and entry.weight >= LEAST_SHARE * best]
    # The newest first among equals: a chart is mostly asked about what is.
    kept.sort(key=lambda entry: (round(entry.weight, 1), _moment(entry.fact)), reverse=True)
    return _joined(_newest(kept) if question.newest else kept)[:most]


def usable(fact: Fact) -> bool:
    """Return whether a fact may be told: what was entered in error is not."""
    return fact.standing is not Standing.ERROR


def _lines(told: Told) -> Iterator[Entry]:
    """Yield every fact of the chart but the notes, which speak sentence by sentence."""
    for fact in trusted(told.chart).facts:
        if fact.kind is not Kind.NOTE and usable(fact):
            more = fact.detail if fact.detail.casefold() not in fact.text.casefold() else ""
            yield Entry(fact, f"{fact.text} {more}".strip())


def _notes(told: Told) -> Iterator[Entry]:
    """Yield every sentence of the notes, under the fact of a finding that stands in it, else under the note's."""
    for note in trusted(told.chart).notes:
        own = told.facts.get(note.fact_id)
        if own is not None and usable(own):
            yield from _sentences(note, own, told)


def _sentences(note: Note, own: Fact, told: Told) -> Iterator[Entry]:
    spans = sorted((m.span, m.fact) for m in told.findings.mentions if m.note == note.fact_id and m.fact in told.facts)
    for sentence in sentences(note.text):
        inside = next((fact for (start, _), fact in spans if sentence.start <= start < sentence.end), None)
        fact = told.facts[inside] if inside else own
        yield Entry(replace(fact, when=fact.when or note.when), note.text[sentence.start : sentence.end])


def _said(entry: Entry) -> str:
    """Return all words by which an entry can be found; a code's own name is one of them."""
    return " ".join((entry.words, entry.fact.label, *(coding.display for coding in entry.fact.codes)))


@dataclass(frozen=True, slots=True)
class _Meant:
    """What the pack knows the question's words to be: codes, names of measurements, facts of findings."""

    codes: frozenset[str]
    facts: frozenset[str]


def _coded(question: Question, told: Told) -> _Meant:
    """Return codes and facts of what the question names: "Hb" is LOINC 718-7, "anaemia" a finding of this chart."""
    known, words = lexicon(told.pack), tokens(question.text)
    measures = [measure for match in known.measures.find(words) for measure in match.entries]
    terms = {sense.term for match in known.phrases.find(words) for sense in match.entries}
    conditions = {name for match in known.conditions.find(words) for name in match.entries}
    codes = {code for measure in measures for code in measure.rule.loinc}
    for term in (told.pack.terms[one] for one in terms):
        codes.update(term.snomed, term.icd10, *(rule.loinc for rule in term.values))
    for name in conditions:
        codes.update(told.pack.conditions[name].icd10)
    facts = {fact for term in terms if (found := told.findings.by_term.get(term)) for fact in found.facts}
    facts |= {fact for name in conditions for fact in told.findings.known_conditions.get(name, ())}
    return _Meant(frozenset(codes), frozenset(facts))


def _weight(
    entry: Entry, stems: frozenset[str], question: Question, meant: _Meant, often: Counter[str], total: int
) -> float:
    """Return how well an entry fits: rare words tell more than those that stand everywhere."""
    weight = sum(math.log(1 + total / often[one]) for one in question.stems & stems)
    if entry.fact.id in meant.facts or any(coding.code in meant.codes for coding in entry.fact.codes):
        weight += BY_CODE
    if entry.fact.kind in question.kinds:
        weight += BY_KIND
    only_time = question.span is not None and not question.stems and not question.kinds
    return 1.0 if only_time else weight


def _moment(fact: Fact) -> datetime:
    return fact.when.latest if fact.when else datetime.min


def _newest(entries: list[Entry]) -> list[Entry]:
    """Return the entries with the newest of each name in front."""
    first: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda one: _moment(one.fact), reverse=True):
        first.setdefault(entry.fact.label, entry)
    front = set(map(id, first.values()))
    return sorted(entries, key=lambda entry: id(entry) not in front)


def _joined(entries: list[Entry]) -> tuple[Entry, ...]:
    """Return each fact once; of a note that fits in several sentences the best ones together."""
    made: dict[str, list[Entry]] = {}
    for entry in entries:
        made.setdefault(entry.fact.id, []).append(entry)
    return tuple(
        replace(group[0], words=" ".join(dict.fromkeys(one.words for one in group[:MOST_OF_A_NOTE])))
        for group in made.values()
    )
