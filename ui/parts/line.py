"""`Line`: a row that stands for facts; it lights up, tells when it is pointed at, and can be activated."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.theme import THEME

EDGE = 3


class Line(QAbstractButton):
    """A focusable row over fact ids; what it looks like inside is up to the layout given to it.

    A button, so that screen readers say that it can be pressed, and can press it.

    The highlight is a ground and an edge on the left, so that it does not rest on colour alone.
    """

    hovered = Signal(object)
    activated = Signal(str)

    def __init__(self, facts: Iterable[str] = ()) -> None:
        super().__init__()
        self.lit = self.found = False
        self.stand_for(facts)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.facts else Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self.activate)
        if self.facts:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def stand_for(self, facts: Iterable[str]) -> None:
        """Stand for other facts from now on."""
        ordered = sorted(facts) if isinstance(facts, frozenset) else list(facts)
        self.facts = frozenset(ordered)
        self.first = ordered[0] if ordered else ""

    def light(self, facts: frozenset[str]) -> bool:
        """Light up if one of these facts is ours; return whether it is."""
        lit = not self.facts.isdisjoint(facts)
        if lit != self.lit:
            self.lit = lit
            self.update()
        return lit

    def mark(self, *, found: bool) -> None:
        """Mark the line as one that a search found."""
        if found != self.found:
            self.found = found
            self.update()

    @Slot()
    def activate(self) -> None:
        """Say that the person wants to see these facts."""
        if self.facts:
            self.activated.emit(self.first)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Override: tell which facts are pointed at."""
        super().enterEvent(event)
        if self.facts:
            self.hovered.emit(self.facts)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Override: tell that nothing is pointed at."""
        super().leaveEvent(event)
        if self.facts:
            self.hovered.emit(frozenset())
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter and Space activate; Up and Down walk through the lines."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activate()
        elif key == Qt.Key.Key_Down:
            self.focusNextChild()
        elif key == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override: keyboard focus points as the mouse does."""
        super().focusInEvent(event)
        if self.facts:
            self.hovered.emit(self.facts)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Override: see `focusInEvent`."""
        super().focusOutEvent(event)
        if self.facts:
            self.hovered.emit(frozenset())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Override: paint the highlight, the hover ground and the focus frame under the children."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(THEME.colour("highlight"))
            painter.drawRoundedRect(area, 3, 3)
            painter.fillRect(QRectF(0, 1, EDGE, self.height() - 2), THEME.colour("highlight_edge"))
        elif self.found:
            painter.fillRect(area, THEME.colour("highlight"))
        elif self.facts and self.underMouse():
            ground = QColor(THEME.colour("accent_ground"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(area, 3, 3)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(THEME.colour("focus"), 1.5))
            painter.drawRoundedRect(area, 3, 3)
