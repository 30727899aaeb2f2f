"""Tell a screen reader what has just happened, without moving the keyboard."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from ui.parts.text import one_line


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say these words when it is done with what it says now."""
    spoken = one_line(words)
    if spoken:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, spoken))
