"""The field in which a clinician names a condition; names that the packs know complete themselves."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from ui.automation import Name, identify

SHOWN = 8


class OwnField(QLineEdit):
    """Any words may be entered; the names offered are only a help. `names_wanted` asks for them, once."""

    names_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Add one of your own")
        self.setMaxLength(200)
        identify(self, Name.ASSESSMENT_OWN, "Add a condition of your own")
        self._names = QStringListModel(self)
        self._asked = False
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(SHOWN)
        completer.setPopup(identify(QListView(), Name.ASSESSMENT_NAMES, "Conditions with these words in their name"))
        self.setCompleter(completer)
        # Qt completes what is typed alone; assistive technology sets the text.
        self.textChanged.connect(self._complete)

    @Slot(object)
    def offer(self, names: tuple[str, ...]) -> None:
        """Offer these names."""
        self._names.setStringList(names)

    @Slot(str)
    def _complete(self, text: str) -> None:
        """Offer the names with these words while the field has the keyboard, unless one of them was taken whole."""
        completer = self.completer()
        if not (self.hasFocus() and text.strip()) or text in self._names.stringList():
            completer.popup().hide()
        elif completer.completionPrefix() != text:
            completer.setCompletionPrefix(text)
            completer.complete()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override: ask for the names when somebody first wants to type."""
        if not self._asked:
            self._asked = True
            self.names_wanted.emit()
        super().focusInEvent(event)
