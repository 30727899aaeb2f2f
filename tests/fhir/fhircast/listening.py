"""Follow a hub on loopback in a thread, and wait for what is heard."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from copilot.fhir.connections import Connection
from copilot.fhir.fhircast.events import Event, Reply
from copilot.fhir.fhircast.follower import Follower
from copilot.fhir.fhircast.timing import Timing
from copilot.fhir.smart.scopes import Scopes
from copilot.fhir.smart.session import Context, Session
from copilot.fhir.smart.tokens import Tokens
from copilot.fhir.stop import Stop
from tests.ehr.hub import Hub
from tests.ehr.serving import serve

TOKEN = "token-secret"
TOPIC = "topic-1"
SCOPES = Scopes(("patient/*.rs", "fhircast/*.read", "fhircast/SyncError.write"))
# Waits that a test sees out are short; those that it does not, long.
QUICK = Timing(answer=5.0, decide=5.0, first_pause=0.02, longest_pause=0.1)
_Kind = TypeVar("_Kind")


def session(url: str, *, granted: Scopes = SCOPES, ca_file: Path | None = None, **more: Any) -> Session:
    context = Context(hub_url=url, hub_topic=TOPIC)
    tokens = Tokens(TOKEN, "refresh-secret", 3600.0, time.monotonic() + 3600.0, renewable="renewer" in more)
    where = Connection("ward", "Ward", "https://ehr.example.org/fhir", ca_file=ca_file)
    return Session(where, granted=granted, context=context, tokens=tokens, **more)


@dataclass
class Listener:
    """A follower at work, and what it has heard. `replies` answers patients at once where it is set."""

    hub: Hub
    stop: Stop = field(default_factory=Stop)
    replies: Reply | None = None
    heard: list[Event] = field(default_factory=list)
    follower: Follower | None = None
    thread: threading.Thread | None = None
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def hear(self, event: Event) -> None:
        with self._changed:
            self.heard.append(event)
            self._changed.notify_all()
        identifier = getattr(event, "event_id", "")
        if self.replies is not None and identifier and self.follower is not None:
            self.follower.answer(identifier, self.replies)

    def wait(self, kind: type[_Kind], count: int = 1) -> _Kind:
        """Return the `count`-th event of a kind, once it is heard."""

        def found() -> list[_Kind]:
            return [event for event in self.heard if isinstance(event, kind)]

        with self._changed:
            assert self._changed.wait_for(lambda: len(found()) >= count, 10.0), f"no {kind.__name__}: {self.heard}"
            return found()[count - 1]

    def ended(self) -> None:
        """Wait until nothing is followed any more, by itself."""
        assert self.thread is not None
        self.thread.join(10.0)
        assert not self.thread.is_alive(), "the follower did not end"

    def answer(self, event_id: str, reply: Reply) -> None:
        assert self.follower is not None
        self.follower.answer(event_id, reply)


@contextmanager
def listening(
    hub: Hub, *, timing: Timing = QUICK, replies: Reply | None = Reply.FOLLOWED, url: str = "", **more: Any
) -> Iterator[Listener]:
    """Serve a hub and follow it until the block ends; the thread is gone then. `more` is the session's."""
    with serve(hub):
        listener = Listener(hub, replies=replies)
        listener.follower = follower = Follower(session(url or hub.url, **more), timing=timing)
        listener.thread = threading.Thread(
            target=follower.run, args=(listener.hear, listener.stop), name="follower", daemon=True
        )
        listener.thread.start()
        try:
            yield listener
        finally:
            listener.stop.press()
            listener.ended()
