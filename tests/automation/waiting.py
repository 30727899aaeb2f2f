"""Waiting for what is bound to come: a condition, not a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from tests.automation.bus import GoneError

Found = TypeVar("Found")
SECONDS = 120.0  # only what hangs waits that long; the machine may be busy with other things
POLL = 0.05


def wait_for(what: str, look: Callable[[], Found | None], seconds: float = SECONDS) -> Found:
    """Look until something is found, and return it; what vanishes while it is looked at is not found yet."""
    until = time.monotonic() + seconds
    while True:
        try:
            found = look()
        except GoneError:
            found = None
        if found:
            return found
        if time.monotonic() > until:
            raise AssertionError(f"waited {seconds:.0f} s for {what}")
        time.sleep(POLL)
