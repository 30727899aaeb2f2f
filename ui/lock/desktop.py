"""What the desktop tells: its screen was locked, the session is to be locked, the computer is about to sleep.

Linux: signals of the screen saver and of logind over D-Bus. Windows: messages to the window (`windows.py`). macOS: a
notification to everybody (`macos.py`); its sleep is seen by the clock that ran on (`idle.py`).
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver")
_LOGIND = "org.freedesktop.login1"


class Desktop(QObject):
    """`left` says that the desktop is locked or goes to sleep."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._held: object = None

    def start(self, window: QWidget) -> None:
        """Listen; without a bus there is nothing to hear. `window` is ours."""
        if sys.platform.startswith("linux"):
            self._listen_to_the_bus()
        elif sys.platform == "win32":
            self._listen_to_windows(window)
        elif sys.platform == "darwin":
            self._listen_to_macos()

    def _listen_to_windows(self, window: QWidget) -> None:
        """Hear what Windows tells our window."""
        from PySide6.QtCore import QCoreApplication

        from ui.lock.windows import SessionFilter, ask_to_be_told

        application = QCoreApplication.instance()
        if application is not None and ask_to_be_told(int(window.winId())):
            self._held = watching = SessionFilter(self.locked)
            application.installNativeEventFilter(watching)

    def _listen_to_macos(self) -> None:
        """Hear what macOS tells everybody."""
        from ui.lock.macos import ScreenLocks

        watching = ScreenLocks(self.locked)
        with suppress(OSError):
            watching.listen()
            self._held = watching

    def _listen_to_the_bus(self) -> None:
        """Hear screen savers and logind."""
        from PySide6.QtCore import SLOT
        from PySide6.QtDBus import QDBusConnection

        changed: Any = SLOT("changed(bool)")  # the stubs want bytes, PySide 6.11 itself the text
        locked: Any = SLOT("locked()")
        session, system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        for saver in _SAVERS:
            session.connect("", "", saver, "ActiveChanged", self, changed)
        system.connect(_LOGIND, "", f"{_LOGIND}.Manager", "PrepareForSleep", self, changed)
        system.connect(_LOGIND, "", f"{_LOGIND}.Session", "Lock", self, locked)

    @Slot(bool)
    def changed(self, begins: bool) -> None:
        """The screen was locked, or the computer is about to sleep; their end is nothing to do for."""
        if begins:
            self.left.emit()

    @Slot()
    def locked(self) -> None:
        """The session is to be locked."""
        self.left.emit()
