"""A time axis: moments to places and back, and the dates written along it; plain arithmetic, no Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ui.parts.dates import MONTHS

EPOCH = datetime(1970, 1, 1)
DAY = 86_400.0
HOURS = (1, 3, 6, 12)
DAYS = (1, 2, 7, 14)
MONTHS_APART = (1, 2, 3, 6)
YEARS = (1, 2, 5, 10, 20, 50, 100)
LEAST = datetime(2, 1, 1)
MOST = datetime(9998, 1, 1)


def seconds(moment: datetime) -> float:
    """Return a naive moment as a number; not `timestamp`, which knows summer time and nothing before 1970."""
    return (moment - EPOCH).total_seconds()


def moment(at: float) -> datetime:
    """Return the moment of a number."""
    return min(max(EPOCH + timedelta(seconds=min(max(at, -6e10), 2.5e11)), LEAST), MOST)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Lays a stretch of time over a stretch of the screen."""

    first: float
    last: float
    left: float
    right: float

    @property
    def span(self) -> float:
        """Return how many seconds are in sight; never nothing."""
        return max(self.last - self.first, 1.0)

    def x(self, at: float) -> float:
        """Return the place of a moment."""
        return self.left + (at - self.first) / self.span * (self.right - self.left)

    def at(self, x: float) -> float:
        """Return the moment of a place."""
        return self.first + (x - self.left) / max(self.right - self.left, 1.0) * self.span

    def shows(self, first: float, last: float) -> bool:
        """Return whether a stretch is at least in part in sight."""
        return first <= self.last and last >= self.first


def ticks(first: float, last: float, most: int) -> list[tuple[float, str]]:
    """Return at most so many round moments with their words, in the finest step that gives no more."""
    for step in _steps():
        found = list(step(moment(first), moment(last), most))
        if len(found) <= most:
            return [(seconds(when), words) for when, words in found]
    return []


def _steps() -> Iterator[_Step]:
    """Yield the steps, finest first."""
    for hours in HOURS:
        yield _Step(hours=hours)
    for days in DAYS:
        yield _Step(days=days)
    for months in MONTHS_APART:
        yield _Step(months=months)
    for years in YEARS:
        yield _Step(months=12 * years)


@dataclass(frozen=True, slots=True)
class _Step:
    """One distance between ticks: hours, days or months."""

    hours: int = 0
    days: int = 0
    months: int = 0

    def __call__(self, first: datetime, last: datetime, most: int) -> Iterator[tuple[datetime, str]]:
        """Yield the ticks of this step within a stretch, one more than wanted at most."""
        place, number = self._begin(first), 0
        while place <= last and number <= most:
            if place >= first:
                number += 1
                yield place, self._words(place, named=number == 1)
            place = self._next(place)

    def _begin(self, first: datetime) -> datetime:
        """Return a round moment at or before the first."""
        midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
        if self.hours:
            return midnight
        if self.days:
            return midnight - timedelta(days=(midnight - EPOCH).days % self.days)
        count = (first.year * 12 + first.month - 1) // self.months * self.months
        return datetime(max(count // 12, 1), count % 12 + 1, 1)

    def _next(self, place: datetime) -> datetime:
        """Return the next round moment."""
        if not self.months:
            return place + timedelta(hours=self.hours, days=self.days)
        count = place.year * 12 + place.month - 1 + self.months
        return datetime(count // 12, count % 12 + 1, 1)

    def _words(self, place: datetime, *, named: bool) -> str:
        """Return a tick in words, as much of the date as is needed; the first one says the year."""
        if self.hours and place.hour and not named:
            return f"{place.hour:02d}:00"
        if not self.months:
            words = f"{place.day} {MONTHS[place.month - 1]}"
            if self.hours and place.hour:
                return f"{words}, {place.hour:02d}:00"
            new_year = place.month == 1 and place.day <= max(self.days, 1)
            return f"{words} {place.year}" if named or new_year else words
        if self.months % 12:
            year = f" {place.year}" if named or place.month == 1 else ""
            return f"{MONTHS[place.month - 1]}{year}"
        return str(place.year)
