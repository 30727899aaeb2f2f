"""When something was, as the window says it: the dates of the record, and this computer's clock."""

from __future__ import annotations

from datetime import datetime

from copilot.chart.dates import MONTHS, day, moment, of_date
from copilot.chart.fact import When

__all__ = ["MONTHS", "day", "local_moment", "moment", "of_date", "of_when", "short"]


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
