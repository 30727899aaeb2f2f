"""Buttons, made in one way: words, a look, a name for automation."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPushButton

from ui.automation import Name, identify
from ui.parts.icon import icon
from ui.parts.text import one_line, without_mnemonic
from ui.theme import THEME


def button(text: str, name: Name, *, role: str = "", says: str = "", key: str = "") -> QPushButton:
    """Return a push button; `says` is what a screen reader reads where the words alone are not enough."""
    made = QPushButton(without_mnemonic(text))
    if role:
        made.setProperty("role", role)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    return identify(made, name, one_line(says or text), key=key)


class IconButton(QPushButton):
    """A button with one of our icons beside its words, or behind them (`after`); it follows the theme."""

    def __init__(
        self, text: str, icon_name: str, name: Name, *, says: str = "", key: str = "", after: bool = False
    ) -> None:
        super().__init__(without_mnemonic(text))
        self._icon_name = icon_name
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        if after:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        identify(self, name, one_line(says or text), key=key)
        THEME.changed.connect(self._dress)
        self._dress()

    @Slot()
    def _dress(self) -> None:
        """Draw the icon in the theme's colour."""
        self.setIcon(icon(self._icon_name, THEME.colours.muted))
