"""`Gradual`: builds a view in small steps between events, so that no step holds up the window."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

BUDGET = 0.004
AT_WORK = 0.020  # within so many seconds of a step the next one, or what it made being painted, is to be expected
APART = 0.001  # two views that build at the same time must not add up to one long step


class Gradual(QObject):
    """Runs generators step by step: after each `yield` the window may paint and take input."""

    finished = Signal()
    _ended: ClassVar[float] = 0.0  # when the last step of any view ended, or was asked for

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Iterator[None]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)

    @classmethod
    def at_work(cls) -> bool:
        """Return whether any view is being built; any thread may ask."""
        return perf_counter() - cls._ended < AT_WORK

    @property
    def busy(self) -> bool:
        """Return whether something is still to be built."""
        return bool(self._waiting)

    def add(self, build: Callable[[], Iterator[None]], after: int = 0) -> None:
        """Queue a generator function; `after` so many milliseconds, where something has to be on the screen first."""
        Gradual._ended = perf_counter()  # from now on background work goes slowly
        self._waiting.append(build())
        self._timer.start(after)

    def cancel(self) -> None:
        """Forget what is queued."""
        for steps in self._waiting:
            close = getattr(steps, "close", None)
            if close is not None:
                close()
        self._waiting.clear()
        self._timer.stop()

    def finish(self) -> None:
        """Build all that is queued now (for a picture of the window)."""
        while self._waiting:
            self._advance()
        self._timer.stop()

    @Slot()
    def _step(self) -> None:
        """Build for a few milliseconds, unless another view has just done so: one after the other."""
        self._timer.setInterval(0)
        started = perf_counter()
        if started - Gradual._ended < APART:
            return
        while self._waiting and perf_counter() - started < BUDGET:
            self._advance()
        Gradual._ended = perf_counter()
        if not self._waiting:
            self._timer.stop()
            self.finished.emit()

    def _advance(self) -> None:
        """Take one step of the first generator."""
        steps = self._waiting[0]
        try:
            next(steps)
        except StopIteration:
            if self._waiting and self._waiting[0] is steps:
                self._waiting.popleft()
