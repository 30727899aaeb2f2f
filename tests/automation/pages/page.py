"""`Page`: what all page objects share, finding by stable identifier."""

from __future__ import annotations

from pathlib import Path

from tests.automation.element import Element
from tests.automation.keyboard import Keyboard
from tests.automation.program import Program
from tests.automation.waiting import wait_for

NAMES = Path(__file__).parents[1] / "identifiers.txt"
# Roles of what lies within a control and shares its identifier.
PARTS = frozenset({"cell", "column header", "list item", "page tab", "row header", "table cell"})


def names() -> tuple[str, ...]:
    """Return the identifiers that are promised, without the keys of repeated rows."""
    return tuple(NAMES.read_text("utf-8").split())


def name_and_key(identifier: str, promised: tuple[str, ...]) -> tuple[str, str]:
    """Return the longest promised name that an identifier begins with, and the key of its row."""
    fitting = [name for name in promised if identifier == name or identifier.startswith(f"{name}.")]
    name = max(fitting, key=len, default="")
    return name, identifier[len(name) + 1 :] if name else identifier


class Page:
    """A part of the workbench."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.keyboard = Keyboard(program.desk)
        self._promised = names()

    def find(self, identifier: str) -> Element:
        """Return the one control in sight with this identifier, once it is there."""
        return wait_for(f"{identifier} in sight", lambda: self.look(identifier))

    def look(self, identifier: str) -> Element | None:
        """Return the control with this identifier if it is in sight now.

        Qt puts the path of its parents before the identifier of a tab bar.
        """
        fits = (identifier, f".{identifier}")
        return next(
            (e for e in self.program.within() if e.identifier == fits[0] or e.identifier.endswith(fits[1])), None
        )

    def rows(self, name: str) -> dict[str, Element]:
        """Return the repeated controls of this name that are in sight now, by their keys and in their order."""
        found = ((name_and_key(e.identifier, self._promised), e) for e in self.program.within())
        return {key: element for (its_name, key), element in found if its_name == name and key}

    def own(self, element: Element) -> str:
        """Return an identifier without the path of its parents, which Qt puts before that of a table or a tab bar."""
        ends = [name for name in self._promised if element.identifier.endswith(f".{name}")]
        if name_and_key(element.identifier, self._promised)[0]:
            return element.identifier
        return max(ends, key=len, default=element.identifier)

    def show_side(self, title: str) -> None:
        """Go to a page beside the differential, by its tab, and wait until it is shown."""
        tabs = self.find("side.tabs").children
        next(tab for tab in tabs if tab.name.startswith(title)).press()

    def press(self, identifier: str) -> None:
        """Press the control with this identifier, once it is in sight and can be pressed."""

        def ready() -> Element | None:
            found = self.look(identifier)
            return found if found is not None and "enabled" in found.states else None

        wait_for(f"{identifier} to be ready", ready).press()
