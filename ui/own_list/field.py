"""The field in which the clinician names a condition; what the packs do not know is taken by its words."""

from __future__ import annotations

from PySide6.QtCore import Signal

from copilot.differential.own_list import Candidate
from copilot.knowledge.vocabulary import Suggestion
from ui.automation import Name
from ui.parts.completion import Completion, Wording

WORDING = Wording(
    "A condition that you think of",
    "What do you think of?",
    "Enter takes it \N{MIDDLE DOT} Esc leaves",
    "The packs have nothing by this name. Enter takes it all the same.",
)


class OwnField(Completion):
    """`named` tells what was named."""

    named = Signal(object)

    def __init__(self) -> None:
        super().__init__((Name.OWN_LIST_FIELD, Name.OWN_LIST_SUGGESTIONS), WORDING)

    def take(self, one: Suggestion, *, shifted: bool) -> None:
        """Override: take a condition of the packs."""
        self.clear()
        self.named.emit(Candidate(one.name, one.id))

    def take_words(self, words: str) -> None:
        """Override: take what the packs do not know."""
        if words:
            self.clear()
            self.named.emit(Candidate(words))
