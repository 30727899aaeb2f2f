"""A heartbeat of the event loop: the longest gap between two beats is the longest stall."""

from __future__ import annotations

from time import perf_counter, thread_time

from PySide6.QtCore import QObject, Qt, QTimer, Slot


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
