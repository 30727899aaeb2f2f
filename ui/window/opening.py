"""What is said while a patient is opened: the line under the banner, the note with Cancel, the list that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QProgressBar

from ui.parts.announce import announce
from ui.parts.text import count
from ui.picker.reading import ReadingNote
from ui.window.session import Wanted

if TYPE_CHECKING:
    from ui.window.window import MainWindow

HEIGHT = 3


class Opening(QObject):
    """Follows the session; it changes nothing of what is open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.note = ReadingNote(window)
        self.line = QProgressBar()
        self.line.setTextVisible(False)
        self.line.setRange(0, 0)
        self.line.setFixedHeight(HEIGHT)
        # It keeps its place while hidden: three pixels more or less would lay out the whole window again.
        keeps = self.line.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.line.setSizePolicy(keeps)
        self.line.hide()
        session = window.session
        session.opening.connect(self._begin)
        session.stage.connect(self.note.go_on)
        session.cancelled.connect(self._cancelled)
        session.choice.connect(self.end)
        session.failed.connect(self.end)
        self.note.cancel_wanted.connect(session.cancel)
        window.differential.built.connect(self._announce)

    @Slot()
    def end(self) -> None:
        """Nothing is being read any more."""
        self.line.hide()
        self.note.end()

    @Slot(object)
    def _begin(self, wanted: Wanted) -> None:
        """A file is being read; the banner keeps naming the patient who is still in sight."""
        self.line.setAccessibleName(f"Reading {wanted.path.name}")
        self.line.show()
        self.note.begin(wanted.path)

    @Slot()
    def _cancelled(self) -> None:
        """Reading was given up: whoever was in sight stays."""
        self.end()
        announce(self._window, "Reading was given up.")

    @Slot()
    def _announce(self) -> None:
        """Tell a screen reader that the list is there."""
        arranged = self._window.session.arranged
        if arranged is not None and not self._window.connecting.reading.remote.busy:
            listed = count(len(arranged.review.differential.shown), "possible explanation")
            unknown = count(len(arranged.review.unknowns), "unknown")
            announce(self._window.differential, f"Chart read. {listed} listed, {unknown}.")
