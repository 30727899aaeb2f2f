"""A search that fails as a whole is asked again in parts, so that one bad resource costs a day, not a list."""

from __future__ import annotations

from dataclasses import dataclass, replace

from copilot.fhir.server.answers import RefusedError
from copilot.fhir.server.capability import Capability
from copilot.fhir.server.plan import Search, by_category, kind_of
from copilot.fhir.server.windows import halves

MOST_PARTS = 120  # of one search: about three bad resources, each cornered to its day
HOPELESS = 6  # parts that failed with none that worked: the server does not like the question at all
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
    if search.path or (refusal.status in _REFUSED_OUTRIGHT and not refusal.midway):
        return []
    kind = kind_of(search)
    dated = kind.date(capability)
    if refusal.midway:
        return halves(search, dated) if dated else []
    said = refusal.said.lower()
    names = {name for name, _ in search.params}
    if search.count and "_count" in said:
        return [replace(search, count=False)]
    mute = refusal.status in (400, 422) and not refusal.codes  # it does not say what it misses
    if kind.statuses and "status" not in names and refusal.status < 500 and ("status" in said or mute):
        return [search.with_("status", ",".join(kind.statuses))]
    if kind.categories and "category" not in names and not search.since and ("category" in said or not dated):
        return by_category(search, kind.categories)
    if not dated or (refusal.status in (400, 422) and "required" not in refusal.codes):
        return []
    return halves(search, dated)
