"""The lock: what stands in the window's place, and the way back."""

from __future__ import annotations

from tests.automation.element import Element
from tests.automation.pages.page import Page


class Lock(Page):
    """Locked by keyboard, as a clinician does who leaves."""

    def close(self) -> Element:
        """Lock, and return what stands in the window's place."""
        self.keyboard.press("ctrl+l")
        return self.find("lock")

    def unlock(self) -> None:
        """Come back, where no PIN is wanted."""
        since = self.program.events.mark
        self.press("lock.unlock")
        self.program.events.wait_for("unlocked", since=since)
