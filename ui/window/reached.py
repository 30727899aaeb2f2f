"""Which computers were reached: the page that lists them, and a line in the audit trail for each that was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Slot

from copilot.egress import GATE, Gate
from ui.connections.view import ConnectionsView
from ui.window.commands import Command

if TYPE_CHECKING:
    from ui.window.window import MainWindow

LOOK_MILLISECONDS = 2000


class Reaching(QObject):
    """A press on the banner's pill opens the page."""

    def __init__(self, window: MainWindow, gate: Gate = GATE) -> None:
        super().__init__()
        self._gate, self._recording = gate, window.recording
        self._told, self._banner = gate.refusals, window.banner
        self.view = ConnectionsView(window, gate)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        window.banner.local.installEventFilter(self)

    def commands(self) -> tuple[Command, ...]:
        """Return what the window can be told of it."""
        return (Command("view.connections", "Show the connections of Chartside", "View", self.view.begin),)

    def start(self) -> None:
        """Begin to watch."""
        self._timer.start()

    def stop(self) -> None:
        """Note what is left, and watch no more."""
        self.view.leave()
        self._timer.stop()
        self.look()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Override: the pill is pressed."""
        if event.type() == QEvent.Type.MouseButtonRelease:
            self.view.begin()
        return False

    @Slot()
    def look(self) -> None:
        """Note each computer that was refused since, by its name alone; the pill counts what is open."""
        self._banner.set_open(self._gate.open_now)
        fresh = self._gate.refusals - self._told
        for host in self._gate.refused[-fresh:] if fresh else ():
            self._recording.refused(host)
        self._told += fresh
