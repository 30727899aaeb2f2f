"""The timeline: lanes over one time axis, painted in one widget, zoomed by wheel and keys, walked by arrows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from copilot.chart.dates import of_date
from copilot.chart.timeline import Event, Lane, Timeline
from ui.automation import Name, identify
from ui.chart.time_axis import DAY, TimeAxis, seconds
from ui.chart.timeline_layout import Band, Item, Measures, lay_out
from ui.chart.timeline_paint import Picture, paint
from ui.chart.timeline_walk import Place, across, along
from ui.parts.announce import announce
from ui.theme import THEME

LEAST_SPAN = DAY / 4
STEP = 1.6
PAD, MOST_PAD = 0.03, 15 * DAY
WIDEST, ROW, MARK, BESIDE = 210, 19, 9, 470
DRAG = 4
USUAL = (183, 731, 3653)  # days: 6 months, 2 years, 10 years
MOST, COUNTED = 0.6, 500
EMPTY = Timeline()


class TimelineView(QAbstractScrollArea):
    """`pointed` says an event in words, `hovered` its facts, `wanted` the fact to jump to."""

    pointed = Signal(str)
    hovered = Signal(object)
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        identify(self, Name.TIMELINE_VIEW, "Timeline")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.made = EMPTY
        self.current: Place | None = None
        self._first, self._last = 0.0, DAY
        self._whole = (0.0, DAY)
        self._now: float | None = None
        self._lit: frozenset[str] = frozenset()
        self._found: frozenset[str] = frozenset()
        self._lit_places: dict[Lane, list[int]] = {}
        self._found_places: dict[Lane, list[int]] = {}
        self._bands: tuple[Band, ...] | None = None
        self._axis = TimeAxis(0.0, DAY, 0.0, 1.0)
        self._widths: dict[str, float] = {}
        self._dragged: tuple[QPointF, float] | None = None
        self._moved = False
        THEME.changed.connect(self._dress)

    def show_timeline(self, made: Timeline, now: float | None) -> None:
        """Show another timeline, whole."""
        self.current, self._widths = None, {}
        self._take(made, now)
        self.show_last(next((days for days in USUAL if self._shows_most(days)), 0))

    def update_timeline(self, made: Timeline, now: float | None) -> None:
        """Show more of the same chart; the stretch in sight stays."""
        self.current = None
        self._take(made, now)
        self._lay_out_again()

    @property
    def bands(self) -> tuple[Band, ...]:
        """Return the lanes as they stand now."""
        if self._bands is None:
            self._bands = self._laid_out()
        return self._bands

    @property
    def axis(self) -> TimeAxis:
        """Return the time axis as it stands now."""
        _ = self.bands
        return self._axis

    @Slot()
    def fit(self) -> None:
        """Show all there is."""
        self.show_stretch(*self._whole)

    def show_last(self, days: int) -> None:
        """Show the newest so many days; none: all there is."""
        first, last = self._whole
        self.show_stretch(last - days * DAY if days else first, last)

    def show_stretch(self, first: float, last: float) -> None:
        """Show a stretch of time, not less than a few hours nor more than all."""
        span = min(max(last - first, LEAST_SPAN), self._whole[1] - self._whole[0])
        middle = (first + last) / 2
        self._first = min(max(middle - span / 2, self._whole[0]), self._whole[1] - span)
        self._last = self._first + span
        self._lay_out_again()

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Show more time (above 1) or less, around a moment that stays where it is."""
        if around is None:
            event = self._event()
            around = seconds(event.start) if event is not None else (self._first + self._last) / 2
        around = min(max(around, self._first), self._last)
        self.show_stretch(around - (around - self._first) * factor, around + (self._last - around) * factor)

    @Slot()
    def zoom_in(self) -> None:
        """Show less time, larger."""
        self.zoom(1 / STEP)

    @Slot()
    def zoom_out(self) -> None:
        """Show more time."""
        self.zoom(STEP)

    def light(self, facts: frozenset[str]) -> None:
        """Highlight the events of these facts."""
        if facts != self._lit:
            self._lit = facts
            self._lit_places = self._places(facts)
            self.viewport().update()

    def mark(self, facts: frozenset[str]) -> None:
        """Mark the events that a search found."""
        self._found = facts
        self._found_places = self._places(facts)
        self.viewport().update()

    def _places(self, facts: frozenset[str]) -> dict[Lane, list[int]]:
        """Return where these facts stand, by lane and in order."""
        found: dict[Lane, list[int]] = {}
        where = self.made.where
        for lane, number in sorted(where[fact] for fact in facts & where.keys()):
            found.setdefault(lane, []).append(number)
        return found

    def show_fact(self, fact: str) -> bool:
        """Bring the event of a fact into sight and frame it; return whether it stands here."""
        place = self.made.where.get(fact)
        if place is None:
            return False
        self._frame(*place)
        self.light(frozenset((fact,)))
        return True

    def sizeHint(self) -> QSize:
        """Override."""
        return QSize(THEME.px(600), THEME.px(420))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: arrows walk, plus and minus zoom, 0 fits, Page Up and Down go back and forth, Enter jumps."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        lanes = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        zooms = {Qt.Key.Key_Plus: 1 / STEP, Qt.Key.Key_Equal: 1 / STEP, Qt.Key.Key_Minus: STEP}
        pages = {Qt.Key.Key_PageUp: -0.8, Qt.Key.Key_PageDown: 0.8}
        key = Qt.Key(event.key())
        if key in steps:
            self._go(along(self.made, self.current, steps[key]))
        elif key in lanes:
            self._go(across(self.made, self.current, lanes[key]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            far = len(self._events())
            self._go(along(self.made, self.current, -far if key is Qt.Key.Key_Home else far))
        elif key in zooms:
            self.zoom(zooms[key])
        elif key in pages:
            shift = (self._last - self._first) * pages[key]
            self.show_stretch(self._first + shift, self._last + shift)
        elif key is Qt.Key.Key_0:
            self.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._jump()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override: the wheel zooms around the pointer; sideways, or with Shift, it goes back and forth."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y()):
            shift = -(turn.x() or turn.y()) / 1200 * (self._last - self._first)
            self.show_stretch(self._first + shift, self._last + shift)
        else:
            self.zoom(STEP ** (-turn.y() / 120), self.axis.at(event.position().x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override: begin to drag."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragged, self._moved = (event.position(), self._first), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Override: drag the time along, or point at what is under the pointer."""
        at = event.position()
        if self._dragged is not None and event.buttons() & Qt.MouseButton.LeftButton:
            begin, first = self._dragged
            self._moved = self._moved or abs(at.x() - begin.x()) > DRAG
            if self._moved:
                start = first - (at.x() - begin.x()) / (self.axis.right - self.axis.left) * self.axis.span
                self.show_stretch(start, start + self.axis.span)
            return
        item = self.item_at(at.toPoint())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if item else Qt.CursorShape.ArrowCursor)
        self._tell(item)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Override: a click jumps to the fact; on a column of many it shows them larger."""
        item = self.item_at(event.position().toPoint())
        moved, self._dragged = self._moved, None
        if event.button() is not Qt.MouseButton.LeftButton or moved or item is None:
            return
        if item.first == item.last:
            self.current = (item.lane, item.first)
            self._jump()
        else:
            events = self.made.lanes[item.lane]
            first, last = seconds(events[item.first].start), seconds(events[item.last].start)
            pad = max((last - first) * 0.1, LEAST_SPAN / 2)
            self.show_stretch(first - pad, last + pad)

    def leaveEvent(self, event: QEvent) -> None:
        """Override: nothing is pointed at any more."""
        super().leaveEvent(event)
        self._tell(None)

    def item_at(self, at: QPoint) -> Item | None:
        """Return what stands under a point of the viewport."""
        place = QPointF(at.x(), at.y() - self._head() + self.verticalScrollBar().value())
        if at.y() < self._head():
            return None
        band = next((b for b in self.bands if b.rect.contains(QPointF(1, place.y()))), None)
        return next((i for i in reversed(band.items) if i.hit.contains(place)), None) if band else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: another width, another layout."""
        super().resizeEvent(event)
        self._lay_out_again()

    def showEvent(self, event: QShowEvent) -> None:
        """Override."""
        super().showEvent(event)
        self._fit_height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Override."""
        picture = Picture(
            self.made, self.bands, self._axis, self._head(), self.verticalScrollBar().value(), self.current,
            self.hasFocus(), (self._lit_places, self._found_places), self._now, beside=self._beside(),
        )  # fmt: skip
        painter = QPainter(self.viewport())
        paint(painter, picture, QRectF(self.viewport().rect()))

    def _shows_most(self, days: int) -> bool:
        """Return whether the newest so many days hold most of what there is: then a chart opens at these."""
        begin = self._whole[1] - days * DAY
        lanes = self.made.lanes.values()
        starts = [seconds(event.start) for events in lanes for event in events[:: len(events) // COUNTED + 1]]
        return sum(start >= begin for start in starts) >= MOST * len(starts)

    def _take(self, made: Timeline, now: float | None) -> None:
        """Take what is to be shown, and how much time it fills."""
        self.made, self._now = made, now
        self._lit_places, self._found_places = self._places(self._lit), self._places(self._found)
        stretch = made.stretch
        first, last = (seconds(stretch[0]), seconds(stretch[1])) if stretch else (0.0, DAY)
        pad = min(max((last - first) * PAD, LEAST_SPAN), MOST_PAD)
        self._whole = (first - pad, last + pad)

    @Slot()
    def _dress(self) -> None:
        """Follow the theme."""
        self._widths = {}
        self._lay_out_again()

    def _lay_out_again(self) -> None:
        """Forget where things stand; what nobody sees is laid out once, when it comes into sight in its size."""
        self._bands = None
        if self.isVisible():
            self._fit_height()

    def _fit_height(self) -> None:
        """Scroll within the height of what is laid out."""
        height = self.bands[-1].rect.bottom() if self.bands else 0
        room = self.viewport().height() - self._head()
        self.verticalScrollBar().setRange(0, max(int(height - room), 0))
        self.verticalScrollBar().setPageStep(max(int(room), 1))
        self.verticalScrollBar().setSingleStep(THEME.px(ROW))
        self.viewport().update()

    def _laid_out(self) -> tuple[Band, ...]:
        """Return where everything stands."""
        metrics = QFontMetricsF(self.font())
        names = max(metrics.horizontalAdvance(lane.value) for lane in Lane) + 20
        left = names if self._beside() else 8.0
        self._axis = TimeAxis(self._first, self._last, left, max(self.viewport().width() - 8.0, left + 1))
        heading = 0.0 if self._beside() else metrics.height() + 2

        def width(words: str) -> float:
            if words not in self._widths:
                self._widths[words] = metrics.horizontalAdvance(words)
            return self._widths[words]

        row = max(THEME.px(ROW), metrics.height() + 2)
        least = metrics.height() * 2.6 if self._beside() else 0.0
        room = self.viewport().height() - self._head()
        measures = Measures(row, THEME.px(MARK), width, THEME.px(WIDEST), heading, least, room)
        return lay_out(self.made, self._axis, measures)

    def _beside(self) -> bool:
        """Return whether the names of the lanes stand beside them; where it is narrow they stand above."""
        return self.viewport().width() >= THEME.px(BESIDE)

    def _head(self) -> float:
        """Return the height of the dates on top."""
        return QFontMetricsF(self.font()).height() + 8

    def _events(self) -> tuple[Event, ...]:
        """Return the events of the current lane."""
        return self.made.lanes[self.current[0]] if self.current is not None else ()

    def _event(self) -> Event | None:
        """Return the current event."""
        return self._events()[self.current[1]] if self.current is not None else None

    def _go(self, place: Place | None) -> None:
        """Go to an event, as the arrow keys do: it is framed and said."""
        if place is not None:
            self._frame(*place)
            self._announce()

    def _frame(self, lane: Lane, number: int) -> None:
        """Make an event current, and bring its time and its lane into sight."""
        self.current = (lane, number)
        at, span = seconds(self.made.lanes[lane][number].start), self._last - self._first
        if not self._first <= at <= self._last:
            self.show_stretch(at - span / 2, at + span / 2)
        band = next((b for b in self.bands if b.lane is lane), None)
        bar = self.verticalScrollBar()
        if band is not None and band.rect.bottom() > bar.value() + bar.pageStep():
            bar.setValue(int(band.rect.bottom() - bar.pageStep()))
        elif band is not None and band.rect.top() < bar.value():
            bar.setValue(int(band.rect.top()))
        self.viewport().update()

    def _announce(self) -> None:
        """Say the current event, and where in its lane it stands."""
        event = self._event()
        if event is None or self.current is None:
            return
        lane, number = self.current
        words = f"{lane.value}, {number + 1} of {len(self._events())}: {event.said}"
        self.setAccessibleName(f"Timeline. {words}")
        self.pointed.emit(event.said)
        self.hovered.emit(frozenset(event.facts))
        announce(self, words)

    def _jump(self) -> None:
        """Ask for the fact of the current event."""
        event = self._event()
        if event is not None:
            self.wanted.emit(event.facts[-1])

    def _tell(self, item: Item | None) -> None:
        """Say what is pointed at."""
        if item is None:
            self.pointed.emit("")
            self.hovered.emit(frozenset())
            return
        events = self.made.lanes[item.lane]
        event = events[item.first]
        if item.first == item.last:
            self.pointed.emit(event.said)
            self.hovered.emit(frozenset(event.facts))
        else:
            first, last = event.start.date(), events[item.last].start.date()
            days = of_date(first) if first == last else f"{of_date(first)} – {of_date(last)}"
            self.pointed.emit(f"{item.last - item.first + 1} · {item.lane.value.casefold()}, {days}")
            self.hovered.emit(frozenset())
