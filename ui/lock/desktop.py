"""What the desktop tells: its screen was locked, the session is to be locked, the computer is about to sleep.

Linux: signals of the screen saver and of logind over D-Bus. On Windows and macOS the idle time and the clock that ran
on (`idle.py`) see a sleep; their own signals of a locked screen are not heard yet.
"""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver")
_LOGIND = "org.freedesktop.login1"


class Desktop(QObject):
    """`left` says that the desktop is locked or goes to sleep."""

    left = Signal()

    def start(self) -> None:
        """Listen; without a bus there is nothing to hear."""
        if not sys.platform.startswith("linux"):
            return
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
