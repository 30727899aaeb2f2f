"""Python's cyclic garbage, collected on the UI thread only, in moments when nobody waits."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

YOUNG = 20_000  # new objects before the young generations are looked through (a few milliseconds)
LOOK = 500  # ms
HANDFUL, ARMFUL = 600, 20_000  # to let go of, to take hold of
PAUSE = 2  # ms


class Parted(Protocol):
    """What holds very many things."""

    def parts(self) -> Iterator[object]:
        """Return them."""


class Dustbin(QObject):
    """Lets go of many things a few at a time: freeing a large chart at once holds up the window for three frames."""

    def __init__(self) -> None:
        super().__init__()
        self._wholes: list[tuple[Parted, Iterator[object]]] = []
        self._things: list[object] = []

    @property
    def holds(self) -> bool:
        """Return whether something is still to be let go of."""
        return bool(self._wholes or self._things)

    def take(self, whole: Parted) -> None:
        """Hold it for as long as it takes to take hold of its parts, and to let them go one after the other."""
        waiting = self.holds
        self._wholes.append((whole, whole.parts()))
        if not waiting:
            QTimer.singleShot(PAUSE, self._empty)

    @Slot()
    def _empty(self) -> None:
        """Take hold of some, so that the whole can go before its parts; then let go of some."""
        if self._wholes:
            some = list(islice(self._wholes[-1][1], ARMFUL))
            self._things += some
            if len(some) < ARMFUL:
                self._wholes.pop()
        if not self._wholes:
            del self._things[-HANDFUL:]
        if self.holds:
            QTimer.singleShot(PAUSE, self._empty)


def delete_in_turn(widgets: Iterable[QWidget]) -> Iterator[None]:
    """Delete widgets step by step: a page of a chart takes up to ten milliseconds, and all go when a patient goes."""
    for widget in widgets:
        delete(widget)
        yield


class Collector(QObject):
    """Takes the place of automatic collection while it lives.

    A collection runs on whichever thread happens to trigger it. On a background thread it would delete Qt
    objects there (a `QFont` deleted off the UI thread crashes the next `drawText`), and a full one holds up
    the window for a tenth of a second. What a chart consists of is freed by reference counting as before.
    """

    def __init__(self, busy: Callable[[], bool]) -> None:
        super().__init__()
        self._busy = busy
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._state_changed)

    def wait_for(self, busy: Callable[[], bool]) -> None:
        """Leave the young objects alone while this is so, too."""
        others = self._busy
        self._busy = lambda: busy() or others()

    def settle(self) -> None:
        """Set aside what is here to stay (packs, an open chart), so that no later look goes through it."""
        gc.freeze()

    def stop(self) -> None:
        """Give collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def _look(self) -> None:
        """Collect the young objects once there are many; not those of a chart that is just being read."""
        if gc.get_count()[0] > YOUNG and not self._busy():
            gc.collect(1)

    @Slot(Qt.ApplicationState)
    def _state_changed(self, state: Qt.ApplicationState) -> None:
        """Collect everything while the person looks at another program."""
        if state is Qt.ApplicationState.ApplicationInactive:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
