"""The PIN with which a user comes back to a locked Chartside: guesses are few, slow, and counted across restarts."""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from pydantic import Field

from copilot.store.cipher import StoreError
from copilot.store.guesses import Guesses, spoken
from copilot.writing import write_whole

FILE = "pin.json"
LEAST = 4
_COST = 2**14  # scrypt: 16 MB and a few hundredths of a second; the waits are what stops guessing


class WrongPinError(StoreError):
    """Not the PIN; `wait` is how many seconds nothing more is tried."""

    def __init__(self, wait: int) -> None:
        words = f"Try again in {spoken(wait)}." if wait else "Try again."
        super().__init__("That is not the PIN." if not wait else "Too many wrong PINs.", remedy=words)
        self.wait = wait


class _Held(Guesses):
    """What lies in the file."""

    salt: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    stretched: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Pin:
    """The PIN of the user whose folder this is. A guess is counted before it is looked at: ending the program helps
    nobody, nor does setting the clock back.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._path, self._clock = folder / FILE, clock

    @property
    def is_set(self) -> bool:
        """Return whether there is one."""
        return self._path.exists()

    def set(self, pin: str) -> None:
        """Set the PIN, or another one; raises `StoreError` for a short one, and where it cannot be kept."""
        if len(pin) < LEAST:
            raise StoreError(f"A PIN has {LEAST} characters or more.")
        salt = os.urandom(16)
        self._write(_Held(salt=salt.hex(), stretched=_stretch(pin, salt).hex()))

    def check(self, pin: str) -> None:
        """Return for the right PIN; raises `WrongPinError` else, also for the right one while one has to wait."""
        held = self._read()
        waiting = held.waits(self._clock())
        if waiting:
            raise WrongPinError(waiting)
        tried = held.and_one(self._clock())
        self._write(tried)
        if not hmac.compare_digest(_stretch(pin, bytes.fromhex(held.salt)), bytes.fromhex(held.stretched)):
            raise WrongPinError(tried.waits(self._clock()))
        self._write(held.forgotten())

    def _read(self) -> _Held:
        """Return what is kept; a file that was changed lets nobody in."""
        try:
            return _Held.model_validate_json(self._path.read_bytes())
        except (OSError, ValueError) as error:
            raise StoreError(
                "What is kept of the PIN cannot be read.", where=FILE, remedy="Close Chartside and ask IT."
            ) from error

    def _write(self, held: _Held) -> None:
        """Keep it."""
        try:
            write_whole(self._path, (held.model_dump_json().encode("ascii"),))
        except OSError as error:
            raise StoreError("The PIN cannot be kept.", where=FILE, remedy="Make room, or ask IT.") from error


def _stretch(pin: str, salt: bytes) -> bytes:
    """Return what is kept of a PIN."""
    return hashlib.scrypt(pin.encode("utf-8"), salt=salt, n=_COST, r=8, p=1, dklen=32, maxmem=2**26)
