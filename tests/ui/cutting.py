"""What of a window's words is cut off: measured on the widgets as they stand."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QPushButton, QTableView, QWidget

from ui.parts.label import Elided


def cut_off(window: QWidget) -> list[str]:
    """Return the labels and buttons in sight whose words do not fit; elided ones tell the rest in their tip."""
    tables = (table for table in window.findChildren(QTableView) if table.isVisible())
    wide = [f"columns beyond the edge: {table.objectName()}" for table in tables if _columns_end(table) > 1]
    return [*wide, *(f"{why}: {type(widget).__name__} {words!r}" for widget, words, why in _cut(window))]


def _columns_end(table: QTableView) -> int:
    """Return how far the last column stands out of sight."""
    return table.horizontalHeader().length() - table.viewport().width()


def _cut(window: QWidget) -> Iterator[tuple[QWidget, str, str]]:
    """Yield each with its words and what is wrong."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, Elided) or not isinstance(widget, QLabel | QPushButton):
            continue
        words = widget.text()
        if not words:
            continue
        if isinstance(widget, QPushButton):
            needed = widget.sizeHint().width()
        elif widget.wordWrap():
            needed = 0
            if widget.heightForWidth(widget.width()) > widget.height() + 1:
                yield widget, words, f"{widget.height()} px high"
        else:
            needed = widget.sizeHint().width()
        if needed > widget.width() + 1:
            yield widget, words, f"{widget.width()} of {needed} px"
        if widget.mapTo(window, QPoint(widget.width(), 0)).x() > _right_edge(widget, window) + 1:
            yield widget, words, "beyond the edge"


def _right_edge(widget: QWidget, window: QWidget) -> int:
    """Return where what holds a widget ends: the window, or the view it scrolls in."""
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        holder = parent.parentWidget()
        if isinstance(holder, QAbstractScrollArea) and holder.viewport() is parent:
            return parent.mapTo(window, QPoint(parent.width(), 0)).x()
        parent = holder
    return window.width()
