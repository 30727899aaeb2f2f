"""Is somebody there? No key and no click for a while, or a sleep of the computer, means no."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

LOOK_MILLISECONDS = 1000
ASLEEP_SECONDS = 20.0  # the clock on the wall ran on by more than ours did: the computer slept
_KIND = QEvent.Type
_KEYS = (_KIND.KeyPress, _KIND.ShortcutOverride)  # a shortcut that is taken comes as the latter alone
_SIGNS = frozenset((*_KEYS, _KIND.MouseButtonPress, _KIND.Wheel, _KIND.MouseMove, _KIND.TouchBegin))


class Idle(QObject):
    """`gone` says that nobody is there."""

    gone = Signal()

    def __init__(
        self,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._seconds, self._clock, self._wall = seconds, clock, wall
        self._seen, self._apart = clock(), wall() - clock()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to watch the whole application."""
        self._watch()
        self._seen = self._clock()
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        for window in QGuiApplication.allWindows():
            window.removeEventFilter(self)
        self._timer.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Override: a key or a click is a sign of somebody."""
        if event.type() in _SIGNS:
            self._seen = self._clock()
        return False

    def _watch(self) -> None:
        """Watch every window, where what a person does arrives first.

        Watching the application would bring every event of every widget through here, a fifth of what the window does.
        """
        for window in QGuiApplication.allWindows():
            window.installEventFilter(self)

    @Slot()
    def look(self) -> None:
        """Tell when nobody was there for too long, or the computer slept; watch what was opened since the last look."""
        self._watch()
        now, apart = self._clock(), self._wall() - self._clock()
        slept = apart - self._apart > ASLEEP_SECONDS
        self._apart = apart
        if slept or now - self._seen >= self._seconds:
            self._seen = now
            self.gone.emit()
