"""What an event means after those before it: late and repeated ones change nothing, closing one view not the other."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from copilot.fhir.fhircast.events import ContextUnknown, Event, OutOfSync, PatientClosed, PatientOpened, Reply
from copilot.fhir.fhircast.message import Notification
from copilot.fhir.fhircast.patient import Patient, patient_in
from copilot.fhir.fhircast.sync_error import SUBSCRIBER_SYSTEM
from copilot.fhir.lenient import as_object, objects, text

REMEMBERED = 256
_AHEAD = timedelta(minutes=5)  # a hub whose clock is further ahead than this must not silence all that follows
_NO_PATIENT = "the EHR opened something without naming one patient."
_CLOSED = "the EHR closed the view that named the patient."


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a notification: whom to tell, and the answer; None where the application has to give it."""

    event: Event | None = None
    reply: Reply | None = Reply.FOLLOWED


class Tracker:
    """The EHR's context as the events of one topic tell it; `name` is ours among the subscribers.

    Follows FHIRcast STU3, "Event Notification": messages older than the one that established the context are
    ignored (and still answered), and an id that was seen already is a repetition.
    """

    def __init__(self, topic: str, name: str) -> None:
        self._topic = topic
        self._name = name
        self._patient: Patient | None = None
        self._views: set[str] = set()
        self._since: datetime | None = None
        self._replies: OrderedDict[str, Reply] = OrderedDict()

    def take(self, notification: Notification) -> Taken:
        """Return what a notification changes; each is taken once."""
        if notification.topic != self._topic:
            return Taken(reply=Reply.UNFIT)
        if notification.id in self._replies:
            return Taken(reply=self._replies[notification.id])
        taken = self._take(notification)
        self.answered(notification.id, taken.reply or Reply.ACCEPTED)
        return taken

    def begin(self, current: Notification | None) -> Event:
        """Return what the hub says to be open, None for nothing; it has no time and wants no answer."""
        patient = patient_in(current) if current is not None else None
        if current is not None and patient is not None:
            return self._opened(current, patient)
        self._forget()
        return PatientClosed() if current is None else ContextUnknown(_NO_PATIENT)

    def answered(self, identifier: str, reply: Reply) -> None:
        """Remember what was said to an event, for when it is repeated."""
        if identifier:
            self._replies[identifier] = reply
            self._replies.move_to_end(identifier)
            while len(self._replies) > REMEMBERED:
                self._replies.popitem(last=False)

    def silence(self) -> None:
        """Note that the channel broke: what is repeated from now on tells what is still so."""
        self._replies.clear()

    def _take(self, notification: Notification) -> Taken:
        if notification.name == "syncerror":
            who = _subscriber(notification)
            return Taken() if who == self._name else Taken(OutOfSync(who))
        if notification.action not in ("open", "close"):
            return Taken()
        at = notification.at
        if at is not None and self._since is not None and at < self._since:
            return Taken()
        taken = self._open(notification) if notification.action == "open" else self._close(notification)
        if at is not None and taken.event is not None:
            self._since = min(at, datetime.now(UTC) + _AHEAD)
        return taken

    def _open(self, notification: Notification) -> Taken:
        if notification.name == "home-open":
            self._forget()
            return Taken(PatientClosed())
        patient = patient_in(notification)
        if patient is None:
            self._forget()
            return Taken(ContextUnknown(_NO_PATIENT), Reply.REFUSED)
        return Taken(self._opened(notification, patient), None)

    def _opened(self, notification: Notification, patient: Patient) -> PatientOpened:
        if self._patient is None or self._patient.id != patient.id:
            self._views.clear()
        self._patient = patient
        self._views.add(notification.anchor)
        return PatientOpened(patient.id, patient.identifiers, notification.id, notification.version)

    def _close(self, notification: Notification) -> Taken:
        patient = patient_in(notification)
        if self._patient is None or (patient is not None and not _may_be_one(patient, self._patient)):
            return Taken()  # another tab: who is in sight stays in sight
        self._views.discard(notification.anchor)
        if notification.anchor == "patient":
            self._forget()
            return Taken(PatientClosed())
        if self._views:
            return Taken()
        self._forget()
        return Taken(ContextUnknown(_CLOSED))

    def _forget(self) -> None:
        self._patient = None
        self._views.clear()


def _may_be_one(one: Patient, other: Patient) -> bool:
    if one.id and other.id:
        return one.id == other.id
    return bool(set(one.identifiers) & set(other.identifiers))


def _subscriber(notification: Notification) -> str:
    """Return who does not follow, as the OperationOutcome of a SyncError names them."""
    for resource in notification.resources():
        for issue in objects(resource.get("issue")):
            for coding in objects(as_object(issue.get("details")).get("coding")):
                if coding.get("system") == SUBSCRIBER_SYSTEM:
                    return text(coding.get("code"))
    return ""
