"""Answers that are due: what the application says to a context change, at once, later, or never."""

from __future__ import annotations

import asyncio

from copilot.fhir.fhircast.events import Reply


class Decision:
    """One context change that waits for the application."""

    def __init__(self) -> None:
        self._said: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()

    def say(self, reply: Reply) -> None:
        """Decide; only the first word counts."""
        if not self._said.done():
            self._said.set_result(reply)

    async def within(self, seconds: float) -> Reply | None:
        """Return what was decided, None where nothing was in this time."""
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.shield(self._said)
        except TimeoutError:
            return None


class Decisions:
    """At most one waits at a time: a newer context change settles the older, which nobody follows any more."""

    def __init__(self) -> None:
        self._waiting: dict[str, Decision] = {}

    def expect(self, event_id: str) -> Decision:
        """Wait for an answer to an event; what waited before counts as followed, as it is history now."""
        self.settle()
        made = self._waiting[event_id] = Decision()
        return made

    def say(self, event_id: str, reply: Reply) -> None:
        """Answer an event; one that does not wait any more is left as it is."""
        waiting = self._waiting.get(event_id)
        if waiting is not None:
            waiting.say(reply)

    def settle(self) -> None:
        """Let what waits go."""
        for waiting in self._waiting.values():
            waiting.say(Reply.FOLLOWED)
        self._waiting.clear()
