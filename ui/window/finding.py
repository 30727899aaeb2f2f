"""Finding a patient at a server: searches, who is here today, and who was opened in this session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from copilot.fhir.server.patients import PatientLine
from copilot.fhir.stop import Stop
from ui.connect.patients import Shelf
from ui.connect.search import Query
from ui.operations import Job, Lane, Operations
from ui.window.hospital import Found, Hospital

if TYPE_CHECKING:
    from copilot.fhir.smart.session import Session

RECENT = 30


class Finding(QObject):
    """`found` tells shelf, lines and problems; `failed` shelf and error. Who was opened is kept in memory only."""

    found = Signal(object, object, object)
    failed = Signal(object, object)

    def __init__(self, operations: Operations, hospital: Hospital) -> None:
        super().__init__()
        self._operations = operations
        self._hospital = hospital
        self._asked: dict[Shelf, tuple[Job, Stop]] = {}
        self._recent: dict[str, list[PatientLine]] = {}

    @property
    def searching(self) -> bool:
        """Return whether a search is waited for."""
        return Shelf.FOUND in self._asked

    def search(self, session: Session, query: Query) -> None:
        """Look for patients; a search that still runs is given up."""
        self._ask(Shelf.FOUND, lambda stop: self._hospital.find(session, query, stop=stop))

    def ask_today(self, session: Session, day: str) -> None:
        """Ask who has an appointment or a visit that day."""
        self._ask(Shelf.TODAY, lambda stop: self._hospital.today(session, day, stop=stop))

    def cancel(self, shelf: Shelf = Shelf.FOUND) -> bool:
        """Give up what is asked; return whether something was."""
        asked = self._asked.pop(shelf, None)
        if asked is None:
            return False
        job, stop = asked
        stop.press()
        job.cancel()
        return True

    def remember(self, connection: str, line: PatientLine) -> None:
        """Put a patient first among those opened at a server."""
        others = [known for known in self._recent.get(connection, []) if known.id != line.id]
        self._recent[connection] = [line, *others][:RECENT]

    def recent(self, connection: str) -> tuple[PatientLine, ...]:
        """Return who was opened at a server in this session, the last first."""
        return tuple(self._recent.get(connection, ()))

    def forget(self) -> None:
        """Forget who was opened in this session."""
        self._recent.clear()

    def leave(self) -> None:
        """Give up everything that is asked of a server."""
        for shelf in tuple(self._asked):
            self.cancel(shelf)

    def _ask(self, shelf: Shelf, ask: Callable[[Stop], Found]) -> None:
        """Ask in the network's lane."""
        self.cancel(shelf)
        stop = Stop()
        job = self._operations.start(
            lambda _job: ask(stop), partial(self._found, shelf), partial(self._failed, shelf), lane=Lane.NETWORK
        )
        self._asked[shelf] = (job, stop)

    def _found(self, shelf: Shelf, found: Found) -> None:
        """Hand over who was found."""
        self._asked.pop(shelf, None)
        self.found.emit(shelf, *found)

    def _failed(self, shelf: Shelf, error: Exception) -> None:
        """Hand over why nobody was."""
        self._asked.pop(shelf, None)
        self.failed.emit(shelf, error)
