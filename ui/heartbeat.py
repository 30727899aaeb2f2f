"""A heartbeat of the event loop: the longest gap between two beats is the longest stall."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Slot


class Heartbeat(QObject):
    """Beats every millisecond while events are handled."""

    def __init__(self) -> None:
        super().__init__()
        self._last = perf_counter()
        self._longest = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def take(self) -> float:
        """Return the longest gap since the last call, in seconds, and begin again."""
        self._beat()
        longest, self._longest = self._longest, 0.0
        return longest

    def stop(self) -> None:
        """Stop beating."""
        self._timer.stop()

    @Slot()
    def _beat(self) -> None:
        """Note the gap."""
        now = perf_counter()
        self._longest = max(self._longest, now - self._last)
        self._last = now
