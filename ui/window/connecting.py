"""Servers in the window: who is connected, who is chosen there, whose record is read, and what Escape cancels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from copilot.errors import StoppedError
from copilot.fhir.connections import Connection
from copilot.fhir.server.patients import PatientLine
from ui.banner.banner import Banner
from ui.connect.awaiting import Awaiting
from ui.connect.filling import FillingBar
from ui.connect.view import ConnectView
from ui.messages.bar import words_of
from ui.operations import Operations
from ui.window.access import Access
from ui.window.choosing import Choosing
from ui.window.entering import Entering, Why
from ui.window.finding import Finding
from ui.window.hospital import Hospital
from ui.window.reading import Reading
from ui.window.remote import Remote
from ui.window.session import Session

if TYPE_CHECKING:
    from copilot.fhir.smart.session import Session as SignedIn


class Connecting(QObject):
    """`connect_wanted` puts servers and patients in the chart's place; see `Reading` for what becomes of a choice."""

    connect_wanted = Signal()

    def __init__(
        self,
        operations: Operations,
        hospital: Hospital,
        session: Session,
        view: ConnectView,
        reports: tuple[FillingBar, Awaiting, Banner],
    ) -> None:
        super().__init__()
        self._view, self._banner = view, reports[2]
        self.access = Access(operations, hospital)
        self.entering = Entering(self.access, view)
        self.choosing = Choosing(Finding(operations, hospital), view)
        self.reading = Reading(Remote(operations, hospital, session), *reports)
        self.entering.entered.connect(self._entered)
        self.entering.not_entered.connect(self._not_entered)
        self.entering.removed.connect(self._removed)
        self.entering.waits_in_place.connect(self.reading.wait_for_sign_in)
        self.choosing.chosen.connect(self.reading.open)
        self.choosing.sign_in_wanted.connect(self._sign_in_to_search)
        self.reading.leaving.connect(self.choosing.note)
        self.reading.named.connect(self.choosing.note)
        self.reading.leaving.connect(self._forget_sign_in)
        self.reading.sign_in_wanted.connect(self._sign_in_to_read)
        self.reading.sign_in_cancelled.connect(self.access.cancel)
        self.reading.patients_wanted.connect(self.begin)
        view.patients.servers_wanted.connect(self._show_servers)
        view.patients.sign_out_wanted.connect(self._sign_out)

    @Slot()
    def begin(self) -> None:
        """Show the patients of the server that one is connected to, else the servers."""
        self.access.refresh()
        if not (self.access.busy and self.entering.why is not Why.READ):
            self._view.show_page(self._view.servers if self.choosing.session is None else self._view.patients)
        self.connect_wanted.emit()

    def escape(self, *, in_sight: bool) -> bool:
        """Cancel what is waited for; `in_sight`: servers and patients are. Return whether something was."""
        beside = self.entering.why is Why.READ
        if self.access.busy and in_sight is not beside:
            self.access.cancel()
        elif in_sight and self.choosing.searching:
            self.choosing.cancel()
        elif not in_sight and self.reading.remote.pulling:
            self.reading.cancel()
        else:
            return False
        return True

    def leave(self) -> None:
        """A file is open now: forget the patient of a server, and a sign-in that was for the sake of theirs."""
        self.reading.leave()
        self._forget_sign_in()

    def lock(self) -> None:
        """Forget every token, and everybody who was found or opened at a server."""
        self.close()
        self.reading.leave()
        self.choosing.forget()
        self._view.show_page(self._view.servers)

    def close(self) -> None:
        """Leave nothing running, and no token."""
        self.choosing.end()
        self.reading.remote.leave()
        self.access.close()

    @Slot(object, object)
    def _entered(self, session: SignedIn, why: Why) -> None:
        """Someone is signed in: go on with what it was for."""
        self._name_servers()
        if why is Why.BEGIN:
            self.choosing.begin(session)
            if session.context.patient:
                self.reading.open(session, PatientLine(session.context.patient, "", "", "", (), True))
            return
        self.choosing.renew(session)
        if why is Why.SEARCH:
            self._view.show_page(self._view.patients)
        else:
            self.reading.go_on(session)

    @Slot()
    def _forget_sign_in(self) -> None:
        """Give up a sign-in for a record that is not open any more."""
        if self.access.busy and self.entering.why is Why.READ:
            self.access.cancel()

    @Slot(object, object)
    def _not_entered(self, error: Exception, why: Why) -> None:
        """Nobody is signed in: say why where the person is, with everything as it was."""
        said = "" if isinstance(error, StoppedError) else words_of(error)
        if why is Why.READ:
            self.reading.not_signed_in(said)
        elif why is Why.SEARCH:
            self._view.show_page(self._view.patients)
            if said:  # else what asked for the sign-in stays in sight
                self._view.patients.note.say(said)
        else:
            self._view.show_page(self._view.servers)
            self._view.servers.said.say(said)

    @Slot(object)
    def _sign_in_to_search(self, connection: Connection) -> None:
        """Sign in again for the search."""
        self.entering.again(connection, Why.SEARCH)

    @Slot(object)
    def _sign_in_to_read(self, connection: Connection) -> None:
        """Sign in again for the pull."""
        self.entering.again(connection, Why.READ)

    @Slot()
    def _show_servers(self) -> None:
        """Choose another server."""
        self.access.refresh()
        self._view.show_page(self._view.servers)

    @Slot()
    def _sign_out(self) -> None:
        """Forget the session; a chart that is open stays."""
        session = self.choosing.session
        if session is not None:
            self.access.sign_out(session.connection.id)
        self.choosing.end()
        self._name_servers()
        self._show_servers()

    @Slot(str)
    def _removed(self, identifier: str) -> None:
        """A server was taken off the list."""
        session = self.choosing.session
        if session is not None and session.connection.id == identifier:
            self.choosing.end()
        self._name_servers()

    def _name_servers(self) -> None:
        """Say in the banner which servers Chartside is connected to."""
        self._banner.set_servers(self.access.names)
