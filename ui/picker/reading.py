"""What is being done while a file is read: said over the window once it takes a moment, with Cancel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from ui.automation import Name, identify
from ui.parts.announce import announce
from ui.parts.boxes import row
from ui.parts.button import button
from ui.parts.icon import icon
from ui.parts.label import Elided
from ui.parts.text import one_line
from ui.theme import THEME

PATIENCE = 400  # ms: most files are open before anybody has read a word
WIDTH, TOP, EDGE = 520, 56, 12
MEGABYTE = 1_000_000


class ReadingNote(QFrame):
    """Floats over the window instead of standing in it: a line more would lay out the whole chart again."""

    cancel_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "overlay")
        identify(self, Name.READING, "A file is being read")
        self.words = identify(Elided(), Name.READING_WORDS, "What is being done")
        self.cancel = button("Cancel  Esc", Name.READING_CANCEL, says="Cancel reading, Escape")
        self.cancel.clicked.connect(self.cancel_wanted)
        line = row(gap=12, margins=(EDGE, 6, EDGE, 6))
        line.addWidget(self.words, 1)
        line.addWidget(self.cancel)
        self.setLayout(line)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PATIENCE)
        self._soon.timeout.connect(self._appear)
        self.hide()
        window.installEventFilter(self)
        THEME.changed.connect(self._dress)
        self._dress()

    def begin(self, path: Path) -> None:
        """A file is about to be read."""
        self._say(f"Reading {one_line(path.name)}{_size(path)}")
        self._soon.start()

    @Slot(str)
    def go_on(self, stage: str) -> None:
        """Say the next thing that is being done."""
        self._say(stage)

    def end(self) -> None:
        """Nothing is being read any more."""
        self._soon.stop()
        self.hide()
        self.words.set_text("")

    def sizeHint(self) -> QSize:
        """Override: as wide as a line of words, as far as the window has it."""
        width = min(THEME.px(WIDTH), self.window().width() - 2 * EDGE)
        return QSize(width, super().sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: follow the window's size."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _say(self, words: str) -> None:
        """Show the words, and say them if they are in sight."""
        self.words.set_text(words)
        self.words.setAccessibleName(words)
        if self.isVisible():
            announce(self, words)

    @Slot()
    def _appear(self) -> None:
        """It takes a moment: say so."""
        self._place()
        self.show()
        self.raise_()
        announce(self, self.words.text())

    def _place(self) -> None:
        """Stand in the middle, under the banner."""
        size = self.sizeHint()
        self.setGeometry((self.window().width() - size.width()) // 2, THEME.px(TOP), size.width(), size.height())

    @Slot()
    def _dress(self) -> None:
        """Draw in the colours and sizes of the theme."""
        self.cancel.setIcon(icon("stop", THEME.colours.opposing))
        self._place()


def _size(path: Path) -> str:
    """Return how large a file is, where that explains why it takes a moment."""
    try:
        amount = path.stat().st_size if path.is_file() else 0
    except OSError:
        return ""
    return f", {amount / MEGABYTE:,.0f} MB" if amount >= MEGABYTE else ""
