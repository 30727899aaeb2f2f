"""Everything that has arrived of one pull, and what is still open: readable from any thread, at any time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from copilot.fhir.assemble import to_pull
from copilot.fhir.bundle import Entry
from copilot.fhir.grouping import Group, by_patient, to_resources
from copilot.fhir.pull import Dropped, Json, Problem, ProblemKind, Pull
from copilot.fhir.server.capability import Capability
from copilot.fhir.server.identity import categories_of, key_of, same
from copilot.fhir.server.plan import Search
from copilot.fhir.typed import TypedView
from copilot.garbage import paused

_FEW = 12


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A search that has not come to its end: `url` is the page to go on with ("" the first), `why` what stopped it."""

    search: Search
    url: str = ""
    why: str = ""


@dataclass(slots=True)
class Collected:
    """One pull so far.

    Only the pulling thread writes; lists only grow or have an item replaced, so another thread may read
    at any moment. `why` says why the pull ended before its end, "" while it runs and when all has come.
    `tried` are references and addresses that were asked for once, with or without success; `barren` are the
    searches by type that were asked while none of them had brought anything (`matched`).
    """

    server: str
    patient: str
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    why: str = ""
    running: bool = False
    time: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    capability: Capability | None = None
    searches: int = 0
    pages: int = 0
    tried: set[str] = field(default_factory=set, repr=False)
    barren: list[Search] = field(default_factory=list, repr=False)
    matched: bool = False
    _open: dict[Search, Unfinished] = field(default_factory=dict, repr=False)
    _places: dict[str, int] = field(default_factory=dict, repr=False)
    _view: TypedView = field(default_factory=lambda: _Remembering(), repr=False)
    _roots: dict[str, set[str]] = field(default_factory=dict, repr=False)
    _seen: dict[Search, set[str]] = field(default_factory=dict, repr=False)

    @property
    def open(self) -> list[Unfinished]:
        """Return the searches that are not at their end, in the order in which they are asked."""
        return list(self._open.values())

    @property
    def complete(self) -> bool:
        """Return whether everything was asked to its end, which a refusal is too."""
        return not self._open and bool(self.searches)

    def ask(self, searches: Iterable[Search]) -> None:
        """Put searches on the list."""
        for search in searches:
            if search not in self._open:
                self._open[search] = Unfinished(search)
                self.searches += 1

    def leave(self, search: Search, url: str, why: str = "") -> None:
        """Say how far a search has come."""
        self._open[search] = Unfinished(search, url, why)

    def went(self, search: Search, url: str) -> None:
        """Note the next page of a search that is on the list."""
        if search in self._open:
            self._open[search] = Unfinished(search, url)

    def close(self, search: Search) -> None:
        """Take a search off the list: it came to its end, or was refused."""
        self._open.pop(search, None)
        seen = self._seen.pop(search, None)
        if seen and search.root:
            self._roots.setdefault(search.root, set()).update(seen)

    def seen(self, search: Search) -> set[str]:
        """Return `Type/id` of everything that one open search has brought so far."""
        return self._seen.setdefault(search, set())

    def asked(self, search: Search, matches: int) -> None:
        """Note what a search by type has brought."""
        self.matched = self.matched or bool(matches)
        if self.matched:
            self.barren.clear()
        elif search not in self.barren:
            self.barren.append(search)

    def say(self, kind: ProblemKind, text: str, resource: str = "") -> None:
        """Put down once what could not be had."""
        problem = Problem(kind, text, resource)
        if problem not in self.problems:
            self.problems.append(problem)

    def add(self, raw: Json, full_url: str = "") -> None:
        """Keep a resource unless it is here already."""
        key = key_of(raw)
        place = self._places.get(key) if key else None
        if place is not None and same(self.entries[place].raw, raw):
            return
        if key:
            self._places[key] = len(self.entries)
        self.entries.append(Entry(raw, full_url, self.time))

    def has(self, key: str) -> bool:
        """Return whether a resource (`Type/id`) has arrived."""
        return key in self._places

    def brought(self, search: Search) -> int:
        """Return how many different resources a search that was cut in parts has brought with them all.

        Where a pull goes on from a file that is not known, and what has its type and category is counted.
        """
        known = len(self._roots.get(search.root, ()))
        if known >= search.expects:
            return known
        code = search.category.rpartition("|")[2]
        mine = (entry.raw for entry in list(self.entries) if entry.raw["resourceType"] == search.type)
        return len({key_of(raw) or id(raw) for raw in mine if not code or code in categories_of(raw)})

    def count(self, kind: str) -> int:
        """Return how many different resources of a type have arrived."""
        start = f"{kind}/"
        return sum(key.startswith(start) for key in self._places)

    def put_in_place(self, place: int, raw: Json) -> None:
        """Put a fuller copy of a resource in the place of the one that came first."""
        entry = self.entries[place]
        self.entries[place] = Entry(raw, entry.full_url, entry.bundle_time)

    def unknown(self) -> list[Problem]:
        """Return everything that could not be had, with what is still open."""
        return [*self.problems, *self._unfinished()]

    def to_pull(self) -> Pull:
        """Return what has arrived as a file with the same resources would be read; safe while the pull goes on."""
        with paused():
            resources, versions = to_resources(list(self.entries))
            groups = by_patient(resources)
            mine = next((group for group in groups if group.patient_id == self.patient), None)
            if mine is None:
                mine = Group(self.patient, groups[0].resources if groups and not groups[0].patient_id else [])
            problems = [("", problem) for problem in [*self.unknown(), *versions]]
            return to_pull(mine, self.server, problems, self._view)

    def _unfinished(self) -> list[Problem]:
        found = self.open
        if self.running and not self.why:
            names = _names(item.search.name for item in found)
            return [Problem(ProblemKind.TRUNCATED, f"Still being fetched: {names}.")] if found else []
        begun = [item for item in found if item.why or item.url]
        waiting = [item.search.name for item in found if not item.why and not item.url]
        problems = [Problem(ProblemKind.TRUNCATED, _begun(item), item.search.type) for item in begun]
        if self.why:
            problems.insert(0, Problem(ProblemKind.TRUNCATED, f"The record is incomplete: {self.why}"))
        if waiting:
            problems.append(Problem(ProblemKind.TRUNCATED, f"Not fetched yet: {_names(waiting)}."))
        return problems


class _Remembering(TypedView):
    """A typed view that checks a resource once, however often the growing chart is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[int, tuple[Json, tuple[Dropped, ...]]] = {}

    def check(self, kind: str, raw: Json) -> tuple[Dropped, ...]:
        """Return what the R4B model of this type refuses."""
        known = self._known.get(id(raw))
        if known is not None and known[0] is raw:
            return known[1]
        dropped = super().check(kind, raw)
        self._known[id(raw)] = (raw, dropped)
        return dropped


def _begun(item: Unfinished) -> str:
    how = "only a part has arrived" if item.url else "not fetched"
    return f"{item.search.name}: {how}; {item.why}" if item.why else f"{item.search.name}: {how}."


def _names(names: Iterable[str]) -> str:
    listed = list(dict.fromkeys(names))
    more = f" and {len(listed) - _FEW} more" if len(listed) > _FEW else ""
    return ", ".join(listed[:_FEW]) + more
