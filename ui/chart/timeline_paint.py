"""How a timeline is painted: dates on top, the lanes beneath, each event by the shape of its lane."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from copilot.chart.timeline import Event, Lane, Timeline
from ui.chart.marks import paint_course, paint_mark, thin
from ui.chart.time_axis import TimeAxis, ticks
from ui.chart.timeline_layout import Band, Item, words_of
from ui.theme import THEME

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Picture:
    """All that is to be painted: where things stand, what is current, what is lit."""

    made: Timeline
    bands: Sequence[Band]
    axis: TimeAxis
    head: float
    scrolled: int
    current: tuple[Lane, int] | None
    focused: bool
    lit: tuple[Mapping[Lane, Sequence[int]], Mapping[Lane, Sequence[int]]]  # pointed at, and found by a search
    now: float | None
    beside: bool


def paint(painter: QPainter, picture: Picture, room: QRectF) -> None:
    """Paint everything into the room."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    marks = _ticks(painter, picture)
    painter.save()
    painter.setClipRect(room.adjusted(0, picture.head, 0, 0))
    _paint_lines(painter, picture, room, [at for at, _ in marks])
    painter.translate(0, picture.head - picture.scrolled)
    for band in picture.bands:
        _paint_band(painter, picture, band, room)
    painter.restore()
    _paint_dates(painter, picture, marks)
    if picture.focused and picture.current is None:
        painter.setPen(QPen(THEME.colour("focus"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 4, 4)


def _ticks(painter: QPainter, picture: Picture) -> list[tuple[float, str]]:
    """Return the dates along the axis, as many as stand apart."""
    width = painter.fontMetrics().horizontalAdvance("30 Nov 2026") + 18
    most = max(int((picture.axis.right - picture.axis.left) / width), 1)
    return ticks(picture.axis.first, picture.axis.last, most)


def _paint_lines(painter: QPainter, picture: Picture, room: QRectF, at: Sequence[float]) -> None:
    """Paint a thin line under every date, and one for the day of the chart."""
    painter.setPen(thin())
    for moment in at:
        x = picture.axis.x(moment)
        painter.drawLine(QPointF(x, picture.head), QPointF(x, room.bottom()))
    if picture.now is not None and picture.axis.shows(picture.now, picture.now):
        painter.setPen(QPen(THEME.colour("muted"), 1, Qt.PenStyle.DashLine))
        x = picture.axis.x(picture.now)
        painter.drawLine(QPointF(x, picture.head), QPointF(x, room.bottom()))


def _paint_dates(painter: QPainter, picture: Picture, marks: Sequence[tuple[float, str]]) -> None:
    """Write the dates on top."""
    width = painter.fontMetrics().horizontalAdvance("30 Nov 2026") + 18
    painter.setPen(THEME.colour("muted"))
    for at, words in marks:
        left = min(max(picture.axis.x(at) - width / 2, 0), picture.axis.right - width + 8)
        painter.drawText(QRectF(left, 0, width, picture.head - 2), CENTRE, words)


def _paint_band(painter: QPainter, picture: Picture, band: Band, room: QRectF) -> None:
    """Paint one lane: its name with the number in sight, a line under it, its events."""
    painter.setPen(QPen(THEME.colour("border"), 1))
    painter.drawLine(band.rect.bottomLeft(), QPointF(room.right(), band.rect.bottom()))
    _paint_name(painter, picture, band)
    painter.save()
    painter.setClipRect(QRectF(picture.axis.left - 6, band.rect.top(), room.width(), band.rect.height()))
    events = picture.made.lanes[band.lane]
    for item in band.items:
        _paint_item(painter, picture, band, item, events)
    if band.left_out:
        painter.setPen(THEME.colour("muted"))
        under = band.items[-1].bar.bottom() if band.items else band.rect.top()
        words = f"{band.left_out:,} more at that time"
        painter.drawText(QRectF(picture.axis.left, under, 300, band.items[-1].bar.height()), LEFT, words)
    painter.restore()


def _paint_name(painter: QPainter, picture: Picture, band: Band) -> None:
    """Write a lane's name with how many are in sight, beside it or above it."""
    metrics = QFontMetricsF(painter.font())
    height = metrics.height()
    top = band.rect.top() + height * 0.3
    every = len(picture.made.lanes[band.lane])
    number = f"{band.count:,}" if band.count == every else f"{band.count:,} of {every:,}"
    painter.setPen(THEME.colour("text"))
    painter.drawText(QRectF(4, top, 300, height), LEFT, band.lane.value)
    painter.setPen(THEME.colour("muted"))
    if picture.beside:
        painter.drawText(QRectF(4, top + height, picture.axis.left - 8, height), LEFT, number)
    else:
        painter.drawText(QRectF(12 + metrics.horizontalAdvance(band.lane.value), top, 150, height), LEFT, number)


def _paint_item(painter: QPainter, picture: Picture, band: Band, item: Item, events: Sequence[Event]) -> None:
    """Paint one event, or a column of many."""
    current = picture.current is not None and band.lane is picture.current[0]
    framed = current and picture.current is not None and item.first <= picture.current[1] <= item.last
    event = events[item.first]
    lit = any(_holds(places.get(band.lane, ()), item) for places in picture.lit)
    if band.binned:
        colour = "highlight_edge" if lit else "opposing" if band.lane is Lane.RESULTS else "accent"
        painter.fillRect(item.bar, THEME.colour(colour))
    else:
        if event.course is not None:
            paint_course(painter, picture.axis, item.bar, event.course, lit=lit)
        else:
            _paint_event(painter, item, event, words_of(event, picture.axis), lit=lit)
    if framed:
        painter.setPen(QPen(THEME.colour("focus"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(item.hit.adjusted(1, 1, -1, -1), 3, 3)


def _holds(places: Sequence[int], item: Item) -> bool:
    """Return whether one of these places, in order, is the item's or in its column."""
    after = bisect_left(places, item.first)
    return after < len(places) and places[after] <= item.last


def _paint_event(painter: QPainter, item: Item, event: Event, words: str, *, lit: bool) -> None:
    """Paint a single event: its mark by lane, its words where there is room."""
    if lit:
        painter.fillRect(item.hit, THEME.colour("highlight"))
    _paint_shape(painter, item, event)
    if not item.label.isNull():
        painter.setPen(THEME.colour("muted" if event.over else "text"))
        metrics = QFontMetricsF(painter.font())
        before = item.label.left() < item.bar.left()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, item.label.width())
        painter.drawText(item.label, RIGHT if before else LEFT, shown)


def _paint_shape(painter: QPainter, item: Item, event: Event) -> None:
    """Paint the mark of an event: a triangle for results, a bar for visits, a ring or a dot for diagnoses, a square."""
    centre = QPointF(item.bar.center().x(), item.bar.center().y())
    if item.lane is Lane.RESULTS:
        paint_mark(painter, centre, event.mark)
        return
    size = THEME.px(3.4)
    painter.setPen(QPen(THEME.colour("accent"), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush if event.over else THEME.colour("accent"))
    if item.lane is Lane.DIAGNOSES:
        painter.drawEllipse(centre, size, size)
    elif item.lane is Lane.VISITS:
        painter.setPen(Qt.PenStyle.NoPen)
        width = max(item.bar.width() - THEME.px(5), THEME.px(3))
        painter.drawRoundedRect(
            QRectF(centre.x() - width / 2, item.bar.top() + 4, width, item.bar.height() - 8), 1.5, 1.5
        )
    else:
        painter.drawRect(QRectF(centre.x() - size * 0.8, centre.y() - size * 0.8, size * 1.6, size * 1.6))
