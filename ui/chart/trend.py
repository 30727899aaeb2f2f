"""The trend of one analyte, large: its results over the range, the medicines beneath, walked through by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from copilot.chart import spoken
from copilot.chart.courses import Course
from copilot.chart.fact import Fact
from ui.automation import Name, identify
from ui.chart.grid import Analyte
from ui.chart.plot import Plot, lay_out, paint
from ui.chart.spark import trend_words
from ui.parts.announce import announce
from ui.theme import THEME

LEAST, USUAL = 150, 300
TOLD = 60  # results that the description for a screen reader lists


class Trend(QWidget):
    """`pointed` says a result or a medicine in words, `hovered` its facts, `selected` the result chosen."""

    pointed = Signal(str)
    hovered = Signal(object)
    selected = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        identify(self, Name.LABS_TREND, "Trend")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.analyte: Analyte | None = None
        self.current: int | None = None
        self._results: tuple[Fact, ...] = ()
        self._courses: tuple[Course, ...] = ()
        self._lit: frozenset[str] = frozenset()
        self._plot: Plot | None = None
        self._drawn: tuple[QSize, str] | None = None  # size and font for which it is laid out

    def show_analyte(self, analyte: Analyte | None, courses: Sequence[Course] = ()) -> None:
        """Show another analyte; one without numbers is not drawn."""
        self.analyte = analyte if analyte is not None and analyte.points else None
        self._results = self.analyte.results if self.analyte is not None else ()
        self._courses = tuple(courses)
        self.current, self._plot = None, None
        self._describe()
        self.update()

    def show_fact(self, fact: str) -> None:
        """Make a result current, without telling anyone."""
        self.current = next((n for n, known in enumerate(self._results) if known.id == fact), None)
        self.update()

    def light(self, facts: frozenset[str]) -> None:
        """Highlight the medicines that these facts are, and the result."""
        self._lit = facts
        self.update()

    def go(self, place: int) -> None:
        """Go to a result, as the arrow keys do: it is framed, said and announced."""
        if not self._results:
            return
        self.current = min(max(place, 0), len(self._results) - 1)
        fact = self._results[self.current]
        words = spoken.result(fact)
        self._tell(words, (fact.id,))
        self.setAccessibleName(f"{self._title()}. {self.current + 1} of {len(self._results)}, {words}")
        announce(self, words)
        self.update()

    def sizeHint(self) -> QSize:
        """Override."""
        return QSize(THEME.px(400), THEME.px(USUAL))

    def minimumSizeHint(self) -> QSize:
        """Override."""
        return QSize(THEME.px(200), THEME.px(LEAST))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Left and Right walk along the results, Home and End go to the ends, Enter selects."""
        last = len(self._results) - 1
        at = self.current
        places = {
            Qt.Key.Key_Left: last if at is None else at - 1,
            Qt.Key.Key_Right: last if at is None else at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in places and self._results:
            self.go(places[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and at is not None:
            self.selected.emit(self._results[at].id)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Override: point at the nearest result, or at a medicine."""
        plot = self._laid_out()
        if plot is None:
            return
        at = event.position()
        course = plot.course_at(at)
        self.current = None if course is not None else plot.nearest(at)
        if course is not None:
            self._tell(spoken.course(course), course.facts)
        elif self.current is not None:
            self._tell(spoken.result(self._results[self.current]), (self._results[self.current].id,))
        else:
            self._tell("", ())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Override: a click selects the result or the newest entry of the medicine."""
        plot = self._laid_out()
        course = plot.course_at(event.position()) if plot is not None else None
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if course is not None:
            self.selected.emit(course.facts[-1])
        elif self.current is not None:
            self.selected.emit(self._results[self.current].id)

    def leaveEvent(self, event: QEvent) -> None:
        """Override: nothing is pointed at any more."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self.current = None
        self._tell("", ())
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override: begin at the newest result."""
        super().focusInEvent(event)
        if self._results and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.go(len(self._results) - 1 if self.current is None else self.current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Override: nothing is pointed at any more."""
        super().focusOutEvent(event)
        self.current = None
        self._tell("", ())
        self._describe()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Override."""
        painter = QPainter(self)
        plot = self._laid_out()
        if plot is not None:
            paint(painter, plot, self.current, self._lit)
        if self.hasFocus():
            painter.setPen(QPen(THEME.colour("focus"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _laid_out(self) -> Plot | None:
        """Return the plot for the size and the font in force."""
        if self.analyte is None:
            return None
        drawn = (self.size(), self.font().key())
        if self._plot is None or self._drawn != drawn:
            room = QRectF(self.rect()).adjusted(4, 2, -4, -4)
            self._drawn = drawn
            self._plot = lay_out(self.analyte, self._courses, room, self.font())
        return self._plot

    def _title(self) -> str:
        """Return whose trend this is."""
        return f"Trend of {self.analyte.label}" if self.analyte is not None else "Trend"

    def _describe(self) -> None:
        """Tell a screen reader the trend, and every value as a text beside the picture."""
        words = trend_words(self.analyte.points) if self.analyte is not None else ""
        self.setAccessibleName(f"{self._title()}: {words}" if words else self._title())
        told = [spoken.result(fact) for fact in self._results[-TOLD:]]
        told += [spoken.course(course) for course in self._courses[:TOLD]]
        self.setAccessibleDescription(". ".join(told))

    def _tell(self, words: str, facts: tuple[str, ...]) -> None:
        """Say what is pointed at."""
        self.pointed.emit(words)
        self.hovered.emit(frozenset(facts))
