"""The search bar over the chart: the words, how many places on which tab, and the way from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from ui.automation import Name, identify
from ui.chart.hits import Hits
from ui.parts.boxes import row
from ui.parts.button import button
from ui.parts.label import Elided
from ui.theme import THEME

PAUSE = 120  # ms of quiet typing before the chart is looked through


class SearchBar(QFrame):
    """`asked` brings the words once typing pauses; `step` says forward (1) or back (-1)."""

    asked = Signal(str)
    step = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        identify(self, Name.SEARCH, "Find in the whole chart")
        self.field = identify(_Field(), Name.SEARCH_FIELD, "Find in the whole chart")
        self.field.setPlaceholderText("Find in the whole chart")
        self.field.setClearButtonEnabled(True)
        self.said = identify(Elided("", "muted"), Name.SEARCH_SAID, "Places found")
        self.previous = button("\N{UPWARDS ARROW}", Name.SEARCH_PREVIOUS, says="Previous place, Shift+F3")
        self.next = button("\N{DOWNWARDS ARROW}", Name.SEARCH_NEXT, says="Next place, F3 or Enter")
        self.shut = button("Close", Name.SEARCH_CLOSE, says="Close the search, Esc")
        layout = row(gap=6, margins=(0, 0, 8, 0))
        layout.addWidget(self.field, 2)
        layout.addWidget(self.said, 3)
        for widget in (self.previous, self.next, self.shut):
            layout.addWidget(widget)
        self.setLayout(layout)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._ask)
        self.field.textChanged.connect(self._timer.start)
        self.field.entered.connect(self._entered)
        self.field.left.connect(self.closed)
        self.previous.clicked.connect(self._back)
        self.next.clicked.connect(self._on)
        self.shut.clicked.connect(self.closed)
        THEME.changed.connect(self._dress)
        self._dress()
        self.show_hits(Hits())
        self.hide()

    def begin(self) -> None:
        """Open, with the words of the last search selected."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def clear(self) -> None:
        """Forget the words and what was found."""
        self.field.clear()
        self._timer.stop()
        self.show_hits(Hits())

    def show_hits(self, hits: Hits, current: int | None = None, *, partial: bool = False) -> None:
        """Say how many places each tab has, and which one is in sight."""
        self.next.setEnabled(bool(hits.places))
        self.previous.setEnabled(bool(hits.places))
        self.say(_words(hits, current, partial=partial))

    def say(self, words: str) -> None:
        """Say something in the place of the counts."""
        self.said.set_text(words)
        self.said.setAccessibleName(words or "Places found")

    @Slot()
    def _ask(self) -> None:
        """Ask for what is typed."""
        self._timer.stop()
        self.asked.emit(self.field.text())

    @Slot(bool)
    def _entered(self, back: bool) -> None:
        """Enter goes on, Shift+Enter back; what was typed just now is asked for first."""
        if self._timer.isActive():
            self._ask()
        self.step.emit(-1 if back else 1)

    @Slot()
    def _back(self) -> None:
        """Go back."""
        self.step.emit(-1)

    @Slot()
    def _on(self) -> None:
        """Go on."""
        self.step.emit(1)

    @Slot()
    def _dress(self) -> None:
        """Take the widths from the zoom."""
        for widget in (self.previous, self.next):
            widget.setFixedWidth(THEME.px(30))


class _Field(QLineEdit):
    """The field: Enter and Esc are its own, whatever the window does with them elsewhere."""

    entered = Signal(bool)
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Override: take Esc before the window's own shortcut does."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter goes on, Shift+Enter back, Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _words(hits: Hits, current: int | None, *, partial: bool) -> str:
    """Return "2 of 5 · Labs 3 · Notes 2", or that there is nothing."""
    if not hits.words.strip():
        return ""
    if not hits.terms:
        return "Type two letters or more."
    if not hits.places:
        return "Not in this chart; a part of the record is missing." if partial else "Not in this chart."
    counts = " · ".join(f"{tab.value} {number:,}" for tab, number in hits.counts().items())
    return f"{current + 1:,} of {len(hits.places):,} · {counts}" if current is not None else counts
