"""Pull one patient's record: the whole of it, a few requests at a time, kept and labelled wherever it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from copilot.errors import SignInError, StoppedError
from copilot.fhir.server.answers import NoAnswerError
from copilot.fhir.server.begin import begin
from copilot.fhir.server.binaries import Contents
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.http import Http
from copilot.fhir.server.plan import CONTENTS, REFERENCES, Search
from copilot.fhir.server.resolve import References
from copilot.fhir.server.searches import Searches
from copilot.fhir.smart.session import Session
from copilot.fhir.stop import Stop
from copilot.fhir.transport import IN_FLIGHT


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
        references = References(http, session.granted, collected, told.page)

        def heard(search: Search) -> None:
            references.look()
            told.page(search)

        await Searches(http, collected, heard, in_flight).fetch()
        if any(item.search == REFERENCES for item in collected.open):
            await references.fetch(in_flight)
        if any(item.search == CONTENTS for item in collected.open):
            await Contents(http, collected, told.page).fetch(in_flight)


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
