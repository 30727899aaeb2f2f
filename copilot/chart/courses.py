"""Medicines over time: the orders of one medicine put together to the stretches in which it was taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from copilot.chart.fact import Fact, Kind, Standing

# An order that ends, and the next one within a month of it, are one stretch: a prescription was renewed.
RENEWED_WITHIN = timedelta(days=31)
_TAKEN = frozenset({Standing.ASSERTED, Standing.UNCERTAIN, Standing.PAST})
_AT_ONCE = frozenset({"given"})


class Ending(StrEnum):
    """How a stretch ends."""

    CONTINUES = "continues"
    STOPPED = "stopped"
    UNKNOWN = "end not given"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch in which a medicine was taken; where the end is not given, `end` is the last known moment."""

    start: datetime
    end: datetime
    ending: Ending
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """All stretches of one medicine as it is named and dosed in its name, the oldest first."""

    label: str
    stretches: tuple[Stretch, ...]

    @property
    def start(self) -> datetime:
        """Return when it was first taken."""
        return self.stretches[0].start

    @property
    def end(self) -> datetime:
        """Return until when it is known to have been taken."""
        return max(stretch.end for stretch in self.stretches)

    @property
    def ending(self) -> Ending:
        """Return how it ends."""
        return self.stretches[-1].ending

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the facts of all its orders, the newest last."""
        return tuple(fact for stretch in self.stretches for fact in stretch.facts)


def courses(facts: Iterable[Fact], as_of: date | None) -> tuple[Course, ...]:
    """Return the courses of all medicines with a time: what continues first, then the one ended last.

    What did not happen, was refuted or retracted is left out. An order that is over without a date for its
    end is taken to have lasted until the next order of the same medicine.
    """
    by_label: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.kind is Kind.MEDICATION and fact.standing in _TAKEN and fact.when is not None:
            by_label.setdefault(" ".join(fact.label.casefold().split()), []).append(fact)
    now = datetime.combine(as_of, time.max) if as_of is not None else None
    made = [Course(group[0].label, _stretches(group, now)) for group in by_label.values()]
    return tuple(
        sorted(made, key=lambda c: (c.ending is not Ending.CONTINUES, datetime.max - c.end, datetime.max - c.start))
    )


def _stretches(group: list[Fact], now: datetime | None) -> tuple[Stretch, ...]:
    """Return the stretches of one medicine's orders."""
    found: list[Stretch] = []
    for start, fact in sorted(((fact.when.earliest, fact) for fact in group if fact.when), key=lambda pair: pair[0]):
        one = _stretch(fact, start, now)
        if found and _joins(found[-1], one):
            found[-1] = _joined(found[-1], one)
        else:
            found.append(one)
    return tuple(found)


def _stretch(fact: Fact, start: datetime, now: datetime | None) -> Stretch:
    """Return the stretch that one order stands for."""
    facts = (fact.id,)
    if fact.until is not None:
        end = max(fact.until.latest, start)
        open_ended = fact.standing is not Standing.PAST and now is not None and end >= now
        return Stretch(start, end, Ending.CONTINUES if open_ended else Ending.STOPPED, facts)
    if fact.category in _AT_ONCE:
        return Stretch(start, start, Ending.STOPPED, facts)
    if fact.standing is Standing.PAST:
        return Stretch(start, start, Ending.UNKNOWN, facts)
    return Stretch(start, max(now or start, start), Ending.CONTINUES, facts)


def _joins(before: Stretch, after: Stretch) -> bool:
    """Return whether an order goes on with the stretch before it."""
    if before.ending is Ending.STOPPED and before.start != before.end:
        return after.start <= before.end + RENEWED_WITHIN
    return before.ending is not Ending.STOPPED


def _joined(before: Stretch, after: Stretch) -> Stretch:
    """Return both as one: what continues goes on continuing, else the later end holds."""
    last = before if before.ending is Ending.CONTINUES or before.end > after.end else after
    return Stretch(before.start, max(before.end, after.end), last.ending, before.facts + after.facts)


def beside(known: Iterable[Course], first: datetime, last: datetime) -> tuple[Course, ...]:
    """Return the courses that overlap a stretch of time; those that begin or end within it come first."""
    here = [c for c in known if any(s.start <= last and s.end >= first for s in c.stretches)]
    return tuple(sorted(here, key=lambda c: not _changes(c, first, last)))


def _changes(course: Course, first: datetime, last: datetime) -> bool:
    """Return whether a medicine was started or stopped within a stretch of time."""
    return any(
        first <= s.start <= last or (s.ending is not Ending.CONTINUES and first <= s.end <= last)
        for s in course.stretches
    )
