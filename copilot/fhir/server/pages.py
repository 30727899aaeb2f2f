"""Walk one search page by page: `next` as it stands, never in circles, and what is missing at the end is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from copilot.errors import ServerError
from copilot.fhir.pull import ProblemKind
from copilot.fhir.server.answers import NoAnswerError, RefusedError
from copilot.fhir.server.collected import Collected, Unfinished, key_of
from copilot.fhir.server.http import Http
from copilot.fhir.server.plan import AS_FAR, Search
from copilot.fhir.server.searchset import Page, names_another, read_page

MAX_PAGES = 2_000  # of one search
MAX_BARREN = 3  # pages in a row that bring nothing new: the server counts on for ever
MAX_RESOURCES = 200_000  # of one pull: more than any one person's record


@dataclass(slots=True)
class Walk:
    """How far one search has come."""

    search: Search
    urls: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    matches: int = 0
    total: int | None = None
    barren: int = 0
    others: int = 0
    strange: int = 0

    @property
    def all_here(self) -> bool:
        """Return whether as much has come as the server counted."""
        return self.total is not None and self.matches >= self.total > 0


async def walk(http: Http, collected: Collected, item: Unfinished, heard: Callable[[Search], None]) -> Walk:
    """Bring every page of a search into `collected`, which knows after each how to go on.

    `heard` is called after every page. Raises as `Http.json` does; what arrived before stays.
    """
    search, steps = item.search, Walk(item.search)
    link, page_url, restarted = item.url or search.url, "", False
    while link:
        try:
            url = http.address(link, page_url)
            page = read_page(await http.json(url), http.where)
        except RefusedError:
            # A stored result that expired between two pages (or before a resume) is asked for anew, once.
            if link == search.url or restarted:
                raise
            link, page_url, restarted = search.url, "", True
            steps = Walk(search)
            continue
        except ServerError as error:
            if steps.all_here and isinstance(error, NoAnswerError):
                break  # a link to a page that is not there, after all that was counted
            raise
        steps.urls.add(url)
        _take(page, steps, collected)
        link, page_url = _onward(http, page, url, steps, collected), url
        if link:
            collected.leave(search, link)
        collected.pages += 1
        heard(search)
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
        if key not in steps.keys:
            fresh = True
            steps.matches += 1
            if key:
                steps.keys.add(key)
        collected.add(raw, full_url)
    steps.barren = 0 if fresh else steps.barren + 1
    steps.strange += page.strange
    steps.total = page.total if page.total is not None else steps.total
    for text in page.said:
        if text and page.entries:
            collected.say(ProblemKind.REFUSED, f"{steps.search.name}: the server says: {text}.", steps.search.type)


def _onward(http: Http, page: Page, url: str, steps: Walk, collected: Collected) -> str:
    """Return the whole address of the next page, "" at the end or where going on leads nowhere."""
    if not page.next:
        return ""
    name = steps.search.name
    try:
        link = http.address(page.next, url)
    except ServerError as error:
        collected.say(ProblemKind.TRUNCATED, f"{name}: only a part has arrived; {error.what}", steps.search.type)
        return ""
    if link in steps.urls or steps.barren >= MAX_BARREN:
        if not steps.all_here:
            text = f"{name}: the server's pages repeat themselves; more may exist. {AS_FAR}"
            collected.say(ProblemKind.TRUNCATED, text, steps.search.type)
        return ""
    if len(steps.urls) >= MAX_PAGES or len(collected.entries) >= MAX_RESOURCES:
        text = f"{name}: only a part has arrived; more than {len(steps.urls)} pages are not fetched."
        collected.say(ProblemKind.TRUNCATED, text, steps.search.type)
        return ""
    if steps.others and not steps.matches:
        return ""
    return link


def _say_what_is_missing(steps: Walk, collected: Collected) -> None:
    name, kind = steps.search.name, steps.search.type
    if steps.others:
        text = f"{name}: {steps.others} resource(s) that the server sent name another patient and were left out."
        collected.say(ProblemKind.CONFLICTING, text, kind)
    if steps.strange:
        text = f"{name}: {steps.strange} entries are no FHIR resource and were left out."
        collected.say(ProblemKind.UNREADABLE, text, kind)
    here = steps.matches + steps.others + steps.strange
    if steps.total is not None and steps.total > here:
        text = f"{name}: the server counts {steps.total} and gave {here}. {AS_FAR}"
        collected.say(ProblemKind.TRUNCATED, text, kind)
