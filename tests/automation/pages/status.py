"""The status line: which model, which knowledge, what is kept."""

from __future__ import annotations

from tests.automation.pages.page import Page
from tests.automation.waiting import wait_for


class Status(Page):
    """Always at the bottom."""

    @property
    def model(self) -> str:
        """Return which model runs, and where."""
        return self.find("status.model").name

    @property
    def keeping(self) -> str:
        """Return what is said of what is kept."""
        return self.find("status.keeping").name

    def wait_until_kept(self, words: str = "encrypted") -> None:
        """Wait until it says so of what is kept."""
        wait_for(f"{words} of what is kept", lambda: words in self.keeping)
