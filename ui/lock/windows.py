"""What Windows tells a window: the session was locked or left for another user's, or the computer goes to sleep."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray

# https://learn.microsoft.com/windows/win32/termserv/wm-wtssession-change and .../power/wm-powerbroadcast
_SESSION_CHANGE, _POWER = 0x02B1, 0x0218
_CONSOLE_DISCONNECT, _REMOTE_DISCONNECT, _LOGOFF, _LOCK = 0x2, 0x4, 0x6, 0x7
_SUSPEND = 0x4
_THIS_SESSION = 0
_KIND = b"windows_generic_MSG"
_LEAVING = {
    _SESSION_CHANGE: frozenset((_CONSOLE_DISCONNECT, _REMOTE_DISCONNECT, _LOGOFF, _LOCK)),
    _POWER: frozenset((_SUSPEND,)),
}


def leaves(message: int, what: int) -> bool:
    """Return whether a message means that the user is away; `what` is its first parameter."""
    return what in _LEAVING.get(message, frozenset())


class SessionFilter(QAbstractNativeEventFilter):
    """Looks at every message of our windows and calls `left`; it keeps none from anybody."""

    def __init__(self, left: Callable[[], None]) -> None:
        super().__init__()
        self._left = left

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        """Override: look at a message, and let it pass."""
        if kind == _KIND:
            found = wintypes.MSG.from_address(int(message))
            if leaves(found.message, found.wParam or 0):
                self._left()
        return False, 0


def ask_to_be_told(window: int) -> bool:
    """Let Windows tell a window (its handle) of this session's changes; return whether it will.

    The system takes that back with the window.
    """
    library = ctypes.CDLL("wtsapi32")
    library.WTSRegisterSessionNotification.argtypes = (wintypes.HWND, wintypes.DWORD)
    return bool(library.WTSRegisterSessionNotification(window, _THIS_SESSION))
