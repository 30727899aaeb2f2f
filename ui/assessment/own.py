"""The field in which a clinician names a condition; names that the packs know complete themselves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from ui.automation import Name, identify
from ui.parts.text import one_line

SHOWN = 8


class OwnField(QLineEdit):
    """Any words may be entered; the names offered are only a help."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Add one of your own")
        self.setMaxLength(200)
        identify(self, Name.ASSESSMENT_OWN, "Add a condition of your own")
        self._names: Callable[[], tuple[str, ...]] = tuple
        self._list = QStringListModel(self)
        self._listed = False
        completer = QCompleter(self._list, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(SHOWN)
        completer.setPopup(identify(QListView(), Name.ASSESSMENT_NAMES, "Conditions with these words in their name"))
        self.setCompleter(completer)

    def know(self, names: Callable[[], tuple[str, ...]]) -> None:
        """Take where the names come from; they are asked for when somebody first wants to type."""
        self._names, self._listed = names, False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override: list the names."""
        if not self._listed:
            self._listed = True
            self._list.setStringList([one_line(name) for name in self._names()])
        super().focusInEvent(event)
