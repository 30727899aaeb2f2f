"""What a question asks for: the meaning of its words, kinds of facts, a span of time, the newest only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from copilot.chart.fact import Fact, Kind, Standing
from copilot.knowledge.stems import meaning, stem
from copilot.knowledge.words import normal, normal_words
from copilot.narrative.cited import LASTING

# Words of a question that name nothing in a chart.
_ASKING = """
    what which when where why how who whose much many often long did does do is are was were has have had any ever
    there tell say give show list find chart record file patient last latest recent recently newest current currently
    now today since before after between until during ago past history result results value values level levels test
    tests date day days week weeks month months year years find found know known about documented recorded mentioned
    please me us in the of on at for to from and or not no high low normal abnormal changed change trend over time
    measured measure done happened happen compared first previous yet still been his her
    """
_KINDS: dict[Kind, str] = {
    Kind.PATIENT: "age old sex gender born birthday birth male female",
    Kind.PROBLEM: "diagnosis diagnosed diagnoses problem problems disease diseases illness illnesses comorbidity "
    "comorbidities conditions",
    Kind.LABORATORY: "lab labs laboratory bloods",
    Kind.VITAL_SIGN: "vitals",
    Kind.MEDICATION: "medication medications medicine medicines drug drugs tablet tablets pill pills prescribed "
    "prescription prescriptions take takes taking meds",
    Kind.ALLERGY: "allergy allergies allergic intolerance intolerances",
    Kind.PROCEDURE: "operation operations surgery surgeries procedure procedures operated",
    Kind.ENCOUNTER: "visit visits admission admissions admitted encounter encounters hospital appointment",
    Kind.REPORT: "report reports imaging scan scans",
    Kind.NOTE: "note notes",
    Kind.FAMILY: "family relative relatives mother father sister brother parent parents",
    Kind.IMMUNIZATION: "vaccine vaccines vaccination vaccinations vaccinated immunization immunizations jab",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?\b")
_NAMED = re.compile(rf"\b{_MONTH} (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b")
_LAST = re.compile(r"\b(?:last|past|previous) (?P<count>\d{1,3})? ?(?P<unit>day|week|month|year)s?\b", re.IGNORECASE)
_SIDE = re.compile(r"\b(?P<side>before|until|up to|since|after|from)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
_ONE_DAY = timedelta(days=1)
_NEWEST = re.compile(r"\b(?:latest|newest|most recent|last|current(?:ly)?|now)\b", re.IGNORECASE)
_DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both included; None is open."""

    first: date | None = None
    last: date | None = None

    def holds(self, fact: Fact) -> bool:
        """Return whether what a fact tells of can lie in this span; what has no time is not known to."""
        if fact.when is None:
            return False
        last = fact.until or fact.when
        goes_on = fact.until is None and fact.kind in LASTING and fact.standing is not Standing.PAST
        after = self.first is None or goes_on or last.latest.date() >= self.first
        return after and (self.last is None or fact.when.earliest.date() <= self.last)


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart: `stems` are what its words mean, without the asking itself."""

    text: str
    stems: frozenset[str]
    kinds: frozenset[Kind]
    span: Span | None = None
    newest: bool = False


def understand(text: str, today: date | None = None) -> Question:
    """Return what a question asks for, `today` being the day from which the chart counts."""
    span, rest = _span(text, today)
    asking, kind_of = _closed_words()
    stems = frozenset(one for one in meaning(normal_words(rest)) if one not in asking)
    kinds = frozenset(kind_of[one] for one in stems if one in kind_of)
    return Question(
        text,
        frozenset(one for one in stems if one not in kind_of),
        kinds,
        span,
        bool(_NEWEST.search(_LAST.sub(" ", text))),
    )


@lru_cache(maxsize=1)
def _closed_words() -> tuple[frozenset[str], Mapping[str, Kind]]:
    """Return the stems that only ask, and those that name a kind; the stemmer is loaded with the first question."""
    asking = frozenset(stem(normal(word)) for word in _ASKING.split())
    return asking, {stem(normal(word)): kind for kind, words in _KINDS.items() for word in words.split()}


def _span(text: str, today: date | None) -> tuple[Span | None, str]:
    """Return the time a question speaks of, and the question without it."""
    ago = _LAST.search(text)
    if ago and today is not None:
        days = int(ago["count"] or 1) * _DAYS[ago["unit"].casefold()]
        return Span(today - timedelta(days=min(days, 50_000)), today), _LAST.sub(" ", text)
    for pattern in (_DAY, _NAMED, _YEAR):
        found = pattern.search(text)
        if found is None:
            continue
        side = _SIDE.search(text[: found.start()])
        return _sided(side["side"].casefold() if side else "", *_days(found)), pattern.sub(" ", text)
    return None, text


def _sided(side: str, begins: date, ends: date) -> Span:
    """Return the span on one side of a day, a month or a year, or that itself."""
    if side == "before":
        return Span(None, begins - _ONE_DAY)
    if side in ("until", "up to"):
        return Span(None, ends)
    if side == "after":
        return Span(ends + _ONE_DAY, None)
    return Span(begins, None if side else ends)


def _days(found: re.Match[str]) -> tuple[date, date]:
    """Return the first and the last day that a day, a month or a year of a question means."""
    parts, year = found.groupdict(), int(found["year"])
    named = (parts.get("month") or "").casefold()
    month = _MONTHS.index(named[:3]) + 1 if named[:3] in _MONTHS else int(named or 0)
    if not 1 <= month <= 12:
        return date(year, 1, 1), date(year, 12, 31)
    after = date(year + month // 12, month % 12 + 1, 1)
    last = (after - _ONE_DAY).day
    day = int(parts.get("day") or 0)
    return (date(year, month, day),) * 2 if 1 <= day <= last else (date(year, month, 1), date(year, month, last))
