"""Dates and times in words, held against the time of what is cited and the day of the review."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from copilot.chart.fact import When
from copilot.narrative.cited import Cited
from copilot.narrative.narrative import Fault, Support
from copilot.narrative.values import spelt

_NAMES = [calendar.month_name[n].casefold() for n in range(1, 13)]
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _NAMES) + "|sept"
_YEAR = r"(?:19|20)\d\d"
_IN_YEAR, _IN_MONTH = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_CLOCK = r"[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
# What goes on as a date: "October 2026", "October 28".
_OF_A_DATE = rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s)?{_YEAR}|(?<!,\s)\d{{1,2}}(?:st|nd|rd|th)?\b(?![./]\d))"
# What makes a number of four digits a value, not a year.
_AS_VALUE = r"[.,/:-]?\d|\s?(?:x ?10|10\*|%|°|[a-z]+/|[munpk]?g\b|IU\b|U\b|mmHg|m[lL]\b|doses|times)"
_DATE = re.compile(
    rf"\b(?P<iso>{_YEAR}-{_IN_YEAR}(?:-{_IN_MONTH}(?:{_CLOCK})?)?)(?![\d-])"
    rf"|\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?:of\s)?(?P<month>{_MONTH})\b\.?(?:,?[\s-](?P<year>{_YEAR})\b)?"
    rf"|\b(?P<month2>{_MONTH})\b\.?,?\s(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d),?\s)?(?P<year2>{_YEAR})\b"
    rf"|\b(?P<month3>{_MONTH})\s(?P<day3>\d{{1,2}})(?:st|nd|rd|th)?\b(?![./]\d)"
    rf"|(?<![\w.,/:-])(?P<first>\d{{1,2}})[./](?P<second>\d{{1,2}})[./](?P<year3>{_YEAR})\b"
    rf"|\b(?:in|of|by|to|since|until|from|with|last|and)\s(?:early\s|late\s|mid[\s-])?(?P<alone>{_MONTH})\b(?!\.?,?\s{_OF_A_DATE})"
    rf"|(?<![\w.,/:-])(?P<bare>{_YEAR})\b(?!{_AS_VALUE})",
    re.IGNORECASE,
)
AGO = re.compile(
    r"\b(?:(?P<count>\d{1,4}(?:\.\d)?)\s(?P<unit>day|week|month|year)s?\s(?:ago|earlier|before now)"
    r"|(?P<word>yesterday|today)|(?P<last>last)\s(?P<span>week|month|year))\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|onset|began|started|starting)\s(?:on\s|in\s|early\s|late\s|mid[\s-])*$", re.IGNORECASE)
_FOR = re.compile(
    r"\b(?:for|over)\s(?:(?:the|last|past|about|around|approximately|roughly|nearly|almost|(?P<more>over|more than)|"
    r"well|just|some)\s)*"
    r"(?P<count>\d{1,4}(?:\.\d)?)\s(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_SLACK = {"day": 0.5, "week": 4.0, "month": 16.0, "year": 190.0}


class Day(NamedTuple):
    """A date with the precision given; the year 0 where none was said."""

    year: int
    month: int = 0
    day: int = 0

    def covers(self, other: Day) -> bool:
        """Return whether this is the other date, or the same said with less precision."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine in (0, theirs) for mine, theirs in pairs)


class Dated(NamedTuple):
    """A date in a text: where it stands, what it is, and whether it is said to be a beginning."""

    start: int
    end: int
    day: Day
    begins: bool


def without_times(text: str) -> str:
    """Return the text with its dates taken out; what is counted from today goes too."""
    text = spelt(text)
    kept, at = [], 0
    spans = [(one.start, one.end) for one in dates(text)] + [found.span() for found in AGO.finditer(text)]
    for start, end in sorted(spans):
        kept.append(text[at:start])
        at = end
    return " ".join((*kept, text[at:]))


def dates(text: str) -> tuple[Dated, ...]:
    """Return all dates of a text."""
    made = []
    for found in _DATE.finditer(text):
        start = found.start("alone") if found["alone"] else found.start()
        begins = _SINCE.search(text[:start]) is not None
        made.append(Dated(start, found.end(), _day(found), begins))
    return tuple(made)


