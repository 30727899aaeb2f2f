"""Layouts and framed boxes, so that margins and gaps are the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.parts.label import Elided, label

GAP = 6
CARD_MARGIN = 12


def column(*, gap: int = GAP, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Return a vertical layout with the house's gaps."""
    layout = QVBoxLayout()
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    return layout


def in_the_middle(page: QWidget) -> QVBoxLayout:
    """Return a layout that holds a page of a fixed width, a little above the middle of all the room there is.

    By stretches, not by an alignment: so a wrapped label gets the height that its width asks for.
    """
    middle = row(margins=(24, 24, 24, 24))
    middle.addStretch(1)
    middle.addWidget(page)
    middle.addStretch(1)
    layout = column()
    layout.addStretch(2)
    layout.addLayout(middle)
    layout.addStretch(3)
    return layout


def row(*, gap: int = GAP, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Return a horizontal layout with the house's gaps."""
    layout = QHBoxLayout()
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    return layout


def turn(layout: QBoxLayout, *, upright: bool) -> None:
    """Put what is in a layout below each other, or beside each other."""
    layout.setDirection(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight)


def rule() -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let Qt delete it after this event."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            clear(inner)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class Box(QFrame):
    """A framed box with a column inside; the role decides its ground."""

    def __init__(self, role: str = "card", *, gap: int = GAP, margin: int = CARD_MARGIN) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.body = column(gap=gap, margins=(margin, margin - 3, margin, margin - 2))
        self.setLayout(self.body)


class Card(Box):
    """A box with a small title on the left and a caption on the right."""

    def __init__(self, title: str, caption: str = "") -> None:
        super().__init__()
        self.title = Elided(title, "card-title")
        self.caption = label(caption, "small")
        self.head = row()
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.caption)
        self.body.addLayout(self.head)

    def tighten(self) -> None:
        """Let the lines below the title stand close together."""
        self.body.setSpacing(1)
        self.body.addSpacing(GAP - 2)

    def set_caption(self, text: str) -> None:
        """Change the words on the right."""
        self.caption.setText(text)


class Stack(QStackedWidget):
    """Pages of which the one in sight says how small all may become; Qt would ask the largest."""

    def minimumSizeHint(self) -> QSize:
        """Override: ask the page in sight."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()


class Scroll(QScrollArea):
    """A vertical scroll area around one column; it never scrolls sideways. `resized` comes with another width."""

    resized = Signal()

    def __init__(self, role: str, *, gap: int, margins: tuple[int, int, int, int]) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inside = QWidget()
        self.inside.setProperty("role", role)
        # What is added goes into `column`; the stretch under it keeps it at the top, at its own height.
        self._gap = gap
        self._content = QWidget()
        self._content.setProperty("role", role)
        self.column = column(gap=gap)
        self._content.setLayout(self.column)
        self._outer = column(gap=0, margins=margins)
        self._outer.addWidget(self._content)
        self._outer.addStretch(1)
        self.inside.setLayout(self._outer)
        self.setWidget(self.inside)
        self._shown: QWidget | None = self._content

    def renew(self, *, keep: bool = False) -> None:
        """Begin with an empty column, which is filled unseen.

        Widgets added in sight would each lay out and paint the pane again: 60 ms a step with sixty labels.
        The old content goes at once, or stays in sight until `reveal` puts the new one in its place (`keep`).
        """
        if self._content is not self._shown:
            self._drop(self._content)
        if self._shown is not None and not keep:
            self._drop(self._shown)
            self._shown = None
        self._content = QWidget(self.inside)
        self._content.setProperty("role", self.inside.property("role"))
        self._content.hide()
        self.column = column(gap=self._gap)
        self._content.setLayout(self.column)

    def reveal(self) -> Iterator[None]:
        """Show what was built unseen, its style worked out in steps beforehand; the place scrolled to stays."""
        for number, widget in enumerate(self._content.findChildren(QWidget)):
            widget.ensurePolished()
            if number % 5 == 4:
                yield
        self._outer.insertWidget(0, self._content)
        yield
        place, focused = self.verticalScrollBar().value(), self._focused()
        old, self._shown = self._shown, self._content
        if old is not None:
            self._drop(old)
        self._content.show()
        self._return_to(place, focused)

    def lay_out(self) -> None:
        """Lay out now what would else take its height in the next rounds of events, squeezed until then."""
        width = self.viewport().width()
        self.column.activate()
        self._content.updateGeometry()
        self._outer.activate()
        self.inside.resize(width, max(self._outer.totalHeightForWidth(width), self.viewport().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: tell, once the column has its new width too."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def _focused(self) -> str:
        """Return the name of the control in here that has the keyboard, if one has."""
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None and self.inside.isAncestorOf(focus) else ""

    def _return_to(self, place: int, focused: str) -> None:
        """Lay the new content out, scroll to where the old one was, and give the keyboard back."""
        self.lay_out()
        self.verticalScrollBar().setValue(place)
        control = self._content.findChild(QWidget, focused) if focused else None
        if control is not None:
            control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self, content: QWidget) -> None:
        """Let go of a column."""
        content.hide()
        self._outer.removeWidget(content)
        content.deleteLater()
