"""The trend of one analyte, large: points over the reference range, with dates, marks and values."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.automation import Name, identify
from ui.chart.grid import Analyte
from ui.chart.spark import trend_words
from ui.parts.dates import of_date
from ui.theme import THEME

HEIGHT = 170
LABELLED = 12  # more values than this are not written beside their points


class Trend(QWidget):
    """Shows nothing but a sentence where there is nothing to draw."""

    def __init__(self) -> None:
        super().__init__()
        identify(self, Name.LABS_TREND, "Trend")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.analyte: Analyte | None = None

    def show_analyte(self, analyte: Analyte | None) -> None:
        """Show another analyte."""
        self.analyte = analyte
        words = trend_words(analyte.points) if analyte is not None else ""
        self.setAccessibleName(f"Trend of {analyte.label}: {words}" if analyte is not None else "Trend")
        self.update()

    def sizeHint(self) -> QSize:
        """Override."""
        return QSize(THEME.px(400), THEME.px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Override: paint the range, the line, the values and the dates."""
        if self.analyte is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        area = QRectF(8, line + 8, self.width() - 16, self.height() - 2 * line - 16)
        if len(self.analyte.points) < 2:
            painter.setPen(THEME.colour("muted"))
            painter.drawText(8, 2 * line, f"{self.analyte.label}: a single value has no trend.")
            return
        scale = _Scale(self.analyte, area)
        self._paint_range(painter, scale, area)
        self._paint_points(painter, scale)
        self._paint_dates(painter, area, line)

    def _paint_range(self, painter: QPainter, scale: _Scale, area: QRectF) -> None:
        """Paint the reference range as a band; the heading says it in numbers."""
        assert self.analyte is not None
        low, high = self.analyte.limits
        if low is None and high is None:
            return
        top = scale.y(high) if high is not None else area.top()
        bottom = scale.y(low) if low is not None else area.bottom()
        painter.fillRect(QRectF(area.left(), top, area.width(), max(bottom - top, 2)), THEME.colour("accent_ground"))

    def _paint_points(self, painter: QPainter, scale: _Scale) -> None:
        """Paint the line, and every value beside its point while there are few."""
        assert self.analyte is not None
        points = [scale.at(*point) for point in self.analyte.outline]
        painter.setPen(QPen(THEME.colour("accent"), 1.6))
        painter.drawPolyline(points)
        metrics = self.fontMetrics()
        for number, (point, (_, value)) in enumerate(zip(points, self.analyte.outline, strict=True)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(THEME.colour("accent"))
            painter.drawEllipse(point, 2.8, 2.8)
            last = number == len(points) - 1
            if last or len(points) <= LABELLED:
                words = f"{value:g}"
                width = metrics.horizontalAdvance(words)
                left = min(max(point.x() - width / 2, 4), self.width() - width - 8)
                font = QFont(self.font())
                font.setBold(last)
                painter.setFont(font)
                painter.setPen(THEME.colour("text"))
                painter.drawText(QPointF(left, point.y() - 7), words)

    def _paint_dates(self, painter: QPainter, area: QRectF, line: int) -> None:
        """Paint the first and the last day."""
        assert self.analyte is not None
        first, last = (_day(self.analyte.points[place][0]) for place in (0, -1))
        painter.setFont(self.font())
        painter.setPen(THEME.colour("muted"))
        room = QRectF(area.left(), area.bottom() + 4, area.width(), line + 2)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft), of_date(first))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight), of_date(last))


class _Scale:
    """Maps moments and values to places in an area."""

    def __init__(self, analyte: Analyte, area: QRectF) -> None:
        values = [value for _, value in analyte.outline]
        known = [limit for limit in analyte.limits if limit is not None]
        low, high = min([*values, *known]), max([*values, *known])
        margin = (high - low) * 0.12 or 1.0
        self._low, self._spread = low - margin, (high - low) + 2 * margin
        self._first = analyte.points[0][0]
        self._width = (analyte.points[-1][0] - self._first) or 1.0
        self._area = area

    def y(self, value: float) -> float:
        """Return the height of a value."""
        return self._area.bottom() - (value - self._low) / self._spread * self._area.height()

    def at(self, moment: float, value: float) -> QPointF:
        """Return the place of a result."""
        x = self._area.left() + 14 + (moment - self._first) / self._width * (self._area.width() - 28)
        return QPointF(x, self.y(value))


def _day(moment: float) -> date:
    """Return the day of a moment of a point."""
    return datetime.fromtimestamp(moment).date()  # points were made from naive local times
