"""One Chartside a user writes at a time: a lock that the system takes back when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from copilot.store.cipher import StoreError

FILE = "store.lock"


class OneInstance:
    """Holds the lock of a folder until `release`; raises `StoreError` where somebody else holds it."""

    def __init__(self, folder: Path) -> None:
        try:
            self._handle = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreError("Its folder cannot be written.", where=folder.name, remedy="Ask IT for access.") from error
        try:
            _lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise StoreError(
                "Chartside is open already, and writes there.", where=FILE, remedy="Use that window, or close it."
            ) from error

    def release(self) -> None:
        """Let the next one in."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _lock(handle: int) -> None:
    """Take the lock without waiting; raises `OSError`."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
