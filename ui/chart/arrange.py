"""What each tab shows, worked out from a review off the UI thread; plain data, no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain

from copilot.chart.chart import Note
from copilot.chart.courses import Course, courses
from copilot.chart.fact import Fact, Kind, Standing
from copilot.chart.since import Since, since
from copilot.chart.timeline import Timeline, timeline
from copilot.findings.finding import Mention
from copilot.review.review import Review
from ui.chart.grid import Grid, grid


class Tab(StrEnum):
    """The tabs, in order; the value is the word on the tab."""

    OVERVIEW = "Overview"
    LABS = "Labs"
    TIMELINE = "Timeline"
    NOTES = "Notes"
    MEDICATIONS = "Medications"
    DOCUMENTS = "Documents"
    FACTS = "All facts"


ELSEWHERE = frozenset(
    {Kind.PATIENT, Kind.PROBLEM, Kind.ALLERGY, Kind.LABORATORY, Kind.VITAL_SIGN, Kind.MEDICATION, Kind.NOTE}
)
Place = tuple[str, str, str, tuple[int, int] | None, str]
_ORDER = {Standing.ASSERTED: 0, Standing.UNCERTAIN: 1, Standing.PLANNED: 2, Standing.PAST: 3, Standing.REFUTED: 4}


@dataclass(frozen=True)
class Arranged:
    """A review and everything the tabs list of it."""

    review: Review
    labs: Grid
    vitals: Grid
    abnormal: Grid
    problems: tuple[Fact, ...]
    medications: tuple[Fact, ...]
    courses: tuple[Course, ...]
    timeline: Timeline
    since: Since
    allergies: tuple[Fact, ...]
    documents: tuple[Fact, ...]
    every: tuple[Fact, ...]
    notes: tuple[Note, ...]
    mentions: dict[str, tuple[Mention, ...]]
    places: Mapping[Place, str]

    def parts(self) -> Iterator[object]:
        """Return all of which there are very many, for letting go of them a few at a time."""
        rows = (*self.labs.rows, *self.vitals.rows)
        cells = chain.from_iterable(row.cells.values() for row in rows)
        points = chain.from_iterable(row.points for row in rows)
        pull = self.review.pull
        resources = pull.resources if pull is not None else ()
        return chain(self.every, self.review.chart.raw.values(), resources, self.places, cells, points)

    def same(self, fact: Fact | None) -> str:
        """Return the id here of a fact of another review of this patient, empty where it is gone.

        Ids follow the order of the facts, so they move while a chart fills; where a fact stands does not.
        """
        return self.places.get(_place(fact), "") if fact is not None else ""

    def home(self, identifier: str) -> Tab | None:
        """Return the tab on which a fact stands, or None where no fact has this id."""
        fact = self.review.facts.get(identifier)
        if fact is None:
            return None
        if fact.source.span is not None or (fact.kind is Kind.NOTE and self.note_of(identifier)):
            return Tab.NOTES
        if fact.kind in (Kind.LABORATORY, Kind.VITAL_SIGN):
            placed = self.labs.place(identifier) or self.vitals.place(identifier)
            return Tab.LABS if placed else Tab.FACTS
        if fact.kind is Kind.MEDICATION:
            return Tab.MEDICATIONS
        return Tab.FACTS if fact.kind in ELSEWHERE else Tab.DOCUMENTS

    def note_of(self, identifier: str) -> Note | None:
        """Return the note that a fact stands in: it is the note, or one of its mentions."""
        parent = identifier.split(".", 1)[0]
        return next((n for n in self.notes if n.fact_id in (identifier, parent)), None)

    def count(self, tab: Tab) -> int:
        """Return the number beside the tab's word."""
        return {
            Tab.OVERVIEW: 0,
            Tab.LABS: len(self.labs.rows),
            Tab.TIMELINE: 0,
            Tab.NOTES: len(self.notes),
            Tab.MEDICATIONS: len(self.medications),
            Tab.DOCUMENTS: len(self.documents),
            Tab.FACTS: len(self.every),
        }[tab]


def arrange(review: Review) -> Arranged:
    """Return what the tabs list; takes milliseconds for large charts and so runs in the background."""
    chart = review.chart
    by_note: dict[str, list[Mention]] = {}
    for mention in review.findings.mentions:
        by_note.setdefault(mention.note, []).append(mention)
    labs = grid(chart.of(Kind.LABORATORY))
    taken = courses(chart.facts, chart.as_of_date)
    return Arranged(
        review,
        labs,
        grid(chart.of(Kind.VITAL_SIGN)),
        labs.abnormal_first(12),
        _current_first(chart.of(Kind.PROBLEM)),
        _current_first(chart.of(Kind.MEDICATION)),
        taken,
        timeline(chart, taken),
        since(chart, taken),
        _current_first(chart.of(Kind.ALLERGY)),
        tuple(_newest_first(f for f in chart.facts if f.kind not in ELSEWHERE)),
        chart.facts,
        tuple(sorted(chart.notes, key=lambda n: n.when.earliest if n.when else datetime.min, reverse=True)),
        {note: tuple(sorted(found, key=lambda m: m.span)) for note, found in by_note.items()},
        {_place(fact): identifier for identifier, fact in review.facts.items()},
    )


def _place(fact: Fact) -> Place:
    """Return what tells a fact from all others whatever its number: where it stands, and as what."""
    return fact.kind.value, fact.source.resource, fact.source.path, fact.source.span, fact.label


def _newest_first(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts by time, newest first, those without a time last."""

    return sorted(facts, key=lambda f: f.when.earliest if f.when else datetime.min, reverse=True)


def _current_first(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return what holds now before what is past, each newest first."""
    return tuple(sorted(_newest_first(facts), key=lambda fact: _ORDER.get(fact.standing, 5)))
