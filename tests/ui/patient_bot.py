"""`PatientBot`: waits for as long as a busy machine may need; what never comes fails all the same."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

PATIENCE = 60_000  # milliseconds


class PatientBot(QtBot):
    """pytest-qt's own, with its limits raised: a limit is there to end a test that hangs, and asserts no speed."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        """Wait until it returns True, or no longer raises `AssertionError`."""
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))
