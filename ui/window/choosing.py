"""Between a server and the page on which a patient is chosen: search, today's patients, recent ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from copilot import clock
from copilot.errors import SignInError
from copilot.fhir.connections import Auth
from copilot.fhir.server.patients import PatientLine
from ui.connect.patients import Shelf
from ui.connect.search import Query
from ui.connect.view import ConnectView
from ui.window.finding import Finding

if TYPE_CHECKING:
    from copilot.fhir.smart.session import Session


class Choosing(QObject):
    """`chosen` gives the session and the patient to open with it."""

    chosen = Signal(object, object)
    sign_in_wanted = Signal(object)

    def __init__(self, finding: Finding, view: ConnectView) -> None:
        super().__init__()
        self._finding, self._view = finding, view
        self._session: Session | None = None
        page = view.patients
        page.wanted.connect(self._search)
        page.cancelled.connect(self.cancel)
        page.sign_in_wanted.connect(self._sign_in)
        page.chosen.connect(self._choose)
        finding.found.connect(page.show_lines)
        finding.failed.connect(self._not_found)

    @property
    def session(self) -> Session | None:
        """Return the session that is searched with."""
        return self._session

    @property
    def searching(self) -> bool:
        """Return whether a search is waited for."""
        return self._finding.searching

    def begin(self, session: Session) -> None:
        """Show the patients of a server, and ask who is here today."""
        self._session, known = session, session.connection
        recent = self._finding.recent(known.id)
        self._view.patients.begin(known.name, signed_in=known.auth is not Auth.OPEN, recent=recent)
        self._view.show_page(self._view.patients)
        if session.granted.one_patient_only:
            self._view.patients.ask_nobody_today()
        else:
            self._finding.ask_today(session, clock.today().isoformat())

    def renew(self, session: Session) -> None:
        """Use a newer session at the same server."""
        if self._session is None or self._session.connection.id == session.connection.id:
            self._session = session
            self._view.patients.may_sign_in(False)

    def end(self) -> None:
        """Leave the server."""
        self._finding.leave()
        self._session = None
        self._view.patients.empty_all()

    def forget(self) -> None:
        """Forget who was opened in this session."""
        self._finding.forget()

    def note(self, session: Session, line: PatientLine) -> None:
        """List a patient who is being opened among the recent ones."""
        self._finding.remember(session.connection.id, line)
        if self._session is not None and self._session.connection.id == session.connection.id:
            self._view.patients.show_lines(Shelf.RECENT, self._finding.recent(session.connection.id))

    @Slot()
    def cancel(self) -> None:
        """Give the search up."""
        if self._finding.cancel():
            self._view.patients.fail(Shelf.FOUND, None)

    @Slot(object)
    def _search(self, query: Query) -> None:
        """Search."""
        if self._session is not None:
            self._view.patients.set_searching()
            self._finding.search(self._session, query)

    @Slot(object, object)
    def _not_found(self, shelf: Shelf, error: Exception) -> None:
        """Say why there is no list."""
        self._view.patients.fail(shelf, error)
        self._view.patients.may_sign_in(isinstance(error, SignInError))

    @Slot()
    def _sign_in(self) -> None:
        """Ask for another session; what was typed stays."""
        if self._session is not None:
            self.sign_in_wanted.emit(self._session.connection)

    @Slot(object)
    def _choose(self, line: PatientLine) -> None:
        """Ask to open a patient."""
        if self._session is not None:
            self.chosen.emit(self._session, line)
