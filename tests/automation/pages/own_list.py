"""The clinician's own list: named first, then held against Chartside's."""

from __future__ import annotations

from tests.automation.pages.page import Page
from tests.automation.waiting import wait_for


class OwnList(Page):
    """The page "My list"."""

    def show(self) -> None:
        """Go to the page, by its tab."""
        self.show_side("My list")
        self.find("own-list")

    def name(self, condition: str) -> None:
        """Name a condition by typing, and take the first that the packs offer."""
        known = len(self.named())
        self.find("own-list.field").focus()
        self.keyboard.type(condition)
        wait_for("what it may mean", lambda: self.look("own-list.suggestions"))
        self.keyboard.press("Return")
        wait_for("it in the list", lambda: len(self.named()) > known)

    def named(self) -> list[str]:
        """Return what is named, in order."""
        return [line.name for line in self.rows("own-list.line").values()]

    def hold_against(self) -> list[str]:
        """Hold it against Chartside's list; return everything said of that."""
        self.press("own-list.hold-against")
        wait_for("both lists", lambda: "Dangerous, and on neither list" in self.said())
        return self.said()

    def said(self) -> list[str]:
        """Return everything said of both lists."""
        result = self.look("own-list.result")
        return [part.name for part in result.within() if part.name] if result is not None else []
