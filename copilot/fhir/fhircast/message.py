"""What a hub sends: a confirmation, a denial or a notification, read leniently and never trusted."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The subscription stands; `lease` is in seconds, 0 where the hub did not say."""

    topic: str = field(repr=False)
    events: tuple[str, ...]
    lease: float


@dataclass(frozen=True, slots=True)
class Denial:
    """There is no subscription (any more). What `hub.reason` says goes nowhere: it could say anything."""

    topic: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Notification:
    """One event. `name` is in lower case, as names of events know no case; `at` is None where it makes no sense."""

    id: str = field(repr=False)
    name: str
    topic: str = field(default="", repr=False)
    at: datetime | None = None
    context: tuple[Json, ...] = field(default=(), repr=False)
    version: str = field(default="", repr=False)

    @property
    def anchor(self) -> str:
        """Return what the event is about: `patient` of `patient-open`."""
        return self.name.partition("-")[0]

    @property
    def action(self) -> str:
        """Return what became of it: `open` of `patient-open`, "" for events of another form."""
        return self.name.partition("-")[2]

    def resources(self) -> tuple[Json, ...]:
        """Return the resources in the context."""
        found = (entry.get("resource") for entry in self.context)
        return tuple(resource for resource in found if isinstance(resource, dict))


Message = Confirmation | Denial | Notification


def read_message(text: str) -> Message | None:
    """Return what a text from the channel means, None where it means nothing."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    mode = words(said.get("hub.mode")).lower()
    if mode == "subscribe":
        events = tuple(name.strip().lower() for name in words(said.get("hub.events")).split(",") if name.strip())
        return Confirmation(words(said.get("hub.topic")), events, number(said.get("hub.lease_seconds")))
    if mode:
        return Denial(words(said.get("hub.topic"))) if mode == "denied" else None
    event = said.get("event")
    return _notification(said, event) if isinstance(event, dict) else None


def read_current(said: Json) -> Notification | None:
    """Return what opened the current context ("Get Current Context"), None where nothing is open."""
    kind = words(said.get("context.type")).lower()
    context = _context(said.get("context"))
    if not kind or not context:
        return None
    return Notification("", f"{kind}-open", context=context, version=words(said.get("context.versionId")))


def heartbeat_period(notification: Notification) -> float:
    """Return after how many seconds the next heartbeat is due at the latest, 0 where it is not said."""
    for entry in notification.context:
        if entry.get("key") == "period":
            return number(entry.get("decimal"))
    return 0.0


def words(value: object) -> str:
    """Return a text, "" for anything else."""
    return value.strip() if isinstance(value, str) else ""


def number(value: object) -> float:
    """Return a positive number that may have come as a text, 0 for anything else."""
    try:
        found = float(str(value))
    except ValueError:
        return 0.0
    return found if math.isfinite(found) and found > 0 else 0.0


def _notification(said: Json, event: Json) -> Notification:
    # Pages of the guide itself write "Heartbeat.html" for the name of that event.
    name = words(event.get("hub.event")).lower().removesuffix(".html")
    return Notification(
        id=words(said.get("id")),
        name=name,
        topic=words(event.get("hub.topic")),
        at=_moment(words(said.get("timestamp"))),
        context=_context(event.get("context")),
        version=words(event.get("context.versionId")),
    )


def _context(value: object) -> tuple[Json, ...]:
    return tuple(entry for entry in value if isinstance(entry, dict)) if isinstance(value, list) else ()


def _moment(text: str) -> datetime | None:
    """Return a time stamp; one without a zone is in UTC, as the guide wants them all to be."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
