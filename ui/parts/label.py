"""Labels: always plain text, with a look by role; one of them elides."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.parts.text import clean, one_line, tip


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Return a label that shows `text` as it stands, whatever markup is in it."""
    made = Wrapped() if wrap else QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(clean(text) if wrap else one_line(text))
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if wrap:
        wraps = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        wraps.setHeightForWidth(True)
        made.setSizePolicy(wraps)
        made.setMinimumWidth(1)  # else a long word, such as an address, would widen the whole pane
    if selectable:
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        made.setTextInteractionFlags(flags)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Qt lets a click alone reach it, and no key
        made.setProperty("selectable", True)
    return made


class Wrapped(QLabel):
    """A label over several lines that remembers its heights: layouts ask for them a dozen times each."""

    def __init__(self) -> None:
        super().__init__()
        self._heights: dict[int, int] = {}

    def setText(self, text: str) -> None:
        """Override: other words, other heights."""
        self._heights.clear()
        super().setText(text)

    def heightForWidth(self, width: int) -> int:
        """Override: measure each width once."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        """Override: another font or style, other heights."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()
        super().changeEvent(event)


def set_role(widget: QWidget, role: str) -> None:
    """Change a widget's look."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Elided(QLabel):
    """A one-line label that ends in an ellipsis where it is too long, and then tells all in its tip."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._hint = ""
        self._detail = ""
        if role:
            self.setProperty("role", role)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show other words."""
        self.setText(one_line(text))
        self._update_tip()

    def set_detail(self, detail: str) -> None:
        """Give a tip that is always there, below the words where these are cut."""
        self._detail = detail
        self._update_tip()

    def minimumSizeHint(self) -> QSize:
        """Override: an elided label can be as narrow as a few letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: the tip is needed only while words are cut."""
        super().resizeEvent(event)
        self._update_tip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Override: paint what fits."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(self.font())
        painter.drawText(self.contentsRect(), int(self.alignment()), shown)

    def _update_tip(self) -> None:
        """Set the tip while the words do not fit."""
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        wanted = "\n".join(part for part in (self.text() if cut else "", self._detail) if part)
        if wanted != self._hint:
            self._hint = wanted
            tip(self, wanted)
