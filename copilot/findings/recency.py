"""Which facts are too old to say how the patient is now."""

from __future__ import annotations

from datetime import datetime, timedelta

from copilot.chart.chart import Chart
from copilot.chart.fact import Fact, Kind, When

# Days after which a value or a note no longer describes the present illness. They count from the newest
# dated fact, not from the Bundle's timestamp: an export may be much younger than the visit it holds.
_LABORATORY_DAYS = 365
_PRESENT_DAYS = 92
_DATED = (Kind.NOTE, Kind.LABORATORY, Kind.VITAL_SIGN, Kind.OBSERVATION, Kind.ENCOUNTER, Kind.PROBLEM, Kind.REPORT)


class Recency:
    """The newest moment of a chart, against which all others are measured."""

    def __init__(self, chart: Chart) -> None:
        moments = [fact.when.earliest for fact in chart.facts if fact.when and fact.kind in _DATED]
        if chart.as_of_date is not None:
            end = datetime.combine(chart.as_of_date, datetime.max.time())
            moments = [moment for moment in moments if moment <= end]
        self._newest = max(moments, default=None)

    def stale(self, fact: Fact) -> bool:
        """Return whether a fact lies too far before the newest one to describe the present illness."""
        return self.before(fact.when, _LABORATORY_DAYS if fact.kind is Kind.LABORATORY else _PRESENT_DAYS)

    def within(self, when: When | None, days: int) -> bool:
        """Return whether a moment lies at most `days` before the newest one; without a date it does not."""
        if when is None or self._newest is None:
            return False
        return not self.before(when, days) and when.earliest <= self._newest

    def before(self, when: When | None, days: int = _PRESENT_DAYS) -> bool:
        """Return whether a moment lies more than `days` before the newest one; without a date it does not."""
        if when is None or self._newest is None or self._newest.year < 2:
            return False
        return when.latest < self._newest - timedelta(days=days)
