"""What is used of a hospital's server: which there are, signing in, finding a patient, reading the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from copilot.errors import SignInError
from copilot.fhir.connections import Auth, Connection
from copilot.fhir.stop import Stop

if TYPE_CHECKING:
    from copilot.fhir.pull import Problem
    from copilot.fhir.server.collected import Collected
    from copilot.fhir.server.patients import PatientLine
    from copilot.fhir.server.pulling import Progress
    from copilot.fhir.smart.launch import Launch
    from copilot.fhir.smart.session import Session
    from ui.connect.search import Query

Show = Callable[[str], None]
Hear = Callable[["Progress", "Collected"], None]
Found = tuple["list[PatientLine]", "list[Problem]"]


class Hospital(Protocol):
    """Everything that asks a network or a file of servers; each call blocks and so runs in a pool."""

    def connections(self) -> tuple[Connection, ...]:
        """Return the known servers."""

    def add(self, connection: Connection) -> None:
        """Keep a server."""

    def remove(self, identifier: str) -> None:
        """Forget a server."""

    def sign_in(self, connection: Connection, *, show: Show, stop: Stop, launch: Launch | None = None) -> Session:
        """Return a session at a server."""

    def await_launch(
        self, connections: tuple[Connection, ...], *, listening: Show, stop: Stop
    ) -> tuple[Connection, Launch]:
        """Wait until an EHR opens us."""

    def find(self, session: Session, query: Query, *, stop: Stop) -> Found:
        """Return the patients who fit."""

    def today(self, session: Session, day: str, *, stop: Stop) -> Found:
        """Return the patients of a day."""

    def pull(
        self,
        session: Session,
        patient: str,
        *,
        stop: Stop,
        collected: Collected | None,
        progress: Hear,
        although_replaced: bool,
    ) -> Collected:
        """Read a patient's record, or go on reading it."""


class TheHospital:
    """The real one, its modules imported when first needed."""

    def connections(self) -> tuple[Connection, ...]:
        """Return the known servers, IT's first."""
        from copilot.fhir.known_connections import known_connections

        return known_connections()

    def add(self, connection: Connection) -> None:
        """Keep a server in the person's own list."""
        from copilot.fhir.known_connections import add_connection

        add_connection(connection)

    def remove(self, identifier: str) -> None:
        """Forget one of the person's own servers."""
        from copilot.fhir.known_connections import remove_connection

        remove_connection(identifier)

    def sign_in(self, connection: Connection, *, show: Show, stop: Stop, launch: Launch | None = None) -> Session:
        """Sign in as the connection wants it; raises `SignInError`, `ServerError`, `StoppedError`."""
        from copilot.fhir.smart.session import open_session
        from copilot.fhir.smart.sign_in import backend_sign_in, sign_in

        if connection.auth is Auth.OPEN:
            return open_session(connection)
        if connection.auth is Auth.BACKEND:
            return backend_sign_in(connection, stop=stop)
        return sign_in(connection, show=show, stop=stop, launch=launch)

    def await_launch(
        self, connections: tuple[Connection, ...], *, listening: Show, stop: Stop
    ) -> tuple[Connection, Launch]:
        """Wait for an EHR of one of these servers; raises `SignInError`, `StoppedError`."""
        from copilot.fhir.smart.launch import listen_for_launch

        if not connections:
            raise SignInError("No server is known that could open a patient here.", remedy="Add one, or ask IT.")
        return listen_for_launch(connections, stop=stop, listening=listening)

    def find(self, session: Session, query: Query, *, stop: Stop) -> Found:
        """Search; raises `ServerError`, `SignInError`, `StoppedError`."""
        from copilot.fhir.server.patients import find_patients

        return find_patients(
            session, name=query.name, birth_date=query.birth_date, identifier=query.identifier, stop=stop
        )

    def today(self, session: Session, day: str, *, stop: Stop) -> Found:
        """List who has an appointment or an encounter that day; raises as `find`."""
        from copilot.fhir.server.patients import todays_patients

        return todays_patients(session, day=day, stop=stop)

    def pull(
        self,
        session: Session,
        patient: str,
        *,
        stop: Stop,
        collected: Collected | None,
        progress: Hear,
        although_replaced: bool,
    ) -> Collected:
        """Pull; raises `MergedPatientError`, `ServerError`, never for Cancel."""
        from copilot.fhir.server.pulling import pull_patient

        return pull_patient(
            session,
            patient,
            stop=stop,
            collected=collected,
            progress=progress,
            although_replaced=although_replaced,
        )
