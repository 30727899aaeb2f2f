"""Search over a whole chart: which lines of which tab hold the words, in the order in which one walks through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from copilot.chart.search import ChartIndex, fold
from ui.chart.arrange import Arranged, Tab

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """One place to go to: a fact on its tab, and a span where it is in a note."""

    tab: Tab
    fact: str
    span: Span | None = None


@dataclass(frozen=True)
class Hits:
    """All places in walking order; `facts` and `spans` are what is marked on every tab."""

    words: str = ""
    terms: tuple[str, ...] = ()
    places: tuple[Hit, ...] = ()
    facts: frozenset[str] = frozenset()
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def counts(self) -> dict[Tab, int]:
        """Return how many places each tab has, without the tabs that have none."""
        found: dict[Tab, int] = {}
        for hit in self.places:
            found[hit.tab] = found.get(hit.tab, 0) + 1
        return found

    def first_on(self, tab: Tab) -> int:
        """Return the first place on a tab, or on the next one that has any."""
        order = list(Tab)
        start = order.index(tab)
        return next((n for n, hit in enumerate(self.places) if order.index(hit.tab) >= start), 0)


class ChartSearch:
    """The index of one arranged chart; made and asked in the background."""

    def __init__(self, arranged: Arranged) -> None:
        self.arranged = arranged
        self._index = ChartIndex(arranged.every, arranged.notes)
        self._rows = {
            fact: (number, fold(row.label))
            for number, row in enumerate((*arranged.labs.rows, *arranged.vitals.rows))
            for fact in row.facts
        }
        self._listed = {
            fact.id: (tab, number)
            for tab, facts in ((Tab.MEDICATIONS, arranged.medications), (Tab.DOCUMENTS, arranged.documents))
            for number, fact in enumerate(facts)
        }
        self._noted = {note.fact_id: number for number, note in enumerate(arranged.notes)}

    def find(self, words: str) -> Hits:
        """Return where the words stand."""
        found = self._index.find(words)
        if not found.terms:
            return Hits(words)
        spans = dict(found.notes)
        named = [*self._of_facts(found.facts, found.terms), *self._of_notes(spans)]
        order = list(Tab)
        named.sort(key=lambda pair: (order.index(pair[1].tab), pair[0]))
        return Hits(words, found.terms, tuple(hit for _, hit in named), frozenset(found.facts), spans)

    def _of_facts(self, facts: tuple[str, ...], terms: tuple[str, ...]) -> Iterator[tuple[int, Hit]]:
        """Yield the facts with their rank on their tab; an analyte found by its name counts once, at its newest."""
        newest: dict[int, str] = {}
        for number, fact in enumerate(facts):
            row = self._rows.get(fact)
            if row is not None:
                if all(term in row[1] for term in terms):
                    newest[row[0]] = self._newer(newest.get(row[0]), fact)
                else:
                    yield row[0], Hit(Tab.LABS, fact)
            elif fact in self._listed:
                tab, rank = self._listed[fact]
                yield rank, Hit(tab, fact)
            elif fact in self._noted:
                yield self._noted[fact], Hit(Tab.NOTES, fact)
            else:
                yield number, Hit(Tab.FACTS, fact)
        for rank, fact in newest.items():
            yield rank, Hit(Tab.LABS, fact)

    def _newer(self, before: str | None, fact: str) -> str:
        """Return the newer of two results."""
        known = self.arranged.review.facts
        if before is None:
            return fact
        one, other = known[before].when, known[fact].when
        return before if other is None or (one is not None and one.earliest >= other.earliest) else fact

    def _of_notes(self, spans: Mapping[str, tuple[Span, ...]]) -> Iterator[tuple[int, Hit]]:
        """Yield every place in every note."""
        for note, found in spans.items():
            for span in found:
                yield self._noted[note], Hit(Tab.NOTES, note, span)
