"""The plot of one analyte: where everything stands, and how it is painted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from copilot.chart.courses import Course, beside
from copilot.chart.flags import Mark
from copilot.chart.spoken import marked_value
from ui.chart.grid import OUTLINE, Analyte
from ui.chart.marks import paint_course, paint_line, paint_mark, thin
from ui.chart.time_axis import DAY, TimeAxis, moment, ticks
from ui.chart.value_scale import ValueScale, round_values, scale
from ui.theme import THEME

PAD = 0.04
SINGLE_BEFORE, SINGLE_AFTER = 365 * DAY, 30 * DAY
MOST_COURSES = 6
MOST_VALUES = 60
TOUCHING = 4
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Plot:
    """One analyte laid out in a rectangle: values above, medicines beneath, one time axis for both."""

    analyte: Analyte
    area: QRectF
    axis: TimeAxis
    scale: ValueScale
    bars: tuple[tuple[Course, QRectF], ...]
    left_out: int
    dates: QRectF

    @property
    def amount(self) -> int:
        """Return how many results it has."""
        return len(self.analyte.points)

    def stands(self, at: float, value: float) -> QPointF:
        """Return where a value of a moment stands."""
        return QPointF(self.axis.x(at), self.scale.y(value))

    def place(self, number: int) -> QPointF:
        """Return where a result stands."""
        return self.stands(*self.analyte.points[number])

    def nearest(self, at: QPointF) -> int | None:
        """Return the place of the result nearest to a point, sideways first, within the plot."""
        if not self.area.adjusted(-8, -16, 8, 8).contains(at) or not self.amount:
            return None
        moment_, points = self.axis.at(at.x()), self.analyte.points
        after = bisect_left(points, (moment_,))
        near = [n for n in (after - 1, after) if 0 <= n < self.amount]
        return min(near, key=lambda n: abs(points[n][0] - moment_))

    def course_at(self, at: QPointF) -> Course | None:
        """Return the medicine under a point."""
        return next((course for course, bar in self.bars if bar.contains(at)), None)


def lay_out(analyte: Analyte, known: Sequence[Course], room: QRectF, font: QFont) -> Plot:
    """Return where everything stands in a room."""
    metrics = QFontMetricsF(font)
    line = metrics.height()
    first, last = _stretch(analyte)
    medicines = beside(known, moment(first), moment(last))
    fitting = int((room.height() * 0.4) // (line + 3))
    shown = medicines[: min(MOST_COURSES, max(fitting, 0))]
    left_out = len(medicines) - len(shown)
    beneath = (line + 3) * len(shown) + (line if left_out else 0) + (6 if shown else 0)
    top, bottom = room.top() + line + 4, room.bottom() - line - 6 - beneath
    values = scale((value for _, value in analyte.outline), analyte.limits, top, bottom)
    gutter = max((metrics.horizontalAdvance(f"{v:g}") for v in _round(values, line)), default=0.0) + 10
    area = QRectF(room.left() + gutter, top, room.width() - gutter - 10, max(bottom - top, 1))
    axis = TimeAxis(first, last, area.left(), area.right())
    dates = QRectF(room.left(), bottom + 2, room.width(), line + 2)
    begin = dates.bottom() + 4
    bars = tuple(
        (course, QRectF(area.left(), begin + number * (line + 3), area.width(), line + 3))
        for number, course in enumerate(shown)
    )
    return Plot(analyte, area, axis, values, bars, left_out, dates)


def paint(painter: QPainter, plot: Plot, current: int | None, lit: frozenset[str]) -> None:
    """Paint everything."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_ground(painter, plot)
    if current is not None:
        painter.setPen(QPen(THEME.colour("focus"), 1, Qt.PenStyle.DotLine))
        x = plot.place(current).x()
        painter.drawLine(QPointF(x, plot.area.top()), QPointF(x, plot.area.bottom()))
    # Of very many results the outline shows what a line through all of them would.
    paint_line(painter, [plot.stands(*point) for point in plot.analyte.outline], 1.6)
    marked = _apart(plot, _marked(plot, current), current)
    for number in marked:
        paint_mark(painter, plot.place(number), plot.analyte.marks[number], current=number == current)
    _paint_values(painter, plot, marked, current)
    for course, bar in plot.bars:
        paint_course(painter, plot.axis, bar, course, lit=not lit.isdisjoint(course.facts))
    if plot.left_out:
        painter.setPen(THEME.colour("muted"))
        under = plot.bars[-1][1].bottom() if plot.bars else plot.dates.bottom()
        words = f"{plot.left_out} more medicines at that time" if plot.left_out > 1 else "1 more medicine at that time"
        room = QRectF(plot.area.left(), under, plot.area.width(), painter.fontMetrics().height())
        painter.drawText(room, LEFT, words)


def _stretch(analyte: Analyte) -> tuple[float, float]:
    """Return the time in sight: that of the results with a margin; a single one is shown in its year."""
    first, last = analyte.points[0][0], analyte.points[-1][0]
    if first == last:
        return first - SINGLE_BEFORE, last + SINGLE_AFTER
    pad = (last - first) * PAD
    return first - pad, last + pad


def _round(values: ValueScale, line: float) -> list[float]:
    """Return the numbers written along the values."""
    return round_values(values.low, values.high, max(int((values.bottom - values.top) / (line * 2)), 2))


