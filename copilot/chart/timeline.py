"""The chart's course: visits, diagnoses, medicines, abnormal results, procedures and documents by time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from operator import attrgetter

from copilot.breath import in_breaths
from copilot.chart.chart import Chart
from copilot.chart.courses import Course
from copilot.chart.dates import day, of_date
from copilot.chart.fact import Fact, Kind, Standing
from copilot.chart.flags import Mark, flag_of, mark_of
from copilot.chart.spoken import course, marked_value, result
from copilot.chart.words import one_line


class Lane(StrEnum):
    """The lanes, from top to bottom; the value is the word beside the lane."""

    VISITS = "Visits"
    DIAGNOSES = "Diagnoses"
    MEDICINES = "Medicines"
    RESULTS = "Abnormal results"
    PROCEDURES = "Procedures"
    DOCUMENTS = "Notes, reports"


_LANES = {
    Kind.ENCOUNTER: Lane.VISITS,
    Kind.PROBLEM: Lane.DIAGNOSES,
    Kind.LABORATORY: Lane.RESULTS,
    Kind.VITAL_SIGN: Lane.RESULTS,
    Kind.PROCEDURE: Lane.PROCEDURES,
    Kind.IMMUNIZATION: Lane.PROCEDURES,
    Kind.NOTE: Lane.DOCUMENTS,
    Kind.REPORT: Lane.DOCUMENTS,
}
_LEFT_OUT = frozenset({Standing.ERROR, Standing.PLANNED, Standing.REFUTED, Standing.NONE_KNOWN})
_REASON = "reason"
_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing on a lane: a fact with its date, or a medicine's course. Its words are made when they are shown.

    `over` says that it no longer holds; `reasons` are those of a visit.
    """

    start: datetime
    end: datetime
    of: Fact | Course
    mark: Mark = Mark.NONE
    over: bool = False
    reasons: tuple[str, ...] = ()

    @property
    def course(self) -> Course | None:
        """Return the course that it is, if it is one."""
        return self.of if isinstance(self.of, Course) else None

    @property
    def facts(self) -> tuple[str, ...]:
        """Return its facts, the one to jump to last."""
        return self.of.facts if isinstance(self.of, Course) else (self.of.id,)

    @property
    def label(self) -> str:
        """Return the words beside its mark."""
        label = one_line(self.of.label)
        if isinstance(self.of, Course):
            return label
        if self.mark is not Mark.NONE:
            return f"{label} {marked_value(self.of)}"
        label = label or one_line(self.of.text)
        return f"{label}: {', '.join(self.reasons)}" if self.reasons else label

    @property
    def said(self) -> str:
        """Return it in a line, with its dates."""
        if isinstance(self.of, Course):
            return course(self.of)
        if self.mark is not Mark.NONE:
            return f"{one_line(self.of.label)}, {result(self.of)}"
        return _said(self.of, self.label, past=self.over)


@dataclass(frozen=True)
class Timeline:
    """The events of every lane, oldest first; their facts as one list, newest first; how many have no date.

    `where` says on which lane and at which place a fact stands.
    """

    lanes: Mapping[Lane, tuple[Event, ...]] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    where: Mapping[str, tuple[Lane, int]] = field(default_factory=dict)
    undated: int = 0

    @property
    def stretch(self) -> tuple[datetime, datetime] | None:
        """Return the first and the last moment of all, None where there is nothing."""
        found = [event for events in self.lanes.values() for event in events]
        return (min(e.start for e in found), max(e.end for e in found)) if found else None


def timeline(chart: Chart, known: Iterable[Course]) -> Timeline:
    """Return the course of a chart; normal results are left to the table of results."""
    reasons = _reasons(chart)
    now = datetime.combine(chart.as_of_date, time.max) if chart.as_of_date is not None else None
    lanes: dict[Lane, list[Event]] = {lane: [] for lane in Lane}
    undated = 0
    for fact in in_breaths(chart.facts):
        lane = _LANES.get(fact.kind)
        if lane is None or fact.standing in _LEFT_OUT or fact.category == _REASON:
            continue
        mark = mark_of(flag_of(fact)) if lane is Lane.RESULTS else Mark.NONE
        if lane is Lane.RESULTS and mark is Mark.NONE:
            continue
        if fact.when is None:
            undated += 1
        else:
            lanes[lane].append(_event(fact, lane, mark, reasons.get(fact.source.resource, ()), now))
    lanes[Lane.MEDICINES] = [Event(c.start, c.end, c) for c in known]
    ordered = {lane: tuple(sorted(found, key=_START)) for lane, found in lanes.items()}
    where = {f: (lane, n) for lane, found in ordered.items() for n, event in enumerate(found) for f in event.facts}
    return Timeline(ordered, _newest_first(ordered, chart), where, undated)


def _newest_first(lanes: Mapping[Lane, tuple[Event, ...]], chart: Chart) -> tuple[Fact, ...]:
    """Return the facts of all events as one list."""
    events = sorted((e for found in lanes.values() for e in found), key=_START, reverse=True)
    return tuple(
        fact
        for event in events
        for fact in ([chart.by_id[f] for f in reversed(event.facts)] if isinstance(event.of, Course) else (event.of,))
    )


def _reasons(chart: Chart) -> dict[str, tuple[str, ...]]:
    """Return the reasons for each visit, by its resource."""
    found: dict[str, tuple[str, ...]] = {}
    for fact in chart.of(Kind.ENCOUNTER):
        if fact.category == _REASON:
            found[fact.source.resource] = (*found.get(fact.source.resource, ()), one_line(fact.label))
    return found


def _event(fact: Fact, lane: Lane, mark: Mark, reasons: tuple[str, ...], now: datetime | None) -> Event:
    """Return the event that a fact with a date is."""
    assert fact.when is not None
    start = end = fact.when.earliest
    over = fact.standing is Standing.PAST
    if lane is Lane.RESULTS:
        return Event(start, end, fact, mark)
    if fact.until is not None:
        end = max(fact.until.earliest, start)
    elif lane is Lane.DIAGNOSES and not over and now is not None:
        end = max(now, start)
    return Event(start, end, fact, over=over and lane is Lane.DIAGNOSES, reasons=reasons)


def _said(fact: Fact, label: str, *, past: bool) -> str:
    """Return an event in words, with its dates and what qualifies it."""
    assert fact.when is not None
    since = of_date(fact.when.earliest.date()) if fact.when.earliest.date() == fact.when.latest.date() else ""
    words = f"{label}, {since or day(fact.when.text)}"
    if fact.until is not None and fact.until.earliest.date() != fact.when.earliest.date():
        words = f"{words} – {of_date(fact.until.earliest.date())}"
    qualified = "past" if past else "uncertain" if fact.standing is Standing.UNCERTAIN else ""
    return f"{words}, {qualified}" if qualified else words
