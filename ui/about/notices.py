"""The notices about the work of others: plain text, filled in small steps, searched by words."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from copilot.places import resources
from ui.automation import Name, identify
from ui.chart.spans import editor_text
from ui.parts.boxes import column, row
from ui.parts.button import button
from ui.parts.gradual import Gradual
from ui.parts.label import label

FILE = "notices.txt"
FROM_SOURCE = (
    "The notices are written when the program is built, from what is then inside it. This one runs from its source; "
    "packaging/supply/known/ lists what it uses."
)
NOT_FOUND = "Not found."
LINES = 300  # of a step: about two milliseconds


class NoticesPage(QWidget):
    """A field for words, and the text; Enter goes to the next place and from the last to the first."""

    def __init__(self) -> None:
        super().__init__()
        self.text = identify(QPlainTextEdit(), Name.ABOUT_NOTICES, "Licences and notices")
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        self.field = identify(QLineEdit(), Name.ABOUT_NOTICES_FIELD, "Find in the licences")
        self.field.setPlaceholderText("Find in the licences")
        self.field.setClearButtonEnabled(True)
        self.next = button("Next", Name.ABOUT_NOTICES_NEXT, says="Next place with these words")
        self.said = identify(label("", "muted"), Name.ABOUT_NOTICES_SAID, "Whether the words were found")
        self.filling = Gradual(self)
        self._folded = ""
        self.field.returnPressed.connect(self.find_next)
        self.next.clicked.connect(self.find_next)
        top = row(gap=6)
        top.addWidget(self.field, 1)
        top.addWidget(self.next)
        top.addWidget(self.said)
        layout = column(gap=8)
        layout.addLayout(top)
        layout.addWidget(self.text, 1)
        self.setLayout(layout)

    def fill(self) -> None:
        """Begin to fill in the text."""
        self.filling.add(self._lines)

    def _lines(self) -> Iterator[None]:
        """Add some lines in each step, below what may be read already."""
        whole = notices()
        self._folded = whole.casefold()
        lines = whole.splitlines(keepends=True)
        for start in range(0, len(lines), LINES):
            end = QTextCursor(self.text.document())
            end.movePosition(QTextCursor.MoveOperation.End)
            end.insertText(editor_text("".join(lines[start : start + LINES])))
            yield

    @Slot()
    def find_next(self) -> None:
        """Go to the next place with the words of the field, and say so where there is none."""
        words = self.field.text().strip()
        there = words.casefold() in self._folded  # a search that finds nothing takes the editor long
        self.said.setText("" if there else NOT_FOUND)
        if there and words and not self.text.find(words):
            place = self.text.document().find(words)
            if not place.isNull():
                self.text.setTextCursor(place)


def notices() -> str:
    """Return the notices of this build."""
    try:
        return (resources() / FILE).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return FROM_SOURCE
