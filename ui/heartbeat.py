"""A heartbeat of the event loop, of which the longest gap is the longest stall, and when a widget was painted."""

from __future__ import annotations

from time import perf_counter, thread_time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget


class Painted(QObject):
    """Notes when a widget was last painted; `at` is when the next event after that was handled, 0 before."""

    _painting = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.at = 0.0
        self._painting.connect(self._note, Qt.ConnectionType.QueuedConnection)
        widget.installEventFilter(self)

    @Slot()
    def forget(self) -> None:
        """Wait for the next time."""
        self.at = 0.0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Override: what is painted with it is painted in the same turn."""
        if event.type() is QEvent.Type.Paint:
            self._painting.emit()
        return False

    @Slot()
    def _note(self) -> None:
        """Note the time."""
        self.at = perf_counter()


class Heartbeat(QObject):
    """Beats every millisecond while events are handled; `period` is how long a turn is, in seconds.

    A gap is what a person feels, and longer where the machine is busy. `work` is what the window itself did between
    two beats, in seconds of its own thread: that depends little on what else runs.
    """

    def __init__(self, period: float = 1.0) -> None:
        super().__init__()
        self._period = period
        self._last = self._turn = perf_counter()
        self._longest = self._longest_of_turn = 0.0
        self._turns: list[float] = []
        self._worked = thread_time()
        self.work = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def take(self) -> float:
        """Return the longest gap since the last call, in seconds, and begin again."""
        self._beat()
        longest, self._longest, self.work = self._longest, 0.0, 0.0
        self._turns, self._longest_of_turn, self._turn = [], 0.0, self._last
        return longest

    def turns(self) -> list[float]:
        """Return the longest gap of every turn since the last `take`."""
        return [*self._turns, self._longest_of_turn]

    def stop(self) -> None:
        """Stop beating."""
        self._timer.stop()

    @Slot()
    def _beat(self) -> None:
        """Note the gap."""
        now = perf_counter()
        gap, self._last = now - self._last, now
        worked = thread_time()
        self.work, self._worked = max(self.work, worked - self._worked), worked
        self._longest = max(self._longest, gap)
        self._longest_of_turn = max(self._longest_of_turn, gap)
        if now - self._turn >= self._period:
            self._turns.append(self._longest_of_turn)
            self._longest_of_turn, self._turn = 0.0, now
