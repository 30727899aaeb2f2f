"""Buttons, made in one way: words, a look, a name for automation."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ui.automation import Name, identify
from ui.parts.text import one_line, without_mnemonic


def button(text: str, name: Name, *, role: str = "", says: str = "", key: str = "") -> QPushButton:
    """Return a push button; `says` is what a screen reader reads where the words alone are not enough."""
    made = QPushButton(without_mnemonic(text))
    if role:
        made.setProperty("role", role)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    return identify(made, name, one_line(says or text), key=key)
