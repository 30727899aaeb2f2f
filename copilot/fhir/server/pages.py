"""Walk one search page by page: `next` as it stands, never in circles, and what is missing at the end is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from copilot.errors import ServerError
from copilot.fhir.pull import ProblemKind
from copilot.fhir.quoted import quoted
from copilot.fhir.server.answers import NoAnswerError, RefusedError
from copilot.fhir.server.collected import Collected, Unfinished
from copilot.fhir.server.http import Http
from copilot.fhir.server.identity import key_of
from copilot.fhir.server.plan import AS_FAR, Search
from copilot.fhir.server.searchset import Page, names_another, read_page

MAX_PAGES = 2_000  # of one search
MAX_BARREN = 3  # pages in a row that bring nothing new: the server counts on for ever
MAX_RESOURCES = 200_000  # of one pull: more than any one person's record

Cut = Callable[[Search, Page], list[Search]]


@dataclass(slots=True)
class Walk:
    """How far one search has come; `parts` are the searches that take it over from `link` on."""

    search: Search
    link: str = ""
    parts: list[Search] = field(default_factory=list)
    urls: set[str] = field(default_factory=set)
    here: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    nameless: int = 0
    total: int | None = None
    barren: int = 0
    others: int = 0
    strange: int = 0
    ended: bool = False
    whole: bool = True  # False where it goes on from a file that does not tell what each search has brought

    @property
    def matches(self) -> int:
        """Return how many different resources the search has brought."""
        return len(self.here) + self.nameless

    @property
    def all_here(self) -> bool:
        """Return whether as much has come as the server counted."""
        return self.whole and self.total is not None and self.matches + self.others + self.strange >= self.total


async def walk(
    http: Http, collected: Collected, item: Unfinished, heard: Callable[[Search], None], cut: Cut | None = None
) -> Walk:
    """Bring every page of a search into `collected`, which knows after each how to go on.

    `heard` is called after every page. `cut` sees the first one and may hand the rest to other searches.
    Raises as `Http.json` does; what arrived before stays.
    """
    search = item.search
    steps = Walk(search, item.url or search.url, here=collected.seen(search))
    steps.whole = not item.url or bool(steps.here)
    page_url, restarted = "", False
    while steps.link:
        try:
            url = http.address(steps.link, page_url)
            page = read_page(await http.json(url), http.where)
        except RefusedError as error:
            error.midway = steps.link != search.url
            if error.midway and steps.all_here:
                break  # a link to a page that is not there, after all that was counted
            # A stored result that expired between two pages (or before a resume) is asked for anew, once.
            if restarted or not error.midway:
                raise
            steps.link, page_url, restarted = search.url, "", True
            steps.whole = True
            steps.urls.clear()
            steps.met.clear()
            steps.nameless = steps.others = steps.strange = 0
            continue
        except NoAnswerError:
            if steps.all_here and steps.matches:
                break
            raise
        first = steps.link == search.url
        steps.urls.add(url)
        _take(page, steps, collected)
        steps.link, page_url = _onward(http, page, url, steps, collected), url
        collected.went(search, steps.link)
        collected.pages += 1
        heard(search)
        if first and cut and steps.link and (parts := cut(search, page)):
            steps.parts = parts
            return steps
    _say_what_is_missing(steps, collected)
    return steps


def _take(page: Page, steps: Walk, collected: Collected) -> None:
    """Keep the resources of a page, except what is about somebody else."""
    fresh = False
    for raw, full_url in page.entries:
        if names_another(raw, collected.patient):
            steps.others += 1
            continue
        key = key_of(raw)
        fresh = fresh or key not in steps.met
        if key:
            steps.met.add(key)
            steps.here.add(key)
        else:
            steps.nameless += 1
        collected.add(raw, full_url)
    steps.barren = 0 if fresh else steps.barren + 1
    steps.strange += page.strange
    steps.total = page.total if page.total is not None else steps.total
    for text in page.said:
        if text:
            collected.say(
                ProblemKind.REFUSED, f"{steps.search.name}: the server says: {quoted(text)}.", steps.search.type
            )


def _onward(http: Http, page: Page, url: str, steps: Walk, collected: Collected) -> str:
    """Return the whole address of the next page, "" at the end or where going on leads nowhere."""
    if not page.next:
        return ""
    try:
        link = http.address(page.next, url)
    except ServerError as error:
        return _end(steps, collected, f"only a part has arrived; for the next page, {error.what}")
    if link in steps.urls or steps.barren >= MAX_BARREN:
        return _end(steps, collected, "the server's pages repeat themselves; there may be more.")
    if len(steps.urls) >= MAX_PAGES or len(collected.entries) >= MAX_RESOURCES:
        return _end(steps, collected, f"only a part has arrived; more than {len(steps.urls)} pages are not fetched.")
    # A server that ignores whom it was asked for would give everybody's record, page after page.
    return "" if steps.others and not steps.matches else link


def _end(steps: Walk, collected: Collected, why: str) -> str:
    """End a search before its end and say so, unless everything that the server counted is here."""
    steps.ended = True
    if not steps.all_here:
        collected.say(ProblemKind.TRUNCATED, f"{steps.search.name}: {why} {AS_FAR}", steps.search.type)
    return ""


def _say_what_is_missing(steps: Walk, collected: Collected) -> None:
    name, kind = steps.search.name, steps.search.type
    if steps.others:
        text = f"{name}: {steps.others} resource(s) that the server sent name another patient and were left out."
        collected.say(ProblemKind.CONFLICTING, text, kind)
    if steps.strange:
        text = f"{name}: {steps.strange} entries are no FHIR resource and were left out."
        collected.say(ProblemKind.UNREADABLE, text, kind)
    if steps.whole and steps.total is not None and not steps.all_here and not steps.ended:
        text = f"{name}: the server counts {steps.total} and gave {steps.matches}. {AS_FAR}"
        collected.say(ProblemKind.TRUNCATED, text, kind)
