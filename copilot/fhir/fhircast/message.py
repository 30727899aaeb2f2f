"""What a hub sends: a confirmation, a denial or a notification, read leniently and never trusted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from copilot.fhir.lenient import Json, number, object_in, objects, text


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
        return objects([entry.get("resource") for entry in self.context])


Message = Confirmation | Denial | Notification


def read_message(sent: str) -> Message | None:
    """Return what a text from the channel means, None where it means nothing."""
    said = object_in(sent)
    mode = text(said.get("hub.mode")).lower()
    if mode == "subscribe":
        events = tuple(name.strip().lower() for name in text(said.get("hub.events")).split(",") if name.strip())
        return Confirmation(text(said.get("hub.topic")), events, number(said.get("hub.lease_seconds")))
    if mode:
        return Denial(text(said.get("hub.topic"))) if mode == "denied" else None
    event = said.get("event")
    return _notification(said, event) if isinstance(event, dict) else None


def read_current(said: Json) -> Notification | None:
    """Return what opened the current context ("Get Current Context"), None where nothing is open."""
    kind = text(said.get("context.type")).lower()
    context = objects(said.get("context"))
    if not kind or not context:
        return None
    return Notification("", f"{kind}-open", context=context, version=text(said.get("context.versionId")))


def heartbeat_period(notification: Notification) -> float:
    """Return after how many seconds the next heartbeat is due at the latest, 0 where it is not said."""
    for entry in notification.context:
        if entry.get("key") == "period":
            return number(entry.get("decimal"))
    return 0.0


def _notification(said: Json, event: Json) -> Notification:
    # Pages of the guide itself write "Heartbeat.html" for the name of that event.
    name = text(event.get("hub.event")).lower().removesuffix(".html")
    return Notification(
        id=text(said.get("id")),
        name=name,
        topic=text(event.get("hub.topic")),
        at=_moment(text(said.get("timestamp"))),
        context=objects(event.get("context")),
        version=text(event.get("context.versionId")),
    )


def _moment(stamp: str) -> datetime | None:
    """Return a time stamp; one without a zone is in UTC, as the guide wants them all to be."""
    try:
        found = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
