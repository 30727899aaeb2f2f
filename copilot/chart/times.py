"""Times as the record gives them: partial dates are intervals, offsets and precision are kept."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

from copilot.chart.fact import When
from copilot.fhir.pull import Json

# Later years are placeholders ("9999-12-31"), not dates.
PLACEHOLDER_YEAR = 2100
_PATTERN = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*"
    r"(?:Z|z|[+-]\d{2}:?\d{2})?)?)?)?\Z"
)
_DAYS_PER_YEAR = 365.2425


@lru_cache(maxsize=8192)
def _parse(text: str) -> When | None:
    found = _PATTERN.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups())
    if year is None or year == 0:
        return None
    try:
        if month is None:
            return When(datetime(year, 1, 1), datetime(year, 12, 31, 23, 59, 59), text)
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return When(datetime(year, month, 1), datetime(year, month, last, 23, 59, 59), text)
        if hour is None or minute is None:
            return When(datetime(year, month, day), datetime(year, month, day, 23, 59, 59), text)
        # 24:00 and leap seconds are legal on paper; the next midnight and second 59 are what they mean.
        extra = timedelta(days=1) if hour == 24 else timedelta()
        moment = datetime(year, month, day, hour % 24, minute, min(second or 0, 59)) + extra
        return When(moment, moment if second is not None else moment + timedelta(seconds=59), text)
    except (ValueError, OverflowError):
        return None


def when(value: object) -> When | None:
    """Return a date, dateTime or instant (any precision; zone optional) as an interval, None where it is none."""
    return _parse(value.strip()) if isinstance(value, str) and len(value) < 60 else None


def period(value: object) -> tuple[When | None, When | None]:
    """Return the start and the end of a Period."""
    if not isinstance(value, dict):
        return None, None
    return when(value.get("start")), when(value.get("end"))


def timed(raw: Json, *names: str) -> tuple[When | None, When | None]:
    """Return (when, until) from the first element of these names that holds a time.

    A name may be a date, a Period or a Timing; where only an end is known, that is the time.
    """
    for name in names:
        value = raw.get(name)
        if isinstance(value, dict):
            event = value.get("event")
            start, end = period(value)
            if start is None and isinstance(event, list) and event:
                start = when(event[0])
            if start or end:
                return (start, end) if start else (end, None)
        else:
            start = when(value)
            if start:
                return start, None
    return None, None


def latest(moments: Iterable[When | None], today: date) -> When | None:
    """Return the latest moment that can be meant: placeholders out, the future only if all lie there."""
    known = [moment for moment in moments if moment is not None and moment.earliest.year < PLACEHOLDER_YEAR]
    tomorrow = datetime(today.year, today.month, today.day) + timedelta(days=2)
    past = [moment for moment in known if moment.earliest < tomorrow]
    return max(past or known, key=lambda moment: (moment.earliest, moment.text), default=None)


def age(birth: When | None, at: date | None) -> float | None:
    """Return the age in years on a day, the middle of the interval for a partial birth date; None if unborn."""
    if birth is None or at is None:
        return None
    now = datetime(at.year, at.month, at.day)
    middle = birth.earliest + (birth.latest - birth.earliest) / 2
    if birth.latest.date() == birth.earliest.date():
        middle = datetime(birth.earliest.year, birth.earliest.month, birth.earliest.day)
    if birth.earliest > now + timedelta(days=1):
        return None
    return round(max((now - middle).total_seconds() / 86400 / _DAYS_PER_YEAR, 0.0), 2)
