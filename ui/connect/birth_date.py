"""A birth date as people write it, as FHIR asks for it."""

from __future__ import annotations

import re
from datetime import date

from ui.parts.dates import MONTHS

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DOTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_WORDS = re.compile(r"(\d{1,2})\.?\s+([A-Za-z]{3})[a-z]*\.?\s+(\d{4})")


def to_fhir(text: str) -> str | None:
    """Return 1968-03-03 for "1968-03-03", "3.3.1968" and "3 Mar 1968", a year or a month as it stands.

    Empty stays empty; None where it is no date. "3/4/1968" is none: it means two days on two sides of an ocean.
    """
    text = text.strip()
    if not text:
        return ""
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
        if day is None:
            return year if month is None else _month(int(year), int(month))
        return _day(int(year), int(month), int(day))
    if found := _DOTS.fullmatch(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if (found := _WORDS.fullmatch(text)) and found[2].capitalize() in MONTHS:
        return _day(int(found[3]), MONTHS.index(found[2].capitalize()) + 1, int(found[1]))
    return None


def _month(year: int, month: int) -> str | None:
    """Return a year and a month."""
    return f"{year:04}-{month:02}" if 1 <= month <= 12 else None


def _day(year: int, month: int, day: int) -> str | None:
    """Return a day that there is."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
