"""Dates as a clinician reads them: 18 Nov 2026, with the precision that was given."""

from __future__ import annotations

from datetime import date, datetime

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
