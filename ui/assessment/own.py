"""The field in which a clinician names a condition; names that the packs know complete themselves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal

from copilot.knowledge.vocabulary import Suggestion
from ui.automation import Name
from ui.parts.completion import Completion, Wording

WORDING = Wording(
    "Add a condition of your own",
    "Add one of your own",
    "Enter takes this \N{MIDDLE DOT} Add takes your words as they stand \N{MIDDLE DOT} Esc leaves",
    "The packs have nothing by this name. Enter takes it all the same.",
)


class OwnField(Completion):
    """Any words may be entered, `named` tells them; `names_wanted` asks for the names that are offered, once."""

    named = Signal(str)
    names_wanted = Signal()

    def __init__(self) -> None:
        super().__init__((Name.ASSESSMENT_OWN, Name.ASSESSMENT_NAMES), WORDING)
        self.setFocusProxy(self.field)
        self._asked = False
        self.field.installEventFilter(self)

    def take(self, one: Suggestion, *, shifted: bool) -> None:
        """Override: take a condition of the packs."""
        self.take_words(one.name)

    def take_words(self, words: str) -> None:
        """Override: take what was typed."""
        if words:
            self.clear()
            self.named.emit(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: ask for the names when somebody first wants to type."""
        if event.type() is QEvent.Type.FocusIn and not self._asked:
            self._asked = True
            self.names_wanted.emit()
        return super().eventFilter(watched, event)
