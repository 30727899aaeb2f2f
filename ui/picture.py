"""A picture of the window: waits until everything is built and written, then saves a PNG."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEventLoop, QMessageLogContext, QObject, QTimer, QtMsgType, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from copilot.errors import KnownError
from ui.chart.arrange import Tab
from ui.window.window import MainWindow

log = logging.getLogger("chartside.ui")
POLL = 20  # ms
SETTLE = 3  # polls in a row


class _Watch(QObject):
    """Ends an event loop once a condition held for a few looks in a row, or the time is over."""

    def __init__(self, settled: Callable[[], bool], looks: int, seconds: float, every: int) -> None:
        super().__init__()
        self.loop = QEventLoop()
        self._settled = settled
        self._looks = looks
        self._until = monotonic() + seconds
        self._quiet = 0
        self._timer = QTimer(self)
        self._timer.setInterval(every)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        """Count quiet moments."""
        self._quiet = self._quiet + 1 if self._settled() else 0
        if self._quiet >= self._looks or monotonic() > self._until:
            self._timer.stop()
            self.loop.quit()


def wait_until(settled: Callable[[], bool], seconds: float, *, looks: int = 1, every: int = POLL) -> None:
    """Handle events until a condition holds, at most this long; it is looked at every so many milliseconds."""
    watch = _Watch(settled, looks, seconds, every)
    watch.loop.exec()


def wait(window: MainWindow, seconds: float) -> None:
    """Let the window work until it has settled, at most this long."""
    wait_until(lambda: window.settled and not window.operations.busy, seconds, looks=SETTLE)


def take(window: MainWindow, file: Path, seconds: float, tab: str = "") -> None:
    """Save a picture of the window as a person would see it, on the tab whose name begins with `tab`."""
    qInstallMessageHandler(quiet)
    window.show()
    wait(window, seconds)
    chosen = next((t for t in Tab if tab and t.value.casefold().startswith(tab.casefold())), None)
    if chosen is not None:
        window.chart.show_tab(chosen)
    window.finish()
    for _ in range(3):
        QApplication.processEvents()
    if not window.grab().save(str(file), "PNG"):
        raise KnownError("The picture could not be written.", where=str(file), remedy="Choose another file name.")


def quiet(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Take the place of Qt's message handler: the offscreen platform says of itself what it cannot do."""
    if not message.startswith("This plugin does not support"):
        log.warning("Qt %s: %s", kind.name, message)
