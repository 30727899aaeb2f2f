"""The assessment's text: plain, the clinician's to change; what is copied out of it takes the label with it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit

from ui.automation import Name, identify
from ui.parts.text import clean

# What the editor itself puts on the clipboard, so that moving a line within it does not bring the label along.
BARE = "application/x-chartside-assessment"


class AssessmentEditor(QPlainTextEdit):
    """`edited` tells the text after the clinician changed it."""

    edited = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        identify(self, Name.ASSESSMENT_TEXT, "Assessment text")
        self.setProperty("role", "field")
        self.setTabChangesFocus(True)
        self.label = ""
        self.textChanged.connect(self._changed)

    def show_text(self, text: str) -> None:
        """Show a text, if it is another one; the place that is being read stays."""
        if text == self.toPlainText():
            return
        place = self.verticalScrollBar().value()
        with QSignalBlocker(self):
            self.setPlainText(text)
        self.verticalScrollBar().setValue(place)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Override: what is copied says whether it was reviewed."""
        selected = clean(self.textCursor().selection().toPlainText())
        data = QMimeData()
        data.setText(f"{self.label}\n\n{selected}" if selected.strip() else selected)
        data.setData(BARE, selected.encode())
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Override: plain words only, without the label where they come from here."""
        bare = source.data(BARE).data() if source.hasFormat(BARE) else b""
        self.insertPlainText(clean(bytes(bare).decode() if bare else source.text()))

    @Slot()
    def _changed(self) -> None:
        """Tell the text."""
        self.edited.emit(self.toPlainText())
