"""The keyboard: every shortcut of the window in one list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind(window: QWidget, keys: dict[str, Callable[[], object]]) -> list[QShortcut]:
    """Bind key sequences ("Ctrl+O") to methods; they hold for the whole window."""
    made = []
    for sequence, method in keys.items():
        shortcut = QShortcut(QKeySequence(sequence), window)
        shortcut.activated.connect(method)
        made.append(shortcut)
    return made
