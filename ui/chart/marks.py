"""How a line of results, a single result and a medicine's stretch are drawn: by shape first, by colour too."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from copilot.chart.courses import Course, Ending, Stretch
from copilot.chart.flags import Mark
from copilot.chart.words import one_line
from ui.chart.time_axis import TimeAxis, seconds
from ui.theme import THEME

SIZE = 4.0
LEAST_BAR = 4.0
TAIL = 16
FAINT = 0.22


def thin() -> QPen:
    """Return the pen of lines that only guide the eye: faint in every scheme, also where borders are strong."""
    colour = THEME.colour("muted")
    colour.setAlphaF(FAINT)
    return QPen(colour, 1)


def paint_line(painter: QPainter, points: Sequence[QPointF], width: float) -> None:
    """Paint a line through points, piece by piece: as one path a long zigzag takes forty times as long."""
    painter.setPen(QPen(THEME.colour("accent"), width))
    painter.drawLines([QLineF(*ends) for ends in pairwise(points)])


def paint_mark(painter: QPainter, at: QPointF, mark: Mark, *, current: bool = False) -> None:
    """Paint a result: a dot, a triangle up or down where it is high or low, a diamond where it is marked else."""
    size = THEME.px(SIZE) * (1.0 if mark is Mark.NONE else 1.35)
    if current:
        painter.setPen(QPen(THEME.colour("focus"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, size + 4, size + 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(THEME.colour("accent" if mark is Mark.NONE else "opposing"))
    if mark is Mark.NONE:
        painter.drawEllipse(at, size * 0.8, size * 0.8)
    else:
        painter.drawPolygon(_outline(at, mark, size))


def _outline(at: QPointF, mark: Mark, size: float) -> QPolygonF:
    """Return the corners of a marked result."""
    x, y = at.x(), at.y()
    if mark is Mark.OTHER:
        return QPolygonF([QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)])
    tip = -size if mark is Mark.HIGH else size
    return QPolygonF([QPointF(x, y + tip), QPointF(x + size, y - tip * 0.8), QPointF(x - size, y - tip * 0.8)])


def paint_course(painter: QPainter, axis: TimeAxis, row: QRectF, course: Course, *, lit: bool = False) -> None:
    """Paint a medicine: a bar for each stretch, its name in the bar or beside it.

    A bar runs out of the picture where it goes on; it ends in a line where it was stopped, and in dots where
    its end is not given.
    """
    last = QRectF()
    for stretch in course.stretches:
        if axis.shows(seconds(stretch.start), seconds(stretch.end)):
            last = _paint_stretch(painter, axis, row, stretch, lit=lit)
    if not last.isNull():
        _paint_name(painter, axis, row, last, one_line(course.label))


def _paint_stretch(painter: QPainter, axis: TimeAxis, row: QRectF, stretch: Stretch, *, lit: bool) -> QRectF:
    """Paint one stretch and return where it stands."""
    left = max(axis.x(seconds(stretch.start)), axis.left)
    right = axis.right if stretch.ending is Ending.CONTINUES else min(axis.x(seconds(stretch.end)), axis.right)
    bar = QRectF(left, row.top() + 1.5, max(right - left, LEAST_BAR), row.height() - 3)
    painter.fillRect(bar, THEME.colour("highlight" if lit else "accent_ground"))
    edge = THEME.colour("highlight_edge" if lit else "accent")
    painter.setPen(QPen(edge, 2))
    if axis.first <= seconds(stretch.start):
        painter.drawLine(bar.topLeft(), bar.bottomLeft())
    if stretch.ending is Ending.STOPPED and seconds(stretch.end) <= axis.last:
        painter.drawLine(bar.topRight(), bar.bottomRight())
    elif stretch.ending is Ending.UNKNOWN:
        painter.setPen(QPen(edge, 1.5, Qt.PenStyle.DotLine))
        middle = bar.center().y()
        tail = min(bar.right() + THEME.px(TAIL), axis.right)
        painter.drawLine(QPointF(bar.right(), middle), QPointF(tail, middle))
        bar.setRight(tail)
    return bar


def _paint_name(painter: QPainter, axis: TimeAxis, row: QRectF, bar: QRectF, name: str) -> None:
    """Paint the name in its bar, else on the side of it where there is more room."""
    metrics = QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(name) + 4
    after, before = axis.right - bar.right() - 6, bar.left() - axis.left - 6
    if width <= bar.width() - 8 or bar.width() - 8 >= max(after, before):
        room, side = bar.adjusted(6, 0, -2, 0), Qt.AlignmentFlag.AlignLeft
    elif width <= after or after >= before:
        room, side = QRectF(bar.right() + 6, row.top(), after, row.height()), Qt.AlignmentFlag.AlignLeft
    else:
        room, side = QRectF(axis.left, row.top(), before, row.height()), Qt.AlignmentFlag.AlignRight
    painter.setPen(THEME.colour("text"))
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
