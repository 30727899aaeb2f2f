"""Stretches of time: a long search is asked for in several at once, a failing one in ever smaller ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from copilot.fhir.pull import Json
from copilot.fhir.server.plan import Search

UNDATED = "-"  # in the place of a day: what has no date at all
_EARLIEST = date(1900, 1, 1)
_MOMENTS = (
    "effectiveDateTime", "effectiveInstant", "authoredOn", "recordedDate", "performedDateTime", "occurrenceDateTime",
    "date", "issued", "started", "created", "onsetDateTime",
)  # fmt: skip
_PERIODS = ("effectivePeriod", "period", "performedPeriod", "occurrencePeriod")
_ENOUGH = 5  # dated resources on a page, to guess from where the others lie


def halves(search: Search, param: str) -> list[Search]:
    """Return both halves of the time that a search covers, and at first what has no date; [] for a single day."""
    middle = _middle(search.since, search.before)
    return between(search, param, [middle]) if middle else []


def between(search: Search, param: str, cuts: Iterable[str]) -> list[Search]:
    """Return a search in windows with these days between them, which together lose nothing.

    What lies across a border comes twice and is kept once. A whole search also asks for what has no date.
    """
    edges = [search.since, *cuts, search.before]
    found = [_window(search, param, since, before) for since, before in pairwise(edges)]
    if not search.since and not search.before:
        undated = replace(
            search, params=(*search.params, (f"{param}:missing", "true")), root=search.root or search.name
        )
        found.append(replace(undated, label=f"{search.name}, without a date", since=UNDATED, before=UNDATED))
    return found


def cuts(resources: Iterable[Json], search: Search, pages: float, parts: int) -> list[str]:
    """Return days that cut a search in about equal parts, guessed from its first page; [] where it shows none.

    A page in order of time is one end of the whole, which then goes on as densely; any other is a sample.
    """
    days = [day for raw in resources if (day := _day(raw)) is not None]
    if len(days) < _ENOUGH or search.since == UNDATED:
        return []
    falling = sum(one >= other for one, other in pairwise(days))
    rising = sum(one <= other for one, other in pairwise(days))
    if max(falling, rising) >= 0.95 * (len(days) - 1):
        step = (max(days) - min(days)) * pages / parts * (-1 if falling >= rising else 1)
        start = max(days) if falling >= rising else min(days)
        points = [start + step * number for number in range(1, parts)]
    else:
        days.sort()
        points = [float(days[len(days) * number // parts]) for number in range(1, parts)]
    low = date.fromisoformat(search.since) if search.since else _EARLIEST
    high = date.fromisoformat(search.before) if search.before else date.max
    inside = {day for point in points if low.toordinal() < (day := round(point)) < high.toordinal()}
    return [date.fromordinal(day).isoformat() for day in sorted(inside)]


def _window(search: Search, param: str, since: str, before: str) -> Search:
    kept = tuple(pair for pair in search.params if pair[0] != param)
    bounds = ((param, f"ge{since}"),) * bool(since) + ((param, f"lt{before}"),) * bool(before)
    root = search.root or search.name
    label = f"{root}, " + " ".join(filter(None, (since and f"from {since}", before and f"until {before}")))
    return replace(search, params=kept + bounds, since=since, before=before, root=root, label=label)


def _middle(since: str, before: str) -> str:
    """Return the day that halves a stretch of time: a New Year's Day while it is long, "" for a single day."""
    if since == UNDATED:
        return ""
    first = date.fromisoformat(since) if since else _EARLIEST
    last = date.fromisoformat(before) if before else date(date.today().year + 2, 1, 1)
    if last - first <= timedelta(days=1):
        return ""
    if last.year - first.year > 1:
        return date((first.year + last.year + 1) // 2, 1, 1).isoformat()
    return (first + (last - first) // 2).isoformat()


def _day(raw: Json) -> int | None:
    """Return the day a resource bears, as a number of days, None where it bears none to the day."""
    text = next((value for name in _MOMENTS if isinstance(value := raw.get(name), str)), "")
    if not text:
        period = next((value for name in _PERIODS if isinstance(value := raw.get(name), dict)), {})
        text = str(period.get("start", ""))
    try:
        return date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        return None
