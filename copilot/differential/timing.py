"""When a medicine was started, measured against the first sign of what it may have caused, where the chart has both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from copilot.chart.chart import Chart
from copilot.chart.dates import day
from copilot.chart.fact import Fact, Kind, When
from copilot.chart.words import lower_first
from copilot.differential.differential import Evidence, Hypothesis

_MEASURED = (Kind.LABORATORY, Kind.VITAL_SIGN, Kind.OBSERVATION)
_NORMAL = frozenset({"", "n", "normal", "neg", "nd"})
_WHOLE_DAY = 10  # "2026-08-06": less is a month or a year


class _Onset(NamedTuple):
    """The first day on which the chart shows something of a hypothesis, and what that is in words."""

    name: str
    when: When


class Timing:
    """Looks up what it needs of a chart once, and only for hypotheses that a medicine speaks for."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._series: Mapping[str, list[Fact]] | None = None

    def timed(self, hypothesis: Hypothesis) -> Hypothesis:
        """Return the hypothesis with the timing of each medicine on its line."""
        if not any(self._started(line) for line in hypothesis.supporting):
            return hypothesis
        onset = self._onset(hypothesis)
        if onset is None:
            return hypothesis
        lines = tuple(self._with_timing(line, onset) for line in hypothesis.supporting)
        return replace(hypothesis, supporting=lines)

    def _with_timing(self, line: Evidence, onset: _Onset) -> Evidence:
        started = self._started(line)
        return replace(line, timing=_words(started, onset)) if started is not None else line

    def _started(self, line: Evidence) -> When | None:
        """Return the first day of the medicine that a line rests on, None where it rests on something else."""
        days = []
        for fact in filter(None, map(self._chart.by_id.get, line.facts)):
            if fact.kind is not Kind.MEDICATION:
                return None
            if fact.when is not None and _exact(fact.when):
                days.append(fact.when)
        return min(days, default=None)

    def _onset(self, hypothesis: Hypothesis) -> _Onset | None:
        """Return when the weightiest dated finding of a hypothesis was first seen."""
        ordered = sorted(hypothesis.supporting, key=lambda line: -line.weight)
        return next((onset for line in ordered for onset in self._first_seen(line)), None)

    def _first_seen(self, line: Evidence) -> Iterator[_Onset]:
        """Yield when a measured finding was first out of range, or a coded problem began."""
        for identifier in line.facts:
            fact = self._chart.by_id.get(identifier)
            if fact is None or not _exact(fact.when):
                continue
            if fact.kind in _MEASURED and _abnormal(fact):
                first = self._first_abnormal(fact)
                if first.when is not None:
                    yield _Onset(f"{lower_first(fact.label)} was first abnormal", first.when)
            elif fact.kind is Kind.PROBLEM and fact.when is not None:
                yield _Onset(f"{lower_first(fact.label)} began", fact.when)

    def _first_abnormal(self, fact: Fact) -> Fact:
        """Return the first of the unbroken run of abnormal results that ends with this one."""
        if self._series is None:
            series: dict[str, list[Fact]] = {}
            for one in self._chart.of(*_MEASURED):
                if _exact(one.when):
                    series.setdefault(one.label.casefold(), []).append(one)
            self._series = {label: sorted(facts, key=_moment) for label, facts in series.items()}
        first = fact
        for one in reversed(self._series.get(fact.label.casefold(), [])):
            if _moment(one) > _moment(fact):
                continue
            if not _abnormal(one):
                break
            first = one
        return first


def _exact(when: When | None) -> bool:
    return when is not None and len(when.text) >= _WHOLE_DAY


def _abnormal(fact: Fact) -> bool:
    return fact.flag.casefold().strip() not in _NORMAL


def _moment(fact: Fact) -> datetime:
    return fact.when.earliest if fact.when is not None else datetime.max


def _words(started: When, onset: _Onset) -> str:
    """Return it as a clinician says it; a medicine that came later is said to have come later."""
    days = (onset.when.earliest.date() - started.earliest.date()).days
    if days == 0:
        return f"started {day(started.text)}, the day on which {onset.name}"
    return f"started {day(started.text)}, {_span(abs(days))} {'before' if days > 0 else 'after'} {onset.name}"


def _span(days: int) -> str:
    """Return a span in the unit in which it is told: days for two months, months for two years, then years."""
    for unit, length, most in (("day", 1, 60), ("month", 30, 730), ("year", 365, days)):
        if days <= most:
            amount = days // length
            return f"{amount} {unit}{'' if amount == 1 else 's'}"
    raise AssertionError(days)
