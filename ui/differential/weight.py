"""The weight bar: how much a line of evidence moves the hypothesis, from the left for, from the right against."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ui.theme import THEME

FULL = 4.0  # natural-log likelihood ratio at which a bar is full (a ratio of about 55)
THICK = 5


def weight_words(weight: float) -> str:
    """Return the weight in words for a screen reader and the tip."""
    size = abs(weight)
    strength = "strongly" if size >= 2.3 else "moderately" if size >= 1.1 else "weakly" if size >= 0.3 else "hardly"
    return f"{strength} {'for' if weight >= 0 else 'against'}"


def paint_weight(painter: QPainter, area: QRectF, weight: float, *, hollow: bool) -> None:
    """Paint one bar in an area; unknown findings get an outline instead of a fill."""
    height = THEME.px(THICK)
    width = max(min(abs(weight) / FULL, 1.0) * area.width(), height)
    left = area.left() if weight >= 0 else area.right() - width
    bar = QRectF(left, area.center().y() - height / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if hollow:
        painter.setPen(THEME.colour("muted"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        bar.adjust(0.5, 0.5, -0.5, -0.5)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(THEME.colour("supporting" if weight >= 0 else "opposing"))
    painter.drawRoundedRect(bar, height / 2, height / 2)
    painter.restore()
