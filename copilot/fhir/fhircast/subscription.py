"""One subscription over one channel: from the confirmation to the loss, with every event answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from copilot.errors import SignInError
from copilot.fhir.fhircast.answers import Decision, Decisions
from copilot.fhir.fhircast.channel import Channel
from copilot.fhir.fhircast.deadlines import Deadlines
from copilot.fhir.fhircast.events import ContextUnknown, Event, OutOfSync, Reply, Subscribed
from copilot.fhir.fhircast.hub import Hub
from copilot.fhir.fhircast.lost import LostError
from copilot.fhir.fhircast.message import Confirmation, Denial, Notification, heartbeat_period, read_message
from copilot.fhir.fhircast.sync_error import sync_error
from copilot.fhir.fhircast.timing import Timing
from copilot.fhir.fhircast.tracking import Tracker

_UNTOLD = "the hub does not tell whom the EHR shows; it will with the next patient."


class Subscription:
    """What was asked of the hub, and where its channel is (`endpoint`)."""

    def __init__(
        self,
        hub: Hub,
        tracker: Tracker,
        decisions: Decisions,
        heard: Callable[[Event], None],
        *,
        events: tuple[str, ...],
        timing: Timing,
    ) -> None:
        self.endpoint = ""
        self._hub = hub
        self._tracker = tracker
        self._decisions = decisions
        self._heard = heard
        self._events = events
        self._timing = timing
        self._deadlines = Deadlines()
        self._tasks: set[asyncio.Task[None]] = set()
        self._confirmed = False
        self._changes = 0
        self._until = 0.0

    async def subscribe(self) -> None:
        """Ask for the channel, or for the same one again; raises as `Hub.subscribe`."""
        self.endpoint = await self._hub.subscribe(self._events, lease=self._timing.lease, endpoint=self.endpoint)

    async def listen(self, channel: Channel) -> None:
        """Listen until it ends with `LostError` or `SignInError`; return only where the hub moved the channel."""
        self._confirmed = False
        self._deadlines = Deadlines()
        self._deadlines.set("confirm", self._timing.confirm)
        try:
            async with asyncio.TaskGroup() as group:
                await self._listen(channel, group)
                for task in self._tasks:
                    task.cancel()
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None

    async def _listen(self, channel: Channel, group: asyncio.TaskGroup) -> None:
        here = self.endpoint
        while self.endpoint == here:
            with suppress(TimeoutError):
                text = await channel.receive(self._deadlines.next())
                self._deadlines.again("heartbeat")
                await self._take(text, channel, group)
            await self._keep()

    async def _take(self, text: str, channel: Channel, group: asyncio.TaskGroup) -> None:
        """Act on one message."""
        message = read_message(text)
        if message is None or (not isinstance(message, Notification) and not self._hub.is_ours(message.topic)):
            return
        if isinstance(message, Confirmation):
            self._confirm(message, group)
        elif isinstance(message, Denial):
            raise self._denied()
        elif message.name == "heartbeat":
            self._deadlines.set("heartbeat", self._timing.heartbeats * (heartbeat_period(message) or 10.0))
            await _answer(channel, message, Reply.FOLLOWED)
        else:
            await self._notified(message, channel, group)

    def _confirm(self, message: Confirmation, group: asyncio.TaskGroup) -> None:
        lease = message.lease or self._timing.lease
        self._until = time.time() + lease
        self._deadlines.clear("confirm")
        self._deadlines.set("lease", self._timing.until_renewal(lease))
        if not self._confirmed:
            self._confirmed = True
            self._heard(Subscribed(message.events))
            self._spawn(group, self._ask_current())

    async def _notified(self, message: Notification, channel: Channel, group: asyncio.TaskGroup) -> None:
        """Tell the application what an event means, and answer it, unless that is for the application to do."""
        taken = self._tracker.take(message)
        decision: Decision | None = None
        if taken.event is not None and not isinstance(taken.event, OutOfSync):
            self._changes += 1
            self._decisions.settle()
        if taken.reply is not None:
            await _answer(channel, message, taken.reply)
        elif message.id:
            decision = self._decisions.expect(message.id)
        if taken.event is not None:
            self._heard(taken.event)
        if decision is not None:
            self._spawn(group, self._attend(decision, message, channel))

    async def _attend(self, decision: Decision, message: Notification, channel: Channel) -> None:
        """Answer a context change once the application has said whether it follows, or in time without it."""
        reply = await decision.within(self._timing.answer)
        if reply is not None:
            self._tracker.answered(message.id, reply)
            await _answer(channel, message, reply)
            return
        await _answer(channel, message, Reply.ACCEPTED)
        reply = await decision.within(self._timing.decide) or Reply.ACCEPTED
        if reply is not Reply.FOLLOWED:
            await self._hub.tell(sync_error(message.id, message.name, subscriber=self._hub.name, reply=reply))

    async def _ask_current(self) -> None:
        """Ask whom the EHR shows; what the channel tells meanwhile is newer."""
        changes, told, current = self._changes, False, None
        with suppress(LostError):
            told, current = await self._hub.current()
        if self._changes != changes:
            return
        self._heard(self._tracker.begin(current) if told else ContextUnknown(_UNTOLD))

    async def _keep(self) -> None:
        """Renew the subscription in time; raises `LostError` where the hub fell silent."""
        if self._deadlines.passed("confirm"):
            raise LostError("the hub does not confirm the subscription.", where=self._hub.where)
        if self._deadlines.passed("heartbeat"):
            raise LostError("the hub has fallen silent.", where=self._hub.where)
        if self._deadlines.passed("lease"):
            self._deadlines.clear("lease")
            self._deadlines.set("confirm", self._timing.confirm)
            await self.subscribe()

    def _denied(self) -> LostError:
        """Return the error for a denial: final, unless it only says that the lease ran out (after a long sleep)."""
        over = self._confirmed and time.time() >= self._until
        what = "the subscription has run out." if over else "the hub has ended the subscription."
        return LostError(what, where=self._hub.where, final=not over)

    def _spawn(self, group: asyncio.TaskGroup, work: Coroutine[Any, Any, None]) -> None:
        task = group.create_task(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    """Do what must not end the listening: a broken wire or a spent sign-in shows there by itself."""
    with suppress(LostError, SignInError):
        await work


async def _answer(channel: Channel, message: Notification, reply: Reply) -> None:
    if message.id:
        await channel.send({"id": message.id, "status": int(reply)})
