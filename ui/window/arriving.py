"""Who comes into the window and who leaves it: a patient from a file or from a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from copilot.errors import PatientChoiceError
from ui.chart.arrange import Arranged
from ui.picker.chooser import Chooser
from ui.window.columns import Place
from ui.window.remote import Snapshot
from ui.window.session import Wanted

if TYPE_CHECKING:
    from ui.window.window import MainWindow


class Arriving(QObject):
    """One patient at a time: whoever comes takes the place of whoever was open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.path: Path | None = None  # of the patient in sight, None for one from a server
        self._connect_session()
        self._connect_server()

    def mark(self) -> None:
        """Mark in the list of patients whoever is in sight."""
        self._window.picker.mark_open(self.path)

    @Slot()
    def go_home(self) -> None:
        """Return from servers and patients to where the chart stands."""
        self._window.stack.setCurrentWidget(self._home())

    def _connect_session(self) -> None:
        """Listen to what is read from files."""
        session = self._window.session
        session.opening.connect(self._opening)
        session.cancelled.connect(self._stays)
        session.glanced.connect(self._glanced)
        session.opened.connect(self._opened)
        session.choice.connect(self._choose)
        session.failed.connect(self._failed)

    def _connect_server(self) -> None:
        """Listen to what comes from servers."""
        connecting = self._window.connecting
        connecting.connect_wanted.connect(self._show_servers)
        self._window.connect_view.back_wanted.connect(self.go_home)
        connecting.reading.leaving.connect(self._leaving)
        connecting.reading.arrived.connect(self._arrived)

    @Slot(object)
    def _opening(self, _wanted: Wanted) -> None:
        """A file is being read: no server is asked any more, and no more comes of another file."""
        window = self._window
        window.connecting.reading.remote.cancel()
        window.showing.keep_part()
        window.messages.remove("open")

    @Slot(object)
    def _glanced(self, arranged: Arranged) -> None:
        """The newest part of a long file was read."""
        self._take_place(arranged)
        self._window.showing.show_part(arranged)

    @Slot(object)
    def _opened(self, arranged: Arranged) -> None:
        """A file was read."""
        self._take_place(arranged)
        self._window.showing.show_file(arranged)

    def _take_place(self, arranged: Arranged) -> None:
        """Leave the server, and let the window be about a patient from a file."""
        window = self._window
        window.connecting.leave()
        self.path = window.session.path
        window.following.opened(arranged.review, "")

    @Slot()
    def _leaving(self) -> None:
        """Another patient is being opened at a server."""
        self._window.session.leave()
        self.path = None
        self._window.showing.show_nothing()

    @Slot(object)
    def _arrived(self, snapshot: Snapshot) -> None:
        """More of a chart came from a server."""
        window = self._window
        first = window.session.arranged is None
        window.session.adopt(snapshot.arranged)
        reading = window.connecting.reading
        window.following.opened(snapshot.arranged.review, reading.base)
        window.showing.show_snapshot(snapshot, reading.server, reading.line, first=first)

    @Slot(object, object)
    def _choose(self, wanted: Wanted, error: PatientChoiceError) -> None:
        """Ask which of several patients."""
        chooser = Chooser(error, self._window)
        if chooser.exec() and chooser.patient:
            self._window.session.open(wanted.choosing(chooser.patient, error))
        else:
            self.mark()
        chooser.deleteLater()

    @Slot(object, object)
    def _failed(self, wanted: Wanted | None, error: Exception) -> None:
        """Say what is wrong; the patient who was open stays."""
        self._stays()
        self._window.messages.error("open" if wanted else "pack", error)

    @Slot()
    def _stays(self) -> None:
        """Nobody comes: the list marks whoever is still in sight."""
        self._window.showing.keep_part()
        self.mark()

    @Slot()
    def _show_servers(self) -> None:
        """Show servers and patients in the place of the chart, which stays as it is."""
        window = self._window
        window.connect_view.back.setVisible(self._home() is not window.welcome)
        window.stack.setCurrentWidget(window.connect_view)
        if window.columns.place is Place.PATIENTS:
            window.columns.show_place(Place.CHART)

    def _home(self) -> QWidget:
        """Return what stands where the chart stands."""
        window = self._window
        if window.session.arranged is not None:
            return window.patient
        return window.awaiting if window.connecting.reading.line is not None else window.welcome
