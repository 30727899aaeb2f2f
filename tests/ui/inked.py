"""How far the words of a window stand out from their ground, measured on what is painted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)

SCALE = 3  # thin strokes reach their own colour only where a pixel is smaller than they are
BORDER = 3
LEAST = 6  # px: what is smaller holds no word
WORDS = 60


class Ink(NamedTuple):
    """The words of one place, and their contrast, 1 to 21."""

    words: str
    contrast: float


_LINEAR = np.array([v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in np.arange(256) / 255])
_WEIGHTS = np.array([0.2126, 0.7152, 0.0722])


def painted(window: QWidget) -> NDArray[np.uint8]:
    """Return the pixels of a window, painted larger than it is."""
    image = QImage(window.size() * SCALE, QImage.Format.Format_RGB888)
    image.setDevicePixelRatio(SCALE)
    painter = QPainter(image)
    window.render(painter, QPoint(0, 0))
    painter.end()
    height, width = image.height(), image.width()
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    return flat[:, : width * 3].reshape(height, width, 3).copy()


def inks(window: QWidget) -> Iterator[Ink]:
    """Yield what is written in a window, with its contrast; what cannot be used now is left out."""
    pixels = painted(window)
    for words, area in _places(window):
        seen = area.intersected(window.rect())
        if seen.width() < LEAST or seen.height() < LEAST:
            continue
        part = pixels[
            seen.top() * SCALE : (seen.bottom() + 1) * SCALE, seen.left() * SCALE : (seen.right() + 1) * SCALE
        ]
        yield Ink(words, _contrast(part))


def _contrast(part: NDArray[np.uint8]) -> float:
    """Return the contrast between the commonest shade of a place and the one farthest from it."""
    shades, amounts = np.unique((_LINEAR[part] @ _WEIGHTS).round(4), return_counts=True)
    ground = shades[amounts.argmax()]
    darkest, lightest = shades[0], shades[-1]
    return float(max((ground + 0.05) / (darkest + 0.05), (lightest + 0.05) / (ground + 0.05)))


def _places(window: QWidget) -> Iterator[tuple[str, QRect]]:
    """Yield every piece of writing with where it is in the window."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled() or widget.visibleRegion().isEmpty():
            continue
        if isinstance(widget, QLabel | QPushButton) and widget.text():
            yield widget.text(), _seen(widget, window, widget.rect().adjusted(BORDER, BORDER, -BORDER, -BORDER))
        elif isinstance(widget, QLineEdit):
            words = widget.text() or widget.placeholderText()
            yield words, _seen(widget, window, widget.rect().adjusted(BORDER, BORDER, -BORDER, -BORDER))
        elif isinstance(widget, QTabBar):
            for number in range(widget.count()):
                inner = widget.tabRect(number).adjusted(0, 0, 0, -BORDER)
                yield widget.tabText(number), _seen(widget, window, inner)
        elif isinstance(widget, QAbstractItemView):
            yield from _cells(widget, window)
        elif isinstance(widget, QTextEdit | QPlainTextEdit):
            yield from _written(widget, window)


def _cells(view: QAbstractItemView, window: QWidget) -> Iterator[tuple[str, QRect]]:
    """Yield the cells in sight that hold words."""
    model = view.model()
    if model is None:
        return
    columns = model.columnCount(view.rootIndex()) if isinstance(view, QTableView) else 1
    for row in range(model.rowCount(view.rootIndex())):
        for column in range(columns):
            index = model.index(row, column, view.rootIndex())
            words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            area = view.visualRect(index).intersected(view.viewport().rect())
            if words and not area.isEmpty() and index.flags() & Qt.ItemFlag.ItemIsEnabled:
                yield words, _seen(view.viewport(), window, area)


def _written(editor: QTextEdit | QPlainTextEdit, window: QWidget) -> Iterator[tuple[str, QRect]]:
    """Yield the words in sight of a text, each with its own place."""
    cursor = QTextCursor(editor.document())
    for _ in range(WORDS):
        first = editor.cursorRect(cursor)
        if not cursor.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor):
            moved = cursor.movePosition(QTextCursor.MoveOperation.NextWord)
        else:
            words, last = cursor.selectedText(), editor.cursorRect(cursor)
            cursor.clearSelection()
            area = QRect(first.topLeft(), QSize(max(last.right() - first.left(), 0), first.height()))
            if words.strip() and last.top() == first.top() and editor.viewport().rect().contains(area):
                yield words, _seen(editor.viewport(), window, area)
            moved = cursor.movePosition(QTextCursor.MoveOperation.NextWord)
        if not moved:
            return


def _seen(widget: QWidget, window: QWidget, area: QRect) -> QRect:
    """Return the part of a place that is in sight, in the window's own coordinates."""
    shown = area.intersected(widget.visibleRegion().boundingRect())
    return QRect(widget.mapTo(window, shown.topLeft()), shown.size()) if not shown.isEmpty() else QRect()
