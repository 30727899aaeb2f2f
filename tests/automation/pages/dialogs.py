"""The system's own dialogs for a file and a printer, driven by keyboard and by what they are called."""

from __future__ import annotations

from pathlib import Path

from tests.automation.element import Element
from tests.automation.pages.page import Page
from tests.automation.waiting import wait_for

SAVE, PRINT = "Save the assessment", "Print"


class Dialogs(Page):
    """What stands over the window, made by Qt or the desktop: no identifiers of ours in there."""

    def dialog(self, title: str) -> Element:
        """Return the dialog of this title, once it is there."""

        def look() -> Element | None:
            return next((window for window in self.program.windows() if window.name == title), None)

        return wait_for(f"the dialog {title}", look)

    def save_as(self, file: Path) -> None:
        """Enter a file in the dialog that asks where to save, and wait until it is written."""
        dialog = self.dialog(SAVE)
        wait_for("the keyboard in the dialog", lambda: dialog.with_state("focused"))
        since = self.program.events.mark
        self.keyboard.press("ctrl+a")
        self.keyboard.type(str(file))
        self.keyboard.press("Return")
        self.program.events.wait_for("assessment", "export", since=since)

    def print_to(self, file: Path) -> None:
        """Print into a file in the dialog that asks for a printer, and wait until it is written."""
        dialog = self.dialog(PRINT)
        field = wait_for("the field for a file", lambda: next(iter(self._fields(dialog)), None))
        field.fill(str(file))
        since = self.program.events.mark
        next(button for button in dialog.within() if button.name == PRINT and "Press" in _actions(button)).press()
        self.program.events.wait_for("assessment", "print", since=since)

    def leave(self, title: str) -> None:
        """Leave a dialog with Escape, and wait until it is gone."""
        dialog = self.dialog(title)
        wait_for("the keyboard in the dialog", lambda: dialog.with_state("focused"))
        self.keyboard.press("Escape")
        wait_for(f"{title} to go", lambda: not dialog.shows())

    def _fields(self, dialog: Element) -> list[Element]:
        """Return the fields for text in sight."""
        return [one for one in dialog.with_state("editable") if one.role == "text" and "." in one.text]


def _actions(element: Element) -> list[str]:
    """Return what can be done with an element, nothing where it offers nothing."""
    try:
        return element.actions
    except LookupError:
        return []
