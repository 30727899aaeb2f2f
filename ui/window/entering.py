"""Between the list of servers, the sign-in and their pages: what is said where while someone signs in."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from copilot.fhir.connections import Auth, Connection
from ui.connect import sign_in as words
from ui.connect.view import ConnectView
from ui.parts.text import one_line
from ui.window.access import Access

if TYPE_CHECKING:
    from copilot.fhir.smart.session import Session


class Why(StrEnum):
    """What a sign-in is for: to begin at a server, to go on searching there, or to go on reading a record."""

    BEGIN = "begin"
    SEARCH = "search"
    READ = "read"


class Entering(QObject):
    """`entered` and `not_entered` tell what a sign-in was for; `waits_in_place` what is said beside a chart."""

    entered = Signal(object, object)
    not_entered = Signal(object, object)
    waits_in_place = Signal(str, str)
    removed = Signal(str)

    def __init__(self, access: Access, view: ConnectView) -> None:
        super().__init__()
        self._access, self._view = access, view
        self._why = Why.BEGIN
        servers = view.servers
        servers.chosen.connect(self._begin)
        servers.launch_wanted.connect(self._await_launch)
        servers.saved.connect(access.add)
        servers.removed.connect(self._remove)
        view.sign_in.cancelled.connect(access.cancel)
        access.listed.connect(servers.show_connections)
        access.saved.connect(servers.saved_well)
        access.not_saved.connect(servers.form.said.error)
        access.not_read.connect(servers.said.error)
        access.waiting.connect(self._waiting)
        access.address.connect(self._address)
        access.launch_address.connect(self._launch_address)
        access.entered.connect(self._entered)
        access.failed.connect(self._failed)

    @property
    def why(self) -> Why:
        """Return what the last sign-in was for."""
        return self._why

    def again(self, connection: Connection, why: Why) -> None:
        """Sign in anew; what is on the screen stays."""
        self._why = why
        self._access.enter(connection, again=True)

    @Slot(object)
    def _begin(self, connection: Connection) -> None:
        """Connect to a server."""
        self._why = Why.BEGIN
        self._access.enter(connection)

    @Slot()
    def _await_launch(self) -> None:
        """Wait for the EHR."""
        self._why = Why.BEGIN
        self._access.await_launch()

    @Slot(str)
    def _remove(self, identifier: str) -> None:
        """Forget a server."""
        self._access.remove(identifier)
        self.removed.emit(identifier)

    @Slot(object)
    def _waiting(self, connection: Connection | None) -> None:
        """A sign-in began: say so where the person is."""
        self._view.servers.said.say("")
        if self._why is Why.READ and connection is not None:
            self.waits_in_place.emit(f"{one_line(connection.name)}: {words.PREPARING}", "")
            return
        if connection is None:
            self._view.sign_in.begin("Waiting for the EHR", words.LAUNCH)
        else:
            unattended = connection.auth is not Auth.SMART
            what = words.UNATTENDED if unattended else words.PREPARING
            self._view.sign_in.begin(f"Sign in to {connection.name}", what)
        self._view.show_page(self._view.sign_in)

    @Slot(str)
    def _address(self, url: str) -> None:
        """The browser is asked to open the sign-in."""
        if self._why is Why.READ:
            self.waits_in_place.emit(words.BROWSER, url)
        else:
            self._view.sign_in.show_address(url, words.BROWSER)

    @Slot(str)
    def _launch_address(self, url: str) -> None:
        """The EHR may open us at this address."""
        self._view.sign_in.show_address(url, words.LAUNCH)

    @Slot(object)
    def _entered(self, session: Session) -> None:
        """Someone is signed in."""
        self._view.sign_in.forget()
        self.entered.emit(session, self._why)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """Nobody is signed in."""
        self._view.sign_in.forget()
        self.not_entered.emit(error, self._why)
