"""Forgetting the patient in sight: everything that is kept of them goes, after one question, and the trail says so."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from copilot.errors import KnownError
from copilot.store.owner import NotOpenError
from ui.window.commands import Command

if TYPE_CHECKING:
    from ui.window.window import MainWindow

KIND = "forget"
SURE = (
    "Remove all reviews of this patient that are kept on this computer, with what was decided and written? "
    "They cannot be had back. The chart at its source and this screen stay as they are."
)


class Forgetting(QObject):
    """Asks in the message bar; nothing is removed until that is answered."""

    _done = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._done.connect(self._told, Qt.ConnectionType.QueuedConnection)

    def commands(self) -> tuple[Command, ...]:
        """Return what the window can be told of it."""
        words = "Forget this patient: remove what is kept of them here"
        return (
            Command("store.forget", words, "Patients", self.ask, (), self._can, "needs a patient who is kept here"),
        )

    @Slot()
    def ask(self) -> None:
        """Ask whether it is meant."""
        self._window.messages.add(KIND, SURE, action="Remove", run=self._forget)

    def _can(self) -> bool:
        return bool(self._window.recording.review)

    def _forget(self) -> None:
        """Remove it, in the store's thread."""
        future = self._window.recording.forget()
        if future is not None:
            future.add_done_callback(self._done.emit)

    @Slot(object)
    def _told(self, future: Future[int]) -> None:
        """Say what was removed, or why nothing was."""
        error = future.exception()
        if isinstance(error, KnownError) and not isinstance(error, NotOpenError):
            self._window.messages.error(KIND, error)
        elif error is None:
            many = future.result()
            what = f"{many} review{'s' if many != 1 else ''} of this patient removed; the audit trail says so."
            self._window.messages.add(KIND, what, role="info")
