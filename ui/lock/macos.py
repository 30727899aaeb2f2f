"""What macOS tells everybody: the screen was locked. Core Foundation alone, through its C interface."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

_FRAMEWORK = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
_LOCKED = b"com.apple.screenIsLocked"
_UTF8, _AT_ONCE = 0x08000100, 4
# center, observer, name, object, more: as CFNotificationCallback has them
_Heard = ctypes.CFUNCTYPE(None, *(ctypes.c_void_p,) * 5)


class ScreenLocks:
    """Calls `left` on the main thread whenever the screen is locked, for as long as it is held."""

    def __init__(self, left: Callable[[], None]) -> None:
        self._heard = _Heard(lambda *_: left())  # held here: the system knows only its address

    def listen(self) -> None:
        """Ask to be told; raises `OSError` where the framework is not there."""
        foundation = ctypes.CDLL(_FRAMEWORK)
        pointer = ctypes.c_void_p
        foundation.CFNotificationCenterGetDistributedCenter.restype = pointer
        foundation.CFStringCreateWithCString.restype = pointer
        foundation.CFStringCreateWithCString.argtypes = (pointer, ctypes.c_char_p, ctypes.c_uint32)
        foundation.CFNotificationCenterAddObserver.argtypes = (
            pointer, pointer, _Heard, pointer, pointer, ctypes.c_long,
        )  # fmt: skip
        center = foundation.CFNotificationCenterGetDistributedCenter()
        name = foundation.CFStringCreateWithCString(None, _LOCKED, _UTF8)
        foundation.CFNotificationCenterAddObserver(center, id(self), self._heard, name, None, _AT_ONCE)
