"""The window first: long work in the background waits at every breath until the window has had a turn."""

from __future__ import annotations

import threading
from time import perf_counter

from PySide6.QtCore import QObject, Qt, Signal, Slot

from ui.parts.gradual import Gradual

PATIENCE = 0.050  # seconds: a window that is busy all the time slows the work down, and does not end it


class GivingWay(QObject):
    """Lets other threads wait for a turn of the event loop of its own thread.

    Python runs one thread at a time. Every event, and every cell that is painted, would otherwise wait for the
    background thread to let go: building one page beside it took ten times as long as building it alone.
    """

    _asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stopped = False
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def wait(self) -> None:
        """Wait for one turn of the window, for more while it builds a view, but not for long.

        Called from a background thread.
        """
        until = perf_counter() + PATIENCE
        while not self._stopped and (left := until - perf_counter()) > 0:
            turn = threading.Event()
            self._asked.emit(turn)
            turn.wait(left)
            if not Gradual.at_work():
                break

    def stop(self) -> None:
        """Hold up nobody any more."""
        self._stopped = True

    @Slot(object)
    def _answer(self, turn: threading.Event) -> None:
        """Everything that was waiting before is handled."""
        turn.set()
