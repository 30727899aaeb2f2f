"""Dates as a clinician reads them: 18 Nov 2026, with the precision that was given."""

from __future__ import annotations

from datetime import date, datetime

from copilot.chart.fact import When

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def of_date(value: date, *, year: bool = True) -> str:
    """Return a date in words; English months whatever the desktop's language, as the rest of the text."""
    words = f"{value.day} {MONTHS[value.month - 1]}"
    return f"{words} {value.year}" if year else words


def day(text: str) -> str:
    """Return an ISO date, or a year or a month, in words; anything else as it stands."""
    parts = text[:10].split("-")
    if not all(part.isdigit() for part in parts) or not text:
        return text
    if len(parts) == 1:
        return parts[0]
    month = int(parts[1])
    if not 1 <= month <= 12:
        return text
    if len(parts) == 2:
        return f"{MONTHS[month - 1]} {parts[0]}"
    return f"{int(parts[2])} {MONTHS[month - 1]} {parts[0]}"


def moment(text: str) -> str:
    """Return an ISO date and time in words, the minute kept, the seconds not."""
    if len(text) < 16 or text[10] not in "T ":
        return day(text)
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{day(text)}, {text[11:16]}"


def local_moment(text: str) -> str:
    """Return an ISO time with an offset as this computer's clock shows it; anything else as `moment` does."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return moment(text)
    return moment(text if found.tzinfo is None else found.astimezone().isoformat())


def of_when(when: When | None, *, time: bool = False) -> str:
    """Return when something was, as precise as the record says; empty where it does not say."""
    if when is None:
        return ""
    return moment(when.text) if time else day(when.text)


def short(when: When | None, year: str) -> str:
    """Return the day without its year in the chart's own year, else the month or the year: 6 Aug, Jul 2019."""
    words = of_when(when).split(" ")
    if len(words) != 3:
        return " ".join(words)
    return " ".join(words[:2]) if words[2] == year else " ".join(words[1:])
