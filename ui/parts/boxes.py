"""Layouts and framed boxes, so that margins and gaps are the same everywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.parts.label import Elided, label

GAP = 6
CARD_MARGIN = 12


def column(*, gap: int = GAP, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Return a vertical layout with the house's gaps."""
    layout = QVBoxLayout()
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    return layout


def row(*, gap: int = GAP, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Return a horizontal layout with the house's gaps."""
    layout = QHBoxLayout()
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    return layout


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


class Scroll(QScrollArea):
    """A vertical scroll area around one column; it never scrolls sideways."""

    def __init__(self, role: str, *, gap: int, margins: tuple[int, int, int, int]) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inside = QWidget()
        self.inside.setProperty("role", role)
        # What is added goes into `column`; the stretch under it keeps it at the top, at its own height.
        self.column = column(gap=gap)
        outer = column(gap=0, margins=margins)
        outer.addLayout(self.column)
        outer.addStretch(1)
        self.inside.setLayout(outer)
        self.setWidget(self.inside)
