"""`recognise`: from a chart to findings, every one resting on facts."""

from __future__ import annotations

from copilot.breath import in_breaths
from copilot.chart.chart import Chart, Note
from copilot.chart.fact import Fact, Kind, Source, Standing
from copilot.findings.bearer import can_have
from copilot.findings.clue import Clue
from copilot.findings.codes import code_clues, known_conditions
from copilot.findings.finding import Assertion, Findings, Mention, Presence
from copilot.findings.lexicon import Lexicon, lexicon
from copilot.findings.medicines import new_medicine_clues
from copilot.findings.merge import merge
from copilot.findings.notes.reader import Hit, read_note
from copilot.findings.person import patient_of, person_of
from copilot.findings.recency import Recency
from copilot.findings.values import value_clues
from copilot.knowledge.pack import Pack, TermKind

_PRESENCE = {
    Assertion.AFFIRMED: Presence.PRESENT,
    Assertion.DENIED: Presence.ABSENT,
    Assertion.UNCERTAIN: Presence.UNCERTAIN,
}
_STANDING = {
    Assertion.AFFIRMED: Standing.ASSERTED,
    Assertion.DENIED: Standing.REFUTED,
    Assertion.UNCERTAIN: Standing.UNCERTAIN,
    Assertion.FAMILY: Standing.ASSERTED,
    Assertion.PAST: Standing.PAST,
    Assertion.HYPOTHETICAL: Standing.PLANNED,
}


def recognise(chart: Chart, pack: Pack) -> Findings:
    """Return what the chart shows, denies and leaves open, in the vocabulary of the pack.

    The order of the facts in the chart does not change the result.
    """
    index = lexicon(pack)
    recency = Recency(chart)
    patient, person_facts = patient_of(chart)
    clues = code_clues(chart, index, recency)
    values, unknowns = value_clues(chart, index, patient, recency)
    clues += values
    clues += new_medicine_clues(chart, index, recency)
    mentions: list[Mention] = []
    facts: list[Fact] = [*person_facts]
    taken = {fact.id for fact in person_facts}
    for note in in_breaths(chart.notes, 1):  # one takes as long as a hundred results
        bearer = person_of(note, patient)
        hits = [
            hit
            for hit in read_note(note.text, index, patient.who, patient.age_years)
            if can_have(bearer, pack.terms[hit.term])
        ]
        stale = recency.before(note.when)
        for number, hit in enumerate(hits, start=1):
            fact = _fact(note, hit, number, pack)
            span, unread = (hit.start, hit.end), _unread(note, hit.start)
            mentions.append(Mention(hit.term, note.fact_id, span, hit.assertion, fact.id, unread))
            facts.append(fact)
            clue = _clue(note, hit, fact, index, stale=stale)
            if clue is not None:
                clues.append(clue)
    assert taken.isdisjoint(mention.fact for mention in mentions)
    by_term, conflicts = merge(clues, index)
    return Findings(
        patient=patient,
        by_term=by_term,
        mentions=tuple(mentions),
        facts=tuple(facts),
        known_conditions=known_conditions(chart, index),
        unknowns=(*unknowns, *conflicts),
        clues=tuple(clues),
    )


def _unread(note: Note, place: int) -> int:
    """Return how many characters before a place are left out of reading, each passage with the blank behind it."""
    return sum(end - start + 1 for start, end in note.instructions if end <= place)


def _fact(note: Note, hit: Hit, number: int, pack: Pack) -> Fact:
    """Return the fact of one mention: the sentence it stands in, with its place in the note."""
    source = Source(note.source.resource, note.source.path, (hit.start, hit.end))
    return Fact(
        id=f"{note.fact_id}.{number}",
        kind=Kind.NOTE,
        label=pack.terms[hit.term].name,
        text=" ".join(note.text[hit.sentence.start : hit.sentence.end].split())[:600],
        source=source,
        when=note.when,
        standing=_STANDING[hit.assertion],
        category=hit.sentence.section.value,
        detail=hit.assertion.value,
    )


def _clue(note: Note, hit: Hit, fact: Fact, index: Lexicon, *, stale: bool) -> Clue | None:
    """Return what a mention contributes: past symptoms, relatives and imagined things contribute nothing."""
    kind = index.pack.terms[hit.term].kind
    lasting = kind is TermKind.HISTORY
    presence = _PRESENCE.get(hit.assertion)
    if hit.assertion is Assertion.PAST and (lasting or kind is TermKind.EXPOSURE):
        presence = Presence.PRESENT
    if presence is None or (stale and not lasting):
        return None
    return Clue(
        term=hit.term,
        presence=presence,
        facts=(fact.id,),
        text=hit.text or fact.text,
        how=hit.how,
        origin=note.fact_id,
        when=note.when,
        place=fact.category,
        lasting=lasting,
    )
