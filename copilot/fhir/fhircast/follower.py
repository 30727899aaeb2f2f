"""Follow the EHR for as long as wanted: subscribe, listen, and begin again where the hub is lost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress

import httpx2

from copilot.errors import ServerError, SignInError, StoppedError
from copilot.fhir.fhircast.answers import Decisions
from copilot.fhir.fhircast.channel import channel
from copilot.fhir.fhircast.events import Event, Reply, SyncLost
from copilot.fhir.fhircast.hub import Hub
from copilot.fhir.fhircast.lost import LostError
from copilot.fhir.fhircast.names import names_to_ask
from copilot.fhir.fhircast.subscription import Subscription
from copilot.fhir.fhircast.timing import Timing
from copilot.fhir.fhircast.tracking import Tracker
from copilot.fhir.smart.session import Session
from copilot.fhir.stop import Stop
from copilot.fhir.transport import client

NAME = "Chartside"
Hear = Callable[[Event], None]
_NARROWER = frozenset({400, 403, 422})  # what a hub says that refuses some of the events, and with them all


def can_follow(session: Session) -> bool:
    """Return whether the EHR told, with the token, where its hub is and which session is ours."""
    return bool(session.context.hub_url and session.context.hub_topic)


class Follower:
    """Follows one EHR session (FHIRcast STU3) from a thread of its own.

    What `run` is given to hear with is called in that thread with every event and must return soon. Where a
    `PatientOpened` has an `event_id`, the application answers it; where it does not within a second the hub is
    told that we are at it (202), and after some more that we do not follow (SyncError).
    """

    def __init__(self, session: Session, *, timing: Timing | None = None) -> None:
        self._session = session
        self._timing = timing or Timing()
        self._tracker = Tracker(session.context.hub_topic, NAME)
        self._decisions = Decisions()
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, heard: Hear, stop: Stop) -> None:
        """Follow until `stop` is pressed or the hub or the sign-in ends it, which `heard` hears; raises nothing."""
        with suppress(StoppedError):
            stop.run(self._follow(heard))

    def answer(self, event_id: str, reply: Reply) -> None:
        """Say whether a context change is followed; may be called from any thread, at any time."""
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._decisions.say, event_id, reply)

    async def _follow(self, heard: Hear) -> None:
        with self._lock:
            self._loop = asyncio.get_running_loop()
        try:
            async with client(self._session.connection) as http:
                await self._again_and_again(http, heard)
        except ServerError as error:  # the authority's file is gone: what a hub does wrong is heard further in
            heard(SyncLost(str(error), final=True))
        finally:
            with self._lock:
                self._loop = None

    async def _again_and_again(self, http: httpx2.AsyncClient, heard: Hear) -> None:
        pauses, clock = self._timing.pauses(), asyncio.get_running_loop().time
        while True:
            began = clock()
            lost = await self._until_lost(http, heard)
            self._tracker.silence()
            heard(lost)
            if lost.final:
                return
            if clock() - began > self._timing.longest_pause:
                pauses = self._timing.pauses()  # it held for a while: this is a new trouble
            await asyncio.sleep(next(pauses))

    async def _until_lost(self, http: httpx2.AsyncClient, heard: Hear) -> SyncLost:
        """Return why it ended."""
        try:
            await self._once(Hub(self._session, http, name=NAME), http, heard)
        except LostError as lost:
            return SyncLost(str(lost), final=lost.final)
        except SignInError as error:
            return SyncLost(str(error), final=True)
        raise AssertionError("a subscription ends with a reason")

    async def _once(self, hub: Hub, http: httpx2.AsyncClient, heard: Hear) -> None:
        """Subscribe and listen; the hub may move the channel meanwhile."""
        subscription = await self._subscribe(hub, heard)
        try:
            while True:
                async with channel(http, subscription.endpoint, where=hub.where) as opened:
                    await subscription.listen(opened)
        except asyncio.CancelledError:
            with suppress(LostError, SignInError, TimeoutError):
                async with asyncio.timeout(self._timing.goodbye):
                    await hub.unsubscribe(subscription.endpoint)
            raise

    async def _subscribe(self, hub: Hub, heard: Hear) -> Subscription:
        """Ask for as many events as are useful, and for fewer where the hub refuses those."""
        refused = LostError("the sign-in does not allow to follow the EHR.", where=hub.where, final=True)
        for events in names_to_ask(self._session.granted):
            made = Subscription(hub, self._tracker, self._decisions, heard, events=events, timing=self._timing)
            try:
                await made.subscribe()
            except LostError as error:
                if error.status not in _NARROWER:
                    raise
                refused = error
            else:
                return made
        raise refused
