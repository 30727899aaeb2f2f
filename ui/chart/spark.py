"""Painting of a trend: a line over its reference range, small enough for a table cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from ui.chart.marks import paint_line
from ui.theme import THEME

Points = Sequence[tuple[float, float]]
Limits = tuple[float | None, float | None]


def paint_trend(painter: QPainter, area: QRectF, points: Points, limits: Limits) -> None:
    """Paint the points over the band of the range; the newest is a dot."""
    values = [value for _, value in points]
    known = [limit for limit in limits if limit is not None]
    low, high = min([*values, *known]), max([*values, *known])
    spread = (high - low) or 1.0
    first, last = points[0][0], points[-1][0]
    width = (last - first) or 1.0

    def at(moment: float, value: float) -> QPointF:
        x = area.left() + (moment - first) / width * (area.width() - 4) + 2
        y = area.bottom() - 2 - (value - low) / spread * (area.height() - 4)
        return QPointF(x, y)

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if known:
        top = at(first, limits[1] if limits[1] is not None else high).y()
        bottom = at(first, limits[0] if limits[0] is not None else low).y()
        painter.fillRect(QRectF(area.left(), top, area.width(), max(bottom - top, 1.5)), THEME.colour("accent_ground"))
    paint_line(painter, [at(*point) for point in points], 1.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(THEME.colour("accent"))
    painter.drawEllipse(at(*points[-1]), 2.2, 2.2)
    painter.restore()


def trend_words(points: Points) -> str:
    """Return the trend for a screen reader."""
    if len(points) < 2:
        return "single value"
    first, last = points[0][1], points[-1][1]
    direction = "rising" if last > first else "falling" if last < first else "unchanged"
    return f"{direction}, {first:g} to {last:g}, {len(points)} values"
