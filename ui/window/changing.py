"""Changing the passphrase that guards what is kept: asked on a page over the window, done in the store's thread."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from ui.lock.change import ChangeView
from ui.messages.bar import words_of
from ui.window.commands import Command

if TYPE_CHECKING:
    from ui.window.window import MainWindow

KIND = "passphrase"
DONE = "The new passphrase opens what is kept here from now on; the audit trail says that it was changed."


class Changing(QObject):
    """The chart is out of sight meanwhile, for whoever stands by may watch the keys."""

    _done = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self.view = ChangeView()
        self.view.entered.connect(self._change)
        self.view.left.connect(self._back)
        self._done.connect(self._told, Qt.ConnectionType.QueuedConnection)

    def commands(self) -> tuple[Command, ...]:
        """Return what the window can be told of it."""
        words, why = "Change the passphrase of what is kept here", "needs a store behind a passphrase"
        return (Command("store.passphrase", words, "Patients", self.begin, (), self._can, why),)

    @Slot()
    def begin(self) -> None:
        """Ask for the current passphrase and for another one."""
        self._window.cover.setCurrentWidget(self.view)
        self.view.begin()

    def forget(self) -> None:
        """Leave nothing in the fields: the window was locked."""
        self.view.forget()

    def _can(self) -> bool:
        return self._window.recording.behind_passphrase

    @property
    def _in_sight(self) -> bool:
        return self._window.cover.currentWidget() is self.view

    @Slot(str, str)
    def _change(self, old: str, new: str) -> None:
        """Change it, in the store's thread."""
        future = self._window.recording.change_passphrase(old, new)
        if future is not None:
            future.add_done_callback(self._done.emit)

    @Slot(object)
    def _told(self, future: Future[None]) -> None:
        """Say that it was changed, or why not; a window that was locked meanwhile stays so."""
        error = future.exception()
        if error is None:
            self._back()
            self._window.messages.add(KIND, DONE, role="info")
        elif self._in_sight and isinstance(error, Exception):
            self.view.begin(words_of(error))
        elif isinstance(error, Exception):
            self._window.messages.error(KIND, error)

    @Slot()
    def _back(self) -> None:
        """Show the window again."""
        if self._in_sight:
            self._window.cover.setCurrentIndex(0)
