"""Keys and the clipboard of a desk, as a person's hands would use them."""

from __future__ import annotations

from tests.automation.desk import Desk

DELAY = "15"  # ms between two letters


class Keyboard:
    """Types into whatever has the focus; key names are X11's ("Return", "ctrl+k")."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def press(self, *keys: str) -> None:
        """Press these keys one after the other."""
        self._desk.run("xdotool", "key", "--delay", DELAY, *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self._desk.run("xdotool", "type", "--delay", DELAY, text)


def clipboard(desk: Desk) -> str:
    """Return the text on the clipboard."""
    return desk.run("xclip", "-selection", "clipboard", "-out")
