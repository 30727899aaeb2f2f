"""A search that fails as a whole is asked again in parts, so that one bad resource costs a day, not a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from copilot.fhir.server.answers import RefusedError
from copilot.fhir.server.capability import Capability
from copilot.fhir.server.plan import Search, by_category, kind_of

MOST_PARTS = 120  # of one search: about three bad resources, each cornered to its day
HOPELESS = 6  # parts that failed with none that worked: the server does not like the question at all
_EARLIEST = date(1900, 1, 1)
_REFUSED_OUTRIGHT = frozenset({401, 403, 404, 405, 406, 410})


@dataclass(slots=True)
class Parts:
    """How the parts of one search fared."""

    asked: int = 0
    worked: int = 0
    failed: int = 0

    @property
    def hopeless(self) -> bool:
        """Return whether asking in still smaller parts is in vain."""
        return self.asked >= MOST_PARTS or (not self.worked and self.failed >= HOPELESS)


def narrower(search: Search, refusal: RefusedError, capability: Capability) -> list[Search]:
    """Return the questions that together ask what one question failed to, [] where there are none."""
    if search.path or refusal.status in _REFUSED_OUTRIGHT:
        return []
    said = refusal.said.lower()
    kind = kind_of(search)
    names = {name for name, _ in search.params}
    if search.count and "_count" in said:
        return [replace(search, count=False)]
    if "status" in said and kind.statuses and "status" not in names and refusal.status < 500:
        return [search.with_("status", ",".join(kind.statuses))]
    if kind.categories and "category" not in names and not search.since and not search.before:
        return by_category(search, kind.categories)
    if refusal.status < 500 and "required" not in refusal.codes and refusal.status != 200:
        return []
    return _by_date(search, kind.date(capability))


def _by_date(search: Search, param: str) -> list[Search]:
    """Return both halves of the time that a search covers, and at first what has no date at all."""
    if not param or any(name.startswith(f"{param}:") for name, _ in search.params):
        return []
    middle = _middle(search.since, search.before)
    if middle is None:
        return []
    halves = [_window(search, param, search.since, middle), _window(search, param, middle, search.before)]
    if search.since or search.before:
        return halves
    undated = search.with_(f"{param}:missing", "true")
    return [*halves, replace(undated, label=f"{search.name} without a date")]


def _window(search: Search, param: str, since: str, before: str) -> Search:
    kept = tuple(pair for pair in search.params if pair[0] != param)
    bounds = ((param, f"ge{since}"),) * bool(since) + ((param, f"lt{before}"),) * bool(before)
    root = search.root or search.name
    label = f"{root}, " + " ".join(filter(None, (since and f"from {since}", before and f"until {before}")))
    return replace(search, params=kept + bounds, since=since, before=before, root=root, label=label)


def _middle(since: str, before: str) -> str | None:
    """Return the day that halves a stretch of time: a year's first day while it is longer than one, else any."""
    first = date.fromisoformat(since) if since else _EARLIEST
    last = date.fromisoformat(before) if before else date(date.today().year + 2, 1, 1)
    if last - first <= timedelta(days=1):
        return None
    if last.year - first.year > 1:
        return date((first.year + last.year + 1) // 2, 1, 1).isoformat()
    return (first + (last - first) // 2).isoformat()
