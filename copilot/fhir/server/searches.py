"""All searches of one pull, each to its end, to its refusal, or to the point where the line broke."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from copilot.errors import ServerError
from copilot.fhir.pull import ProblemKind
from copilot.fhir.server import narrow, windows
from copilot.fhir.server.answers import NoAnswerError, RefusedError
from copilot.fhir.server.capability import Capability
from copilot.fhir.server.collected import Collected, Unfinished
from copilot.fhir.server.http import Http
from copilot.fhir.server.identity import key_of
from copilot.fhir.server.line import Line
from copilot.fhir.server.pages import Walk, walk
from copilot.fhir.server.plan import AS_FAR, Phase, Search, in_other_form, kind_of, operation
from copilot.fhir.server.searchset import Page, read_page

LOST_AFTER = 4  # searches in a row without an answer, and the line is taken for dead
LONG = 10  # pages: a search of so many is asked for in several stretches of time at once
TOO_LONG = 30  # pages: a stretch of so many was guessed badly and is cut once more
MOST_STRETCHES = 8


class Searches:
    """The searches of one pull that are still open."""

    def __init__(self, http: Http, collected: Collected, heard: Callable[[Search], None], hands: int) -> None:
        self._http = http
        self._collected = collected
        self._tell = heard
        self._hands = hands
        self._line: Line[Unfinished] = Line([])
        self._parts: dict[str, narrow.Parts] = {}
        self._silent = 0
        self._asked: set[Search] = set()

    @property
    def _offer(self) -> Capability:
        return self._collected.capability or Capability()

    async def fetch(self) -> None:
        """Ask them all, several at once; raises `NoAnswerError` where nobody answers any more."""
        await self._work(Phase.WHOLE, self._whole)
        await self._work(Phase.TYPES, self._one)
        if not self._collected.matched:
            # Nothing at all may be the truth, or a server that wants the patient named the other way.
            others = [other for search in self._collected.barren if (other := in_other_form(search))]
            self._collected.ask(other for other in others if other not in self._collected.barren)
            await self._work(Phase.TYPES, self._one)
        await self._work(Phase.REST, self._rest)
        if not self._anything and "summary" in self._offer.operations:
            await self._whole(Unfinished(operation(self._collected.patient, "summary")))

    @property
    def _anything(self) -> bool:
        return any(entry.raw["resourceType"] != "Patient" for entry in list(self._collected.entries))

    async def _work(self, phase: Phase, each: Callable[[Unfinished], Awaitable[None]]) -> None:
        self._line = Line(item for item in self._collected.open if item.search.phase == phase)
        await self._line.work(self._hands, each)

    async def _whole(self, item: Unfinished) -> None:
        """Ask for everything at once; what comes in pages or fails is asked for by type, several at a time."""
        collected, search = self._collected, item.search
        types = [other.search for other in collected.open if other.search.phase in (Phase.TYPES, Phase.REST)]
        try:
            steps = await walk(self._http, collected, item, self._heard, lambda _search, _page: types)
        except NoAnswerError:
            if not types:
                raise
            collected.close(search)
            return
        except ServerError as error:
            collected.close(search)
            if not types:  # nothing else will be asked that could have brought it
                collected.say(ProblemKind.REFUSED, f"{search.name}: {error.what} {AS_FAR}")
            return
        collected.close(search)
        if not steps.parts and self._anything:
            for other in types:
                collected.close(other)

    async def _one(self, item: Unfinished) -> None:
        """Bring one search to an end."""
        search = item.search
        self._asked.add(search)
        parts = self._parts.setdefault(search.root or search.name, narrow.Parts())
        parts.asked += 1
        try:
            steps = await walk(self._http, self._collected, item, self._heard, self._cut)
        except NoAnswerError as error:
            self._left(search, error)
        except RefusedError as error:
            self._refused(search, error, parts)
        except ServerError as error:
            self._failed(search, error)
        else:
            parts.worked += 1
            self._done(steps)

    def _done(self, steps: Walk) -> None:
        search = steps.search
        self._collected.asked(search, steps.matches)
        self._collected.close(search)
        if steps.parts:
            self._put(steps.parts)
            if not search.since and not search.before:
                check = replace(search, phase=Phase.REST, expects=steps.total or 0)
                self._collected.ask([check])
                self._collected.went(check, steps.link)
        elif not steps.matches and not self._offer.known:
            other = in_other_form(search)
            self._put([other] if other and other not in self._asked else [])

    def _heard(self, search: Search) -> None:
        self._silent = 0
        self._tell(search)

    def _put(self, searches: Iterable[Search]) -> None:
        """Put more searches on the list and into the line."""
        listed = list(searches)
        self._collected.ask(listed)
        self._line.put(Unfinished(search) for search in listed)

    def _cut(self, search: Search, page: Page) -> list[Search]:
        """Return stretches of time for the rest of a search that turns out long, [] where that is not possible.

        Only with a count to check afterwards that nothing was lost, and a date parameter that is advertised.
        """
        param = kind_of(search).date(self._offer)
        pages = (page.total or 0) / max(1, len(page.entries))
        if search.path or not param or pages < (TOO_LONG if search.since or search.before else LONG):
            return []
        resources = [raw for raw, _ in page.entries]
        days = windows.cuts(resources, search, pages, min(MOST_STRETCHES, int(pages // 5)))
        return windows.between(search, param, days) if days else []

    def _left(self, search: Search, error: NoAnswerError) -> None:
        """Leave a search open; several without an answer in a row mean that nobody is there."""
        at = next((item.url for item in self._collected.open if item.search == search), "")
        self._collected.leave(search, at, error.what)
        self._silent += 1
        if self._silent >= LOST_AFTER:
            raise error

    def _failed(self, search: Search, error: ServerError) -> None:
        """Say why an answer could not be used; the other searches go on."""
        self._collected.close(search)
        self._collected.say(ProblemKind.TRUNCATED, f"{search.name}: {error.what}", search.type)

    def _refused(self, search: Search, error: RefusedError, parts: narrow.Parts) -> None:
        """Ask in parts what failed as a whole; where that is not possible, say what is not here."""
        self._silent = 0
        parts.failed += 1
        self._collected.asked(search, 0)
        smaller = [] if parts.hopeless else narrow.narrower(search, error, self._offer)
        self._collected.close(search)
        if smaller:
            self._put(smaller)
            return
        name = search.name if parts.worked else search.root or search.name
        kind, part = (ProblemKind.TRUNCATED, "only a part has arrived; ") if error.midway else (ProblemKind.REFUSED, "")
        self._collected.say(kind, f"{name}: {part}{error.what} {AS_FAR}", search.type)

    async def _rest(self, item: Unfinished) -> None:
        """Ask what the parts of a type may have left out, if the server counts more than has come."""
        search, collected = item.search, self._collected
        try:
            if await self._lacks(search):
                await walk(self._http, collected, item, self._heard)
        except NoAnswerError as error:
            self._left(search, error)
            return
        except RefusedError as error:
            self._silent = 0
            # How such a server always answers costs this record nothing that could be had there.
            kind = ProblemKind.REFUSED if search.expects else ProblemKind.MISSING
            what = error.what if search.expects else "the server answers only by category; others were not asked for."
            collected.say(kind, f"{search.name}: {what} {AS_FAR}", search.type)
        except ServerError as error:
            self._failed(search, error)
            return
        collected.close(search)

    async def _lacks(self, search: Search) -> bool:
        """Return whether the server has more of what a search asks for than has arrived."""
        if search.expects:
            said = any(problem.text.startswith(search.name) for problem in self._collected.problems)
            return not said and self._collected.brought(search) < search.expects
        if any(problem.resource == search.type for problem in self._collected.problems):
            return False  # something of this type failed and is said; the whole would fail again
        counting = replace(search, count=False).with_("_summary", "count")
        page = read_page(await self._http.json(counting.url), self._http.where)
        self._heard(search)
        if page.total is not None:
            return page.total > self._collected.count(search.type)
        return any(not self._collected.has(key_of(raw)) for raw, _ in page.entries)