def _day(found: re.Match[str]) -> Day:
    """Return the date of a match."""
    if found["iso"]:
        return Day(*(int(part) for part in found["iso"][:10].split("-")))
    if found["year3"]:
        first, second = int(found["first"]), int(found["second"])
        return Day(int(found["year3"]), *((first, second) if second > 12 else (second, first)))
    year = found["year"] or found["year2"] or found["bare"] or "0"
    name = (found["month"] or found["month2"] or found["month3"] or found["alone"] or "").casefold()
    month = next((n for n, full in enumerate(_NAMES, 1) if name and full.startswith(name[:3])), 0)
    return Day(int(year), month, int(found["day"] or found["day2"] or found["day3"] or 0))


def time_faults(said: str, sources: Sequence[str], cited: Sequence[Cited], today: date | None) -> Iterator[Fault]:
    """Yield what is wrong with the times said."""
    said, sources = spelt(said), [spelt(source) for source in sources]
    own = [_day_of(moment) for moment in _moments(cited)]
    first = min(own, default=None) if len(set(own)) > 1 else None
    written = [one for source in sources for one in dates(source)]
    lasting = any(one.lasting for one in cited)
    for one in dates(said):
        there = [other for other in written if one.day.covers(other.day)]
        on_fact = any(one.day.covers(day) for day in own)
        words = said[one.start : one.end]
        if not there and not on_fact:
            rival = Support.CONTRADICTED if written or own else Support.NOT_FOUND
            yield Fault(rival, f"the date {words} is not that of what it cites")
        elif (
            one.begins
            and not (on_fact and (lasting or (first and one.day.covers(first))))
            and not any(other.begins for other in there)
        ):
            yield Fault(Support.PARTLY, f"{words} is the date of what it cites, not its beginning")
    plain = " ".join(sources).casefold()
    for found in AGO.finditer(said):
        last = f"last {found['unit']}".casefold() if found["count"] == "1" else found.group()
        if found.group().casefold() not in plain and last.casefold() not in plain:
            yield from _ago(found, cited, today)


def fits_any(said: str, cited: Sequence[Cited], today: date | None) -> bool:
    """Return whether every time in a text may be that of one of these facts."""
    own = [_day_of(moment) for moment in _moments(cited)]
    return all(one.begins or any(one.day.covers(day) for day in own) for one in dates(said)) and not any(
        fault for found in AGO.finditer(said) for fault in _ago(found, cited, today)
    )


def _day_of(moment: When) -> Day:
    """Return the day of a moment, as precise as the record gives it."""
    if len(moment.text) < 10:
        return Day(*(int(part) for part in moment.text.split("-")))
    return Day(moment.earliest.year, moment.earliest.month, moment.earliest.day)


def _moments(cited: Sequence[Cited]) -> list[When]:
    return [moment for one in cited for moment in (one.when, one.until) if moment is not None]


def _ago(found: re.Match[str], cited: Sequence[Cited], today: date | None) -> Iterator[Fault]:
    """Yield what is wrong with a time counted from the day of the review."""
    words = found.group()
    moments = _moments(cited)
    if today is None or not moments:
        yield Fault(Support.NOT_FOUND, f"“{words}” is not in what it cites")
        return
    unit = (found["unit"] or found["span"] or "day").casefold()
    count = float(found["count"] or (0 if (found["word"] or "").casefold() == "today" else 1))
    for moment in moments:
        past = (today - moment.earliest.date()).days, (today - moment.latest.date()).days
        if past[1] - _SLACK[unit] <= count * _DAYS[unit] <= past[0] + _SLACK[unit]:
            return
    yield Fault(Support.CONTRADICTED, f"“{words}” does not fit {moments[0].text[:10]}, the date of what it cites")


def lasted(said: str, cited: Sequence[Cited], today: date | None) -> tuple[str, ...]:
    """Return the spans ("for 3 years") that follow from the beginning of something that lasts."""
    begun = [one.when for one in cited if one.lasting and one.when is not None]
    found = _FOR.finditer(spelt(said))
    return tuple(one.group() for one in found if today and any(_spans(one, moment, today) for moment in begun))


def _spans(found: re.Match[str], begun: When, today: date) -> bool:
    """Return whether it has gone on for so long."""
    unit = found["unit"].casefold()
    wanted, slack = timedelta(days=float(found["count"]) * _DAYS[unit]), timedelta(days=_SLACK[unit])
    if found["more"]:  # "for more than 2 years": and not for 4
        return wanted <= today - begun.earliest.date() <= 2 * wanted
    return today - begun.latest.date() - slack <= wanted <= today - begun.earliest.date() + slack
