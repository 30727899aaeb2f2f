"""Between the pull and what is said of it: the line under the banner, the banner, and the chart's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from copilot.errors import MergedPatientError
from copilot.fhir.connections import Auth
from copilot.fhir.server.patients import PatientLine
from ui.banner.banner import Banner
from ui.connect.awaiting import FIRST, Awaiting
from ui.connect.filling import FillingBar, State, filled_words
from ui.messages.bar import words_of
from ui.parts.text import one_line
from ui.window.remote import Remote, Snapshot

if TYPE_CHECKING:
    from copilot.fhir.server.collected import Collected
    from copilot.fhir.server.pulling import Progress
    from copilot.fhir.smart.session import Session

NOT_SHOWN = "Not all that arrived can be shown: a bug, see the message. What is shown is not complete."
OTHER = "The sign-in was for another patient, so this chart is not read further."


class Reading(QObject):
    """`leaving` says whose chart comes next, before anything of it is there; `arrived` brings snapshots.

    `not_opened` says that nothing of it will be there, for now.
    `named` tells who somebody is whom the EHR handed over by id alone.
    """

    leaving = Signal(object, object)
    named = Signal(object, object)
    arrived = Signal(object)
    not_opened = Signal()
    sign_in_wanted = Signal(object)
    sign_in_cancelled = Signal()
    patients_wanted = Signal()

    def __init__(self, remote: Remote, bar: FillingBar, awaiting: Awaiting, banner: Banner) -> None:
        super().__init__()
        self.remote, self._bar, self._awaiting, self._banner = remote, bar, awaiting, banner
        self._line: PatientLine | None = None
        self._other = ""
        bar.cancel_wanted.connect(self.cancel)
        bar.resume_wanted.connect(self._resume)
        bar.sign_in_wanted.connect(self._sign_in)
        awaiting.chosen.connect(self._choose)
        remote.progressed.connect(self._progressed)
        remote.missed.connect(bar.show_problems)
        remote.arrived.connect(self._arrived)
        remote.ended.connect(self._ended)
        remote.failed.connect(self._failed)
        remote.broken.connect(self._broken)

    @property
    def line(self) -> PatientLine | None:
        """Return who was chosen at a server and is open, or being opened."""
        return self._line

    @property
    def server(self) -> str:
        """Return the name of the server of the patient who is open, empty for a file."""
        return self.remote.signed_in.connection.name if self.remote.signed_in is not None else ""

    @property
    def base(self) -> str:
        """Return the FHIR base of the patient who is open, empty for a file."""
        return self.remote.signed_in.connection.base_url if self.remote.signed_in is not None else ""

    def open(self, session: Session, line: PatientLine, *, although_replaced: bool = False) -> None:
        """Open a patient: everything of the one before goes, then the record is read."""
        self.remote.leave()
        self._bar.go_away()
        self._line = line
        self.leaving.emit(session, line)
        self._banner.show_line(line, session.connection.name)
        self._banner.set_filling("still filling")
        self._awaiting.say(one_line(line.name) or "The chart is being read", FIRST)
        self._bar.begin(session.connection.name)
        self.remote.open(session, line.id, although_replaced=although_replaced)

    def leave(self) -> None:
        """A file is open now: forget the patient of a server."""
        self.remote.leave()
        self._line = None
        self._bar.go_away()
        self._banner.set_filling("")

    def go_on(self, session: Session) -> None:
        """Resume the pull with a new session, unless that is about somebody else."""
        if self.remote.signed_in is None:
            return
        handed = session.context.patient
        if handed and handed != self.remote.patient:
            self._bar.stopped(OTHER, may_resume=False, may_sign_in=True)
        else:
            self._resume(session)

    def wait_for_sign_in(self, words: str, url: str) -> None:
        """Say beside the chart that a sign-in is waited for."""
        self._bar.signing_in(words, url)

    def not_signed_in(self, words: str) -> None:
        """Nobody signed in: the chart stays as it was; `words` say why, empty after Cancel."""
        if self._bar.state is State.SIGNING_IN:
            self._bar.stopped(words or self._bar.reason, may_resume=True, may_sign_in=True)

    @Slot()
    def cancel(self) -> None:
        """Stop the pull, or the sign-in for it."""
        if self._bar.state is State.SIGNING_IN:
            self.sign_in_cancelled.emit()
        elif self.remote.pulling:
            self._bar.stopping()
            self.remote.cancel()

    @Slot(object)
    def _progressed(self, progress: Progress) -> None:
        """Say how far it is."""
        self._bar.show_progress(progress)
        self._banner.set_filling(f"still filling, {progress.done} of {progress.searches}")

    @Slot(object)
    def _arrived(self, snapshot: Snapshot) -> None:
        """Hand a snapshot on; whoever was handed over without a name has one now."""
        person, session = snapshot.arranged.review.chart.person, self.remote.signed_in
        if self._line is not None and session is not None and not self._line.name and person.name:
            self._line = PatientLine(
                self._line.id, person.name, person.birth_date, person.sex, person.identifiers, self._line.active
            )
            self.named.emit(session, self._line)
        self.arrived.emit(snapshot)
        if snapshot.final:
            self._bar.show_problems(snapshot.problems)

    @Slot(object)
    def _ended(self, collected: Collected) -> None:
        """The server is not asked any more."""
        if collected.complete and not collected.why:
            self._banner.set_filling("")
            self._bar.done(filled_words(collected))
            return
        self._banner.set_filling("not complete")
        signs = self._signs
        why = one_line(collected.why)
        why = why[:1].upper() + why[1:]
        self._bar.stopped(f"{why} {filled_words(collected)}".strip(), may_resume=True, may_sign_in=signs)
        if not collected.entries:
            self.not_opened.emit()
            choices = {"resume": "Try again", **({"sign-in": "Sign in again"} if signs else {}), "patients": "Patients"}
            self._awaiting.say("Nothing has arrived", why, choices)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """The record cannot be read as it is: say why, and what can be done."""
        said = words_of(error)
        if self.remote.arrived_any:
            self._banner.set_filling("not complete")
            self._bar.stopped(said, may_resume=True, may_sign_in=False)
            return
        self._bar.go_away()
        self.not_opened.emit()
        self._banner.set_filling("not opened")
        choices = {"patients": "Patients"}
        if isinstance(error, MergedPatientError):
            self._other = error.other
            both = {"other": "Open the current record"} if error.other else {}
            choices = {**both, "although": "Open this one all the same", **choices}
        self._awaiting.say("The chart was not opened", said, choices)

    @Slot(object, bool)
    def _broken(self, _error: Exception, final: bool) -> None:
        """A look failed; after the last one, not all that came is on the screen."""
        if final:
            self._banner.set_filling("not complete")
            self._bar.stopped(NOT_SHOWN, may_resume=True, may_sign_in=False)

    @property
    def _signs(self) -> bool:
        """Return whether one signs in at the patient's server."""
        return self.remote.signed_in is not None and self.remote.signed_in.connection.auth is not Auth.OPEN

    @Slot()
    def _resume(self, session: Session | None = None) -> None:
        """Go on reading."""
        if self.remote.signed_in is not None:
            self._bar.begin(self.server)
            self._banner.set_filling("still filling")
            self.remote.resume(session)

    @Slot()
    def _sign_in(self) -> None:
        """Ask for another session; the chart stays in sight."""
        if self.remote.signed_in is not None:
            self.sign_in_wanted.emit(self.remote.signed_in.connection)

    @Slot(str)
    def _choose(self, choice: str) -> None:
        """Follow a button that stands in the chart's place."""
        session, line = self.remote.signed_in, self._line
        if choice == "patients":
            self.patients_wanted.emit()
        elif choice == "sign-in":
            self._sign_in()
        elif choice == "resume":
            self._awaiting.say(one_line(line.name) if line else "", FIRST)
            self._resume()
        elif session is not None and line is not None:
            other = choice == "other"
            wanted = PatientLine(self._other, "", "", "", (), True) if other else line
            self.open(session, wanted, although_replaced=not other)
