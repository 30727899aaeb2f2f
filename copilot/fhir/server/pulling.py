"""Pull one patient's record: the whole of it, a few requests at a time, kept and labelled wherever it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from copilot.errors import ServerError, SignInError, StoppedError
from copilot.fhir.pull import ProblemKind
from copilot.fhir.server import narrow
from copilot.fhir.server.answers import NoAnswerError, RefusedError
from copilot.fhir.server.begin import begin
from copilot.fhir.server.capability import Capability
from copilot.fhir.server.collected import Collected, Unfinished
from copilot.fhir.server.http import Http
from copilot.fhir.server.line import Line
from copilot.fhir.server.pages import walk
from copilot.fhir.server.plan import AS_FAR, Search
from copilot.fhir.smart.session import Session
from copilot.fhir.stop import Stop
from copilot.fhir.transport import IN_FLIGHT

LOST_AFTER = 4  # searches in a row without an answer, and the line is taken for dead


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the pull has come; `waiting` are seconds that the server asked us to wait, 0 else."""

    searches: int
    done: int
    pages: int
    resources: int
    asking: str
    waiting: float


def pull_patient(
    session: Session,
    patient: str,
    *,
    stop: Stop,
    collected: Collected | None = None,
    progress: Callable[[Progress, Collected], None] | None = None,
    in_flight: int = IN_FLIGHT,
    although_replaced: bool = False,
) -> Collected:
    """Return what the server gave for one patient; synchronous, for a thread of its own.

    Cancel, a lost line and an expired sign-in do not raise: what arrived is returned, labelled, with the
    rest in `open`; hand it back as `collected` to go on. `progress` is called in this thread after every
    page. Raises `MergedPatientError` where the record was merged into another (unless `although_replaced`),
    `RefusedError` where there is no such patient.
    """
    if collected is None:
        collected = Collected(session.connection.base_url, patient.removeprefix("Patient/"))
    collected.why, collected.running = "", True
    try:
        stop.run(_pull(session, collected, progress, max(1, in_flight), although_replaced))
    except StoppedError as error:
        collected.why = error.what
    except (SignInError, NoAnswerError) as error:
        collected.why = f"{error.what} {error.remedy}".strip()
    finally:
        collected.running = False
    return collected


async def _pull(
    session: Session,
    collected: Collected,
    progress: Callable[[Progress, Collected], None] | None,
    in_flight: int,
    although_replaced: bool,
) -> None:
    told = _Told(collected, progress)
    async with Http(session, in_flight=in_flight, waiting=told.waiting) as http:
        await begin(http, session, collected, although_replaced=although_replaced)
        await _Searches(http, collected, told, in_flight).run()


class _Told:
    """Tells whoever asked how far it is."""

    def __init__(self, collected: Collected, progress: Callable[[Progress, Collected], None] | None) -> None:
        self._collected = collected
        self._progress = progress
        self._asking = ""

    def page(self, search: Search) -> None:
        self._asking = search.name
        self._tell(0.0)

    def waiting(self, seconds: float) -> None:
        self._tell(seconds)

    def _tell(self, waiting: float) -> None:
        if self._progress is None:
            return
        got = self._collected
        done = got.searches - len(got.open)
        now = Progress(got.searches, done, got.pages, len(got.entries), self._asking, waiting)
        self._progress(now, got)


class _Searches:
    """All searches of one pull, each to its end, its refusal, or the point where the line broke."""

    def __init__(self, http: Http, collected: Collected, told: _Told, hands: int) -> None:
        self._http = http
        self._collected = collected
        self._told = told
        self._hands = hands
        self._parts: dict[str, narrow.Parts] = {}
        self._silent = 0

    async def run(self) -> None:
        line = Line([item for item in self._collected.open if item.search.phase == 0])
        await line.work(self._hands, lambda item: self._one(item, line))

    async def _one(self, item: Unfinished, line: Line[Unfinished]) -> None:
        """Bring one search to an end."""
        search, collected = item.search, self._collected
        parts = self._parts.setdefault(search.root or search.name, narrow.Parts())
        parts.asked += 1
        try:
            await walk(self._http, collected, item, self._heard)
        except NoAnswerError as error:
            self._left(search, error)
            return
        except RefusedError as error:
            self._refused(search, error, line)
            return
        except ServerError as error:
            collected.say(ProblemKind.TRUNCATED, f"{search.name}: {error.what}", search.type)
        parts.worked += 1
        collected.close(search)

    def _heard(self, search: Search) -> None:
        self._silent = 0
        self._told.page(search)

    def _left(self, search: Search, error: NoAnswerError) -> None:
        """Leave a search open; several without an answer in a row mean that nobody is there."""
        at = next((item.url for item in self._collected.open if item.search == search), "")
        self._collected.leave(search, at, error.what)
        self._silent += 1
        if self._silent >= LOST_AFTER:
            raise error

    def _refused(self, search: Search, error: RefusedError, line: Line[Unfinished]) -> None:
        """Ask in parts what failed as a whole; where that is not possible, say what is not here."""
        self._silent = 0
        parts = self._parts[search.root or search.name]
        parts.failed += 1
        smaller = [] if parts.hopeless else narrow.narrower(search, error, self._collected.capability or Capability())
        self._collected.close(search)
        if smaller:
            self._collected.ask(smaller)
            self._collected.searches -= 1
            line.put(Unfinished(part) for part in smaller)
        else:
            self._collected.say(ProblemKind.REFUSED, f"{search.name}: {error.what} {AS_FAR}", search.type)
