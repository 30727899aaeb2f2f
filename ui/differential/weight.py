"""The weight bar: how much a line of evidence moves the hypothesis, to the right for, to the left against."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import THEME

FULL = 4.0  # natural-log likelihood ratio at which a bar is full (a ratio of about 55)
WIDTH = 62


def weight_words(weight: float) -> str:
    """Return the weight in words for a screen reader and the tip."""
    size = abs(weight)
    strength = "strongly" if size >= 2.3 else "moderately" if size >= 1.1 else "weakly" if size >= 0.3 else "hardly"
    return f"{strength} {'for' if weight >= 0 else 'against'}"


class WeightBar(QWidget):
    """One bar; unknown findings get an outline instead of a fill."""

    def __init__(self, weight: float, *, hollow: bool = False) -> None:
        super().__init__()
        self.weight = weight
        self.hollow = hollow
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(weight_words(weight))
        self.setToolTip(("if present: " if hollow else "") + weight_words(weight))

    def sizeHint(self) -> QSize:
        """Override."""
        return QSize(THEME.px(WIDTH), THEME.px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Override: paint the bar, from the left for, from the right against."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        share = min(abs(self.weight) / FULL, 1.0)
        height = THEME.px(5)
        width = max(share * (self.width() - 2), height)
        left = 1.0 if self.weight >= 0 else self.width() - 1 - width
        area = QRectF(left, (self.height() - height) / 2, width, height)
        colour = THEME.colour("supporting" if self.weight >= 0 else "opposing")
        if self.hollow:
            painter.setPen(THEME.colour("muted"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
        painter.drawRoundedRect(area, height / 2, height / 2)
