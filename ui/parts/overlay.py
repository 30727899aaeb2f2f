"""`Overlay`: a pane over the window that takes the keyboard, and on Escape or a click beside it gives it back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from ui.parts.boxes import column
from ui.parts.reading_order import walk
from ui.theme import THEME

EDGE = 12
TOP = 64


class Overlay(QFrame):
    """A child of the window, not a window of its own: it cannot get lost behind another program.

    `width_wanted` is its width at 100 %, as far as the window has it. `gone` says that it is out of sight again.
    """

    gone = Signal()

    def __init__(self, window: QWidget, width_wanted: int) -> None:
        super().__init__(window)
        self.setProperty("role", "overlay")
        self._width = width_wanted
        self._before: QWidget | None = None
        self.body = column(gap=8, margins=(EDGE, EDGE, EDGE, EDGE))
        self.setLayout(self.body)
        self.hide()
        window.installEventFilter(self)
        THEME.changed.connect(self._dress)

    def open_over(self, field: QWidget) -> None:
        """Come into sight and give the keyboard to `field`."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()
        field.setFocus(Qt.FocusReason.PopupFocusReason)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    @Slot()
    def leave(self) -> None:
        """Go out of sight and give the keyboard back to where it was."""
        if not self.isVisible():
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.hide()
        self.gone.emit()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Override: Tab stays in here."""
        return walk(self, forward=forward)

    def event(self, event: QEvent) -> bool:
        """Override: Escape is ours while we are in sight, not the window's."""
        asked = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: follow the window's size; go when something beside us is pressed."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._place()
        elif event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget) and self._beside(watched):
            self.leave()
        return False

    def height_wanted(self) -> int:
        """Return the height for what is shown."""
        return self.sizeHint().height()

    def _beside(self, widget: QWidget) -> bool:
        """Return whether a widget stands in the same window, outside this pane."""
        ours = widget is self or self.isAncestorOf(widget)
        return self.isVisible() and not ours and widget.window() is self.window()

    def _place(self) -> None:
        """Stand in the middle of the window's upper part, within it."""
        window = self.window()
        width = min(THEME.px(self._width), window.width() - 2 * EDGE)
        top = min(THEME.px(TOP), window.height() // 8)
        height = min(self.height_wanted(), window.height() - top - EDGE)
        self.setGeometry((window.width() - width) // 2, top, width, height)

    @Slot()
    def _dress(self) -> None:
        """Take the sizes of the zoom."""
        self._place()
