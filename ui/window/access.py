"""Access to servers: the list of them, and the sessions, which live in memory as long as the window."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from copilot.errors import StoppedError
from copilot.fhir.connections import Auth, Connection
from copilot.fhir.stop import Stop
from ui.operations import Job, Lane, Operations
from ui.window.hospital import Hospital

if TYPE_CHECKING:
    from copilot.fhir.smart.session import Session


LAUNCH, SIGN_IN = "launch", "sign-in"


class Access(QObject):
    """One sign-in at a time. `browse` opens the system's browser; it runs in a thread that may wait for it."""

    listed = Signal(object, object)
    saved = Signal(object)
    not_saved = Signal(object)
    not_read = Signal(object)
    waiting = Signal(object)
    address = Signal(str)
    launch_address = Signal(str)
    entered = Signal(object)
    left = Signal(object)
    failed = Signal(object)

    def __init__(
        self, operations: Operations, hospital: Hospital, browse: Callable[[str], object] = webbrowser.open
    ) -> None:
        super().__init__()
        self._operations = operations
        self._hospital = hospital
        self._browse = browse
        self._known: tuple[Connection, ...] = ()
        self._sessions: dict[str, Session] = {}
        self._job: Job | None = None
        self._stop = Stop()

    @property
    def busy(self) -> bool:
        """Return whether a sign-in is waited for."""
        return self._job is not None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the servers with a session."""
        return tuple(session.connection.name for session in self._sessions.values())

    def refresh(self) -> None:
        """Read the list of servers."""
        self._operations.start(lambda _job: self._hospital.connections(), self._listed, self.not_read.emit)

    def add(self, connection: Connection) -> None:
        """Keep a server, and read the list again."""

        def operation(_job: Job) -> tuple[Connection, ...]:
            self._hospital.add(connection)
            return self._hospital.connections()

        self._operations.start(operation, partial(self._saved, connection), self.not_saved.emit)

    def remove(self, identifier: str) -> None:
        """Forget a server and its session, and read the list again."""

        def operation(_job: Job) -> tuple[Connection, ...]:
            self._hospital.remove(identifier)
            return self._hospital.connections()

        self.sign_out(identifier)
        self._operations.start(operation, self._listed, self.not_read.emit)

    def enter(self, connection: Connection, *, again: bool = False) -> None:
        """Sign in, unless there is a session; `again`: whether there is one or not."""
        session = self._sessions.get(connection.id)
        if session is not None and not again:
            self.entered.emit(session)
            return
        self._begin(lambda job, stop: self._hospital.sign_in(connection, show=partial(self._show, job), stop=stop))
        self.waiting.emit(connection)

    def await_launch(self) -> None:
        """Wait until the EHR opens a patient, then sign in as it says."""
        known = tuple(connection for connection in self._known if connection.auth is Auth.SMART)

        def operation(job: Job, stop: Stop) -> Session:
            """Run in the pool."""
            connection, launch = self._hospital.await_launch(known, listening=partial(_tell, job, LAUNCH), stop=stop)
            return self._hospital.sign_in(connection, show=partial(self._show, job), stop=stop, launch=launch)

        self._begin(operation)
        self.waiting.emit(None)

    def cancel(self) -> None:
        """Give up the sign-in that is waited for."""
        if self._job is not None:
            self._stop.press()
            self._job.cancel()
            self._job = None
            self.failed.emit(StoppedError())

    def sign_out(self, identifier: str) -> None:
        """Forget a session and its tokens."""
        session = self._sessions.pop(identifier, None)
        if session is not None:
            self.left.emit(session)
            session.drop()

    def close(self) -> None:
        """Give up, and forget every token."""
        self._stop.press()
        for identifier in tuple(self._sessions):
            self.sign_out(identifier)

    def _begin(self, operation: Callable[[Job, Stop], Session]) -> None:
        """Start a sign-in in the place of one that is waited for."""
        if self._job is not None:
            self._stop.press()
            self._job.cancel()
        self._stop = stop = Stop()
        self._job = self._operations.start(
            lambda job: operation(job, stop), self._entered, self._failed, progress=self._shown, lane=Lane.NETWORK
        )

    def _show(self, job: Job, url: str) -> None:
        """Tell the address before the browser is asked, which may be slow, or not there."""
        _tell(job, SIGN_IN, url)
        self._browse(url)

    @Slot(object)
    def _shown(self, told: tuple[str, str]) -> None:
        """Pass an address on."""
        kind, url = told
        (self.launch_address if kind == LAUNCH else self.address).emit(url)

    @Slot(object)
    def _entered(self, session: Session) -> None:
        """Keep the session in the place of the last one at this server."""
        self._job = None
        self.sign_out(session.connection.id)
        self._sessions[session.connection.id] = session
        self.entered.emit(session)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        """Pass on why nobody is signed in."""
        self._job = None
        self.failed.emit(error)

    @Slot(object)
    def _listed(self, known: tuple[Connection, ...]) -> None:
        """Pass the list on, with where someone is signed in."""
        self._known = known
        self.listed.emit(known, frozenset(self._sessions))

    def _saved(self, connection: Connection, known: tuple[Connection, ...]) -> None:
        """The list holds the new server."""
        self._listed(known)
        self.saved.emit(connection)


def _tell(job: Job, kind: str, url: str) -> None:
    """Report an address from the pool."""
    job.report((kind, url))
