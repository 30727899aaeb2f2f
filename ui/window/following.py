"""Between the EHR's hub and the window: whom the EHR shows, whether the screen shows the same, and what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from copilot.fhir.fhircast.context import EhrContext, Match, Shown, match, may_leave
from copilot.fhir.fhircast.events import (
    ContextUnknown,
    Event,
    PatientClosed,
    PatientOpened,
    Reply,
    Subscribed,
    SyncLost,
)
from copilot.fhir.fhircast.patient import identifiers_of
from copilot.fhir.server.patients import PatientLine
from copilot.fhir.stop import Stop
from copilot.review.review import Review
from ui.connect.following import LOST, OTHER, UNSURE, FollowingBar
from ui.messages.bar import words_of
from ui.operations import Job, Lane, Operations
from ui.window.hospital import Hospital

if TYPE_CHECKING:
    from copilot.fhir.fhircast.follower import Follower
    from copilot.fhir.smart.session import Session

HELD = "While the EHR shows another patient, nothing is written here and nothing can be copied."
ONE_PATIENT = "This sign-in is for one patient; open Chartside from the EHR again for that one."
NO_ID = "The EHR names that patient by number only; find the patient in the list."
CLOSED = "The EHR shows no patient now."
NOT_COMPARABLE = "It cannot be told whether the EHR shows this patient."


class Following(QObject):
    """Follows one EHR at a time. `open_wanted` hands over whom the EHR shows; `held` says why nothing may leave.

    The first patient whom the EHR shows is opened where nobody is on the screen; a chart that somebody reads is
    never changed under their eyes: they are told, and choose.
    """

    open_wanted = Signal(object, object)
    held = Signal(str)

    def __init__(self, operations: Operations, hospital: Hospital, bar: FollowingBar) -> None:
        super().__init__()
        self._operations, self._hospital, self._bar = operations, hospital, bar
        self._session: Session | None = None
        self._follower: Follower | None = None
        self._stop = Stop()
        self._job: Job | None = None
        self._context = EhrContext("")
        self._said = self._due = ""
        self._lost: SyncLost | None = None
        self._shown: Shown | None = None
        self._read = False
        bar.open_wanted.connect(self._open)
        bar.stop_wanted.connect(self.end)

    @property
    def following(self) -> bool:
        """Return whether the hub is listened to, or tried."""
        return self._job is not None

    @property
    def match(self) -> Match:
        """Return how the screen stands to the EHR; UNKNOWN where none is followed."""
        return match(self._shown, self._context)

    @Slot(object)
    def begin(self, session: Session) -> None:
        """Someone is signed in: follow their EHR, if it told how; a session without a hub leaves things as they are."""
        follower = self._hospital.follower(session)
        if follower is None:
            return
        self.end()
        self._session, self._follower = session, follower
        self._context = EhrContext(session.connection.base_url)
        self._stop = stop = Stop()

        def operation(job: Job) -> None:
            """Run in a thread of its own until stopped."""
            follower.run(job.report, stop)

        self._job = self._operations.start(
            operation, self._ended, self._failed, progress=self._heard, lane=Lane.FOLLOWING
        )

    @Slot(object)
    def left(self, session: Session) -> None:
        """Someone signed out."""
        if session is self._session:
            self.end()

    @Slot()
    def end(self) -> None:
        """Follow no longer; whatever was held may leave."""
        self._stop.press()
        if self._job is not None:
            self._job.cancel()
        self._job = self._session = self._follower = self._lost = None
        self._context = EhrContext("")
        self._said = self._due = ""
        self._show()

    def opening(self, session: Session, line: PatientLine) -> None:
        """A patient of a server is being opened, and the banner names them."""
        self._shown, self._read = Shown(line.id, (), session.connection.base_url), False
        self._show()

    def opened(self, review: Review, server: str) -> None:
        """A chart is on the screen; `server` is the FHIR base it is from, "" for a file."""
        person = review.chart.person.id
        raw = review.chart.raw.get(f"Patient/{person}") or {}
        self._shown, self._read = Shown(person, identifiers_of(raw), server), True
        self._show()

    def not_opened(self) -> None:
        """The patient who was being opened cannot be shown."""
        if self.match is Match.SAME and not self._read:
            self._answer(Reply.FAILED)

    @Slot(object)
    def _heard(self, event: Event) -> None:
        """Take in what the hub says."""
        self._context = self._context.after(event)
        if isinstance(event, Subscribed):
            self._lost = None
        elif isinstance(event, SyncLost):
            self._lost, self._due = event, ""
        elif isinstance(event, ContextUnknown):
            self._said = event.reason
        elif isinstance(event, PatientClosed):
            self._said = CLOSED
        elif isinstance(event, PatientOpened):
            self._said, self._due = "", event.event_id
            if not self._may_open():
                self._answer(Reply.REFUSED, unless=Match.SAME)
            elif self._shown is None:
                self._open()
        self._show()

    @Slot()
    def _open(self) -> None:
        """Open whom the EHR shows."""
        patient = self._context.patient
        if patient is not None and self._session is not None and self._may_open():
            self.open_wanted.emit(self._session, PatientLine(patient.id, "", "", "", (), True))

    def _may_open(self) -> bool:
        patient = self._context.patient
        return bool(
            patient is not None and patient.id and self._session is not None and self._session.may_open(patient.id)
        )

    def _answer(self, reply: Reply, *, unless: Match | None = None) -> None:
        if self._due and self._follower is not None and self.match is not unless:
            self._follower.answer(self._due, reply)
            self._due = ""

    def _show(self) -> None:
        """Say how the screen stands to the EHR, answer what can be answered, hold or let go."""
        found = self.match
        if found is Match.SAME and self._read:
            self._answer(Reply.FOLLOWED)
        self.held.emit("" if may_leave(found) else HELD)
        if self._session is None or (self._shown is None and self._lost is None and self._context.patient is None):
            self._bar.go_away()
        elif found is Match.OTHER:
            self._bar.say(OTHER, self._why_not() or HELD, may_open=self._may_open())
        elif self._lost is not None:
            again = "" if self._lost.final else " It is tried again."
            self._bar.say(LOST, self._lost.reason + again, ended=self._lost.final)
        elif found is Match.UNKNOWN:
            self._bar.say(UNSURE, self._said or self._why_not() or NOT_COMPARABLE, may_open=self._may_open())
        else:
            self._bar.go_away()

    def _why_not(self) -> str:
        """Return why the EHR's patient cannot be opened from here, "" where that is possible."""
        patient = self._context.patient
        if patient is None or self._may_open():
            return ""
        return ONE_PATIENT if patient.id else NO_ID

    @Slot(object)
    def _ended(self, _nothing: object) -> None:
        """The hub or the sign-in ended it: the last word stays on the line."""
        self._job = None

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """A bug ended it."""
        self._job = None
        self._heard(SyncLost(words_of(error), final=True))
