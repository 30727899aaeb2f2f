"""Words that a search found, marked where they stand in a line."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from copilot.chart.search import places
from ui.theme import THEME


def paint_found(painter: QPainter, space: QRectF, words: str, terms: tuple[str, ...], *, right: bool) -> None:
    """Paint a ground and a line under every term in words about to be painted into a space, left or right in it."""
    metrics = painter.fontMetrics()
    left = space.right() - metrics.horizontalAdvance(words) if right else space.left()
    for start, end in places(words, terms):
        begin = left + metrics.horizontalAdvance(words[:start])
        width = metrics.horizontalAdvance(words[start:end])
        box = QRectF(begin - 1, space.center().y() - metrics.height() / 2, width + 2, metrics.height())
        painter.fillRect(box, THEME.colour("highlight"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1.5, box.width(), 1.5), THEME.colour("highlight_edge"))
