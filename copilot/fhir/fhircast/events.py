"""What an application hears of the EHR's context; no representation shows a patient, a topic or an event's id."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum


class Reply(IntEnum):
    """What the application says to a context change, as HTTP's status (FHIRcast, "Event Notification Response")."""

    FOLLOWED = 200
    ACCEPTED = 202
    UNFIT = 400
    REFUSED = 409
    FAILED = 500


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The hub confirmed; `events` are the names that it will tell of, in lower case."""

    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PatientOpened:
    """The EHR shows this patient now. An `event_id` wants an answer (`Follower.answer`); without one none is due.

    `id` is the FHIR id and may be missing; `identifiers` are `system|value`. `version` is the context's.
    """

    id: str = field(repr=False)
    identifiers: tuple[str, ...] = field(default=(), repr=False)
    event_id: str = field(default="", repr=False)
    version: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PatientClosed:
    """The EHR shows no patient any more."""


@dataclass(frozen=True, slots=True)
class ContextUnknown:
    """Whom the EHR shows now cannot be told."""

    reason: str


@dataclass(frozen=True, slots=True)
class OutOfSync:
    """Another application said, or the hub says of it, that it does not follow; `who` may be empty."""

    who: str = ""


@dataclass(frozen=True, slots=True)
class SyncLost:
    """The hub is not heard any more. Where this is not `final`, it is tried again."""

    reason: str
    final: bool = False


Event = Subscribed | PatientOpened | PatientClosed | ContextUnknown | OutOfSync | SyncLost
