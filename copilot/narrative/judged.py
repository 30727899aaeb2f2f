"""The one seam between answers and the check of their sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from copilot.chart.fact import Kind
from copilot.findings.notes.text import sentences
from copilot.narrative.answers import check_answer
from copilot.narrative.cited import Cited, cited_fact
from copilot.narrative.narrative import Sentence
from copilot.narrative.relevant import Entry


def judged(text: str, cited: Iterable[Entry], today: date | None) -> Sentence:
    """Return a sentence that rests as a whole on the facts it cites, with the verdict."""
    return check_answer(text, [_cited(entry) for entry in cited], today)


def _cited(entry: Entry) -> Cited:
    """Return what a sentence may draw on: of a note only the sentences that the model was shown."""
    made = cited_fact(entry.fact)
    if entry.fact.kind is not Kind.NOTE:
        return made
    shown = tuple(entry.words[one.start : one.end] for one in sentences(entry.words))
    return replace(made, words=tuple(dict.fromkeys((*shown, entry.words))))