def _marked(plot: Plot, current: int | None) -> list[int]:
    """Return the results that are drawn as such: of very many only the current, the last and the marked ones."""
    if plot.amount <= OUTLINE:
        return list(range(plot.amount))
    found = {number for number, mark in enumerate(plot.analyte.marks) if mark is not Mark.NONE}
    return sorted({*found, plot.amount - 1, *([current] if current is not None else [])})


def _apart(plot: Plot, marked: Sequence[int], current: int | None) -> list[int]:
    """Return the results without those that would be drawn on top of newer ones: a long course has hundreds of them."""
    if len(marked) <= MOST_VALUES:
        return list(marked)
    side = THEME.px(TOUCHING)
    places = ((n, plot.place(n)) for n in marked)
    cells = {(place.x() // side, place.y() // side, plot.analyte.marks[n]): n for n, place in places}
    return sorted({*cells.values(), *([current] if current is not None else [])})


def _paint_ground(painter: QPainter, plot: Plot) -> None:
    """Paint the range as a band, and the round values and dates with their lines."""
    low, high = plot.analyte.limits
    if low is not None or high is not None:
        top = plot.scale.y(high) if high is not None else plot.area.top()
        bottom = plot.scale.y(low) if low is not None else plot.area.bottom()
        painter.fillRect(
            QRectF(plot.area.left(), top, plot.area.width(), max(bottom - top, 2)), THEME.colour("accent_ground")
        )
    line = painter.fontMetrics().height()
    faint = thin()
    for value in _round(plot.scale, line):
        y = plot.scale.y(value)
        painter.setPen(faint)
        painter.drawLine(QPointF(plot.area.left(), y), QPointF(plot.area.right(), y))
        painter.setPen(THEME.colour("muted"))
        room = QRectF(plot.dates.left(), y - line / 2, plot.area.left() - plot.dates.left() - 6, line)
        painter.drawText(room, RIGHT, f"{value:g}")
    _paint_dates(painter, plot, faint)


def _paint_dates(painter: QPainter, plot: Plot, faint: QPen) -> None:
    """Paint the dates along the axis, each centred under its line."""
    width = painter.fontMetrics().horizontalAdvance("30 Nov 2026") + 16
    under = plot.bars[-1][1].bottom() if plot.bars else plot.area.bottom() + 4
    for at, words in ticks(plot.axis.first, plot.axis.last, max(int(plot.area.width() / width), 1)):
        x = plot.axis.x(at)
        painter.setPen(faint)
        painter.drawLine(QPointF(x, plot.area.top()), QPointF(x, plot.dates.top() + 2))
        if plot.bars:
            painter.drawLine(QPointF(x, plot.dates.bottom() + 2), QPointF(x, under))
        painter.setPen(THEME.colour("muted"))
        left = min(max(x - width / 2, plot.dates.left()), plot.dates.right() - width)
        painter.drawText(QRectF(left, plot.dates.top(), width, plot.dates.height()), CENTRE, words)


def _paint_values(painter: QPainter, plot: Plot, marked: Sequence[int], current: int | None) -> None:
    """Write values beside their points where there is room: the current, the last, the marked, then the others."""
    last, marks = plot.amount - 1, plot.analyte.marks
    order = sorted(marked, key=lambda n: (n != current, n != last, marks[n] is Mark.NONE, -n))
    order = [*order[:2], *order[2 :: -(-len(order) // MOST_VALUES)]]  # there is never room for more
    taken: list[QRectF] = []
    plain, bold = QFont(painter.font()), QFont(painter.font())
    bold.setBold(True)
    for number in order:
        words, abnormal = marked_value(plot.analyte.results[number]), marks[number] is not Mark.NONE
        strong = bold if number in (current, last) or abnormal else plain
        box = _free(plot, number, QFontMetricsF(strong), words, taken)
        if box is None:
            continue
        taken.append(box)
        painter.setFont(strong)
        painter.fillRect(box, _veil())
        painter.setPen(THEME.colour("opposing" if abnormal else "text"))
        painter.drawText(box, CENTRE, words)
    painter.setFont(plain)


def _free(plot: Plot, number: int, metrics: QFontMetricsF, words: str, taken: Sequence[QRectF]) -> QRectF | None:
    """Return a free place above or below a point, away from the line first; None where others stand already."""
    at = plot.place(number)
    width, height = metrics.horizontalAdvance(words) + 4, metrics.height()
    left = min(max(at.x() - width / 2, plot.area.left() - 4), plot.area.right() + 10 - width)
    gap = THEME.px(7)
    above, below = at.y() - gap - height, at.y() + gap
    for top in (below, above) if _is_valley(plot, number) else (above, below):
        box = QRectF(left, top, width, height)
        inside = plot.area.top() - height - 4 <= top and box.bottom() <= plot.area.bottom() + 2
        if inside and not any(box.intersects(other) for other in taken):
            return box
    return None


def _is_valley(plot: Plot, number: int) -> bool:
    """Return whether the line comes from above and goes up again, so that there is room below the point."""
    around = [plot.place(n).y() for n in (number - 1, number + 1) if 0 <= n < plot.amount]
    return bool(around) and all(y < plot.place(number).y() for y in around)


def _veil() -> QColor:
    """Return the ground under a value, through which the band is still seen."""
    ground = QColor(THEME.colour("raised"))
    ground.setAlphaF(0.6)
    return ground
