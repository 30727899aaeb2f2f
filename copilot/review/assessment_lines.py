"""Lines of evidence as an assessment quotes them: only what resolves, with the chart's date and a numbered source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copilot.chart.dates import day
from copilot.chart.fact import Fact, Kind
from copilot.chart.words import one_line
from copilot.differential.differential import Evidence, Hypothesis, PartKind
from copilot.narrative.narrative import Sentence, Support
from copilot.review.review import Review
from copilot.review.wording import figure_head, line_words, reference_line, reference_short

# What lowers a condition without being a finding of the chart; how common it is and whom it strikes needs no line.
_TOLD = frozenset({PartKind.COMPLAINT, PartKind.SILENCE, PartKind.NEEDED})
_CITATION = re.compile(r"\s*\[[FR]\d+(?:\.\d+)?\]")
PARTS = 2


class Lines:
    """Quotes lines of one review, and numbers their sources in the order in which they are first cited."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self._numbers: dict[str, int] = {}

    def of(self, evidence: Sequence[Evidence], most: int) -> Iterator[str]:
        """Yield the first lines that resolve; a line without a place in the chart or without a source is left out."""
        resolved = [line for line in evidence if self._resolves(line)]
        for line in resolved[:most]:
            yield f"{self._words(line)} ({self._source(line)})"

    def told(self, hypothesis: Hypothesis) -> Iterator[str]:
        """Yield what counts against a condition though the chart has no line of it."""
        told = [part for part in hypothesis.parts if part.kind in _TOLD and part.weight < 0]
        for part in sorted(told, key=lambda part: part.weight)[:PARTS]:
            yield f"{one_line(part.text)} (editorial)"

    def said(self, condition: str) -> Iterator[str]:
        """Yield what the model said of a condition and the check supports."""
        for sentence in supported(self._review, condition):
            yield f"Model: {one_line(_CITATION.sub('', sentence.text))}"

    def newest(self, facts: Sequence[str]) -> str:
        """Return the first of these facts with its date; empty where none is known."""
        known = [self._review.facts[fact] for fact in facts if fact in self._review.facts]
        return f"{one_line(known[0].text)}{_dated(known[0])}" if known else ""

    def sources(self) -> Iterator[str]:
        """Yield every source cited, under its number."""
        for reference, number in self._numbers.items():
            yield f"[{number}] {reference_line(self._review.references[reference])}"

    def _resolves(self, line: Evidence) -> bool:
        """Return whether everything that a line rests on can be shown."""
        facts, references = self._review.facts, self._review.references
        cited = bool(line.facts) and bool(line.references)
        return cited and all(f in facts for f in line.facts) and all(r in references for r in line.references)

    def _words(self, line: Evidence) -> str:
        """Return the chart's words with their date."""
        return f"{line_words(line).rstrip('.')}{_dated(self._review.facts[line.facts[0]])}"

    def _source(self, line: Evidence) -> str:
        """Return the published figure, or the editorial band, with the source's short name and number."""
        figure = line.figure if not line.editorial else None
        if figure is not None:
            weight = figure_head(figure) + (f", n = {figure.n:,}" if figure.n else "")
        else:
            weight = f"{'editorial' if line.editorial else 'curated'}{f': {line.band}' if line.band else ''}"
        return f"{weight}; {self._cited(line.references[0])}"

    def _cited(self, reference: str) -> str:
        """Return a source's short name with its number."""
        number = self._numbers.setdefault(reference, len(self._numbers) + 1)
        return f"{reference_short(self._review.references[reference])} [{number}]"


def supported(review: Review, condition: str) -> Iterator[Sentence]:
    """Yield the model's sentences about a condition that the check supports and whose facts are all here."""
    for sentence in review.narrative.sentences if review.narrative is not None else ():
        known = all(fact in review.facts for fact in sentence.facts)
        if sentence.condition == condition and sentence.support is Support.SUPPORTED and known:
            yield sentence


def _dated(fact: Fact) -> str:
    """Return when a fact was, as it follows its words."""
    said_when = fact.kind is Kind.STATED  # the words of the clinician hold it already
    when = day(fact.when.text) if fact.when is not None and not said_when else ""
    return f", {when}" if when else ""
